// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testpeer/platform.h"

#include "testpeer/output.h"

#include <QtInterprocess/UnixActivation>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qfile.h>

#include <cstdio>
#include <memory>

using namespace QtInterprocess;

void useBinaryStreams() { }

static QString lockOf(QString path)
{
    return path.insert(path.lastIndexOf(QLatin1Char('/')) + 1, QStringLiteral(".qtipc-")) + QStringLiteral(".lock");
}

bool isTheOnlyOwner(const QString &fullServerName)
{
    QFile mark(fullServerName + QStringLiteral(".alone"));
    return mark.open(QIODevice::NewOnly | QIODevice::WriteOnly) && QFile::exists(lockOf(fullServerName))
        && mark.remove();
}

static int serveActivated(const QString &name)
{
    say("NAMES " + UnixActivation::names().join(QLatin1Char(' ')).toUtf8());
    Error error;
    const auto server = UnixServer::fromActivation(name, Access::User, &error);
    if (!server) {
        std::fprintf(stderr, "testpeer: %s\n", qPrintable(error.message()));
        return 4;
    }
    UnixActivation::removeVariables();
    const Error notified = UnixActivation::notifyReady(QStringLiteral("serving"));
    say(notified ? QByteArray("NOT NOTIFIED: ") + notified.message().toUtf8() : QByteArray("NOTIFIED"));
    if (!server->waitForNewConnection(-1))
        return 1;
    const std::unique_ptr<UnixSocket> socket(server->nextPendingConnection());
    do {
        socket->write(socket->readAll());
    } while (socket->waitForReadyRead(-1));
    socket->close();
    return Device::drainAll(-1) ? 0 : 1;
}

std::optional<int> runPlatformMode(const QString &mode, const QString &name)
{
    if (mode == QLatin1String("activated"))
        return serveActivated(name);
    return std::nullopt;
}
