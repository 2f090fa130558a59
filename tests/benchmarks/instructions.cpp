// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Makes COUNT round trips between two sockets of this thread, or COUNT connections. instructions.py
// counts the instructions.
//
// Usage: instructions WORKLOAD COUNT
//
// Without arguments, it prints the Qt and the compiler of this build, because counts of other
// builds differ.

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#include <unistd.h>

using namespace QtInterprocess;

static constexpr qint64 Size = 64;

// Each side answers what it receives. The client counts the answers.
template <typename Socket, typename Answer>
static int run(Socket &client, Socket &echo, int left, const Answer &answer)
{
    QObject::connect(&echo, &Socket::readyRead, &echo, [&] { answer(echo); });
    QObject::connect(&client, &Socket::readyRead, &client, [&] {
        if (--left > 0)
            answer(client);
        else
            QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

// A round trip of Bytes bytes. Each side takes what has come, as most programs do.
template <qint64 Bytes>
static int roundTrip(int count)
{
    const QTemporaryDir folder;
    LocalServer server;
    LocalSocket client;
    const LocalName name = LocalName::path(folder.filePath(QStringLiteral("socket")));
    if (!server.listen(name))
        return 1;
    client.connectToServer(name);
    if (!server.waitForNewConnection(10000) || !client.waitForConnected(10000))
        return 1;
    static char message[Bytes] = {};
    client.write(message, Bytes);
    return run(client, *server.nextPendingConnection(), count, [&](LocalSocket &socket) {
        if (socket.read(message, Bytes) == Bytes)
            socket.write(message, Bytes);
    });
}

// Connects, accepts, closes at the server, and closes at the client.
static int connections(int left)
{
    const QTemporaryDir folder;
    const LocalName name = LocalName::path(folder.filePath(QStringLiteral("socket")));
    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        socket->close();
        socket->deleteLater();
    });
    const std::function<void()> connectOne = [&] {
        auto *const socket = new LocalSocket;
        QObject::connect(socket, &LocalSocket::disconnected, socket, [&, socket] {
            socket->deleteLater();
            if (--left > 0)
                connectOne();
            else
                QCoreApplication::quit();
        });
        socket->connectToServer(name);
    };
    if (!server.listen(name))
        return 1;
    connectOne();
    return QCoreApplication::exec();
}

template <typename Socket>
static int messages(int count)
{
    const auto [client, echo] = Socket::createPair();
    if (!client || !client->writeMessage(QByteArray(Size, 'x')))
        return 1;
    return run(*client, *echo, count, [](Socket &socket) { socket.writeMessage(socket.readMessage()); });
}

// The same handle goes back and forth.
static int packetsWithHandle(int count)
{
    const auto [client, echo] = UnixSeqPacketSocket::createPair();
    if (!client)
        return 1;
    client->setMaximumPendingHandles(2);
    echo->setMaximumPendingHandles(2);
    std::vector<OwnedHandle> handles;
    handles.emplace_back(::dup(STDIN_FILENO));
    if (!client->writeMessage(QByteArray(Size, 'x'), std::move(handles)))
        return 1;
    return run(*client, *echo, count, [](UnixSeqPacketSocket &socket) {
        const QByteArray message = socket.readMessage();
        auto taken = socket.takeHandles();
        if (taken.size() == 1)
            socket.writeMessage(message, std::move(taken));
    });
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::printf("Qt %s, %s, %s\n", qVersion(), __VERSION__, qPrintable(QSysInfo::buildAbi()));
        return 0;
    }
    const QCoreApplication app(argc, argv);
    constexpr std::pair<const char *, int (*)(int)> Workloads[] = {
        { "roundtrip", roundTrip<Size> },
        { "roundtrip16k", roundTrip<16 * 1024> },
        { "connect", connections },
        { "packet", messages<UnixSeqPacketSocket> },
        { "packethandle", packetsWithHandle },
        { "datagram", messages<UnixDatagramSocket> },
    };
    for (const auto &[name, make] : Workloads) {
        if (std::strcmp(name, argv[1]) == 0)
            return make(std::atoi(argv[2]));
    }
    return 1;
}
