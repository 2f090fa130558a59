// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Receives values with default limits, and prints the time and memory of one value per
// connection.

#include "victim.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qelapsedtimer.h>

#include <memory>

using namespace QtInterprocess;

namespace Victim {

int values(const Arguments &arguments)
{
    LocalServer server;
    if (!server.listen(arguments.value(0)))
        return 1;
    const bool isJson = arguments.value(1) == QLatin1String("json");
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        auto *const channel = new MessageChannel(socket, socket);
        channel->setFormat(isJson ? MessageChannel::Format::Json : MessageChannel::Format::Cbor);
        forgetPeak();
        const qint64 before = residentKilobytes();
        QElapsedTimer timer;
        timer.start();
        QObject::connect(channel, &MessageChannel::valueReceived, channel, [] {});
        QObject::connect(channel, &MessageChannel::finished, socket, [socket, timer, before] {
            print({ { QStringLiteral("milliseconds"), timer.elapsed() },
                    { QStringLiteral("megabytes"), (peakKilobytes() - before) / 1024 } });
            socket->close();
            socket->deleteLater();
        });
    });
    print({ { QStringLiteral("ready"), true } });
    return QCoreApplication::exec();
}

} // namespace Victim
