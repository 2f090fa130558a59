// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A named pipe of Windows that carries messages: its server and its client in one process.

#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QString name = QStringLiteral("org.qtinterprocess.topics.%1").arg(QCoreApplication::applicationPid());

    //! [server]
    NamedPipeOptions options;
    options.setMode(NamedPipeMode::Messages);
    NamedPipeServer server;
    QObject::connect(&server, &NamedPipeServer::newConnection, &app, [&server] {
        NamedPipeSocket *const socket = server.nextPendingConnection();
        QObject::connect(socket, &NamedPipeSocket::readyRead, socket, [socket] {
            while (socket->hasPendingMessages())
                std::printf("%s\n", socket->readMessage().constData());
            QCoreApplication::quit();
        });
    });
    if (!server.listen(name, options))
        qFatal("%s", qPrintable(server.errorString()));
    //! [server]

    //! [client]
    NamedPipeSocket socket;
    socket.connectToServer(name); // \\.\pipe\ and the name
    socket.writeMessage("one message");
    //! [client]
    return app.exec();
}
