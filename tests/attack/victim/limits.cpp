// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests readers with a limit of 64 KiB, in the ways that programs read, against a flooding peer.

#include "victim.h"

#include <QtInterprocess/UnixSocket>

#include <QtCore/qdatastream.h>

#include <atomic>
#include <thread>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace QtInterprocess;

namespace Victim {

namespace {

constexpr qint64 Limit = 64 * 1024;
constexpr qint64 Enough = 1000 * 1000; // kilobytes; the limit has failed by then

void flood(int socket, const std::atomic<bool> &stop)
{
    const std::string block(65536, 'x');
    while (!stop) {
        if (::send(socket, block.data(), block.size(), MSG_NOSIGNAL | MSG_DONTWAIT) <= 0)
            usleep(200);
    }
}

void readIn(const QString &way, Device &device)
{
    const auto connectTo = [&](auto slot) { QObject::connect(&device, &Device::readyRead, &device, slot); };
    if (way == QLatin1String("canReadLine"))
        connectTo([&device] {
            while (device.canReadLine())
                device.readLine();
        });
    else if (way == QLatin1String("bytesAvailable"))
        connectTo([&device] {
            while (device.bytesAvailable() > 0 && device.bytesToWrite() < Limit)
                device.write(device.read(Limit - device.bytesToWrite()));
        });
    else if (way == QLatin1String("transaction"))
        connectTo([&device] {
            QDataStream stream(&device);
            for (bool whole = true; whole;) {
                stream.startTransaction();
                QByteArray bytes;
                stream >> bytes;
                whole = stream.commitTransaction();
            }
        });
    else if (way == QLatin1String("header"))
        connectTo([&device] {
            while (device.bytesAvailable() >= Limit + 4464)
                device.read(Limit + 4464);
        });
    else if (way == QLatin1String("log"))
        connectTo([&device] { (void)device.bytesAvailable(); });
}

} // namespace

int limits(const Arguments &arguments)
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return 1;
    UnixSocket device;
    device.setReadBufferSize(Limit);
    device.setWriteBufferSize(Limit);
    if (!device.adopt(OwnedHandle(ends[0])))
        return 1;
    std::atomic<bool> stop { false };
    std::thread peer([&] { flood(ends[1], stop); });
    readIn(arguments.value(0), device);
    QEventLoop loop;
    QTimer tick;
    QObject::connect(&tick, &QTimer::timeout, &loop, [&] {
        if (residentKilobytes() > Enough)
            loop.quit();
    });
    tick.start(20);
    QTimer::singleShot(arguments.value(1).toInt() * 1000, &loop, &QEventLoop::quit);
    loop.exec();
    print({ { QStringLiteral("held"), device.bytesAvailable() },
            { QStringLiteral("megabytes"), residentKilobytes() / 1024 } });
    stop = true;
    peer.join();
    _exit(0);
}

} // namespace Victim
