// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/file.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"

#include <QtCore/qfile.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace QtInterprocess::os {

namespace {

FileStatus toStatus(const struct stat &from)
{
    FileStatus status;
    status.type = S_ISSOCK(from.st_mode) ? FileStatus::Type::Socket
        : S_ISDIR(from.st_mode)          ? FileStatus::Type::Directory
        : S_ISREG(from.st_mode)          ? FileStatus::Type::Regular
        : S_ISFIFO(from.st_mode)         ? FileStatus::Type::Fifo
                                         : FileStatus::Type::Other;
    status.device = quint64(from.st_dev);
    status.inode = quint64(from.st_ino);
    status.owner = from.st_uid;
    status.permissions = from.st_mode & 07777;
    status.size = from.st_size;
    return status;
}

} // namespace

Result<FileStatus> statusOf(const QByteArray &path)
{
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::lstat(path.constData(), &status); }) == 0)
        return toStatus(status);
    if (errno == ENOENT)
        return FileStatus();
    return lastError("look at", QFile::decodeName(path));
}

Result<FileStatus> targetOf(const QByteArray &path)
{
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::stat(path.constData(), &status); }) == 0)
        return toStatus(status);
    if (errno == ENOENT)
        return FileStatus();
    return lastError("look at", QFile::decodeName(path));
}

Result<FileStatus> statusOf(int fd)
{
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::fstat(fd, &status); }) == 0)
        return toStatus(status);
    return lastError("look at a descriptor");
}

Result<OwnedHandle> openLockFile(const QByteArray &path)
{
    constexpr int Flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    const int fd = systemCall(Call::Open, [&] { return ::open(path.constData(), Flags, 0600); });
    if (fd == -1)
        return lastError("open the lock file", QFile::decodeName(path));
    return OwnedHandle(fd);
}

Result<bool> tryLock(int fd)
{
    if (systemCall(Call::Lock, [=] { return ::flock(fd, LOCK_EX | LOCK_NB); }) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return false;
    return lastError("lock");
}

QByteArray readSmallFile(int fd)
{
    QByteArray content(256, Qt::Uninitialized);
    const ssize_t size = systemCall(Call::Receive,
                                    [&] { return ::pread(fd, content.data(), size_t(content.size()), 0); });
    content.resize(qMax<qsizetype>(size, 0));
    return content;
}

Error replaceContent(int fd, const QByteArray &content)
{
    const auto write = [&] { return ::pwrite(fd, content.constData(), size_t(content.size()), 0); };
    if (systemCall(Call::Send, write) != content.size()
        || systemCall(Call::Send, [&] { return ::ftruncate(fd, content.size()); }) == -1)
        return lastError("write to the lock file");
    return {};
}

void restrictMode(int fd)
{
    systemCall(Call::Chmod, [=] { return ::fchmod(fd, 0600); });
}

Error changeMode(const QByteArray &path, quint32 mode)
{
    if (systemCall(Call::Chmod, [&] { return ::chmod(path.constData(), mode_t(mode)); }) == -1)
        return lastError("set the permissions of", QFile::decodeName(path));
    return {};
}

Error removeFile(const QByteArray &path)
{
    if (systemCall(Call::Unlink, [&] { return ::unlink(path.constData()); }) == -1 && errno != ENOENT)
        return lastError("remove", QFile::decodeName(path));
    return {};
}

Error renameFile(const QByteArray &from, const QByteArray &to)
{
    // Not rename(), which would replace what somebody else has put there meanwhile.
    if (systemCall(Call::Rename, [&] { return ::link(from.constData(), to.constData()); }) == -1)
        return lastError("rename", QFile::decodeName(from));
    return removeFile(from);
}

Error makePrivateDirectory(const QByteArray &path)
{
    if (systemCall(Call::MakeDirectory, [&] { return ::mkdir(path.constData(), 0700); }) == 0)
        return changeMode(path, 0700); // the umask may have taken some of that
    if (errno != EEXIST)
        return lastError("make the directory", QFile::decodeName(path));
    return {};
}

quint32 effectiveUser() noexcept
{
    return ::geteuid();
}

qint64 processId() noexcept
{
    return ::getpid();
}

} // namespace QtInterprocess::os
