// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A local server and its client in one process: the client says hello, and prints the answer.

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/ReconnectingClient>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QString name = QStringLiteral("org.qtinterprocess.topics.%1").arg(QCoreApplication::applicationPid());

    //! [server]
    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&server] {
        LocalSocket *const socket = server.nextPendingConnection();
        QObject::connect(socket, &LocalSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
        QObject::connect(socket, &LocalSocket::disconnected, socket, &QObject::deleteLater);
    });
    if (!server.listen(name))
        qFatal("%s", qPrintable(server.errorString()));
    //! [server]

    //! [client]
    LocalSocket socket;
    QObject::connect(&socket, &LocalSocket::readyRead, &socket, [&socket] {
        std::printf("%s\n", socket.readAll().constData());
        socket.close();
    });
    QObject::connect(&socket, &LocalSocket::errorOccurred, &socket, [](const Error &error) {
        std::fprintf(stderr, "%s\n", qPrintable(error.message()));
        QCoreApplication::exit(1);
    });
    socket.connectToServer(name);
    socket.write("hello"); // accepted at once, sent when connected
    //! [client]

    //! [reconnect]
    ReconnectingClient client; // connects again when the server comes back
    QObject::connect(&client, &ReconnectingClient::connected, &app,
                     [](LocalSocket *connection) { connection->write("again"); });
    client.connectToServer(name);
    //! [reconnect]

    QObject::connect(&socket, &LocalSocket::disconnected, &app, &QCoreApplication::quit);
    return app.exec();
}
