// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/session.h"

#include "local/unix/runtimedirectory.h"
#include "os/unix/identity.h"

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

// That of Flatpak: of $XDG_RUNTIME_DIR each sandbox has its own.
QString sandboxFolder()
{
    const QByteArray application = os::trustedVariable("FLATPAK_ID");
    const QByteArray runtime = os::trustedVariable("XDG_RUNTIME_DIR");
    if (application.isEmpty() || application.contains('/') || !runtime.startsWith('/') || !PrivateFolder::open(runtime))
        return {};
    const QByteArray folder = runtime + "/app/" + application;
    return PrivateFolder::open(folder) ? QFile::decodeName(folder) : QString();
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
