// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/session.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

namespace QtInterprocess::local {

QByteArray sessionId()
{
    QByteArray id = qgetenv("XDG_SESSION_ID");
    if (id.isEmpty()) // not by logind: the display is what tells sessions apart
        id = qgetenv("WAYLAND_DISPLAY") + '\0' + qgetenv("DISPLAY");
    return id;
}

QList<QByteArray> processArguments()
{
    QFile file(QStringLiteral("/proc/self/cmdline")); // Linux and NetBSD
    if (file.open(QIODevice::ReadOnly)) {
        QList<QByteArray> arguments = file.readAll().split('\0');
        if (arguments.size() > 1) {
            arguments.removeLast(); // behind the last zero
            return arguments;
        }
    }
    QList<QByteArray> arguments;
    if (QCoreApplication::instance()) {
        const QStringList all = QCoreApplication::arguments();
        for (const QString &argument : all)
            arguments += toBytes(argument);
    }
    return arguments;
}

QByteArray toBytes(const QString &text)
{
    return QFile::encodeName(text);
}

QString toText(const QByteArray &bytes)
{
    return QFile::decodeName(bytes);
}

Result<OwnedHandle> claimAlone(const LocalName &)
{
    return OwnedHandle();
}

// Compositors ask for a token instead.
void allowForeground(qint64) { }

} // namespace QtInterprocess::local
