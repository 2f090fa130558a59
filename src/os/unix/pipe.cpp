// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/pipe.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"
#include "os/unix/optionalcalls.h"
#include "os/unix/quietsignals.h"
#include "support/errortext.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#if QTINTERPROCESS_LINUX
#    include <sys/epoll.h>
#    include <sys/syscall.h>
#endif

namespace QtInterprocess::os {

namespace {

int pipePlainly(int *fds)
{
#if QTINTERPROCESS_LINUX && defined(SYS_pipe)
    const auto make = [=] { return int(::syscall(SYS_pipe, fds)); }; // the C library turns pipe() into pipe2()
#else
    const auto make = [=] { return ::pipe(fds); };
#endif
    if (systemCall(Call::CreatePipe, make) == -1)
        return -1;
    for (const int fd : { fds[0], fds[1] }) {
        if (systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFD, FD_CLOEXEC); }) == -1) {
            ::close(fds[0]);
            ::close(fds[1]);
            return -1;
        }
    }
    return 0;
}

Result<std::pair<OwnedHandle, OwnedHandle>> pipeEnds(const int *fds)
{
    std::pair ends { newHandle(fds[0]), newHandle(fds[1]) };
    if (!ends.first || !ends.second)
        return lastError("create a pipe");
    return ends;
}

} // namespace

Result<std::pair<OwnedHandle, OwnedHandle>> createPipe()
{
    int fds[2] = { -1, -1 };
    const auto plainly = [&] { return pipePlainly(fds); };
#if QTINTERPROCESS_LINUX
    const auto make = [&] { return systemCall(Call::CreatePipe, [&] { return ::pipe2(fds, O_CLOEXEC); }); };
    const int result = callOr(Call::PipeWithFlags, make, plainly);
#else
    const int result = plainly();
#endif
    if (result == -1)
        return lastError("create a pipe");
    return pipeEnds(fds);
}

Result<std::pair<OwnedHandle, OwnedHandle>> createPacketPipe()
{
#if QTINTERPROCESS_LINUX
    auto ends = createPipe();
    if (!ends)
        return ends;
    // The kernel reads the mode at the write end. At the read end it has no effect and serves
    // isPacketPipe().
    for (const OwnedHandle *const end : { &ends->first, &ends->second }) {
        const int fd = int(end->get());
        if (systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_DIRECT); }) == -1)
            return lastError("create a pipe");
    }
    return ends;
#else
    return Error(Error::Unsupported, 0, QStringLiteral("create a pipe"), QString(),
                 ErrorText::tr("pipes of this system do not preserve messages"));
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

static Error setNonBlocking(int fd, bool on)
{
    const int flags = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_GETFL); });
    const int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    if (flags == -1 || systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFL, wanted); }) == -1)
        return lastError("set flags of a descriptor");
    return {};
}

Error makeNonBlocking(int fd)
{
    return setNonBlocking(fd, true);
}

Error makeBlocking(int fd)
{
    return setNonBlocking(fd, false);
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

// Wakes the reader; a full pipe is already a wake-up. It does not use systemCall(), because a
// test that suppresses a wake-up would prove nothing.
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

namespace {

// Returns whether fd is a terminal. isatty() fails after a hang-up.
bool isTerminal(int fd)
{
    struct stat status = {};
    return ::fstat(fd, &status) == 0 && S_ISCHR(status.st_mode);
}

// Tells what EIO means: a terminal that has hung up, or one that a background job may not use
// now.
enum class Terminal { None, HungUp, OfAnotherJob };

Terminal terminalAfterEio(int fd)
{
    if (!isTerminal(fd))
        return Terminal::None;
    const pid_t foreground = ::tcgetpgrp(fd); // fails unless the terminal is ours and has not hung up
    return foreground > 0 && foreground != ::getpgrp() ? Terminal::OfAnotherJob : Terminal::HungUp;
}

} // namespace

Result<Transfer> readFrom(int fd, char *data, qint64 size)
{
    const ssize_t count = systemCall(Call::Receive, [=] { return ::read(fd, data, size_t(size)); });
    if (count > 0)
        return Transfer { Transfer::Progress, count };
    if (count == 0)
        return Transfer { Transfer::End, 0 };
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return Transfer { Transfer::WouldBlock, 0 };
    const Error error = lastError("read from");
    const auto terminal = error.nativeCode() == EIO ? terminalAfterEio(fd) : Terminal::None;
    if (terminal == Terminal::HungUp)
        return Transfer { Transfer::End, 0 };
    return terminal == Terminal::OfAnotherJob ? systemError(EAGAIN, "read from") : error;
}

namespace {

ssize_t writeMasked(int fd, const iovec *vectors, int count)
{
    QuietSignals quiet(fd);
    const ssize_t written = systemCall(Call::Send, [=] { return ::writev(fd, vectors, count); });
    quiet.wrote(written == -1);
    return written;
}

ssize_t writeQuietly(int fd, const iovec *vectors, int count)
{
    const auto masked = [=] { return writeMasked(fd, vectors, count); };
#if QTINTERPROCESS_LINUX
    constexpr int NoSignal = 0x100; // RWF_NOSIGNAL, since Linux 6.16
    const auto write = [=] { return ::pwritev2(fd, vectors, count, -1, NoSignal); };
    return callOr(
        Call::WriteQuietly, [=] { return systemCall(Call::Send, write); }, masked);
#else
    return masked();
#endif
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
    const auto terminal = error.nativeCode() == EIO ? terminalAfterEio(fd) : Terminal::None;
    if (terminal == Terminal::HungUp)
        return Error(Error::PeerClosed, EIO, error.operation());
    return terminal == Terminal::OfAnotherJob ? systemError(EAGAIN, "write to") : error;
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
    if (::fstat(fd, &status) == -1 || S_ISREG(status.st_mode) || S_ISBLK(status.st_mode) || S_ISDIR(status.st_mode))
        return false;
#if defined(__APPLE__)
    return !S_ISCHR(status.st_mode); // poll() does not work on devices of macOS
#elif QTINTERPROCESS_LINUX
    if (S_ISCHR(status.st_mode)) { // EPERM: a device without a poll() of its own, like /dev/null
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
    OwnedHandle opened = newHandle(systemCall(Call::Open, [&] { return ::open(path.constData(), flags); }));
    if (!opened)
        return lastError("reopen");
    return opened;
#else
    return Error(Error::Unsupported, 0, QStringLiteral("reopen"));
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
