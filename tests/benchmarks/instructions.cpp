// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Makes COUNT round trips of 64 bytes between two sockets of this thread. instructions.py counts
// the instructions.
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
    char message[Size] = {};
    client.write(message, Size);
    return run(client, *server.nextPendingConnection(), count, [&](LocalSocket &socket) {
        if (socket.read(message, Size) == Size)
            socket.write(message, Size);
    });
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
        { "roundtrip", roundTrip },
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
