// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/file.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"

#include <QtInterprocess/access.h>

namespace QtInterprocess {

/*
    A name that a listening socket, or one of datagrams, is bound to, and that is this process's own until release().

    A path is claimed in this order, so that of any number of servers exactly one gets it, and so that only what is
    known to be dead is removed:
    1. Lock the file beside it. The lock ends with the process, whatever ends it; so a lock that cannot be had means a
       living owner.
    2. Under the lock: nothing there is free; not a socket is left alone; a socket is asked by connecting whether anybody
       listens (a server that knows nothing of our lock file), and removed only if the answer is "refused".
    3. Bind, listen (datagrams need no listening), and remember which file that made.

    release() removes the socket file only if it is still that one, and then the lock file, under the lock. In a child that was
    forked without exec it does nothing: there the name is still the parent's.
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

private:
    Q_DISABLE_COPY(NameClaim)

    // What a name is claimed for.
    struct Use
    {
        os::SocketType type;
        Access access;
        int backlog;
    };

    static Result<NameClaim> claim(int socket, const os::SocketName &name, const Use &use);
    static Result<NameClaim> claimPath(int socket, const QByteArray &path, const Use &use);
    static Error claimAbstract(int socket, const os::SocketName &name, const Use &use);
    static Error begin(int socket, const Use &use);
    Error takeLock();
    Error removeStaleSocket(const QByteArray &path, os::SocketType type) const;
    Error bindAndBegin(int socket, const QByteArray &path, const Use &use);
    void releaseLock();

    QByteArray m_path; // absolute: the working directory may have changed by the time it is removed
    QByteArray m_lockPath;
    OwnedHandle m_lock;
    os::FileStatus m_made; // the socket file that bind() made
    qint64 m_process = 0;
};

} // namespace QtInterprocess
