// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <optional>

namespace QtInterprocess::os {

// What lstat() tells of a path, as far as it matters here. It does not follow a symbolic link at the end.
struct FileStatus
{
    enum class Type { Missing, Socket, Directory, Regular, Fifo, Link, Other };

    Type type = Type::Missing;
    quint64 device = 0;
    quint64 inode = 0;
    std::optional<quint32> owner; // empty: a user that is not told, see identity.h
    quint32 permissions = 0;
    qint64 size = 0;
    qint64 modified = 0; // seconds since 1970

    bool isSameFile(const FileStatus &other) const noexcept
    {
        return type != Type::Missing && type == other.type && device == other.device && inode == other.inode;
    }
};

// A path that does not exist is a status of type Missing, not an error.
Result<FileStatus> statusOf(const QByteArray &path);
Result<FileStatus> statusOf(int fd);
// Of a name in an open folder.
Result<FileStatus> statusOf(int folder, const QByteArray &name);
// The same of what is behind the links.
Result<FileStatus> targetOf(const QByteArray &path);

// Opens a folder to find what is in it.
enum class Links { Follow, Refuse }; // as the last part of the path
Result<OwnedHandle> openFolder(const QByteArray &path, Links links);

QByteArray readSmallFile(int fd);
// Fails where there is no room or no permission for a file of that size, and raises no signal.
Error replaceContent(int fd, const QByteArray &content);
Error setMode(int fd, quint32 mode);

// With mode 0700, whatever the umask. Succeeds if it exists already, whatever it is: look at it afterwards.
Error makePrivateDirectory(const QByteArray &path);

qint64 processId() noexcept;

} // namespace QtInterprocess::os
