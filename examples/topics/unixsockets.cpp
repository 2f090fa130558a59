// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Unix domain sockets: a server that checks its client, and a descriptor that is sent with bytes.

#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>

#include <unistd.h>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const UnixAddress address = UnixAddress::fromPath(folder.filePath(QStringLiteral("socket")));

    //! [server]
    UnixServer server;
    server.setConnectionFilter([](const PeerCredentials &peer) { return peer.userId() == ::getuid(); });
    QObject::connect(&server, &UnixServer::newConnection, &server, [&server] {
        UnixSocket *const socket = server.nextPendingConnection();
        socket->setMaximumPendingHandles(1); // 0 by default: descriptors of strangers are closed
        QObject::connect(socket, &UnixSocket::handlesReceived, socket, [socket] {
            const std::vector<OwnedHandle> handles = socket->takeHandles();
            QFile file;
            if (file.open(int(handles.front().get()), QIODevice::ReadOnly))
                std::printf("%s\n", file.readAll().constData());
            QCoreApplication::quit();
        });
    });
    if (!server.listen(address))
        qFatal("%s", qPrintable(server.errorString()));
    //! [server]

    QFile file(folder.filePath(QStringLiteral("file")));
    if (!file.open(QIODevice::WriteOnly) || file.write("content of the file") < 0)
        return 1;
    file.close();
    if (!file.open(QIODevice::ReadOnly))
        return 1;

    //! [client]
    UnixSocket socket;
    socket.connectToServer(address);
    std::vector<OwnedHandle> handles;
    handles.emplace_back(::dup(file.handle()));
    socket.write("take this", std::move(handles));
    //! [client]
    return app.exec();
}
