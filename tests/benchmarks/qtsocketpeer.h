// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "control.h"
#include "peer.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qiodevice.h>

#include <algorithm>
#include <vector>

/*
    A peer for both families of Qt sockets, which have the same functions.

    Traits provides Server, Socket, listen() and connect().
*/
template <typename Traits>
class QtSocketPeer
{
    using Server = typename Traits::Server;
    using Socket = typename Traits::Socket;

    // The size of QIODevice's own reads.
    static constexpr qint64 EchoReadSize = 16 * 1024;
    static constexpr qint64 StreamReadSize = 64 * 1024;
    // A sender waits for bytesWritten() while bytesToWrite() is at least this size.
    static constexpr qint64 Watermark = 64 * 1024;

public:
    static int serve(const Task &task)
    {
        Application app;
        Server server;
        std::vector<char> buffer(size_t(task.kind == Kind::Echo ? EchoReadSize : StreamReadSize));
        QObject::connect(&server, &Server::newConnection, &server, [&] {
            while (Socket *socket = server.nextPendingConnection())
                take(socket, task, buffer);
        });
        if (!Traits::listen(server, task))
            control::fail("listen");
        control::ready();
        return QCoreApplication::exec();
    }

    static int drive(const Task &task)
    {
        Application app;
        switch (task.kind) {
        case Kind::Echo: return ping(task);
        case Kind::Stream: return send(task);
        case Kind::Connect: return connectAgainAndAgain(task);
        default: break;
        }
        return 1;
    }

private:
    struct Application
    {
        int argc = 1;
        char name[9] = "ipcbench";
        char *argv[2] = { name, nullptr };
        QCoreApplication app { argc, argv };
    };

    static void take(Socket *socket, const Task &task, std::vector<char> &buffer)
    {
        if (task.kind == Kind::Connect) {
            socket->close();
            socket->deleteLater();
            return;
        }
        if (task.kind == Kind::Echo) {
            QObject::connect(socket, &Socket::readyRead, socket, [socket, &buffer] {
                while (const qint64 count = read(*socket, buffer))
                    socket->write(buffer.data(), count);
            });
            return;
        }
        QObject::connect(socket, &Socket::readyRead, socket,
                         [socket, &buffer, total = task.total, got = qint64(0)]() mutable {
                             while (const qint64 count = read(*socket, buffer))
                                 got += count;
                             if (got >= total) {
                                 socket->write("k", 1);
                                 got = 0;
                             }
                         });
    }

    static qint64 read(Socket &socket, std::vector<char> &buffer)
    {
        return std::max<qint64>(socket.read(buffer.data(), qint64(buffer.size())), 0);
    }

    static void connectAndWait(Socket &socket, const Task &task)
    {
        QEventLoop loop;
        QObject::connect(&socket, &Socket::connected, &loop, &QEventLoop::quit, Qt::QueuedConnection);
        QObject::connect(&socket, &Socket::disconnected, &loop, [] { control::fail("disconnected"); });
        Traits::connect(socket, task);
        loop.exec();
        QObject::disconnect(&socket, nullptr, &loop, nullptr);
        control::ready();
    }

    static int ping(const Task &task)
    {
        Socket socket;
        connectAndWait(socket, task);
        const std::vector<char> message(size_t(task.size), 'x');
        std::vector<char> buffer(EchoReadSize);
        qint64 got = 0;
        control::Stopwatch watch;
        QEventLoop loop;
        QObject::connect(&socket, &Socket::readyRead, &loop, [&] {
            while (const qint64 count = read(socket, buffer))
                got += count;
            if (got < task.size)
                return;
            got = 0;
            if (watch.lap())
                loop.quit();
            else
                socket.write(message.data(), task.size);
        });
        for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
            watch.start(milliseconds);
            socket.write(message.data(), task.size);
            loop.exec();
        }
        return 0;
    }

    static int send(const Task &task)
    {
        Socket socket;
        connectAndWait(socket, task);
        const std::vector<char> block(size_t(task.size), 'x');
        qint64 left = 0;
        QEventLoop loop;
        const auto pump = [&] {
            while (left > 0 && socket.bytesToWrite() < Watermark)
                left -= std::max<qint64>(socket.write(block.data(), std::min(task.size, left)), 0);
        };
        QObject::connect(&socket, &Socket::bytesWritten, &loop, pump);
        QObject::connect(&socket, &Socket::readyRead, &loop, [&] {
            char byte;
            socket.read(&byte, 1);
            loop.quit();
        });
        control::Stopwatch watch;
        for (qint64 amount = 0; control::awaitGo(&amount); watch.report()) {
            left = task.total;
            watch.start(0);
            pump();
            loop.exec();
            watch.lap();
        }
        return 0;
    }

    static int connectAgainAndAgain(const Task &task)
    {
        control::ready();
        control::Stopwatch watch;
        QEventLoop loop;
        for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
            watch.start(milliseconds);
            connectOne(task, watch, loop);
            loop.exec();
        }
        return 0;
    }

    static void connectOne(const Task &task, control::Stopwatch &watch, QEventLoop &loop)
    {
        auto *const socket = new Socket;
        QObject::connect(socket, &Socket::disconnected, socket, [&, socket] {
            socket->deleteLater();
            if (watch.lap())
                loop.quit();
            else
                connectOne(task, watch, loop);
        });
        Traits::connect(*socket, task);
    }
};
