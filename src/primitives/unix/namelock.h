// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/filelock.h"
#include "os/unix/folder.h"

namespace QtInterprocess {

/*
    The lock file of a name: .qtipc-NAME.lock beside it, with mode 01600. Whoever holds its lock is the only one that makes or
    removes the file of the name. Its text has the owner's process ID, for people and for isAbandoned(); nothing relies on it.

    Versions before this one had NAME.lock. Such a file of a living owner counts as held; a stale one is removed.
*/
class NameLock
{
public:
    // Names that begin like this are kept for the files of this library.
    static bool isReserved(const QByteArray &name);
    // Bytes that a path grows by. That of older versions: these could not tell that a longer one is in use.
    static qsizetype growth(const QByteArray &name);

    // Takes the lock for the last part of the path, which is an entry of that folder. Returns false if somebody else has it. Fails
    // if there is a file of somebody else in its place, and where no file can be made.
    Result<bool> take(const os::Folder &folder, const QByteArray &path);

    // Whether it is taken, and its file is in its place.
    bool isInPlace(const os::Folder &folder) const;
    // Gives the file present time stamps if they are old.
    void refresh(const os::Folder &folder) const;
    void release(const os::Folder &folder);

    // Taken; not any more in a child that was forked since.
    explicit operator bool() const noexcept { return bool(m_file); }
    // The process that somebody else's lock belongs to, if it is known; 0 otherwise.
    qint64 holder() const noexcept { return m_holder; }
    // The process that had signed the lock before; 0 if that is not known.
    qint64 formerOwner() const noexcept { return m_formerOwner; }

    // Removes the stale lock file of an older version that has this very name.
    static void removeOld(const os::Folder &folder, const QByteArray &name);

private:
    // Without a file if somebody made or removed it meanwhile.
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
