// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

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

// A path that does not exist is a status of type Missing, not an error.
Result<FileStatus> statusOf(const QByteArray &path);
Result<FileStatus> statusOf(int fd);
// The same of what is behind the links.
Result<FileStatus> targetOf(const QByteArray &path);

// Opens a file for a lock, and makes it with mode 0600 if it is missing. Does not follow a symbolic link.
Result<OwnedHandle> openLockFile(const QByteArray &path);
// An exclusive lock that ends with the descriptor. Returns false if another one has it. Never blocks.
Result<bool> tryLock(int fd);
QByteArray readSmallFile(int fd);
Error replaceContent(int fd, const QByteArray &content);

// Makes an open file, or the one that bind() is going to create for a socket, accessible to its owner only, where the
// system heeds that.
void restrictMode(int fd);
Error changeMode(const QByteArray &path, quint32 mode);
Error removeFile(const QByteArray &path);
// Fails if there is something already.
Error renameFile(const QByteArray &from, const QByteArray &to);
// With mode 0700, whatever the umask. Succeeds if it exists already, whatever it is: look at it afterwards.
Error makePrivateDirectory(const QByteArray &path);

quint32 effectiveUser() noexcept;
qint64 processId() noexcept;

} // namespace QtInterprocess::os
