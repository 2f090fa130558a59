// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0
#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QString name = QStringLiteral("qtinterprocess-ported-%1").arg(app.applicationPid());
    QLocalServer::removeServer(name);
    QLocalServer server;
    server.setSocketOptions(QLocalServer::UserAccessOption);
    if (!server.listen(name)) {
        qWarning() << (server.serverError() == QAbstractSocket::AddressInUseError) << server.errorString();
        return 1;
    }
    QObject::connect(&server, &QLocalServer::newConnection, &server, [&] {
        QLocalSocket *peer = server.nextPendingConnection();
        QObject::connect(peer, &QLocalSocket::readyRead, peer, [peer] { peer->write(peer->readAll()); });
        QObject::connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
    });
    QLocalSocket socket;
    QObject::connect(&socket, &QLocalSocket::stateChanged, &app, [](QLocalSocket::LocalSocketState state) {
        qInfo() << "QLocalSocket is connected:" << (state == QLocalSocket::ConnectedState);
    });
    QObject::connect(&socket, &QLocalSocket::errorOccurred, &app, [&](QLocalSocket::LocalSocketError error) {
        app.exit(error == QLocalSocket::ServerNotFoundError ? 2 : 3);
    });
    QObject::connect(&socket, &QLocalSocket::connected, &socket, [&] { socket.write("hello\n"); });
    QObject::connect(&socket, &QLocalSocket::readyRead, &app, [&] { app.exit(socket.readAll() == "hello\n" ? 0 : 4); });
    socket.connectToServer(name);
    return app.exec();
}
