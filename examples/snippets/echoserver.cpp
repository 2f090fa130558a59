// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sends all received bytes back, to any number of clients.

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdebug.h>

using namespace QtInterprocess;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);

    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&server] {
        LocalSocket *const socket = server.nextPendingConnection();
        qInfo() << "process" << socket->peerCredentials().processId().value_or(-1) << "is here";
        QObject::connect(socket, &LocalSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
        // If the client performs a half-close, close() still delivers the rest of the echo.
        QObject::connect(socket, &LocalSocket::readChannelFinished, socket, &LocalSocket::close);
        QObject::connect(socket, &LocalSocket::disconnected, socket, &QObject::deleteLater);
    });

    if (!server.listen(QStringLiteral("org.qtinterprocess.echo"))) {
        qCritical().noquote() << server.error().message();
        return 1;
    }
    qInfo().noquote() << "listening on" << server.fullServerName();
    return app.exec();
}
