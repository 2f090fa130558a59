// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that only the waitFor functions block their caller. The server may be missing, busy or
// hanging, and so may its clients. The conformance suite tests connected devices.

#include "testsupport/loopwatch.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <deque>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Responsiveness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blockingCall_isDetected();
    void connectWithoutServer_doesNotBlock_data();
    void connectWithoutServer_doesNotBlock();
    void busyServer_doesNotBlockClients();
    void hangingServer_doesNotBlockClients();
    void closingServer_doesNotBlockClients();
    void listenAndClose_doNotBlock();

private:
    const PrivateRuntimeDirectory m_runtime;
};

// Checks the measurement itself.
void tst_Responsiveness::blockingCall_isDetected()
{
    const auto blocks = [](unsigned long msecs) {
        return LoopWatch::heldUp([&](LoopWatch &watch) {
            watch.begin();
            watch.call("sleep", [&] { QThread::msleep(msecs); });
            watch.spinFor(30);
        });
    };
    QCOMPARE(blocks(0), QString());
    QVERIFY(!blocks(LoopWatch::Limit + 10).isEmpty());
    QVERIFY(!blocks(LoopWatch::TooMuch).isEmpty());
    // A call outside of watch.call() blocks the loop.
    QVERIFY(!LoopWatch::heldUp([](LoopWatch &watch) {
                 watch.begin();
                 QTimer::singleShot(0, qApp, [] { QThread::msleep(LoopWatch::TooMuch); });
                 watch.spinFor(LoopWatch::TooMuch + 50);
             }).isEmpty());
}

void tst_Responsiveness::connectWithoutServer_doesNotBlock_data()
{
    QTest::addColumn<LocalName>("name");
    QTest::newRow("generic") << LocalName(uniqueName());
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        QTest::newRow("namespaced") << LocalName::namespaced(uniqueName());
    QTest::newRow("path") << LocalName(localSocketTraits().namesAreFiles
                                           ? QStringLiteral("/nowhere/") + uniqueName()
                                           : QStringLiteral("\\\\.\\pipe\\") + uniqueName());
    QTest::newRow("empty") << LocalName();
    QTest::newRow("too long") << LocalName(QString(100'000, QLatin1Char('n')));
}

void tst_Responsiveness::connectWithoutServer_doesNotBlock()
{
    QFETCH(const LocalName, name);
    const QString complaint = LoopWatch::heldUp([&](LoopWatch &watch) {
        auto socket = std::make_unique<LocalSocket>();
        LocalSocket second;
        watch.begin();
        watch.call("connectToServer()", [&] { socket->connectToServer(name); });
        watch.call("write() while connecting", [&] { socket->write("early"); });
        QVERIFY(watch.spinUntil([&] { return socket->state() == Device::State::Closed; }));
        QVERIFY(socket->error());
        watch.call("connectToServer() again", [&] { socket->connectToServer(name); });
        watch.call("abort() while connecting", [&] { socket->abort(); });
        watch.call("connectToServer() once more", [&] { second.connectToServer(name); });
        watch.call("close() while connecting", [&] { second.close(); });
        watch.call("the destructor", [&] { socket.reset(); });
        watch.spinFor(30);
    });
    QCOMPARE(complaint, QString());
}

// Clients wait for a place in the backlog without blocking.
void tst_Responsiveness::busyServer_doesNotBlockClients()
{
    const QString name = uniqueName();
    Peer server({ QStringLiteral("gate"), name, QStringLiteral("1") });
    QVERIFY(server.waitForLine("READY"));
    const QString complaint = LoopWatch::heldUp([&](LoopWatch &watch) {
        std::deque<LocalSocket> clients;
        const auto connected = [&] {
            return std::count_if(clients.begin(), clients.end(),
                                 [](const LocalSocket &s) { return s.state() == Device::State::Connected; });
        };
        watch.begin();
        for (int i = 0; i < 20; ++i) {
            LocalSocket &client = clients.emplace_back();
            watch.call("connectToServer()", [&] { client.connectToServer(name); });
            watch.call("write() while connecting", [&] { client.write("early"); });
        }
        watch.spinFor(200); // nothing marks the end of this state
        QVERIFY(connected() < 20);
        for (LocalSocket &client : clients)
            watch.call("abort()", [&] { client.abort(); });
        for (int i = 0; i < 10; ++i)
            watch.call("connectToServer() again", [&] { clients[size_t(i)].connectToServer(name); });
        watch.spinFor(30);
        watch.call("the destructors", [&] { clients.clear(); });
        watch.spinFor(30);
    });
    QCOMPARE(complaint, QString());
}

void tst_Responsiveness::hangingServer_doesNotBlockClients()
{
    const QByteArray data = pattern(2 * 1024 * 1024); // exceeds every kernel buffer
    const QString complaint = LoopWatch::heldUp([&](LoopWatch &watch) {
        const QString name = uniqueName();
        Peer server({ QStringLiteral("stall"), name });
        QVERIFY(server.waitForLine("READY"));
        auto client = std::make_unique<LocalSocket>();
        watch.begin();
        watch.call("connectToServer()", [&] { client->connectToServer(name); });
        QVERIFY(watch.spinUntil([&] { return client->state() == Device::State::Connected; }));
        watch.call("write()", [&] { client->write(data); });
        watch.spinFor(50);
        QVERIFY(client->bytesToWrite() > 0);
        watch.call("close()", [&] { client->close(); });
        watch.spinFor(50);
        watch.call("the destructor", [&] { client.reset(); });
        watch.spinFor(50);
    });
    (void)Device::drainAll(10000); // the server is gone
    QCOMPARE(complaint, QString());
}

void tst_Responsiveness::closingServer_doesNotBlockClients()
{
    const QByteArray data = pattern(2 * 1024 * 1024); // exceeds every kernel buffer
    const QString complaint = LoopWatch::heldUp([&](LoopWatch &watch) {
        const QString name = uniqueName();
        Peer server({ QStringLiteral("stall"), name });
        QVERIFY(server.waitForLine("READY"));
        LocalSocket client;
        client.connectToServer(name);
        QVERIFY(client.waitForConnected(20000));
        client.write(data);
        QVERIFY(client.bytesToWrite() > 0);
        server.process.kill();
        watch.begin();
        QVERIFY(watch.spinUntil([&] { return client.state() == Device::State::Closed; }));
        watch.call("connectToServer() to the dead one", [&] { client.connectToServer(name); });
        QVERIFY(watch.spinUntil([&] { return client.state() == Device::State::Closed; }));
    });
    QCOMPARE(complaint, QString());
}

void tst_Responsiveness::listenAndClose_doNotBlock()
{
    const QString complaint = LoopWatch::heldUp([](LoopWatch &watch) {
        const QString name = uniqueName();
        auto server = std::make_unique<LocalServer>();
        LocalServer other;
        std::deque<LocalSocket> clients;
        watch.begin();
        for (const bool destroy : { false, true }) {
            watch.call("listen()", [&] { QVERIFY2(server->listen(name), qPrintable(server->error().message())); });
            watch.call("listen() on what is listening", [&] { QVERIFY(!server->listen(name)); });
            watch.call("listen() on a name in use", [&] { QVERIFY(!other.listen(name)); });
            for (int i = 0; i < 12; ++i)
                clients.emplace_back().connectToServer(name);
            QVERIFY(watch.spinUntil([&] { return server->hasPendingConnections(); }));
            std::unique_ptr<LocalSocket> accepted;
            watch.call("nextPendingConnection()", [&] { accepted.reset(server->nextPendingConnection()); });
            watch.call("pauseAccepting()", [&] { server->pauseAccepting(); });
            for (int i = 0; i < 12; ++i)
                clients.emplace_back().connectToServer(name);
            watch.spinFor(30);
            watch.call("resumeAccepting()", [&] { server->resumeAccepting(); });
            accepted.reset(); // a connection may keep the name
            if (destroy)
                watch.call("the destructor with clients waiting", [&] { server.reset(); });
            else
                watch.call("close() with clients waiting", [&] { server->close(); });
            watch.spinFor(30);
            watch.call("the destructors of the clients", [&] { clients.clear(); });
        }
    });
    QCOMPARE(complaint, QString());
}

QTEST_GUILESS_MAIN(tst_Responsiveness)
#include "tst_responsiveness.moc"
