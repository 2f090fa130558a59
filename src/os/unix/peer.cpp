// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/peer.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/identity.h"
#include "os/unix/linux.h"
#include "os/unix/optionalcalls.h"
#include "support/errortext.h"

#include <algorithm>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#if defined(__APPLE__) || defined(__FreeBSD__)
#    include <sys/types.h>
#    include <sys/ucred.h>
#    include <sys/un.h>
#endif

namespace QtInterprocess::os {

// Asks each system in its own way, also in the portable build, because POSIX has no call for
// this.
Result<PeerCredentials> peerCredentials(int fd)
{
    PeerCredentials credentials;
#if defined(SO_PEERCRED) && defined(__linux__)
    ucred peer = {};
    socklen_t size = sizeof peer;
    if (systemCall(Call::SocketOption, [&] { return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size); }) == -1)
        return lastError("read the credentials of the peer of");
    // The ID is 0 for a process of another PID namespace.
    if (peer.pid > 0)
        credentials.setProcessId(peer.pid);
    credentials.setUserId(knownUser(peer.uid));
    credentials.setGroupId(knownGroup(peer.gid));
#elif defined(__sun)
    // It has getpeerucred() instead of getpeereid(). Only servers and clients with
    // Access::Everyone work here.
    return Error(Error::Unsupported, 0, QStringLiteral("read the credentials of the peer of"), QString(),
                 ErrorText::tr("this system does not report the peer of socket %1").arg(fd));
#else
    uid_t user = 0;
    gid_t group = 0;
    if (systemCall(Call::SocketOption, [&] { return ::getpeereid(fd, &user, &group); }) == -1)
        return lastError("read the credentials of the peer of");
    credentials.setUserId(user);
    credentials.setGroupId(group);
#    if defined(LOCAL_PEERPID)
    pid_t process = 0;
    socklen_t size = sizeof process;
    if (::getsockopt(fd, SOL_LOCAL, LOCAL_PEERPID, &process, &size) == 0 && process > 0)
        credentials.setProcessId(process);
#    elif defined(__FreeBSD__) && defined(LOCAL_PEERCRED)
    xucred peer = {};
    socklen_t size = sizeof peer;
    if (::getsockopt(fd, SOL_LOCAL, LOCAL_PEERCRED, &peer, &size) == 0 && peer.cr_pid > 0)
        credentials.setProcessId(peer.cr_pid);
#    endif
#endif
    return credentials;
}

Result<std::vector<quint32>> peerGroups([[maybe_unused]] int fd)
{
#if defined(SO_PEERGROUPS) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
    std::vector<quint32> groups(64);
    static_assert(sizeof(gid_t) == sizeof(quint32));
    for (;;) {
        socklen_t size = socklen_t(groups.size() * sizeof(gid_t));
        const auto ask = [&] { return ::getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size); };
        const int result = systemCall(Call::PeerGroups, ask);
        if (result == -1 && isMissing(Call::PeerGroups, errno))
            break;
        if (result == -1 && errno != ERANGE)
            return lastError("read the groups of the peer of");
        groups.resize(size / sizeof(gid_t)); // the number of groups, also after ERANGE
        if (result == 0) {
            const auto isUnknown = [](quint32 group) { return !knownGroup(group); };
            groups.erase(std::remove_if(groups.begin(), groups.end(), isUnknown), groups.end());
            return groups;
        }
    }
#elif (defined(__APPLE__) || defined(__FreeBSD__)) && defined(LOCAL_PEERCRED)
    xucred peer = {};
    socklen_t size = sizeof peer;
    if (systemCall(Call::SocketOption, [&] { return ::getsockopt(fd, SOL_LOCAL, LOCAL_PEERCRED, &peer, &size); }) == -1)
        return lastError("read the groups of the peer of");
    return std::vector<quint32>(peer.cr_groups, peer.cr_groups + peer.cr_ngroups); // at most 16
#endif
    return Error(Error::Unsupported, 0, QStringLiteral("read the groups of the peer of"));
}

Result<OwnedHandle> peerProcessHandle([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX
    constexpr int PeerPidFd = 77; // SO_PEERPIDFD, since Linux 6.5
    int handle = -1;
    socklen_t size = sizeof handle;
    if (systemCall(Call::PeerProcess, [&] { return ::getsockopt(fd, SOL_SOCKET, PeerPidFd, &handle, &size); }) == 0)
        return newHandle(handle); // the kernel makes it close-on-exec
    if (!isMissing(Call::PeerProcess, errno))
        return lastError("open the process of the peer of");
#endif
    return Error(Error::Unsupported, 0, QStringLiteral("open the process of the peer of"));
}

namespace {

bool isInGroup(quint32 group, int fd, const PeerCredentials &peer)
{
    if (peer.groupId() == group)
        return true;
    const auto groups = peerGroups(fd);
    return groups && std::find(groups->begin(), groups->end(), group) != groups->end();
}

// Checks the peer. The callback makes the reason of a refusal from the description of the user.
template <typename Reason>
Error checkPeer(int fd, const Admission &admission, std::optional<PeerCredentials> &known, const char *operation,
                Reason reason)
{
    if (admission.kind() == Access::Everyone)
        return {};
    const auto peer = peerCredentials(fd);
    if (!peer)
        return peer.error();
    known = *peer;
    const Self self = Self::now();
    if (self.isUserOrRoot(peer->userId())
        || (admission.kind() == Access::Group && isInGroup(admission.groupOf(self), fd, *peer)))
        return {};
    return Error(Error::AccessDenied, 0, QString::fromLatin1(operation), QString(),
                 reason(describeUser(peer->userId())));
}

} // namespace

Error checkClient(int fd, const Admission &admission, std::optional<PeerCredentials> &peer)
{
    return checkPeer(fd, admission, peer, "admit the peer of",
                     [](const ErrorText &user) { return ErrorText::tr("the peer runs as %1").arg(user); });
}

Error checkServer(int fd, const Access &required)
{
    const auto admission = Admission::of(required);
    if (!admission)
        return admission.error();
    std::optional<PeerCredentials> unused;
    return checkPeer(fd, *admission, unused, "connect to", [&](const ErrorText &user) {
        const ErrorText expected = admission->kind() == Access::User ? ErrorText::tr("this user")
            : required.groupName().isEmpty()                         ? ErrorText::tr("this user or this user's group")
                                             : ErrorText::tr("this user or the group \"%1\"").arg(required.groupName());
        return ErrorText::tr("the server runs as %1; required is %2").arg(user, expected);
    });
}

} // namespace QtInterprocess::os
