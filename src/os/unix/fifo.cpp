// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/fifo.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/folder.h"
#include "os/unix/linux.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

#include <limits.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#if QTINTERPROCESS_LINUX
#    include <sys/inotify.h>
#endif

namespace QtInterprocess::os {

Error makeFifo(const QByteArray &path, quint32 mode)
{
    if (systemCall(Call::MakeFifo, [&] { return ::mkfifo(path.constData(), mode_t(mode)); }) == -1)
        return lastError("create", QFile::decodeName(path));
    return {};
}

Error makeExactFifo(const QByteArray &path, quint32 mode)
{
    const auto place = Place::of(path);
    if (!place)
        return place.error();
    const Folder &folder = place->folder;
    if (const Error error = folder.makeFifo(place->name, mode | Folder::Mark))
        return error.withSubject(QFile::decodeName(path));
    FileStatus made;
    const Error error = folder.settle(place->name, FileStatus::Type::Fifo, mode, &made);
    if (error)
        (void)folder.discard(place->name, FileStatus::Type::Fifo, mode, made);
    return error.withSubject(QFile::decodeName(path));
}

namespace {

Error checkFifo(const Result<FileStatus> &status, const QByteArray &path)
{
    if (!status)
        return status.error();
    if (status->type == FileStatus::Type::Fifo || status->type == FileStatus::Type::Missing)
        return {};
    return Error(Error::InvalidName, 0, QStringLiteral("open"), QFile::decodeName(path),
                 ErrorText::tr("the file is not a FIFO and is unchanged; use another name"));
}

Result<OwnedHandle> openPath(const QByteArray &path, const QByteArray &subject, int flags)
{
    OwnedHandle file = newHandle(systemCall(Call::Open, [&] { return ::open(path.constData(), flags); }));
    if (!file)
        return lastError("open", QFile::decodeName(subject));
    return file;
}

// Opens a path that must be a FIFO. It checks before, because opening a device can have effects,
// and after, because the file may have been replaced.
Result<OwnedHandle> openByPath(const QByteArray &path, int flags)
{
    if (const Error error = checkFifo(targetOf(path), path))
        return error;
    auto fifo = openPath(path, path, flags);
    if (!fifo)
        return fifo;
    const Error error = checkFifo(statusOf(int(fifo->get())), path);
    return error ? Result<OwnedHandle>(error) : std::move(fifo);
}

} // namespace

Result<OwnedHandle> openFifo(const QByteArray &path, FifoEnd end)
{
    const int access = end == FifoEnd::Reader ? O_RDONLY : end == FifoEnd::Writer ? O_WRONLY : O_RDWR;
    const int flags = access | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
#if QTINTERPROCESS_LINUX
    // The path is resolved once, with O_PATH, which opens no device. Then only a FIFO is opened
    // for I/O.
    const auto place = openPath(path, path, O_PATH | O_CLOEXEC);
    if (!place)
        return place.error();
    if (const Error error = checkFifo(statusOf(int(place->get())), path))
        return error;
    auto fifo = openPath("/proc/self/fd/" + QByteArray::number(place->get()), path, flags);
    if (fifo || fifo.error().nativeCode() != ENOENT) // ENOENT: there is no /proc
        return fifo;
#endif
    return openByPath(path, flags);
}

bool hasWriter([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX
    // tee() copies at most one byte and takes none. For an empty FIFO it fails with EAGAIN;
    // without writers it returns 0.
    const auto pipe = createWakePipe();
    if (!pipe)
        return false;
    const auto tee = [&] { return ::tee(fd, int(pipe->second.get()), 1, SPLICE_F_NONBLOCK); };
    const ssize_t count = systemCall(Call::LookIntoPipe, tee);
    return count > 0 || (count == -1 && errno == EAGAIN);
#else
    return false;
#endif
}

Result<OwnedHandle> watchForOpening([[maybe_unused]] int fd)
{
#if QTINTERPROCESS_LINUX
    OwnedHandle events = newHandle(
        systemCall(Call::NotifyOpening, [] { return ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }));
    if (!events)
        return lastError("watch");
    // This names the file of fd, even if its path leads to another file by now.
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(fd);
    const auto watch = [&] { return ::inotify_add_watch(int(events.get()), path.constData(), IN_OPEN); };
    if (systemCall(Call::NotifyOpening, watch) == -1)
        return lastError("watch");
    return events;
#else
    return Error(Error::Unsupported, 0, QStringLiteral("watch"));
#endif
}

void drainOpenEvents(int fd) noexcept
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
