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
    A folder that is held open. A name in it means an entry of this very folder, whatever becomes of the path that led to it.

    Other users may be able to exchange an entry of the folder between any two calls. Two rules follow:
    - Permissions are set through a descriptor of the file, and only if it is the file that this process has just made. The
      process makes files with the mark Mark, which settle() takes away again: no other file has it.
    - A file is removed in three steps: move it to a name that nobody can guess, look at it there, remove it or move it
      back. An entry that took the name meanwhile is never removed.
*/
class Folder
{
public:
    // The sticky bit. It has no effect on sockets and FIFOs, and the umask cannot take it away.
    static constexpr quint32 Mark = 01000;
    // Auxiliary files have names that begin like this. A user's own names do not.
    static constexpr char Prefix[] = ".qtipc-";

    static Result<Folder> open(const QByteArray &path);
    Folder() = default;

    int descriptor() const noexcept { return int(m_handle.get()); }

    // As lstat() tells it: a name that does not exist is a status of type Missing.
    Result<FileStatus> statusOf(const QByteArray &name) const;

    // An existing file, for reading and writing. Follows no symbolic link and does not block.
    Result<OwnedHandle> openFile(const QByteArray &name) const;
    // These fail with NameInUse if the name exists. The umask applies.
    Result<OwnedHandle> createFile(const QByteArray &name, quint32 mode) const;
    Error makeFifo(const QByteArray &name, quint32 mode) const;
    Error makeDirectory(const QByteArray &name, quint32 mode) const;

    // Gives the file that was just made with mode | Mark exactly these permissions. Fails if another file has taken the
    // name; otherwise made tells which file it is and which permissions it has, also if they cannot be set.
    Error settle(const QByteArray &name, FileStatus::Type type, quint32 mode, FileStatus *made) const;
    // Gives the file that settle() has looked at to a group, and then these permissions. Fails if another file has taken the name.
    Error giveToGroup(const QByteArray &name, quint32 group, quint32 mode, FileStatus *made) const;
    // Removes the file that was just made, before or after settle().
    Error discard(const QByteArray &name, FileStatus::Type type, quint32 mode, const FileStatus &made) const;

    // Fails with NameInUse if there is something under the new name.
    Error rename(const QByteArray &from, const QByteArray &to) const;

    // Is asked about a file under the name that it has at this moment.
    using Accept = std::function<bool(const QByteArray &name, const FileStatus &file)>;
    // Removes the file that accept agrees to. Any other stays, and that is not an error.
    Error remove(const QByteArray &name, const Accept &accept) const;
    Error removeOnly(const QByteArray &name, const FileStatus &file) const;

    // Gives that file present time stamps if they are an hour old: cleaners of temporary folders go by age.
    void refresh(const QByteArray &name, const FileStatus &file) const;

    // A name that nobody can guess and that any file system and any socket address has room for.
    static QByteArray freshName();

private:
    bool isFresh(const FileStatus &file, FileStatus::Type type, quint32 mode) const;
    OwnedHandle openToChange(const QByteArray &name) const;
    Error changeMode(const OwnedHandle &file, const QByteArray &name, quint32 mode) const;
    Error changeGroup(const OwnedHandle &file, const QByteArray &name, quint32 group) const;

    // Which entries other users than this one and root can exchange: all, those of their own, none.
    enum class Guard { None, Sticky, Closed };

    OwnedHandle m_handle;
    Guard m_guard = Guard::None;
};

// Where a path leads: an entry of a folder.
struct Place
{
    Folder folder;
    QByteArray name;

    static Result<Place> of(const QByteArray &path);
};

} // namespace QtInterprocess::os
