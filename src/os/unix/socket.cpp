// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/socket.h"

#include "os/unix/call.h"
#include "os/unix/closing.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/optionalcalls.h"
#include "os/unix/pipe.h"
#include "support/errortext.h"

#include <sys/socket.h>
#include <sys/uio.h>

namespace QtInterprocess::os {

namespace {

// macOS has neither flags for socket() nor accept4(). There, and in some sandboxes, the flags are
// set one call later.
#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
#    define QTINTERPROCESS_ATOMIC_FLAGS 1
constexpr bool HasFlags = true;
constexpr int AtomicFlags = SOCK_CLOEXEC | SOCK_NONBLOCK;
#else
#    define QTINTERPROCESS_ATOMIC_FLAGS 0
constexpr bool HasFlags = false;
constexpr int AtomicFlags = 0;
#endif

// Prevents SIGPIPE when the peer has gone, on systems without MSG_NOSIGNAL.
Error keepQuiet([[maybe_unused]] int fd)
{
#if defined(SO_NOSIGPIPE)
    const int on = 1;
    const auto set = [&] { return ::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on); };
#else
    const auto set = [] { return 0; };
#endif
    // On macOS, an accepted socket whose client has gone refuses every option, but may still have
    // input.
    if (systemCall(Call::KeepQuiet, set) == -1 && errno != EINVAL)
        return lastError("set up a socket");
    return {};
}

// Prepares a new socket. madeWith is the call that sets the flags, where the system has it.
Error prepare(int fd, Call madeWith)
{
    return HasFlags && !isKnownMissing(madeWith) ? keepQuiet(fd) : prepareSocket(fd);
}

int nativeType(SocketType type) noexcept
{
    constexpr int Types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM };
    return Types[int(type)];
}

int acceptOne(int fd)
{
    const auto plainly = [=] { return systemCall(Call::Accept, [=] { return ::accept(fd, nullptr, nullptr); }); };
#if QTINTERPROCESS_ATOMIC_FLAGS
    const auto accept = [=] { return ::accept4(fd, nullptr, nullptr, AtomicFlags); };
    return callOr(
        Call::AcceptWithFlags, [=] { return systemCall(Call::Accept, accept); }, plainly);
#else
    return plainly();
#endif
}

// Makes one or two sockets. The function gets the flags.
template <typename Function>
int makeSockets(Call call, Function function)
{
    const auto plainly = [=] { return systemCall(call, [=] { return function(0); }); };
    if (!HasFlags)
        return plainly();
    const auto withFlags = [=] { return systemCall(call, [=] { return function(AtomicFlags); }); };
    return callOr(Call::SocketWithFlags, withFlags, plainly);
}

ErrorText nameOf(SocketType type)
{
    switch (type) {
    case SocketType::SeqPacket: return ErrorText::tr("sequenced-packet");
    case SocketType::Datagram: return ErrorText::tr("datagram");
    case SocketType::Stream: break;
    }
    return ErrorText::tr("stream");
}

// Makes the error of a failed socket(). The codes differ between systems. macOS defines
// SOCK_SEQPACKET but has no such sockets in this family.
Error creationFailed(const char *operation, SocketType type)
{
    const int error = errno;
    if (error != EPROTONOSUPPORT && error != EPROTOTYPE && error != ESOCKTNOSUPPORT)
        return lastError(operation);
    return Error(Error::Unsupported, error, QString::fromLatin1(operation), QString(),
                 ErrorText::tr("this system has no %1 sockets of the Unix domain").arg(nameOf(type)));
}

Result<int> intOption(int fd, int option)
{
    int value = 0;
    socklen_t size = sizeof value;
    if (systemCall(Call::SocketOption, [&] { return ::getsockopt(fd, SOL_SOCKET, option, &value, &size); }) == -1)
        return lastError("use the handle");
    return value;
}

OwnedHandle ownSocket(int fd, HandleClosing::How closing) noexcept
{
    OwnedHandle socket = newHandle(fd);
    HandleClosing::set(socket, closing);
    return socket;
}

using NameFunction = int (*)(int, sockaddr *, socklen_t *);

Result<SocketName> nameBy(NameFunction function, int fd)
{
    ReturnedAddress returned = {};
    socklen_t size = sizeof returned;
    if (systemCall(Call::PeerName, [&] { return function(fd, reinterpret_cast<sockaddr *>(&returned), &size); }) == -1)
        return lastError("use the handle");
    if (size > 0 && returned.address.sun_family != AF_UNIX)
        return Error(Error::InvalidOperation, 0, QStringLiteral("use the handle"), QString(),
                     ErrorText::tr("not a Unix domain socket"));
    return SocketAddress::nameOf(returned.address, size);
}

} // namespace

HandleClosing::How closingOf(SocketType type) noexcept
{
    return type == SocketType::Stream ? HandleClosing::Stream : HandleClosing::Messages;
}

Error prepareSocket(int fd)
{
    const Error error = makeNonBlockingCloseOnExec(fd);
    return error ? error : keepQuiet(fd);
}

Result<OwnedHandle> createSocket(SocketType type)
{
    const int fd = makeSockets(Call::CreateSocket,
                               [=](int flags) { return ::socket(AF_UNIX, nativeType(type) | flags, 0); });
    OwnedHandle socket = ownSocket(fd, closingOf(type));
    if (!socket)
        return creationFailed("create a socket", type);
    if (const Error error = prepare(int(socket.get()), Call::SocketWithFlags))
        return error;
    return socket;
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPair(SocketType type)
{
    int fds[2] = { -1, -1 };
    const auto make = [&fds, type](int flags) { return ::socketpair(AF_UNIX, nativeType(type) | flags, 0, fds); };
    if (makeSockets(Call::SocketPair, make) == -1)
        return creationFailed("create a socket pair", type);
    std::pair pair { ownSocket(fds[0], closingOf(type)), ownSocket(fds[1], closingOf(type)) };
    for (const OwnedHandle *const socket : { &pair.first, &pair.second }) {
        if (!*socket)
            return lastError("create a socket pair");
        if (const Error error = prepare(int(socket->get()), Call::SocketWithFlags))
            return error;
    }
    return pair;
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPairForPeer(SocketType type)
{
    auto pair = createPair(type);
    if (!pair)
        return pair;
    // Other programs use it, so this process must not shut it down.
    HandleClosing::set(pair->second, HandleClosing::Here);
    const Error error = makeBlocking(int(pair->second.get()));
    return error ? error : std::move(pair);
}

Error bindSocket(int fd, const SocketAddress &address)
{
    if (systemCall(Call::Bind, [&] { return ::bind(fd, address.data(), address.size()); }) == -1)
        return lastError("listen on");
    return {};
}

Error bindToFreeName([[maybe_unused]] int fd)
{
#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const auto bind = [&] { return ::bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address.sun_family); };
    return systemCall(Call::Bind, bind) == -1 ? lastError("bind to") : Error();
#else
    return Error(Error::Unsupported, 0, QStringLiteral("bind to"), QString(),
                 ErrorText::tr("only Linux chooses a name for a socket; pass an address"));
#endif
}

Error listenOn(int fd, int backlog)
{
#if defined(SO_NP_EXTENSIONS)
    // On macOS, accepted sockets inherit this setting: they take options after the client has
    // gone. See keepQuiet().
    const so_np_extensions late = { SONPX_SETOPTSHUT, SONPX_SETOPTSHUT };
    ::setsockopt(fd, SOL_SOCKET, SO_NP_EXTENSIONS, &late, sizeof late);
#endif
    if (systemCall(Call::Listen, [=] { return ::listen(fd, backlog); }) == -1)
        return lastError("listen on");
    return {};
}

Result<Connecting> connectSocket(int fd, const SocketAddress &address)
{
    if (systemCall(Call::Connect, [&] { return ::connect(fd, address.data(), address.size()); }) == 0)
        return Connecting::Done;
    // On a Unix socket, EAGAIN means that the backlog is full, and polling the socket would never
    // end. Systems other than Linux refuse the connection instead.
    if (wouldBlock(errno))
        return Connecting::BacklogFull;
    return lastError("connect to");
}

Error dissolvePeer(int fd)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNSPEC;
    const auto dissolve = [&] { return ::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address); };
    // On BSD the call succeeds but reports a wrong family.
    if (systemCall(Call::Connect, dissolve) == -1 && errno != EAFNOSUPPORT)
        return lastError("disconnect from");
    return {};
}

Result<OwnedHandle> acceptFrom(int fd, HandleClosing::How closing)
{
    for (;;) {
        OwnedHandle peer = ownSocket(acceptOne(fd), closing);
        if (!peer) {
            if (errno == ECONNABORTED)
                continue;
            if (wouldBlock(errno))
                return OwnedHandle();
            return lastError("accept a connection on");
        }
        if (const Error error = prepare(int(peer.get()), Call::AcceptWithFlags))
            return error;
        return peer;
    }
}

Result<Transfer> receive(int fd, char *data, qint64 size)
{
    const ssize_t count = systemCall(Call::Receive, [=] { return ::recv(fd, data, size_t(size), 0); });
    if (count > 0)
        return Transfer { Transfer::Progress, count };
    if (count == 0)
        return Transfer { Transfer::End, 0 };
    if (wouldBlock(errno))
        return Transfer { Transfer::WouldBlock, 0 };
    return lastError("read from");
}

static ssize_t sendMany(int fd, const ByteQueue::View *views, int count)
{
    constexpr int MaximumViews = 64;
    iovec vectors[MaximumViews];
    count = qMin(count, MaximumViews);
    for (int i = 0; i < count; ++i)
        vectors[i] = { const_cast<char *>(views[i].data), size_t(views[i].size) };
    msghdr message = {};
    message.msg_iov = vectors;
    message.msg_iovlen = decltype(message.msg_iovlen)(count);
    return systemCall(Call::Send, [&] { return ::sendmsg(fd, &message, SendFlags); });
}

Result<Transfer> send(int fd, const ByteQueue::View *views, int count)
{
    const auto sendOne = [&] { return ::send(fd, views->data, size_t(views->size), SendFlags); };
    const ssize_t sent = count == 1 ? systemCall(Call::Send, sendOne) : sendMany(fd, views, count);
    if (sent >= 0)
        return Transfer { Transfer::Progress, sent };
    if (wouldBlock(errno))
        return Transfer { Transfer::WouldBlock, 0 };
    return lastError("write to");
}

static int optionOf(Buffer which) noexcept
{
    return which == Buffer::Send ? SO_SNDBUF : SO_RCVBUF;
}

void setBufferSize(int fd, Buffer which, int bytes)
{
    const auto set = [&] { return ::setsockopt(fd, SOL_SOCKET, optionOf(which), &bytes, sizeof bytes); };
    systemCall(Call::SocketOption, set);
}

Result<int> bufferSize(int fd, Buffer which)
{
    return intOption(fd, optionOf(which));
}

Error shutdownSocket(int fd, Half half)
{
    if (systemCall(Call::Shutdown, [=] { return ::shutdown(fd, half == Half::Both ? SHUT_RDWR : SHUT_WR); }) == -1)
        return lastError("close");
    return {};
}

Error checkSocket(int fd, SocketType type, Role role)
{
    const auto refuse = [](const ErrorText &why) {
        return Error(Error::InvalidOperation, 0, QStringLiteral("use the handle"), QString(), why);
    };
    const auto found = intOption(fd, SO_TYPE);
    if (!found) // also ENOTSOCK, whose usual code InvalidName would be wrong for a handle
        return Error(Error::InvalidOperation, found.error().nativeCode(), found.error().operation());
    const auto name = localName(fd);
    if (!name)
        return name.error();
    if (*found != nativeType(type))
        return refuse(ErrorText::tr("not a %1 socket").arg(nameOf(type)));
    if (role == Role::Any)
        return {};
    const auto listening = intOption(fd, SO_ACCEPTCONN);
    const bool isListening = listening && *listening != 0;
    if (isListening != (role == Role::Listening))
        return refuse(isListening ? ErrorText::tr("the socket is listening; adopt it with a server")
                                  : ErrorText::tr("not a listening socket"));
    if (role == Role::Connected) {
        if (const auto peer = peerName(fd); !peer)
            return peer.error();
    }
    return {};
}

bool isUnixSocket(int fd)
{
    return bool(localName(fd));
}

Result<SocketName> localName(int fd)
{
    return nameBy(::getsockname, fd);
}

Result<SocketName> peerName(int fd)
{
    return nameBy(::getpeername, fd);
}

} // namespace QtInterprocess::os
