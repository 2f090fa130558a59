// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "os/unix/folder.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"

#include <QtInterprocess/access.h>

namespace QtInterprocess {

/*
    A name that a listening socket, or one of datagrams, is bound to, and that is this process's own until release().

    A path is claimed in this order, so that of any number of servers exactly one gets it:
    1. Open the folder. All that follows happens in that folder, whatever the path means by then.
    2. Lock the file beside the name. The lock ends with the process, so a lock that is held means a living owner. A file
       that does not have our mark or our text is not a lock, and stays as it is.
    3. Under the lock, look at the name. A file that is not a socket stays. A socket is probed, and removed only if no
       socket is bound to the file; one that does not listen yet counts, and one of any type.
    4. Bind, set the permissions, listen (datagrams need no listening), and remember which file that made.
    release() removes the socket file only if it is still that one, and then the lock file, under the lock. In a child that was
    forked without exec it does nothing as long as the parent lives: the name is the parent's.

    What POSIX does not allow, and what is done instead:
    - bind() takes a path. If the folder is moved meanwhile the socket file is made elsewhere and stays there; listening fails.
    - A file cannot be removed by descriptor. os::Folder moves it aside first. A foreign server's file that takes the name within
      the microsecond between the look and the move loses its name for about as long.
    - The permissions are set on the file that has our mark. Only another socket that this user makes in the same moment, in
      a folder that others may change, could be confused with it.
    - In a folder that others may change, anybody of them can remove or replace the file of any server. Nothing helps against that
      but another folder, and a client that checks who serves.
    - Without marks (other systems than Linux), permissions are not changed in such a folder: listening fails if those that bind()
      gives are too open. An owner that dies between making the lock file and writing to it leaves a file that is in the way.
*/
class NameClaim
{
public:
    // Binds socket to the name and listens. On failure nothing has changed.
    static Result<NameClaim> listen(int socket, const os::SocketName &name, Access access, int backlog,
                                    os::SocketType type = os::SocketType::Stream);
    // The same for a datagram socket.
    static Result<NameClaim> bind(int socket, const os::SocketName &name, Access access);

    NameClaim() = default;
    NameClaim(NameClaim &&other) noexcept = default;
    NameClaim &operator=(NameClaim &&other) noexcept = default;
    ~NameClaim() = default; // without release() the names stay, as they would after a crash

    void release();

    // The socket file that was made; Missing for an abstract name.
    const os::FileStatus &file() const noexcept { return m_made; }

private:
    Q_DISABLE_COPY(NameClaim)

    // What a name is claimed for.
    struct Use
    {
        os::SocketType type;
        Access access;
        int backlog;
    };

    // Without a handle if somebody made or removed the file meanwhile.
    struct LockFile
    {
        OwnedHandle handle;
        os::FileStatus status;
        QByteArray content;
    };

    static Result<NameClaim> claim(int socket, const os::SocketName &name, const Use &use);
    static Result<NameClaim> claimPath(int socket, const os::SocketName &name, const Use &use);
    static Error claimAbstract(int socket, const os::SocketName &name, const Use &use);
    static Error begin(int socket, const Use &use);
    Result<LockFile> openLock(const QString &path) const;
    Error takeLock(const os::SocketName &name);
    void signLock(const os::FileStatus &status);
    Error removeStaleSocket(const os::SocketName &name) const;
    Error bindAndBegin(int socket, const os::SocketName &name, const Use &use);
    void releaseLock();

    os::Folder m_folder; // held open: it may be moved, and the working directory may change
    QByteArray m_name;
    QByteArray m_lockName;
    OwnedHandle m_lock;
    os::FileStatus m_made; // the socket file that bind() made
    os::ProcessMark m_process; // that has claimed it
};

} // namespace QtInterprocess
