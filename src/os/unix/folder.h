// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/file.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <functional>

namespace QtInterprocess::os {

/*
    Holds a folder open. A name in it stays an entry of this folder, even if the path changes.

    Other users may be able to exchange an entry between any two calls. Two rules follow:

    - Set permissions through a descriptor, and only on a file that this process has just made.
      The process makes its files with the mode bit Mark, which settle() removes. No other file
      has this bit.
    - Remove a file in three steps: move it to a random name, check it there, remove it or move it
      back. An entry that has taken the name in the meantime is never removed.
*/
class Folder
{
public:
    // Marks files of this process: the sticky bit. It has no effect on sockets and FIFOs, and the
    // umask cannot remove it.
    static constexpr quint32 Mark = 01000;
    // The prefix of auxiliary files. No name of a user begins with it.
    static constexpr char Prefix[] = ".qtipc-";

    static Result<Folder> open(const QByteArray &path);
    Folder() = default;

    int descriptor() const noexcept { return int(m_handle.get()); }

    // Returns the status of a name like lstat(). A name that does not exist has the type Missing.
    Result<FileStatus> statusOf(const QByteArray &name) const;

    // Opens an existing file for reading and writing. Follows no symbolic link and does not
    // block.
    Result<OwnedHandle> openFile(const QByteArray &name) const;
    // Create an entry. They fail with NameInUse if the name exists. The umask applies.
    Result<OwnedHandle> createFile(const QByteArray &name, quint32 mode) const;
    Error makeFifo(const QByteArray &name, quint32 mode) const;
    Error makeDirectory(const QByteArray &name, quint32 mode) const;

    // Sets exactly these permissions on the file that was just made with mode | Mark.
    //
    // Fails if another file has taken the name. Otherwise made identifies the file and its
    // permissions, even if they cannot be set.
    Error settle(const QByteArray &name, FileStatus::Type type, quint32 mode, FileStatus *made) const;
    // Gives the file that settle() has checked to a group, and then sets the permissions. Fails
    // if another file has taken the name.
    Error giveToGroup(const QByteArray &name, quint32 group, quint32 mode, FileStatus *made) const;
    // Removes the file that was just made, before or after settle().
    Error discard(const QByteArray &name, FileStatus::Type type, quint32 mode, const FileStatus &made) const;

    // Renames an entry. Fails with NameInUse if the new name exists.
    Error rename(const QByteArray &from, const QByteArray &to) const;

    // Decides about a file. The name is the one that the file has during the call.
    using Accept = std::function<bool(const QByteArray &name, const FileStatus &file)>;
    // Removes the file if accept returns true. Otherwise the file stays, which is not an error.
    Error remove(const QByteArray &name, const Accept &accept) const;
    Error removeOnly(const QByteArray &name, const FileStatus &file) const;

    // Updates the time stamps of the file if they are an hour old. Otherwise a cleaner of
    // temporary folders may remove it.
    void refresh(const QByteArray &name, const FileStatus &file) const;

    // Returns a random name that fits every file system and socket address.
    static QByteArray freshName();

private:
    bool isFresh(const FileStatus &file, FileStatus::Type type, quint32 mode) const;
    OwnedHandle openToChange(const QByteArray &name) const;
    Error changeMode(const OwnedHandle &file, const QByteArray &name, quint32 mode) const;
    Error changeGroup(const OwnedHandle &file, const QByteArray &name, quint32 group) const;

    // Names the entries that users other than this one and root can exchange: all, their own, or
    // none.
    enum class Guard { None, Sticky, Closed };

    OwnedHandle m_handle;
    Guard m_guard = Guard::None;
};

// Resolves a path to an entry of a folder.
struct Place
{
    Folder folder;
    QByteArray name;

    static Result<Place> of(const QByteArray &path);
};

} // namespace QtInterprocess::os
