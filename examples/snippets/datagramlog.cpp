// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A log that every process of the user can write to without a connection. It shows the process ID
// of each sender.
//
//   datagramlog PATH             shows the lines that arrive
//   datagramlog PATH TEXT        sends a line, as `echo text | socat - UNIX-SENDTO:PATH` does

#include <QtInterprocess/UnixDatagramSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdebug.h>

using namespace QtInterprocess;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 2)
        return 1;
    const UnixAddress address = UnixAddress::fromPath(arguments[1]);

    UnixDatagramSocket socket;
    if (arguments.size() > 2) {
        socket.connectToServer(address);
        socket.writeMessage(arguments[2].toLocal8Bit());
        if (socket.waitForConnected() && (socket.bytesToWrite() == 0 || socket.waitForBytesWritten()))
            return 0;
        qCritical().noquote() << socket.error().message();
        return 1;
    }

    QObject::connect(&socket, &UnixDatagramSocket::readyRead, &socket, [&socket] {
        while (socket.hasPendingDatagrams()) {
            const UnixDatagram datagram = socket.receiveDatagram();
            const qint64 process = datagram.credentials() ? datagram.credentials()->processId().value_or(-1) : -1;
            qInfo().noquote() << process << QString::fromLocal8Bit(datagram.data().trimmed());
        }
    });
    QObject::connect(&socket, &UnixDatagramSocket::errorOccurred, &socket,
                     [](const Error &error) { qWarning().noquote() << error.message(); });
    socket.setReceivesCredentials(true);
    if (!socket.bind(address)) {
        qCritical().noquote() << socket.error().message();
        return 1;
    }
    return app.exec();
}
