// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

namespace QtInterprocess {

// The path of the pipe with that name on that machine. Whether there can be such a pipe is asked later.
inline QString pipePath(const QString &host, const QString &name)
{
    return QStringLiteral("\\\\%1\\pipe\\%2").arg(host, name);
}

// The same on this machine. What has a backslash is a path, and stays what it is.
inline QString pipePath(const QString &nameOrPath)
{
    return nameOrPath.contains(QLatin1Char('\\')) ? nameOrPath : pipePath(QStringLiteral("."), nameOrPath);
}

} // namespace QtInterprocess
