// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>

#include <optional>

namespace QtInterprocess::os {

// Holds the fields of lstat() that the library needs. A symbolic link at the end of the path is
// not followed.
struct FileStatus
{
    enum class Type { Missing, Socket, Directory, Regular, Fifo, Link, Other };

    Type type = Type::Missing;
    quint64 device = 0;
    quint64 inode = 0;
    std::optional<quint32> owner; // empty: an unknown user, see identity.h
    quint32 permissions = 0;
    qint64 size = 0;
    qint64 modified = 0; // seconds since 1970

    bool isSameFile(const FileStatus &other) const noexcept
    {
        return type != Type::Missing && type == other.type && device == other.device && inode == other.inode;
    }
};

// Returns the status of a file. A path that does not exist has the type Missing; that is not an
// error.
Result<FileStatus> statusOf(const QByteArray &path);
Result<FileStatus> statusOf(int fd);
Result<FileStatus> statusOf(int folder, const QByteArray &name);
// Returns the status of the file that the links lead to.
Result<FileStatus> targetOf(const QByteArray &path);

// Opens a folder to look up names in it.
enum class Links { Follow, Refuse }; // what to do if the last part of the path is a link
Result<OwnedHandle> openFolder(const QByteArray &path, Links links);

QByteArray readSmallFile(int fd);
// Replaces the content of a file without raising a signal. Fails if the disk is full or a limit
// or permission forbids that size.
Error replaceContent(int fd, const QByteArray &content);
Error setMode(int fd, quint32 mode);

// Creates a directory with mode 0700, regardless of the umask. Succeeds if the path exists,
// whatever it is, so check it afterwards.
Error makePrivateDirectory(const QByteArray &path);

qint64 processId() noexcept;

} // namespace QtInterprocess::os
