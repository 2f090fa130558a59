// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/filelock.h"
#include "os/unix/folder.h"

namespace QtInterprocess {

/*
    The lock file of a name: .qtipc-NAME.lock beside it, with mode 01600.

    Only the holder of the lock creates or removes the file of the name. The lock file contains the
    owner's process ID, for people and for isAbandoned(); nothing else relies on it.

    Earlier versions used NAME.lock. If the owner of such a file lives, it counts as held; a stale
    one is removed.
*/
class NameLock
{
public:
    // Whether the name begins like the files of this library, for which it is reserved.
    static bool isReserved(const QByteArray &name);
    // Returns by how many bytes an earlier version's lock file has a longer name. Longer paths are
    // refused: an earlier version could not detect that they are in use.
    static qsizetype growth(const QByteArray &name);

    // Takes the lock for the last part of path, an entry of folder. Returns false if another
    // process has it. Fails if a foreign file is in its place, or if no file can be created.
    Result<bool> take(const os::Folder &folder, const QByteArray &path);

    // Whether the lock is held, and its file is in its place.
    bool isInPlace(const os::Folder &folder) const;
    // Updates the timestamps of the file if they are old.
    void refresh(const os::Folder &folder) const;
    void release(const os::Folder &folder);

    // Whether the lock is held; false in a child that was forked since.
    explicit operator bool() const noexcept { return bool(m_file); }
    // Returns the process that holds the lock, if it is known; otherwise 0.
    qint64 holder() const noexcept { return m_holder; }
    // Returns the process that signed the lock before, if it is known; otherwise 0.
    qint64 formerOwner() const noexcept { return m_formerOwner; }

    // Removes an earlier version's stale lock file with this name.
    static void removeOld(const os::Folder &folder, const QByteArray &name);

private:
    // The file is empty if another process created or removed it meanwhile.
    struct Opened
    {
        os::FileLock file;
        os::FileStatus status;
        QByteArray content;
    };
    Result<Opened> open(const os::Folder &folder, const QString &path) const;
    bool begin(const os::Folder &folder, const QByteArray &name, const Opened &opened);
    void sign(const os::FileStatus &status) const;

    QByteArray m_name;
    os::FileLock m_file;
    qint64 m_holder = 0;
    qint64 m_formerOwner = 0;
};

} // namespace QtInterprocess
