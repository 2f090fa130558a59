// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "os/unix/admission.h"
#include "os/unix/folder.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "primitives/unix/namelock.h"

namespace QtInterprocess {

/*
    Holds the name of a listening or datagram socket for this process until release().

    FILES

    NAME               The socket. Only its owner removes it, or the next server if no process has
                       the socket.
    .qtipc-NAME.lock   The lock (see NameLock). Its holder creates and removes it.
    .qtipc-RANDOM      A file that is being renamed. A crash within these microseconds leaves it. It
                       blocks no server, and any process may remove it.

    All have the mark of os::Folder, or the socket's path in /proc/net/unix. No other file is
    changed or removed.

    HOW A NAME IS CLAIMED

    Exactly one of any number of servers gets the name, by these steps:

    1. Open the folder. All later steps use that folder, whatever the path means by then.
    2. Take the lock. It ends with its process, so a held lock means a living owner.
    3. Under the lock, check the name. A file that is not a socket stays. A socket is probed, and
       removed only if no socket is bound to the file. Sockets of any type count, also before they
       listen.
    4. Bind, set the permissions, listen (datagram sockets do not), and remember the file.

    release() holds the lock, and removes the socket file only if it is still the same. Then it
    removes the lock file.

    WHAT INTERFERES

    * A cleaner by age (systemd-tmpfiles) keeps sockets whose path is in /proc/net/unix, and files
      with the sticky bit. The lock has the bit. So has each socket that is bound under another text
      than its path (long, relative, or through links). For other cleaners renew() updates the
      timestamps.
    * A cleaner that removes everything: renew() creates the lock again, and reports that the
      socket's file is gone. Then the owner claims the name with another socket (UnixListener). If
      another process has it, the name is lost.
    * A full disk, or a quota: the lock has no text. It works, but an abandoned socket is not
      detected.
    * A crash at any point: the lock is free at once. Files that remain have the mark, or are
      sockets that no process has.
    * A power failure: the mark identifies a lock file that is empty, truncated or full of zeros.
    * Another user: root takes over the lock of a user, but a user never takes over that of root. A
      file with neither our mark nor our text is not a lock: listening fails, and the file stays.
    * A forked child closes its copy of the lock, and changes no file while its parent lives. After
      the parent's end the child is the server. Its renew() takes the lock and listens again, so
      that the kernel reports its process. A helper process does not call it. After 2 s without it
      the socket counts as abandoned, and the next server takes the name. For that, the lock and the
      kernel must agree on the former owner's process ID.
    * Another PID namespace: the kernel translates process IDs, or omits them. Without one, no
      socket counts as abandoned.
    * No flock() (ENOSYS, ENOLCK, EOPNOTSUPP): the probe and bind() decide. Two servers that reclaim
      a stale name at the same moment may both remove it, but only one binds.
    * No chmod() of sockets (EINVAL, EPERM): listening fails only if the mode is too open.
    * No links, or no rename(): a name fails if its last part is too long for a socket address. A
      stale file is removed under its own name.
    * No /proc: a path longer than a socket address fails with NameTooLong.
    * Earlier versions: see NameLock.

    These tests verify the above: tst_namekeeping, tst_namecrashes, tst_namespaces_root,
    tst_namefiles, tst_nameswaps, tst_longnames and tst_serverfaults.

    LIMITS OF POSIX

    * bind() takes a path. If the folder is moved meanwhile, the socket file is created elsewhere
      and stays there; listening fails.
    * No call removes a file by its descriptor, so os::Folder first moves it aside. If another
      server's file takes the name between the check and the move, that file loses the name for
      about a microsecond.
    * The permissions are set on the file with our mark. In a folder that others may change, it
      could be confused with another socket of this user, created in the same moment.
    * In a folder that others may change, they can remove or replace the file of any server. Only
      another folder helps, or a client that checks the server.
    * Without marks (on systems other than Linux), permissions are not changed in such a folder.
      Listening fails if those from bind() are too open. If an owner dies between creating the lock
      file and writing to it, the file remains and blocks the name.
*/
class NameClaim
{
public:
    // Binds socket to the name and listens. On failure nothing has changed.
    static Result<NameClaim> listen(int socket, const os::SocketName &name, const os::Admission &admission, int backlog,
                                    os::SocketType type = os::SocketType::Stream);
    // Binds a datagram socket to the name. On failure nothing has changed.
    static Result<NameClaim> bind(int socket, const os::SocketName &name, const os::Admission &admission);

    // Repeats an attempt that creates a socket and claims its name. Where files are not marked at
    // creation, a cleaner may remove the file before it is marked. A socket can only be bound once.
    template <typename Attempt>
    static auto withNewSockets(Attempt attempt)
    {
        constexpr int MostAttempts = 5;
        auto result = attempt();
        for (int i = 1; i < MostAttempts && !result && result.error().code() == Error::NotFound; ++i)
            result = attempt();
        return result;
    }

    NameClaim() = default;
    NameClaim(NameClaim &&other) noexcept = default;
    NameClaim &operator=(NameClaim &&other) noexcept = default;
    ~NameClaim() = default; // without release() the files remain, as after a crash

    void release();

    // Maintains the files; call it regularly. Returns false if the socket's file is missing or was
    // replaced.
    bool renew();

    // Returns the status of the socket file; Missing for an abstract name.
    const os::FileStatus &file() const noexcept { return m_made; }

private:
    Q_DISABLE_COPY(NameClaim)

    // The purpose of the claimed name.
    struct Use
    {
        os::SocketType type;
        os::Admission admission;
        int backlog;
    };

    static Result<NameClaim> claim(int socket, const os::SocketName &name, const Use &use);
    static Result<NameClaim> claimPath(int socket, const os::SocketName &name, const Use &use);
    static Error claimAbstract(int socket, const os::SocketName &name, const Use &use);
    static Error begin(int socket, const Use &use);
    Error checkName() const;
    Error takeLock();
    Error removeStaleSocket() const;
    Error removeDead(const os::FileStatus &socket, bool isOrphan) const;
    bool staysAbandoned(const Result<os::SocketAddress> &address) const;
    bool isBoundAsPath() const;
    Error bindAndBegin(int socket, const os::SocketName &name, const Use &use);
    Result<os::FileStatus> fileNow() const;

    QByteArray m_path;
    os::Folder m_folder; // held open: it may be moved, and the working directory may change
    QByteArray m_name;
    NameLock m_lock;
    os::FileStatus m_made; // the socket file that bind() created
    os::ProcessMark m_process; // the process that claimed the name
};

} // namespace QtInterprocess
