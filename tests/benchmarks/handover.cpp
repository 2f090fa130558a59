// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "handover.h"

#include "control.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedMemoryConsumer>
#include <QtInterprocess/SharedMemoryPool>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>

#include <functional>
#include <memory>

using namespace QtInterprocess;

namespace handover {

namespace {

struct Application
{
    int argc = 1;
    char name[9] = "ipcbench";
    char *argv[2] = { name, nullptr };
    QCoreApplication app { argc, argv };
};

LocalName nameOf(const Task &task)
{
    return LocalName::path(QString::fromStdString(task.path));
}

void take(LocalSocket *socket, const Task &task)
{
    auto *const channel = new MessageChannel(socket, socket);
    if (task.kind == Kind::Message) {
        QObject::connect(channel, &MessageChannel::messageReceived, channel,
                         [channel](const QByteArray &message) { channel->send(message); });
        return;
    }
    auto *const consumer = new SharedMemoryConsumer(channel, channel);
    QObject::connect(consumer, &SharedMemoryConsumer::frameReceived, consumer, [](const SharedMemoryFrame &frame) {
        if (frame.constData()[0] != frame.constData()[frame.size() - 1])
            control::fail("the frame is torn");
    });
    QObject::connect(consumer, &SharedMemoryConsumer::errorOccurred, consumer,
                     [](const Error &error) { control::fail(qPrintable(error.message())); });
}

} // namespace

int serve(const Task &task)
{
    const Application application;
    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        while (LocalSocket *socket = server.nextPendingConnection())
            take(socket, task);
    });
    if (!server.listen(nameOf(task)))
        control::fail("listen");
    control::ready();
    return QCoreApplication::exec();
}

int drive(const Task &task)
{
    const Application application;
    LocalSocket socket;
    socket.connectToServer(nameOf(task));
    if (!socket.waitForConnected())
        control::fail("connect");
    MessageChannel channel(&socket);
    std::unique_ptr<SharedMemoryPool> pool;
    if (task.kind == Kind::Handover) {
        pool = std::make_unique<SharedMemoryPool>(task.size);
        pool->addConsumer(&channel);
    }
    const QByteArray message(qsizetype(task.size), 'x');
    char mark = 0;
    const auto send = [&] {
        if (!pool)
            return channel.send(message);
        SharedMemoryBuffer buffer = pool->acquire();
        if (!buffer)
            control::fail(qPrintable(pool->error().message()));
        buffer.data()[0] = buffer.data()[task.size - 1] = ++mark;
        return pool->publish(std::move(buffer));
    };
    control::ready();
    control::Stopwatch watch;
    QEventLoop loop;
    QObject::connect(&channel, &MessageChannel::messageReceived, &loop, [&] {
        if (watch.lap())
            loop.quit();
        else
            send();
    });
    for (qint64 milliseconds = 0; control::awaitGo(&milliseconds); watch.report()) {
        watch.start(milliseconds);
        send();
        loop.exec();
    }
    return 0;
}

} // namespace handover
