// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "control.h"
#include "messagepeer.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>

#include <QtCore/qcoreapplication.h>

using namespace QtInterprocess;

namespace messagepeer {

static UnixAddress addressOf(const Task &task)
{
    return UnixAddress::fromPath(QString::fromStdString(task.path));
}

static int serveDatagrams(const Task &task)
{
    UnixDatagramSocket socket;
    qint64 got = 0;
    QObject::connect(&socket, &UnixDatagramSocket::readyRead, &socket, [&] {
        while (socket.hasPendingDatagrams()) {
            const UnixDatagram datagram = socket.receiveDatagram();
            if (++got == task.total) {
                got = 0;
                socket.writeDatagram("k", datagram.sender());
            }
        }
    });
    if (!socket.bind(addressOf(task)))
        control::fail("bind");
    control::ready();
    return QCoreApplication::exec();
}

static void takePackets(UnixSeqPacketSocket *socket, const Task &task)
{
    if (task.kind == Kind::Handles)
        socket->setMaximumPendingHandles(256);
    QObject::connect(socket, &UnixSeqPacketSocket::readyRead, socket, [socket, &task, got = qint64(0)]() mutable {
        while (socket->hasPendingMessages()) {
            const QByteArray message = socket->readMessage();
            if (task.kind == Kind::Handles && socket->takeHandles().empty())
                control::fail("no handle");
            if (++got == task.total) {
                got = 0;
                socket->writeMessage("k");
            }
        }
    });
}

static int servePackets(const Task &task)
{
    UnixSeqPacketServer server;
    QObject::connect(&server, &UnixSeqPacketServer::newConnection, &server, [&] {
        while (UnixSeqPacketSocket *socket = server.nextPendingConnection())
            takePackets(socket, task);
    });
    if (!server.listen(addressOf(task)))
        control::fail("listen");
    control::ready();
    return QCoreApplication::exec();
}

int serve(const Task &task)
{
    int argc = 1;
    char name[] = "ipcbench";
    char *argv[] = { name, nullptr };
    const QCoreApplication app(argc, argv);
    return task.kind == Kind::Datagrams ? serveDatagrams(task) : servePackets(task);
}

} // namespace messagepeer
