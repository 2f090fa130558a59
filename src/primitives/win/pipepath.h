// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

namespace QtInterprocess {

// Returns the path of a pipe on a machine; it is validated later.
inline QString pipePath(const QString &host, const QString &name)
{
    return QStringLiteral("\\\\%1\\pipe\\%2").arg(host, name);
}

// Returns the path of a pipe on this machine. A string with a backslash is a path, and is
// unchanged.
inline QString pipePath(const QString &nameOrPath)
{
    return nameOrPath.contains(QLatin1Char('\\')) ? nameOrPath : pipePath(QStringLiteral("."), nameOrPath);
}

} // namespace QtInterprocess
