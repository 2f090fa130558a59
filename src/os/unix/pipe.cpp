// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/pipe.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"
#include "os/unix/quietsignals.h"

#include <atomic>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#if QTINTERPROCESS_LINUX
#    include <sys/epoll.h>
#endif

namespace QtInterprocess::os {

Result<std::pair<OwnedHandle, OwnedHandle>> createPipe()
{
    int fds[2] = { -1, -1 };
#if QTINTERPROCESS_LINUX
    if (systemCall(Call::CreatePipe, [&] { return ::pipe2(fds, O_CLOEXEC); }) == -1)
        return lastError("create a pipe");
    return std::pair { OwnedHandle(fds[0]), OwnedHandle(fds[1]) };
#else
    if (systemCall(Call::CreatePipe, [&] { return ::pipe(fds); }) == -1)
        return lastError("create a pipe");
    std::pair ends { OwnedHandle(fds[0]), OwnedHandle(fds[1]) };
    for (const int fd : fds) {
        if (const Error error = makeCloseOnExec(fd))
            return error;
    }
    return ends;
#endif
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPacketPipe()
{
#if QTINTERPROCESS_LINUX
    int fds[2] = { -1, -1 };
    if (systemCall(Call::CreatePipe, [&] { return ::pipe2(fds, O_CLOEXEC | O_DIRECT); }) == -1)
        return lastError("create a pipe");
    // The kernel notes the mode at the end that is written only. At the other one it has no effect: it is for isPacketPipe().
    ::fcntl(fds[0], F_SETFL, ::fcntl(fds[0], F_GETFL) | O_DIRECT);
    return std::pair { OwnedHandle(fds[0]), OwnedHandle(fds[1]) };
#else
    return Error(Error::Unsupported, 0, QStringLiteral("create a pipe"), QString(),
                 QStringLiteral("pipes of this system keep no messages"));
#endif
}

bool hasPacketPipes() noexcept
{
    return QTINTERPROCESS_LINUX;
}

bool isPacketPipe([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX
    struct stat status = {};
    const int flags = ::fcntl(fd, F_GETFL);
    return flags != -1 && (flags & O_DIRECT) && ::fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
#else
    return false;
#endif
}

Error makeCloseOnExec(int fd)
{
    if (systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFD, FD_CLOEXEC); }) == -1)
        return lastError("set flags of a descriptor");
    return {};
}

Error makeNonBlocking(int fd)
{
    const int flags = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_GETFL); });
    if (flags == -1 || systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFL, flags | O_NONBLOCK); }) == -1)
        return lastError("set flags of a descriptor");
    return {};
}

Result<std::pair<OwnedHandle, OwnedHandle>> createWakePipe()
{
    auto pipe = createPipe();
    if (!pipe)
        return pipe;
    for (const OwnedHandle *const end : { &pipe->first, &pipe->second }) {
        if (const Error error = makeNonBlocking(int(end->get())))
            return error;
    }
    return pipe;
}

// Not systemCall(): a wake-up that a test takes away would say nothing about those who wait for it. A full pipe has woken.
void writeWakeUp(int fd) noexcept
{
    while (::write(fd, "", 1) == -1 && errno == EINTR) {
    }
}

void takeWakeUps(int fd) noexcept
{
    char buffer[64];
    ssize_t count = 0;
    do {
        count = ::read(fd, buffer, sizeof buffer);
    } while (count == ssize_t(sizeof buffer) || (count == -1 && errno == EINTR));
}

void setPipeCapacity([[maybe_unused]] int fd, [[maybe_unused]] qint64 bytes)
{
#if defined(F_SETPIPE_SZ)
    ::fcntl(fd, F_SETPIPE_SZ, int(qMin<qint64>(bytes, 1 << 30)));
#endif
}

// isatty() fails by then.
static bool isTerminal(int fd)
{
    struct stat status = {};
    return ::fstat(fd, &status) == 0 && S_ISCHR(status.st_mode);
}

Result<Transfer> readFrom(int fd, char *data, qint64 size)
{
    const ssize_t count = systemCall(Call::Receive, [=] { return ::read(fd, data, size_t(size)); });
    if (count > 0)
        return Transfer { Transfer::Progress, count };
    if (count == 0 || (errno == EIO && isTerminal(fd))) // EIO: the other side of it has gone
        return Transfer { Transfer::End, 0 };
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return Transfer { Transfer::WouldBlock, 0 };
    return lastError("read from");
}

namespace {

ssize_t writeMasked(int fd, const iovec *vectors, int count)
{
    QuietSignals quiet;
    const ssize_t written = systemCall(Call::Send, [=] { return ::writev(fd, vectors, count); });
    quiet.wrote(written == -1);
    return written;
}

ssize_t writeQuietly(int fd, const iovec *vectors, int count)
{
#if QTINTERPROCESS_LINUX
    // Since Linux 6.16; an older one does not know the flag.
    constexpr int NoSignal = 0x100; // RWF_NOSIGNAL
    static std::atomic<bool> s_known { true };
    if (s_known.load(std::memory_order_relaxed)) {
        const ssize_t written = systemCall(Call::Send, [=] { return ::pwritev2(fd, vectors, count, -1, NoSignal); });
        if (written >= 0 || errno != EOPNOTSUPP)
            return written;
        s_known = false;
    }
#endif
    return writeMasked(fd, vectors, count);
}

} // namespace

Result<Transfer> writeTo(int fd, const ByteQueue::View *views, int count)
{
    constexpr int MaximumViews = 64;
    iovec vectors[MaximumViews];
    count = qMin(count, MaximumViews);
    for (int i = 0; i < count; ++i)
        vectors[i] = { const_cast<char *>(views[i].data), size_t(views[i].size) };
    const ssize_t written = writeQuietly(fd, vectors, count);
    if (written >= 0)
        return Transfer { Transfer::Progress, written };
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return Transfer { Transfer::WouldBlock, 0 };
    const Error error = lastError("write to");
    if (error.nativeCode() == EIO && isTerminal(fd)) // what a hang-up is there
        return Error(Error::PeerClosed, EIO, error.operation());
    return error;
}

Result<bool> allows(int fd, FileAccess access)
{
    const int flags = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_GETFL); });
    if (flags == -1)
        return lastError("use the handle");
    const int mode = flags & O_ACCMODE;
    return mode == O_RDWR || mode == (access == FileAccess::Read ? O_RDONLY : O_WRONLY);
}

bool isDirectory(int fd)
{
    struct stat status = {};
    return ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

bool isNotInherited(int fd)
{
    const int flags = ::fcntl(fd, F_GETFD);
    return flags == -1 || (flags & FD_CLOEXEC);
}

bool canBePolled(int fd)
{
    struct stat status = {};
    if (::fstat(fd, &status) == -1 || S_ISREG(status.st_mode) || S_ISBLK(status.st_mode))
        return false;
#if defined(__APPLE__)
    return !S_ISCHR(status.st_mode); // poll() does not work on its devices
#elif QTINTERPROCESS_LINUX
    if (S_ISCHR(status.st_mode)) { // epoll says so of devices without a poll() of their own, like /dev/null
        const OwnedHandle epoll(::epoll_create1(EPOLL_CLOEXEC));
        epoll_event event = {};
        return !epoll || ::epoll_ctl(int(epoll.get()), EPOLL_CTL_ADD, fd, &event) == 0 || errno != EPERM;
    }
#endif
    return true;
}

Result<OwnedHandle> reopen([[maybe_unused]] int fd, [[maybe_unused]] FileAccess access)
{
#if QTINTERPROCESS_LINUX
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(fd);
    const int flags = (access == FileAccess::Read ? O_RDONLY : O_WRONLY) | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    OwnedHandle opened(systemCall(Call::Open, [&] { return ::open(path.constData(), flags); }));
    if (!opened)
        return lastError("open once more");
    return opened;
#else
    return Error(Error::Unsupported, 0, QStringLiteral("open once more"));
#endif
}

Result<OwnedHandle> duplicate(int fd, int minimum)
{
    OwnedHandle copy(systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_DUPFD_CLOEXEC, minimum); }));
    if (!copy)
        return lastError("duplicate a descriptor");
    return copy;
}

} // namespace QtInterprocess::os
