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
    A name that a listening socket, or one of datagrams, is bound to, and that is this process's own until release().

    FILES
    NAME               The socket. Its owner alone removes it, or the next server once no process has the socket.
    .qtipc-NAME.lock   The lock (see NameLock): made and removed by whoever holds it.
    .qtipc-RANDOM      A file on its way to its name, or away from it. A crash within these microseconds leaves it; it is in
                       nobody's way, and anybody may remove it.
    All have the mark of os::Folder or the socket's path in /proc/net/unix. Nothing else is ever changed or removed.

    HOW A NAME IS CLAIMED, so that of any number of servers exactly one gets it
    1. Open the folder. All that follows happens in that folder, whatever the path means by then.
    2. Take the lock. It ends with its process, so a lock that is held means a living owner.
    3. Under the lock, look at the name. A file that is not a socket stays. A socket is probed, and removed only if no
       socket is bound to the file; one that does not listen yet counts, and one of any type.
    4. Bind, set the permissions, listen (datagrams need no listening), and remember which file that made.
    release() removes the socket file only if it is still that one, and then the lock file, under the lock.

    WHAT GETS IN THE WAY
    - A cleaner by age (systemd-tmpfiles) keeps sockets whose path is in /proc/net/unix, and files with the sticky bit: the
      lock has it, and every socket that is bound under another text than its path (long, relative, through links). For other
      cleaners renew() keeps the time stamps young.
    - A cleaner that takes everything: renew() makes the lock again, and tells that the socket's file has gone.
      Then the owner claims the name anew with another socket (UnixListener); if somebody else has it, it is lost.
    - A full disk, or a quota: the lock has no text. It works; only an abandoned socket is not recognised.
    - A crash at any point: the lock is free at once, and what is left has the mark or is a socket that nobody has.
    - A loss of power: a lock file that is empty, cut off or full of zeros is ours by its mark.
    - A foreign user: root takes over the lock of a user; a user does not take over that of root. A file without our mark or our
      text is no lock: listening fails, and it stays as it is.
    - A forked child closes its copy of the lock, and changes no file while its parent lives. A child that outlives its
      parent is the server from then on: renew() takes the lock and listens again, so that the kernel names its process.
      If it does not do that within two seconds, as a helper does not, its socket is abandoned: the next server takes the name.
      That needs the former owner's number in the lock and the same one from the kernel.
    - Another pid namespace: numbers come from the kernel, translated, or are not told. Then nothing counts as abandoned.
    - No flock() (ENOSYS, ENOLCK, EOPNOTSUPP): the probe and bind() decide. Two that reclaim the same stale name at the same
      moment may both remove it, but only one binds.
    - No chmod() of sockets (EINVAL, EPERM): listening fails only if the mode is too open.
    - No links, or no rename(): names whose last part is too long for a socket address fail. A stale file is removed under its
      own name.
    - No /proc: paths longer than a socket address fail with NameTooLong.
    - Versions before this one: see NameLock.

    tst_namekeeping, tst_namecrashes, tst_namespaces_root, tst_namefiles, tst_nameswaps, tst_longnames and tst_serverfaults pin these
    sentences.

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
    static Result<NameClaim> listen(int socket, const os::SocketName &name, const os::Admission &admission, int backlog,
                                    os::SocketType type = os::SocketType::Stream);
    // The same for a datagram socket.
    static Result<NameClaim> bind(int socket, const os::SocketName &name, const os::Admission &admission);

    // Repeats an attempt that makes a socket and claims its name. Where no file is marked from birth, a cleaner may remove the file
    // before it can be marked, and a socket is bound only once.
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
    ~NameClaim() = default; // without release() the names stay, as they would after a crash

    void release();

    // Looks after the files, now and then. Returns false if the socket's file is not there any more, or not that one.
    bool renew();

    // The socket file that was made; Missing for an abstract name.
    const os::FileStatus &file() const noexcept { return m_made; }

private:
    Q_DISABLE_COPY(NameClaim)

    // What a name is claimed for.
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
    os::FileStatus m_made; // the socket file that bind() made
    os::ProcessMark m_process; // that has claimed it
};

} // namespace QtInterprocess
