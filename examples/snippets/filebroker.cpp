// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Opens files for clients that may not open them. Each request is a message with a file name, and
// each answer is a message with the open file.
//
//   filebroker FOLDER            serves the files in that folder
//   filebroker FOLDER FILE       requests one file, and copies it to the standard output

#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdebug.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <cstdio>

#include <unistd.h>

using namespace QtInterprocess;

static void answer(UnixSeqPacketSocket *socket, const QDir &folder)
{
    while (socket->hasPendingMessages()) {
        const QString name = QString::fromUtf8(socket->readMessage());
        QFile file(folder.filePath(name));
        std::vector<OwnedHandle> handles;
        if (!name.contains(QLatin1Char('/')) && file.open(QIODevice::ReadOnly))
            handles.emplace_back(::dup(file.handle()));
        socket->writeMessage(handles.empty() ? "no" : "yes", std::move(handles));
    }
}

static int serve(const UnixAddress &address, const QDir &folder)
{
    UnixSeqPacketServer server;
    QObject::connect(&server, &UnixSeqPacketServer::newConnection, &server, [&] {
        UnixSeqPacketSocket *const socket = server.nextPendingConnection();
        QObject::connect(socket, &UnixSeqPacketSocket::readyRead, socket,
                         [socket, &folder] { answer(socket, folder); });
        QObject::connect(socket, &UnixSeqPacketSocket::disconnected, socket, &QObject::deleteLater);
    });
    if (!server.listen(address)) {
        qCritical().noquote() << server.error().message();
        return 1;
    }
    return QCoreApplication::exec();
}

static int ask(const UnixAddress &address, const QString &name)
{
    UnixSeqPacketSocket socket;
    socket.setMaximumPendingHandles(1);
    socket.connectToServer(address);
    socket.writeMessage(name.toUtf8());
    if (!socket.waitForConnected() || !socket.waitForReadyRead()) {
        qCritical().noquote() << socket.error().message();
        return 1;
    }
    const QByteArray reply = socket.readMessage();
    const std::vector<OwnedHandle> handles = socket.takeHandles();
    QFile file, output;
    if (reply != "yes" || handles.empty() || !file.open(int(handles.front().get()), QIODevice::ReadOnly)
        || !output.open(stdout, QIODevice::WriteOnly))
        return 1;
    output.write(file.readAll());
    return 0;
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 2)
        return 1;
    const QDir folder(arguments[1]);
    const UnixAddress address = UnixAddress::fromPath(folder.filePath(QStringLiteral(".filebroker")));
    return arguments.size() == 2 ? serve(address, folder) : ask(address, arguments[2]);
}
