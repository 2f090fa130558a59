// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

struct stat;

namespace QtInterprocess::os {

// What lstat() tells of a path, as far as it matters here. It does not follow a symbolic link at the end.
struct FileStatus
{
    enum class Type { Missing, Socket, Directory, Regular, Fifo, Other };

    Type type = Type::Missing;
    quint64 device = 0;
    quint64 inode = 0;
    quint32 owner = 0;
    quint32 permissions = 0;
    qint64 size = 0;

    bool isSameFile(const FileStatus &other) const noexcept
    {
        return type != Type::Missing && type == other.type && device == other.device && inode == other.inode;
    }
};

FileStatus toStatus(const struct stat &from) noexcept;

// A path that does not exist is a status of type Missing, not an error.
Result<FileStatus> statusOf(const QByteArray &path);
Result<FileStatus> statusOf(int fd);
// The same of what is behind the links.
Result<FileStatus> targetOf(const QByteArray &path);

// An exclusive lock that ends with the descriptor. Returns false if another one has it. Never blocks.
Result<bool> tryLock(int fd);
QByteArray readSmallFile(int fd);
// Fails where there is no room or no permission for a file of that size, and raises no signal.
Error replaceContent(int fd, const QByteArray &content);
Error setMode(int fd, quint32 mode);

// With mode 0700, whatever the umask. Succeeds if it exists already, whatever it is: look at it afterwards.
Error makePrivateDirectory(const QByteArray &path);

quint32 effectiveUser() noexcept;
qint64 processId() noexcept;

} // namespace QtInterprocess::os
