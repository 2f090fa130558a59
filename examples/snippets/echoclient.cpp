// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sends two lines to the echo server, and ends after the answer.

#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdebug.h>

using namespace QtInterprocess;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);

    LocalSocket socket;
    QObject::connect(&socket, &LocalSocket::readyRead, &app, [&socket] {
        while (socket.canReadLine())
            qInfo().noquote() << "echo:" << QString::fromUtf8(socket.readLine().trimmed());
    });
    QObject::connect(&socket, &LocalSocket::errorOccurred, &app, [](const Error &error) {
        qCritical().noquote() << error.message();
        QCoreApplication::exit(1);
    });
    QObject::connect(&socket, &LocalSocket::disconnected, &app, &QCoreApplication::quit);

    socket.connectToServer(QStringLiteral("org.qtinterprocess.echo"));
    socket.write("hello\nworld\n"); // accepted at once, sent when connected
    socket.closeWriteChannel(); // half-close: the answer can still arrive
    return app.exec();
}
