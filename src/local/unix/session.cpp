// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/session.h"

#include "local/unix/runtimedirectory.h"
#include "os/unix/identity.h"
#include "os/unix/nameowner.h"
#include "os/unix/peer.h"
#include "support/errortext.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

namespace QtInterprocess::local {

QByteArray sessionId()
{
    QByteArray id = qgetenv("XDG_SESSION_ID");
    if (id.isEmpty()) // not started by logind: the display distinguishes sessions
        id = qgetenv("WAYLAND_DISPLAY") + '\0' + qgetenv("DISPLAY");
    return id;
}

// Uses Flatpak's folder, because each sandbox has an $XDG_RUNTIME_DIR of its own.
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
            arguments.removeLast(); // after the last zero byte
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

// Uses an abstract name: other names can be blocked permanently by any user, except root's. Each
// network namespace has its own abstract names.
LocalName machineWideName(const QString &name)
{
    return LocalName::namespaced(QLatin1String("qtinterprocess-machine-") + name);
}

PeerCredentials holderOf(const LocalName &name)
{
    if (name.kind() != LocalName::Kind::Namespaced)
        return {};
    return os::ownerOfAbstractName({ os::SocketName::Kind::Abstract, name.name().toUtf8() })
        .value_or(PeerCredentials());
}

Error checkServer(qintptr connected, const Access &required)
{
    return os::checkServer(int(connected), required);
}

Result<OwnedHandle> serverProcess(qintptr connected)
{
    const auto peer = os::peerCredentials(int(connected));
    if (!peer)
        return peer.error();
    if (!os::Self::now().isUser(peer->userId()))
        return Error(Error::AccessDenied, 0, QStringLiteral("end the process of"), QString(),
                     ErrorText::tr("the process runs as %1").arg(os::describeUser(peer->userId())));
    auto process = os::peerProcessHandle(int(connected));
    return process || process.error() != Error::Unsupported ? std::move(process) : os::listeningProcess(int(connected));
}

// Compositors require a token instead.
void allowForeground(qint64) { }

} // namespace QtInterprocess::local
