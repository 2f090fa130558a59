// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests Pump between sockets, which have half-close on Unix.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/Pump>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_PumpUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proxy_passesTheEndOfEachDirection();

private:
    const PrivateRuntimeDirectory m_runtime;
};

// The proxy example of the header, with directions that end alone.
void tst_PumpUnix::proxy_passesTheEndOfEachDirection()
{
    LocalServer front;
    LocalServer back;
    QVERIFY(front.listen(uniqueName()) && back.listen(uniqueName()));
    connect(&front, &LocalServer::newConnection, this, [&] {
        LocalSocket *const client = front.nextPendingConnection();
        auto *const server = new LocalSocket(client);
        server->connectToServer(back.serverName());
        new Pump(client, server, client);
        auto *const answers = new Pump(server, client, client);
        connect(answers, &Pump::finished, client, &QIODevice::close);
    });
    // Answers when the whole question has arrived.
    connect(&back, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = back.nextPendingConnection();
        auto question = std::make_shared<QByteArray>();
        connect(socket, &QIODevice::readyRead, socket, [=] { *question += socket->readAll(); });
        connect(socket, &QIODevice::readChannelFinished, socket, [=] {
            *question += socket->readAll();
            socket->write(*question + *question);
            socket->close();
        });
    });
    LocalSocket socket;
    socket.connectToServer(front.serverName());
    QByteArray answer;
    connect(&socket, &QIODevice::readyRead, this, [&] { answer += socket.readAll(); });
    const QByteArray question = pattern(1'000'000);
    QVERIFY(socket.write(question) > 0);
    socket.closeWriteChannel();
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QVERIFY(answer == question + question);
}

QTEST_GUILESS_MAIN(tst_PumpUnix)
#include "tst_pump_unix.moc"
