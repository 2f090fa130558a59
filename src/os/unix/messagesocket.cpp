// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/messagesocket.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"

#include <algorithm>
#include <limits>

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#if defined(__linux__)
#    include <linux/sockios.h>
#endif

namespace QtInterprocess::os {

#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
#    define QTINTERPROCESS_LINUX_SOCKETS 1
constexpr qint64 Overhead = 32; // of the send buffer, which no message gets
#else
#    define QTINTERPROCESS_LINUX_SOCKETS 0
constexpr qint64 Overhead = 0; // if there is any, sending tells
#endif

qint64 waitingBytes([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX_SOCKETS
    int count = 0;
    return systemCall(Call::WaitingBytes, [&] { return ::ioctl(fd, SIOCINQ, &count); }) == -1 ? -1 : qint64(count);
#else
    return -1;
#endif
}

qint64 largestDatagram()
{
#if QTINTERPROCESS_LINUX_SOCKETS
    static const bool hasSmallPages = ::sysconf(_SC_PAGESIZE) == 4096; // a piece is at most 1024 of them
    return hasSmallPages ? 8 * 1024 * 1024 : -1;
#else
    return -1;
#endif
}

bool canMarkMessages() noexcept
{
    return QTINTERPROCESS_LINUX_SOCKETS;
}

// A time stamp, and not the sender's credentials: a socket that asks for those gets a name when it sends.
Error markMessages([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX_SOCKETS
    const int on = 1;
    const auto mark = [&] { return ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on); };
    return systemCall(Call::SocketOption, mark) == -1 ? lastError("read from") : Error();
#else
    return systemError(EOPNOTSUPP, "read from");
#endif
}

static Result<qint64> sendBufferSize(int fd)
{
    int value = 0;
    socklen_t size = sizeof value;
    if (systemCall(Call::SocketOption, [&] { return ::getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &value, &size); }) == -1)
        return lastError("write to");
    return qint64(value);
}

Error makeRoomForMessage(int fd, qint64 size, qint64 &known)
{
    if (size <= known)
        return {};
    auto room = sendBufferSize(fd);
    if (room && *room - Overhead < size) {
        // Linux takes twice as much. That it takes less than it is asked for is no failure: so it is asked afterwards.
        const int wanted = int(std::min<qint64>(size + Overhead, std::numeric_limits<int>::max() / 2));
        systemCall(Call::SocketOption, [&] { return ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted); });
        room = sendBufferSize(fd);
    }
    if (!room)
        return room.error();
    known = *room - Overhead;
    if (size <= known)
        return {};
    return Error(Error::MessageTooLarge, EMSGSIZE, QStringLiteral("write to"), QString(),
                 QStringLiteral("a message of %1 bytes, this system sends no more than %2").arg(size).arg(known));
}

Error bindToFreeName([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX_SOCKETS
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const auto bind = [&] { return ::bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address.sun_family); };
    return systemCall(Call::Bind, bind) == -1 ? lastError("bind to") : Error();
#else
    return Error(Error::Unsupported, 0, QStringLiteral("bind to"), QString(),
                 QStringLiteral("only Linux gives a socket a name of itself"));
#endif
}

Error dissolvePeer(int fd)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNSPEC;
    const auto dissolve = [&] { return ::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address); };
    // The BSDs have done it, and say that the family is wrong.
    if (systemCall(Call::Connect, dissolve) == -1 && errno != EAFNOSUPPORT)
        return lastError("disconnect from");
    return {};
}

bool isReceivingCredentials([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX_SOCKETS
    int value = 0;
    socklen_t size = sizeof value;
    const auto ask = [&] { return ::getsockopt(fd, SOL_SOCKET, SO_PASSCRED, &value, &size); };
    return systemCall(Call::SocketOption, ask) == 0 && value != 0;
#else
    return false;
#endif
}

Error checkSender(const std::optional<SenderCredentials> &sender, Access access, const Self &self)
{
    const auto user = sender ? knownUser(sender->user) : std::nullopt;
    const bool passes = access == Access::Everyone || self.isUserOrRoot(user)
        || (access == Access::Group && sender && self.isGroup(knownGroup(sender->group)));
    if (passes)
        return {};
    return Error(Error::AccessDenied, 0, QStringLiteral("take a message of"), QString(),
                 sender ? QStringLiteral("it comes from %1").arg(describeUser(user))
                        : QStringLiteral("the system does not tell who has sent it"));
}

} // namespace QtInterprocess::os
