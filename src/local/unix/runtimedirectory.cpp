// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/unix/runtimedirectory.h"

#include "os/unix/file.h"
#include "os/unix/identity.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

namespace QtInterprocess::local {

using os::FileStatus;

static bool isOwnFolder(const FileStatus &status)
{
    return status.type == FileStatus::Type::Directory && os::Self::now().isUser(status.owner)
        && (status.permissions & 0022) == 0;
}

QByteArray runtimeDirectory()
{
    const QByteArray given = qgetenv("XDG_RUNTIME_DIR");
    if (given.startsWith('/'))
        return given;
    const QByteArray user = QByteArray::number(os::Self::now().user);
    const QByteArray systemd = "/run/user/" + user;
    if (const auto status = os::statusOf(systemd); status && isOwnFolder(*status))
        return systemd;
    return QFile::encodeName(QDir::tempPath()) + "/qtinterprocess-" + user;
}

Error checkRuntimeDirectory(const QByteArray &path)
{
    const auto status = os::statusOf(path);
    if (!status)
        return status.error();
    if (status->type == FileStatus::Type::Missing || isOwnFolder(*status))
        return {};
    return Error(Error::AccessDenied, 0, QStringLiteral("use the folder"), QFile::decodeName(path),
                 QStringLiteral("\"%1\" is not a folder of this user alone").arg(QFile::decodeName(path)));
}

Error prepareRuntimeDirectory(const QByteArray &path)
{
    const Error error = os::makePrivateDirectory(path);
    return error ? error : checkRuntimeDirectory(path);
}

} // namespace QtInterprocess::local
