// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Paths in a program without Qt's strict macros. tst_unixaddress itself is compiled with them.

#undef QT_NO_CAST_FROM_ASCII
#undef QT_NO_CAST_TO_ASCII
#undef QT_NO_CAST_FROM_BYTEARRAY
#define QT_USE_QSTRINGBUILDER

#include "primitives/unix/unixaddress_literals.h"

QList<QtInterprocess::UnixAddress> sameAddressOfLiterals()
{
    using QtInterprocess::UnixAddress;
    const QString string = QStringLiteral("/run/app");
    const QString folder = QStringLiteral("/run");
    const char *const pointer = "/run/app";
    return { UnixAddress::fromPath("/run/app"),
             UnixAddress::fromPath(pointer),
             UnixAddress::fromPath(u"/run/app"),
             UnixAddress::fromPath(string),
             UnixAddress::fromPath(QLatin1String("/run/app")),
             UnixAddress::fromPath(QStringView(string)),
             UnixAddress::fromPath(QByteArrayLiteral("/run/app")),
             UnixAddress::fromPath(folder % QLatin1String("/app")),
             UnixAddress::fromPath(folder + "/app") };
}
