// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// NamedPipeSocket: connecting, the identity of the peer, the end of connections, and foreign
// handles.

#include "testsupport/loopwatch.h"
#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"
#include "testsupport/win/rawpipe.h"

#include <QtCore/qelapsedtimer.h>
#include <QtTest/qsignalspy.h>

#include <thread>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NamedPipeSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectsByNameHostOrPath_data();
    void connectsByNameHostOrPath();
    void missingServer_isNotFound();
    void badNames_areReportedLater_data();
    void badNames_areReportedLater();
    void notOpenMode_isRefused();
    void busyPipe_timesOut();
    void busyPipe_isWaitedFor();
    void busyPipe_isNotWaitedForBeyondTheLimit();
    void busyPipe_mayDisappearBriefly();
    void unknownMachine_doesNotBlock();
    void processesAndSessions();
    void requiredServer();
    void foreignServer();
    void foreignClient();
    void calls_doNotBlock();
};

void tst_NamedPipeSocket::connectsByNameHostOrPath_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("name") << 0;
    QTest::newRow("host and name") << 1;
    QTest::newRow("path") << 2;
}

void tst_NamedPipeSocket::connectsByNameHostOrPath()
{
    QFETCH(const int, how);
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    NamedPipeSocket socket;
    SignalLog log(socket);
    switch (how) {
    case 0: socket.connectToServer(name); break;
    case 1: socket.connectToServer(QStringLiteral("."), name); break;
    case 2: socket.connectToServer(Raw::path(name)); break;
    }
    QCOMPARE(socket.state(), Device::State::Connecting);
    QVERIFY(log.entries().isEmpty());
    QCOMPARE(socket.fullServerName(), Raw::path(name));
    socket.write("early"); // accepted at once
    QVERIFY(spinUntil([&] { return server.hasPendingConnections() && socket.state() == Device::State::Connected; }));
    NamedPipeSocket *const accepted = server.nextPendingConnection();
    QVERIFY(spinUntil([&] { return accepted->bytesAvailable() == 5; }));
    QCOMPARE(accepted->readAll(), QByteArray("early"));
    QVERIFY(!socket.isServerEnd());
    QVERIFY(accepted->isServerEnd());
    QVERIFY(socket.mode() == NamedPipeMode::Bytes);
    QCOMPARE(log.names().mid(0, 1), QStringList { QStringLiteral("connected") });
}

void tst_NamedPipeSocket::missingServer_isNotFound()
{
    const QString name = uniqueName();
    NamedPipeSocket socket;
    SignalLog log(socket);
    socket.connectToServer(name);
    QCOMPARE(socket.state(), Device::State::Connecting);
    QVERIFY(log.entries().isEmpty());
    QVERIFY(!socket.error());
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") });
    QCOMPARE(socket.error().code(), Error::NotFound);
    QCOMPARE(socket.error().nativeCode(), int(ERROR_FILE_NOT_FOUND));
    QVERIFY(socket.error().message().startsWith(QStringLiteral("connect to \"%1\": ").arg(Raw::path(name))));
}

void tst_NamedPipeSocket::badNames_areReportedLater_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("empty") << QString() << int(Error::InvalidName);
    QTest::newRow("backslash") << QStringLiteral("a\\b") << int(Error::InvalidName);
    QTest::newRow("no pipe") << QStringLiteral("\\\\.\\x") << int(Error::InvalidName);
    QTest::newRow("no host") << QStringLiteral("\\\\\\pipe\\x") << int(Error::InvalidName);
    QTest::newRow("too long") << QString(300, QLatin1Char('x')) << int(Error::NameTooLong);
}

void tst_NamedPipeSocket::badNames_areReportedLater()
{
    QFETCH(const QString, name);
    QFETCH(const int, code);
    NamedPipeSocket socket;
    QSignalSpy failed(&socket, &NamedPipeSocket::errorOccurred);
    socket.connectToServer(name);
    QCOMPARE(socket.state(), Device::State::Connecting);
    QCOMPARE(failed.count(), 0);
    QVERIFY(spinUntil([&] { return failed.count() == 1; }));
    QCOMPARE(int(socket.error().code()), code);
    QCOMPARE(socket.error().operation(), QStringLiteral("connect to"));
    QCOMPARE(socket.state(), Device::State::Closed);
}

void tst_NamedPipeSocket::notOpenMode_isRefused()
{
    NamedPipeSocket socket;
    QSignalSpy failed(&socket, &NamedPipeSocket::errorOccurred);
    socket.connectToServer(uniqueName(), QIODevice::NotOpen);
    QCOMPARE(socket.state(), Device::State::Closed);
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QVERIFY(spinUntil([&] { return failed.count() == 1; }));
}

void tst_NamedPipeSocket::busyPipe_timesOut()
{
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1);
    const OwnedHandle first = Raw::open(path);
    QVERIFY(first);
    for (const bool byWaiting : { true, false }) {
        NamedPipeSocket socket;
        socket.setConnectTimeout(200);
        QElapsedTimer timer;
        timer.start();
        socket.connectToServer(path);
        if (byWaiting)
            QVERIFY(!socket.waitForConnected(10000));
        else
            QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
        QVERIFY2(timer.elapsed() >= 200 && timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(socket.error().code(), Error::TimedOut);
        QCOMPARE(socket.error().subject(), path);
        // The timeout of the wait applies, not that of the connection.
        socket.setConnectTimeout(-1);
        socket.connectToServer(path);
        timer.restart();
        QVERIFY(!socket.waitForConnected(100));
        QVERIFY(timer.elapsed() >= 100 && timer.elapsed() < 3000);
        QCOMPARE(socket.state(), Device::State::Connecting);
    }
}

void tst_NamedPipeSocket::busyPipe_isWaitedFor()
{
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1);
    OwnedHandle first = Raw::open(path);
    NamedPipeSocket socket;
    socket.connectToServer(path);
    socket.write("at last");
    QVERIFY(!socket.waitForConnected(100));
    first.reset();
    QVERIFY(::DisconnectNamedPipe(Raw::native(server)));
    Worker next([&] { QVERIFY(Raw::accept(server)); }); // the instance is free from now on
    next.start();
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Connected; }));
    QVERIFY(next.join());
    QVERIFY(spinUntil([&] { return socket.bytesToWrite() == 0; }));
    QCOMPARE(Raw::read(server).data, QByteArray("at last"));
}

void tst_NamedPipeSocket::busyPipe_isNotWaitedForBeyondTheLimit()
{
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1);
    const OwnedHandle other = Raw::open(path);
    QVERIFY(other);
    auto socket = std::make_unique<NamedPipeSocket>();
    socket->connectToServer(path);
    QCOMPARE(socket->write("never"), qint64(5));
    Device::setLingerLimits({ 0, 0, 0 });
    socket.reset();
    const bool isDelivered = Device::drainAll(10000); // less than connecting may take
    Device::setLingerLimits({});
    QVERIFY(!isDelivered);
    QCOMPARE(Device::lingerStatus().count(), 0);
}

// When the only instance closes, the pipe is gone until the server creates another one.
void tst_NamedPipeSocket::busyPipe_mayDisappearBriefly()
{
    const QString path = Raw::path(uniqueName());
    OwnedHandle server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1);
    OwnedHandle first = Raw::open(path);
    QVERIFY(first);
    NamedPipeSocket socket;
    socket.connectToServer(path);
    QVERIFY(!socket.waitForConnected(100)); // so the pipe was busy
    first.reset();
    server.reset();
    QVERIFY(!socket.waitForConnected(100));
    QCOMPARE(socket.state(), Device::State::Connecting);
    server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1);
    QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
    server.reset();
    // A missing pipe is not waited for long.
    server = Raw::serve(path, PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1);
    first = Raw::open(path);
    NamedPipeSocket another;
    another.connectToServer(path);
    QVERIFY(!another.waitForConnected(100));
    first.reset();
    server.reset();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!another.waitForConnected(20000));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(another.error().code(), Error::NotFound);
}

void tst_NamedPipeSocket::unknownMachine_doesNotBlock()
{
    NamedPipeSocket socket;
    socket.setConnectTimeout(5000);
    QElapsedTimer timer;
    timer.start();
    socket.connectToServer(QStringLiteral("qtipc-test-no-such-host.invalid"), QStringLiteral("x"));
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(socket.state(), Device::State::Connecting);
    QCOMPARE(socket.fullServerName(), QStringLiteral("\\\\qtipc-test-no-such-host.invalid\\pipe\\x"));
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }, 60000));
    QVERIFY(socket.error());
    // No call waits for the answer.
    auto gone = std::make_unique<NamedPipeSocket>();
    gone->connectToServer(QStringLiteral("qtipc-test-no-such-host.invalid"), QStringLiteral("x"));
    timer.restart();
    gone.reset();
    QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
}

void tst_NamedPipeSocket::processesAndSessions()
{
    NamedPipeSocket fresh;
    QVERIFY(!fresh.clientProcessId() && !fresh.serverProcessId());
    QVERIFY(!fresh.clientSessionId() && !fresh.serverSessionId());
    QVERIFY(!fresh.peerCredentials().processId() && !fresh.peerCredentials().securityId());
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    DWORD session = 0;
    QVERIFY(::ProcessIdToSessionId(::GetCurrentProcessId(), &session));
    for (const NamedPipeSocket *end : { pair.client.get(), pair.accepted.get() }) {
        QCOMPARE(end->clientProcessId().value_or(-1), QCoreApplication::applicationPid());
        QCOMPARE(end->serverProcessId().value_or(-1), QCoreApplication::applicationPid());
        QCOMPARE(end->clientSessionId().value_or(~0u), quint32(session));
        QCOMPARE(end->serverSessionId().value_or(~0u), quint32(session));
        QCOMPARE(end->peerCredentials().processId().value_or(-1), QCoreApplication::applicationPid());
        QCOMPARE(end->peerCredentials().securityId().value_or(QString()), Raw::user());
        QVERIFY(!end->peerCredentials().userId());
    }
    pair.client->abort();
    QVERIFY(pair.client->serverProcessId()); // the previous server is still known
    pair.client->connectToServer(uniqueName());
    QVERIFY(!pair.client->serverProcessId());
}

void tst_NamedPipeSocket::requiredServer()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    NamedPipeSocket socket;
    QVERIFY(socket.requiredServer() == Access::Everyone);
    socket.setRequiredServer(Access::User);
    socket.connectToServer(name);
    QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.error().message()));
    socket.abort();
    socket.setRequiredServer(Access::Group); // does not exist on Windows, so no server passes
    socket.connectToServer(name);
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(socket.error().code(), Error::Unsupported);
}

void tst_NamedPipeSocket::foreignServer()
{
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::serve(path);
    const QByteArray data = pattern(1024 * 1024);
    Raw::Piece heard { 0, {} };
    Worker foreign([&] {
        if (!Raw::accept(server))
            return;
        QByteArray received;
        while (received.size() < data.size())
            received += Raw::read(server, 5000).data;
        Raw::write(server, received);
        heard = Raw::read(server);
    });
    foreign.start();
    NamedPipeSocket socket;
    QByteArray answer;
    QObject::connect(&socket, &NamedPipeSocket::readyRead, &socket, [&] { answer += socket.readAll(); });
    socket.connectToServer(path);
    socket.write(data);
    QVERIFY(spinUntil([&] { return answer.size() == data.size(); }));
    QVERIFY(answer == data);
    socket.close();
    QVERIFY(foreign.join());
    QCOMPARE(heard.error, DWORD(ERROR_BROKEN_PIPE));
    QCOMPARE(heard.data, QByteArray());
}

void tst_NamedPipeSocket::foreignClient()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name));
    const QByteArray data = pattern(1024 * 1024);
    QByteArray answer;
    Worker foreign([&] {
        const OwnedHandle client = Raw::openPatiently(Raw::path(name));
        std::thread writer([&] { Raw::write(client, data.left(1000)); });
        writer.join();
        Raw::write(client, data.mid(1000));
        while (answer.size() < data.size()) {
            const Raw::Piece piece = Raw::read(client, 5000);
            if (piece.error != ERROR_SUCCESS)
                return;
            answer += piece.data;
        }
    });
    foreign.start();
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    NamedPipeSocket *const socket = server.nextPendingConnection();
    SignalLog log(*socket);
    QObject::connect(socket, &NamedPipeSocket::readyRead, socket, [&] { socket->write(socket->readAll()); });
    QVERIFY(spinUntil([&] { return socket->state() == Device::State::Closed; }));
    QVERIFY(foreign.join());
    QVERIFY(answer == data);
    QVERIFY(!socket->error());
    QCOMPARE(log.names().mid(log.names().size() - 2),
             QStringList({ QStringLiteral("readChannelFinished"), QStringLiteral("disconnected") }));
}

// Tests the calls that are special for pipes; the conformance suite tests the rest.
void tst_NamedPipeSocket::calls_doNotBlock()
{
    const QByteArray data = pattern(2 * 1024 * 1024); // more than any kernel buffers
    const QString complaint = LoopWatch::heldUp([&](LoopWatch &watch) {
        const QString name = uniqueName();
        NamedPipeOptions options;
        options.setMaximumInstances(1);
        NamedPipeServer server;
        NamedPipeServer another;
        NamedPipeSocket nobody;
        NamedPipeSocket remote;
        NamedPipeSocket client;
        NamedPipeSocket next;
        client.setReadBufferSize(1);
        auto given = std::make_unique<NamedPipeSocket>();
        NamedPipeSocket *socket = nullptr;
        watch.begin();
        watch.call("listen()", [&] { server.listen(name, options); });
        watch.call("listen() on a name in use", [&] { another.listen(name); });
        watch.call("connecting to nobody", [&] { nobody.connectToServer(uniqueName()); });
        watch.call("connecting to a machine",
                   [&] { remote.connectToServer(QStringLiteral("qtipc-test-no-such-host.invalid"), name); });
        watch.call("connecting", [&] { client.connectToServer(name); });
        watch.spinUntil([&] { return server.hasPendingConnections() && client.state() == Device::State::Connected; });
        watch.call("nextPendingConnection()", [&] { socket = server.nextPendingConnection(); });
        watch.call("connecting to a busy pipe", [&] { next.connectToServer(name); });
        watch.call("connecting to a busy pipe", [&] { given->connectToServer(name); });
        watch.spinFor(200);
        watch.call("the destructor while connecting", [&] { given.reset(); });
        client.write("x");
        watch.spinUntil([&] { return socket->bytesAvailable() > 0; });
        watch.call("impersonate()", [&] { (void)socket->impersonate(); });
        socket->write(data);
        watch.spinFor(30);
        QVERIFY(socket->bytesToWrite() > 0);
        watch.call("disconnectWithoutFlushing()", [&] { socket->disconnectWithoutFlushing(); });
        watch.spinUntil([&] { return server.hasPendingConnections() && next.state() == Device::State::Connected; });
        watch.call("close() of the server", [&] { server.close(); });
    });
    QCOMPARE(complaint, QString());
}

QTEST_GUILESS_MAIN(tst_NamedPipeSocket)
#include "tst_namedpipesocket.moc"
