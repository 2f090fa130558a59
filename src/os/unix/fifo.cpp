// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/fifo.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"

#include <QtCore/qfile.h>

#include <limits.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX)
#    include <sys/inotify.h>
#    define QTINTERPROCESS_LINUX 1
#else
#    define QTINTERPROCESS_LINUX 0
#endif

namespace QtInterprocess::os {

Error makeFifo(const QByteArray &path, quint32 mode)
{
    if (systemCall(Call::MakeFifo, [&] { return ::mkfifo(path.constData(), mode_t(mode)); }) == -1)
        return lastError("create", QFile::decodeName(path));
    return {};
}

Error setExactMode(const QByteArray &path, quint32 mode)
{
    const auto fifo = openFifo(path, FifoEnd::Reader);
    if (!fifo)
        return fifo.error();
    // By the descriptor, so that nothing that has taken the path meanwhile is changed.
    if (systemCall(Call::Chmod, [&] { return ::fchmod(int(fifo->get()), mode_t(mode)); }) == -1)
        return lastError("set the permissions of", QFile::decodeName(path));
    return {};
}

Result<OwnedHandle> openFifo(const QByteArray &path, FifoEnd end)
{
    const int access = end == FifoEnd::Reader ? O_RDONLY : end == FifoEnd::Writer ? O_WRONLY : O_RDWR;
    const int flags = access | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    OwnedHandle fifo(systemCall(Call::Open, [&] { return ::open(path.constData(), flags); }));
    if (!fifo)
        return lastError("open", QFile::decodeName(path));
    return fifo;
}

bool hasWriter([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX
    // Copies at most one byte and takes none; with nothing there it tells an empty pipe (EAGAIN) from one without writers (0).
    const auto pipe = createWakePipe();
    if (!pipe)
        return false;
    const ssize_t count = systemCall(Call::Receive,
                                     [&] { return ::tee(fd, int(pipe->second.get()), 1, SPLICE_F_NONBLOCK); });
    return count > 0 || (count == -1 && errno == EAGAIN);
#else
    return false;
#endif
}

Result<OwnedHandle> watchForOpening([[maybe_unused]] const QByteArray &path)
{
#if QTINTERPROCESS_LINUX
    OwnedHandle notices(systemCall(Call::Open, [] { return ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }));
    if (!notices)
        return lastError("watch", QFile::decodeName(path));
    const auto watch = [&] { return ::inotify_add_watch(int(notices.get()), path.constData(), IN_OPEN); };
    if (systemCall(Call::Open, watch) == -1)
        return lastError("watch", QFile::decodeName(path));
    return notices;
#else
    return Error(Error::Unsupported, 0, QStringLiteral("watch"), QFile::decodeName(path));
#endif
}

void takeNotices(int fd) noexcept
{
    char buffer[4096];
    while (::read(fd, buffer, sizeof buffer) > 0) {
    }
}

int atomicPipeSize() noexcept
{
    return PIPE_BUF;
}

} // namespace QtInterprocess::os
