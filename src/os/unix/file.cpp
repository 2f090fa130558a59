// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/file.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/folder.h"
#include "os/unix/identity.h"
#include "os/unix/quietsignals.h"

#include <QtCore/qfile.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace QtInterprocess::os {

// With the first two, permission to search the folder is enough.
#if defined(O_PATH)
constexpr int FolderAccess = O_PATH;
#elif defined(O_SEARCH)
constexpr int FolderAccess = O_SEARCH;
#else
constexpr int FolderAccess = O_RDONLY;
#endif

static FileStatus toStatus(const struct stat &from) noexcept
{
    FileStatus status;
    status.type = S_ISSOCK(from.st_mode) ? FileStatus::Type::Socket
        : S_ISDIR(from.st_mode)          ? FileStatus::Type::Directory
        : S_ISREG(from.st_mode)          ? FileStatus::Type::Regular
        : S_ISFIFO(from.st_mode)         ? FileStatus::Type::Fifo
        : S_ISLNK(from.st_mode)          ? FileStatus::Type::Link
                                         : FileStatus::Type::Other;
    status.device = quint64(from.st_dev);
    status.inode = quint64(from.st_ino);
    status.owner = knownUser(from.st_uid);
    status.permissions = from.st_mode & 07777;
    status.size = from.st_size;
    status.modified = qint64(from.st_mtime);
    return status;
}

Result<FileStatus> statusOf(const QByteArray &path)
{
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::lstat(path.constData(), &status); }) == 0)
        return toStatus(status);
    if (errno == ENOENT)
        return FileStatus();
    return lastError("inspect", QFile::decodeName(path));
}

Result<FileStatus> targetOf(const QByteArray &path)
{
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::stat(path.constData(), &status); }) == 0)
        return toStatus(status);
    if (errno == ENOENT)
        return FileStatus();
    return lastError("inspect", QFile::decodeName(path));
}

Result<FileStatus> statusOf(int fd)
{
    struct stat status = {};
    if (systemCall(Call::Stat, [&] { return ::fstat(fd, &status); }) == 0)
        return toStatus(status);
    return lastError("inspect a descriptor");
}

Result<FileStatus> statusOf(int folder, const QByteArray &name)
{
    struct stat status = {};
    const auto look = [&] { return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW); };
    if (systemCall(Call::Stat, look) == 0)
        return toStatus(status);
    if (errno == ENOENT)
        return FileStatus();
    return lastError("inspect", QFile::decodeName(name));
}

Result<OwnedHandle> openFolder(const QByteArray &path, Links links)
{
    const int flags = FolderAccess | O_DIRECTORY | O_CLOEXEC | (links == Links::Refuse ? O_NOFOLLOW : 0);
    OwnedHandle folder = newHandle(systemCall(Call::Open, [&] { return ::open(path.constData(), flags); }));
    if (!folder)
        return lastError("open the folder", QFile::decodeName(path));
    return folder;
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
    QuietSignals quiet(fd);
    const auto write = [&] { return ::pwrite(fd, content.constData(), size_t(content.size()), 0); };
    const ssize_t written = systemCall(Call::Send, write);
    quiet.wrote(written == -1);
    if (written != content.size() || systemCall(Call::Send, [&] { return ::ftruncate(fd, content.size()); }) == -1)
        return lastError("write to the lock file");
    return {};
}

Error setMode(int fd, quint32 mode)
{
    if (systemCall(Call::Chmod, [=] { return ::fchmod(fd, mode_t(mode)); }) == -1)
        return lastError("set the permissions of a descriptor");
    return {};
}

Error makePrivateDirectory(const QByteArray &path)
{
    qsizetype size = path.size();
    while (size > 1 && path[size - 1] == '/')
        --size;
    const auto place = Place::of(path.left(size));
    if (!place)
        return place.error();
    const Error error = place->folder.makeDirectory(place->name, 0700 | Folder::Mark);
    if (error)
        return error.nativeCode() == EEXIST ? Error() : error.withSubject(QFile::decodeName(path));
    FileStatus made;
    return place->folder.settle(place->name, FileStatus::Type::Directory, 0700, &made);
}

qint64 processId() noexcept
{
    return ::getpid();
}

} // namespace QtInterprocess::os
