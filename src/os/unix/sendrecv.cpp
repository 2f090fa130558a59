// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/sendrecv.h"

#include "os/unix/call.h"
#include "os/unix/closing.h"
#include "os/unix/errormap.h"
#include "os/unix/optionalcalls.h"
#include "os/unix/socket.h"
#include "support/errortext.h"

#include <QtCore/qvarlengtharray.h>

#include <algorithm>
#include <limits>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
#    define QTINTERPROCESS_LINUX_MESSAGES 1
#    include <linux/sockios.h>
#else
#    define QTINTERPROCESS_LINUX_MESSAGES 0
#endif

namespace QtInterprocess::os {

namespace {

#if QTINTERPROCESS_LINUX_MESSAGES
constexpr bool ReturnsTrueSize = true;
constexpr int TrueSizeFlag = MSG_TRUNC; // on other systems this flag is only returned
constexpr qint64 SendBufferOverhead = 32; // bytes that no message can use
#else
constexpr bool ReturnsTrueSize = false;
constexpr int TrueSizeFlag = 0;
constexpr qint64 SendBufferOverhead = 0; // if there is an overhead, send() reports it
#endif

#if defined(MSG_CMSG_CLOEXEC) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
constexpr int CloseOnExecFlag = MSG_CMSG_CLOEXEC;
#else
constexpr int CloseOnExecFlag = 0; // takeAncillary() sets the flag one call later
#endif

Transfer::Outcome outcomeOf(qint64 bytes, SocketType type, bool marked)
{
    const bool mayBeEmpty = type == SocketType::Datagram || (type == SocketType::SeqPacket && marked);
    return bytes > 0 || mayBeEmpty ? Transfer::Progress : Transfer::End;
}

// Receives without a header, which saves a sixth of the time of a small packet. Only for systems
// that return the true size; on others only a header shows that a part is lost.
Result<Transfer> receiveBytes(int fd, char *data, qint64 size, SocketType type, Received &received)
{
    const auto receive = [&] { return ::recv(fd, data, size_t(size), TrueSizeFlag); };
    const ssize_t count = systemCall(Call::ReceiveMessage, receive);
    if (count == -1)
        return wouldBlock(errno) ? Result<Transfer>(Transfer { Transfer::WouldBlock, 0 }) : lastError("read from");
    received.truncated = qint64(count) > size;
    return Transfer { outcomeOf(qint64(count), type, false), std::min(qint64(count), size) };
}

// Sends without a header, like receiveBytes().
ssize_t sendBytes(int fd, const ByteQueue::View &view, const SocketAddress *to)
{
    const sockaddr *const address = to ? to->data() : nullptr;
    const socklen_t addressSize = to ? to->size() : 0;
    return systemCall(Call::SendMessage,
                      [&] { return ::sendto(fd, view.data, size_t(view.size), SendFlags, address, addressSize); });
}

ssize_t sendParts(int fd, const ByteQueue::View *views, int count, const std::vector<OwnedHandle> &handles,
                  const SocketAddress *to)
{
    QVarLengthArray<iovec, 32> vectors;
    for (int i = 0; i < count; ++i)
        vectors.append({ const_cast<char *>(views[i].data), size_t(views[i].size) });
    msghdr message = {};
    message.msg_iov = vectors.data();
    message.msg_iovlen = decltype(message.msg_iovlen)(vectors.size());
    if (to) {
        message.msg_name = const_cast<sockaddr *>(to->data());
        message.msg_namelen = to->size();
    }
    ControlBuffer control;
    control.fill(message, handles);
    return systemCall(Call::SendMessage, [&] { return ::sendmsg(fd, &message, SendFlags); });
}

// Returns whether the next message brings handles. There is no room for control data, so the peek
// opens no descriptors.
bool bringsHandles(int fd)
{
    char ignored = 0;
    iovec vector = { &ignored, 1 };
    msghdr message = {};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    const auto peek = [&] { return ::recvmsg(fd, &message, MSG_PEEK | MSG_DONTWAIT); };
    return systemCall(Call::ReceiveMessage, peek) != -1 && (message.msg_flags & MSG_CTRUNC);
}

// Makes the error that disconnects the sender of too many handles. This bounds their number.
Error tooManyToClose()
{
    return Error(Error::ResourceExhausted, 0, QStringLiteral("receive handles from"), QString(),
                 ErrorText::tr("too many unexpected handles wait to be closed"));
}

} // namespace

Result<Transfer> receiveMessage(int fd, char *data, qint64 size, const ReceiveOptions &options, Received &received)
{
    Q_ASSERT(!options.bytesAlone || options.type != SocketType::Stream);
    if (ReturnsTrueSize && options.bytesAlone)
        return receiveBytes(fd, data, size, options.type, received);
    if (isClosingCongested() && options.type != SocketType::Datagram && bringsHandles(fd))
        return tooManyToClose();
    const int sizeFlag = options.type == SocketType::Stream ? 0 : TrueSizeFlag;
    iovec vector = { data, size_t(size) };
    ReturnedAddress sender;
    ControlBuffer control;
    msghdr message = {};
    const auto receive = [&] {
        message = {};
        message.msg_iov = &vector;
        message.msg_iovlen = 1;
        if (options.sender) {
            message.msg_name = &sender;
            message.msg_namelen = sizeof sender;
        }
        control.prepare(message);
        return ::recvmsg(fd, &message, sizeFlag | CloseOnExecFlag);
    };
    const ssize_t count = systemCall(Call::ReceiveMessage, receive);
    if (count == -1)
        return wouldBlock(errno) ? Result<Transfer>(Transfer { Transfer::WouldBlock, 0 }) : lastError("read from");
    received.truncated = (message.msg_flags & MSG_TRUNC) != 0;
    received.ancillary.truncated = (message.msg_flags & MSG_CTRUNC) != 0;
    if (message.msg_control && message.msg_controllen > 0)
        takeAncillary(readControl(message.msg_control, message.msg_controllen), options.maximumHandles,
                      received.ancillary);
    if (options.sender)
        received.sender = SocketAddress::nameOf(sender.address, message.msg_namelen, options.likelySender);
    return Transfer { outcomeOf(qint64(count), options.type, message.msg_controllen > 0),
                      std::min(qint64(count), size) };
}

Result<Transfer> receiveWithoutHandles(int fd, char *data, qint64 size)
{
    Received ignored;
    return receiveMessage(fd, data, size, ReceiveOptions(), ignored);
}

qint64 queuedBytes([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX_MESSAGES
    int count = 0;
    return systemCall(Call::WaitingBytes, [&] { return ::ioctl(fd, SIOCINQ, &count); }) == -1 ? -1 : qint64(count);
#else
    return -1;
#endif
}

Result<Transfer> peekMessageSize(int fd, qint64 limit)
{
    // If the system does not return the true size, the buffer grows until the message fits.
    std::vector<char> buffer(ReturnsTrueSize ? 0 : size_t(std::clamp<qint64>(limit, 1, 64 * 1024)));
    for (;;) {
        iovec vector = { buffer.data(), buffer.size() };
        msghdr message = {};
        message.msg_iov = &vector;
        message.msg_iovlen = 1;
        // There is no room for control data, because a peek would open the handles.
        const auto peek = [&] { return ::recvmsg(fd, &message, MSG_PEEK | TrueSizeFlag); };
        const ssize_t count = systemCall(Call::ReceiveMessage, peek);
        if (count == -1)
            return wouldBlock(errno) ? Result<Transfer>(Transfer { Transfer::WouldBlock, 0 }) : lastError("read from");
        const bool whole = ReturnsTrueSize || !(message.msg_flags & MSG_TRUNC);
        if (whole || qint64(buffer.size()) >= limit)
            return Transfer { Transfer::Progress, count };
        buffer.resize(size_t(std::min(qint64(buffer.size()) * 4, limit)));
    }
}

bool canMarkMessages() noexcept
{
    return QTINTERPROCESS_LINUX_MESSAGES && !isKnownMissing(Call::MarkMessages);
}

// Uses a time stamp as the mark. With credentials as the mark, the kernel would give the socket a
// name when it sends.
Error markMessages([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX_MESSAGES
    const int on = 1;
    const auto mark = [&] { return ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP, &on, sizeof on); };
    if (systemCall(Call::MarkMessages, mark) == 0)
        return {};
    if (!isMissing(Call::MarkMessages, errno))
        return lastError("read from");
    noteMissing(Call::MarkMessages);
#endif
    return systemError(EOPNOTSUPP, "read from");
}

static Error messageTooLarge(qint64 size, qint64 limit)
{
    return Error(Error::MessageTooLarge, EMSGSIZE, QStringLiteral("write to"), QString(),
                 ErrorText::tr("the message has %1 bytes, this system sends at most %2").arg(size).arg(limit));
}

// Returns the size of the largest message. Linux stores it in one block of at most 1024 pages,
// its own notes included, and 17 single pages. A larger message fails with ENOBUFS. With larger
// pages the block exceeds any buffer.
static qint64 largestMessage() noexcept
{
    constexpr qint64 Page = 4096;
    constexpr qint64 Notes = 512;
    static const bool hasSmallPages = ::sysconf(_SC_PAGESIZE) == Page;
    return QTINTERPROCESS_LINUX_MESSAGES && hasSmallPages ? (1024 + 17) * Page - Notes
                                                          : std::numeric_limits<qint64>::max();
}

Error checkMessageSize(qint64 size)
{
    return size > largestMessage() ? messageTooLarge(size, largestMessage()) : Error();
}

Error makeRoomForMessage(int fd, qint64 size, qint64 &known)
{
    if (size <= known)
        return {};
    if (Error error = checkMessageSize(size))
        return error;
    auto room = bufferSize(fd, Buffer::Send);
    if (room && *room - SendBufferOverhead < size) {
        // Linux doubles the value. If it grants less than requested, the call still succeeds, so
        // the size is read afterwards.
        const int wanted = int(std::min<qint64>(size + SendBufferOverhead, std::numeric_limits<int>::max() / 2));
        setBufferSize(fd, Buffer::Send, wanted);
        room = bufferSize(fd, Buffer::Send);
    }
    if (!room)
        return systemError(room.error().nativeCode(), "write to");
    known = std::min(*room - SendBufferOverhead, largestMessage());
    return size <= known ? Error() : messageTooLarge(size, known);
}

Result<Transfer> sendMessage(int fd, const ByteQueue::View *views, int count, const std::vector<OwnedHandle> &handles,
                             const SocketAddress *to)
{
    if (int(handles.size()) > MaximumHandlesPerMessage) {
        return Error(Error::InvalidOperation, EINVAL, QStringLiteral("write to"), QString(),
                     ErrorText::tr("%1 handles in one message, the limit is %2")
                         .arg(handles.size())
                         .arg(MaximumHandlesPerMessage));
    }
    auto sent = handles.empty() && count == 1 ? sendBytes(fd, views[0], to) : sendParts(fd, views, count, handles, to);
    if (sent >= 0)
        return Transfer { Transfer::Progress, sent };
    if (errno == EPERM && !handles.empty()) { // SO_PASSRIGHTS of the receiver; any other cause fails again
        sent = sendParts(fd, views, count, {}, to);
        if (sent >= 0)
            return Transfer { Transfer::Progress, sent, true };
    }
    return wouldBlock(errno) ? Result<Transfer>(Transfer { Transfer::WouldBlock, 0 }) : lastError("write to");
}

Error handlesRefused()
{
    return Error(Error::AccessDenied, EPERM, QStringLiteral("send handles to"), QString(),
                 ErrorText::tr("the receiver accepts no handles; the bytes were sent without them"));
}

Error checkHandles(const std::vector<OwnedHandle> &handles)
{
    for (const OwnedHandle &handle : handles) {
        if (systemCall(Call::SetFlags, [&] { return ::fcntl(int(handle.get()), F_GETFD); }) == -1)
            return lastError("send a handle to");
    }
    return {};
}

} // namespace QtInterprocess::os
