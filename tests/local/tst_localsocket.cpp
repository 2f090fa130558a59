// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests LocalSocket and LocalServer together in their basic use.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_LocalSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helloInTheEventLoop();
    void helloWithoutAnEventLoop();
    void writesBeforeConnectedArrive();
    void acceptedSocket_hasTheServersName();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_LocalSocket::helloInTheEventLoop()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.error().message()));
    QCOMPARE(server.serverName(), name);
    QCOMPARE(server.fullServerName(), LocalName(name).fullName());

    LocalSocket *accepted = nullptr;
    QByteArray received;
    connect(&server, &LocalServer::newConnection, this, [&] {
        accepted = server.nextPendingConnection();
        connect(accepted, &LocalSocket::readyRead, this, [&] {
            received += accepted->readAll();
            accepted->write("welcome\n");
        });
    });
    LocalSocket socket;
    SignalLog log(socket);
    socket.connectToServer(name);
    QCOMPARE(socket.state(), Device::State::Connecting);
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Connected; }));
    socket.write("hello\n");
    QVERIFY(spinUntil([&] { return socket.canReadLine(); }));
    QCOMPARE(received, QByteArray("hello\n"));
    QCOMPARE(socket.readLine(), QByteArray("welcome\n"));
    QCOMPARE(socket.peerCredentials().processId(), std::optional<qint64>(QCoreApplication::applicationPid()));

    accepted->close();
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(log.names(),
             QStringList({ QStringLiteral("connected"), QStringLiteral("bytesWritten"), QStringLiteral("readyRead"),
                           QStringLiteral("readChannelFinished"), QStringLiteral("disconnected") }));
}

void tst_LocalSocket::helloWithoutAnEventLoop()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(accepted);
    QVERIFY(socket.waitForConnected(5000));
    socket.write("hello\n");
    QVERIFY(socket.waitForBytesWritten(5000));
    QVERIFY(accepted->waitForReadyRead(5000));
    QCOMPARE(accepted->readAll(), QByteArray("hello\n"));
    socket.close();
    QVERIFY(accepted->waitForDisconnected(5000));
    QVERIFY(!accepted->error());
}

void tst_LocalSocket::writesBeforeConnectedArrive()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QCOMPARE(socket.write("early"), qint64(5));
    QCOMPARE(socket.bytesToWrite(), qint64(5));
    QVERIFY(socket.waitForBytesWritten(5000));
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(accepted->waitForReadyRead(5000));
    QCOMPARE(accepted->readAll(), QByteArray("early"));
}

void tst_LocalSocket::acceptedSocket_hasTheServersName()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    const QString place = server.fullServerName();
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(client.fullServerName(), place);
    QVERIFY(server.waitForNewConnection(5000));
    LocalSocket *const accepted = server.nextPendingConnection();
    QCOMPARE(accepted->serverName(), name);
    QCOMPARE(accepted->fullServerName(), place);
    accepted->close();
    client.close();
    for (LocalSocket *const socket : { accepted, &client }) {
        QVERIFY(spinUntil([&] { return socket->state() == Device::State::Closed; }));
        QCOMPARE(socket->serverName(), name);
        QCOMPARE(socket->fullServerName(), QString());
    }
    server.close();
    QCOMPARE(server.serverName(), QString());
    QCOMPARE(server.fullServerName(), QString());
}

QTEST_GUILESS_MAIN(tst_LocalSocket)
#include "tst_localsocket.moc"
