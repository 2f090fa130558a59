// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests devices that change their thread while signals are pending, and slots that run an event
// loop during the end.

#include "victim.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

#include <atomic>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace QtInterprocess;

namespace Victim {

namespace {

constexpr int Greeting = 20000; // bytes

struct Threads
{
    Threads()
    {
        first.start();
        second.start();
    }
    void hop(QObject *object) { object->moveToThread(QThread::currentThread() == &first ? &second : &first); }

    QThread first, second;
};

struct Seen
{
    std::atomic<int> connected { 0 }, ended { 0 };
    std::atomic<qint64> bytes { 0 };
};

void greetEverybody(LocalServer &server)
{
    QObject::connect(&server, &LocalServer::newConnection, &server, [&server] {
        while (LocalSocket *const socket = server.nextPendingConnection()) {
            QObject::connect(socket, &Device::disconnected, socket, &QObject::deleteLater);
            socket->write(QByteArray(Greeting, 'g'));
            QTimer::singleShot(20, socket, [socket] { socket->close(); });
        }
    });
}

} // namespace

int move(const Arguments &arguments)
{
    const QString where = arguments.value(0);
    const int count = arguments.value(1).toInt();
    static Threads threads;
    LocalServer server;
    const QString name = QStringLiteral("@attack-move-%1").arg(QCoreApplication::applicationPid());
    server.setMaxPendingConnections(1000);
    greetEverybody(server);
    if (!server.listen(name))
        return 1;
    std::vector<std::unique_ptr<Seen>> all;
    for (int i = 0; i < count; ++i) {
        auto *const socket = new LocalSocket;
        Seen *const seen = all.emplace_back(std::make_unique<Seen>()).get();
        QObject::connect(
            socket, &Device::stateChanged, socket,
            [=] {
                if (where != QLatin1String("connected"))
                    threads.hop(socket);
            },
            Qt::DirectConnection);
        QObject::connect(
            socket, &Device::connected, socket,
            [=] {
                ++seen->connected;
                if (where != QLatin1String("stateChanged"))
                    threads.hop(socket);
            },
            Qt::DirectConnection);
        QObject::connect(
            socket, &Device::readyRead, socket, [=] { seen->bytes += socket->readAll().size(); }, Qt::DirectConnection);
        QObject::connect(
            socket, &Device::disconnected, socket, [=] { ++seen->ended; }, Qt::DirectConnection);
        socket->connectToServer(name);
        socket->write("hello");
        if (arguments.contains(QLatin1String("at-once")))
            socket->moveToThread(&threads.first);
        spin(i % 3);
    }
    spin(1500);
    int lost = 0;
    for (const auto &seen : all)
        lost += seen->connected != 1 || seen->ended != 1 || seen->bytes != Greeting;
    print({ { QStringLiteral("moved"), count }, { QStringLiteral("lost"), lost } });
    _exit(0);
}

int moveFailing(const Arguments &)
{
    constexpr int Count = 100;
    static Threads threads;
    static std::atomic<int> errors { 0 };
    for (int i = 0; i < Count; ++i) {
        auto *const socket = new LocalSocket;
        QObject::connect(
            socket, &Device::errorOccurred, socket, [] { ++errors; }, Qt::DirectConnection);
        QObject::connect(
            socket, &Device::stateChanged, socket, [socket] { threads.hop(socket); }, Qt::DirectConnection);
        socket->connectToServer(QStringLiteral("@attack-nobody-listens"));
        socket->moveToThread(&threads.first);
    }
    spin(1000);
    print({ { QStringLiteral("moved"), Count }, { QStringLiteral("lost"), Count - errors } });
    _exit(0);
}

// The slot of readyRead() runs an event loop. Meanwhile surplus handles arrive, and then the end.
int nest(const Arguments &)
{
    constexpr int Rounds = 50;
    int wrong = 0;
    for (int i = 0; i < Rounds; ++i) {
        auto pair = UnixSocket::createPair();
        UnixSocket &socket = *pair.first;
        socket.setMaximumPendingHandles(1);
        bool isOver = false, isNested = false;
        const auto later = [&] { wrong += isOver; };
        QObject::connect(&socket, &Device::disconnected, &socket, [&] { isOver = true; });
        QObject::connect(&socket, &Device::errorOccurred, &socket, later);
        QObject::connect(&socket, &QIODevice::readChannelFinished, &socket, later);
        QObject::connect(&socket, &Device::readyRead, &socket, [&] {
            later();
            socket.readAll();
            if (std::exchange(isNested, true))
                return;
            for (int more = 0; more < 3; ++more) {
                std::vector<OwnedHandle> handles;
                for (int k = 0; k < 3; ++k)
                    handles.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
                pair.second->write("more", std::move(handles));
            }
            pair.second->close();
            spin(10);
        });
        std::vector<OwnedHandle> surplus;
        for (int k = 0; k < 3; ++k)
            surplus.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        pair.second->write("first", std::move(surplus));
        spin(30);
    }
    print({ { QStringLiteral("rounds"), Rounds }, { QStringLiteral("wrong"), wrong } });
    return 0;
}

} // namespace Victim
