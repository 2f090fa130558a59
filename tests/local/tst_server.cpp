// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how Server accepts connections: its queue, its waits and the actions of its slots.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <atomic>
#include <deque>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Server : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queueIsBounded();
    void queueOfZero_isUnlimited();
    void queueIsBoundedWithoutAnEventLoop();
    void pauseAndResume();
    void pauseBeforeListening();
    void waitHonoursItsTime_data();
    void waitHonoursItsTime();
    void waitReturnsAtOnceIfThereIsOne();
    void waitForever_returnsWithTheNextClient();
    void waitWithoutListening();
    void waitDoesNotSpinWhilePaused();
    void fiveHundredClientsAtOnce_areServed();
    void slotClosesTheServer_data();
    void slotClosesTheServer();
    void slotListensAnew_data();
    void slotListensAnew();
    void slotDeletesTheServer_data();
    void slotDeletesTheServer();
    void movesToAnotherThread();
    void close_closesPendingConnections_data();
    void close_closesPendingConnections();
    void close_keepsFetchedConnections();

private:
    PrivateRuntimeDirectory m_runtime;
};

namespace {

using Clients = std::deque<LocalSocket>;

void connectAll(Clients &clients, int count, const QString &name)
{
    for (int i = 0; i < count; ++i)
        clients.emplace_back().connectToServer(name);
}

bool allConnected(const Clients &clients)
{
    return std::all_of(clients.begin(), clients.end(),
                       [](const LocalSocket &s) { return s.state() == Device::State::Connected; });
}

bool allClosed(const Clients &clients)
{
    return std::all_of(clients.begin(), clients.end(),
                       [](const LocalSocket &s) { return s.state() == Device::State::Closed; });
}

// Processes all events that are ready, without waiting for others.
void runDry()
{
    for (int i = 0; i < 50; ++i)
        QCoreApplication::processEvents();
}

} // namespace

void tst_Server::queueIsBounded()
{
    const QString name = uniqueName();
    LocalServer server;
    QCOMPARE(server.maxPendingConnections(), 30);
    server.setMaxPendingConnections(3);
    QVERIFY(server.listen(name));
    int announced = 0;
    connect(&server, &LocalServer::newConnection, this, [&] { ++announced; });
    Clients clients;
    connectAll(clients, 10, name);
    QVERIFY(spinUntil([&] { return allConnected(clients) && announced == 3; }));
    runDry();
    QCOMPARE(announced, 3); // the other connections wait in the kernel
    for (int served = 1; served <= 10; ++served) {
        QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
        QVERIFY(server.nextPendingConnection());
        const int expected = qMin(served + 3, 10);
        QVERIFY(spinUntil([&] { return announced == expected; }));
        runDry();
        QCOMPARE(announced, expected);
    }
    QVERIFY(!server.hasPendingConnections());
    QCOMPARE(server.nextPendingConnection(), nullptr);
}

void tst_Server::queueOfZero_isUnlimited()
{
    const QString name = uniqueName();
    LocalServer server;
    server.setMaxPendingConnections(0);
    QCOMPARE(server.maxPendingConnections(), 0);
    QVERIFY(server.listen(name));
    int announced = 0;
    connect(&server, &LocalServer::newConnection, this, [&] { ++announced; });
    Clients clients;
    connectAll(clients, 50, name); // more than the default limit
    QVERIFY(spinUntil([&] { return announced == 50; }));
    server.pauseAccepting();
    LocalSocket late;
    late.connectToServer(name);
    runDry();
    QCOMPARE(announced, 50);
    server.resumeAccepting();
    QVERIFY(spinUntil([&] { return announced == 51; }));
}

void tst_Server::queueIsBoundedWithoutAnEventLoop()
{
    const QString name = uniqueName();
    LocalServer server;
    server.setMaxPendingConnections(1);
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 10, name);
    std::vector<std::unique_ptr<LocalSocket>> accepted;
    for (LocalSocket &client : clients) {
        QVERIFY(client.waitForConnected(5000));
        QVERIFY(server.waitForNewConnection(5000));
        accepted.emplace_back(server.nextPendingConnection());
        QVERIFY(accepted.back());
        QVERIFY(!server.hasPendingConnections());
    }
    QVERIFY(!server.waitForNewConnection(0));
}

void tst_Server::pauseAndResume()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    server.pauseAccepting();
    int announced = 0;
    connect(&server, &LocalServer::newConnection, this, [&] { ++announced; });
    Clients clients;
    connectAll(clients, 5, name);
    QVERIFY(spinUntil([&] { return allConnected(clients); }));
    runDry();
    QCOMPARE(announced, 0);
    QVERIFY(server.isListening());
    server.resumeAccepting();
    QCOMPARE(announced, 0); // not from inside the call
    QVERIFY(spinUntil([&] { return announced == 5; }));
    server.pauseAccepting();
    QVERIFY(server.nextPendingConnection()); // the queue is still served
    connectAll(clients, 1, name);
    QVERIFY(spinUntil([&] { return allConnected(clients); }));
    runDry();
    QCOMPARE(announced, 5);
    server.resumeAccepting();
    QVERIFY(spinUntil([&] { return announced == 6; }));
}

void tst_Server::pauseBeforeListening()
{
    const QString name = uniqueName();
    LocalServer server;
    server.pauseAccepting();
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 1, name);
    QVERIFY(clients.front().waitForConnected(5000));
    QVERIFY(!server.waitForNewConnection(0));
    server.resumeAccepting();
    QVERIFY(server.waitForNewConnection(5000));
}

void tst_Server::waitHonoursItsTime_data()
{
    QTest::addColumn<int>("msecs");
    for (const int msecs : { 0, 1, 50, 333 })
        QTest::addRow("%d ms", msecs) << msecs;
}

void tst_Server::waitHonoursItsTime()
{
    QFETCH(const int, msecs);
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    bool timedOut = false;
    const qint64 cpu = processorMilliseconds();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!server.waitForNewConnection(msecs, &timedOut));
    QVERIFY2(timer.elapsed() >= msecs, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(timer.elapsed() < msecs + 1000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(processorMilliseconds() - cpu < 50 + msecs / 10);
    QVERIFY(timedOut);
    QCOMPARE(server.error().code(), Error::TimedOut);
    QCoreApplication::processEvents();
    QVERIFY(!server.error()); // the event loop has cleared the timeout
}

void tst_Server::waitReturnsAtOnceIfThereIsOne()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 1, name);
    QVERIFY(clients.front().waitForConnected(5000));
    bool timedOut = true;
    QVERIFY(server.waitForNewConnection(0, &timedOut)); // from the kernel
    QVERIFY(!timedOut);
    QVERIFY(server.hasPendingConnections());
    timedOut = true;
    QVERIFY(server.waitForNewConnection(-1, &timedOut)); // from the queue
    QVERIFY(!timedOut);
    QVERIFY(server.nextPendingConnection());
}

void tst_Server::waitForever_returnsWithTheNextClient()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Peer client({ QStringLiteral("send"), name, QStringLiteral("5") });
    bool timedOut = true;
    QVERIFY(server.waitForNewConnection(-1, &timedOut));
    QVERIFY(!timedOut);
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(accepted->waitForDisconnected(20000));
    QCOMPARE(accepted->readAll(), pattern(5));
}

void tst_Server::waitWithoutListening()
{
    LocalServer server;
    bool timedOut = true;
    QVERIFY(!server.waitForNewConnection(-1, &timedOut)); // would never return
    QVERIFY(!timedOut);
    QCOMPARE(server.nativeHandle(), qintptr(-1));
}

void tst_Server::waitDoesNotSpinWhilePaused()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    server.pauseAccepting();
    Clients clients;
    connectAll(clients, 1, name);
    QVERIFY(clients.front().waitForConnected(5000));
    const qint64 cpu = processorMilliseconds();
    bool timedOut = false;
    QVERIFY(!server.waitForNewConnection(400, &timedOut));
    QVERIFY(timedOut);
    QVERIFY2(processorMilliseconds() - cpu < 100, "it spins");
}

void tst_Server::fiveHundredClientsAtOnce_areServed()
{
    const int count = scaled(500);
    QVERIFY(allowDescriptors(4 * count));
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *socket = server.nextPendingConnection();
        connect(socket, &LocalSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
    });
    Clients clients;
    int answered = 0;
    for (int i = 0; i < count; ++i) {
        LocalSocket &client = clients.emplace_back();
        const QByteArray word = QByteArray::number(i) + '\n';
        connect(&client, &LocalSocket::readyRead, this,
                [&answered, &client, word] { answered += client.readAll() == word; });
        client.connectToServer(name);
        client.write(word);
    }
    spinUntil([&] { return answered == count; }, 60000);
    QCOMPARE(answered, count);
    QVERIFY(!server.error());
}

void tst_Server::slotClosesTheServer_data()
{
    QTest::addColumn<bool>("inEventLoop");
    QTest::newRow("event loop") << true;
    QTest::newRow("waitForNewConnection") << false;
}

void tst_Server::slotClosesTheServer()
{
    QFETCH(const bool, inEventLoop);
    const QString name = uniqueName();
    LocalServer server;
    server.pauseAccepting();
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 5, name);
    QVERIFY(spinUntil([&] { return allConnected(clients); }));
    int announced = 0;
    connect(&server, &LocalServer::newConnection, this, [&] {
        ++announced;
        server.close();
    });
    server.resumeAccepting();
    if (inEventLoop)
        QVERIFY(spinUntil([&] { return announced > 0; }));
    else
        QVERIFY(!server.waitForNewConnection(5000));
    QVERIFY(!server.isListening());
    QVERIFY(!server.hasPendingConnections());
    QVERIFY(spinUntil([&] { return allClosed(clients); }));
    QCOMPARE(announced, 1);
}

void tst_Server::slotListensAnew_data()
{
    // With enough repetitions the new listener gets the memory of the old one.
    QTest::addColumn<int>("times");
    for (int times = 1; times <= 8; ++times)
        QTest::addRow("%d", times) << times;
}

// The connections accepted in the same turn belong to the old name. The new name does not serve
// them.
void tst_Server::slotListensAnew()
{
    QFETCH(const int, times);
    const QString name = uniqueName();
    LocalServer server;
    server.pauseAccepting();
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 5, name);
    QVERIFY(spinUntil([&] { return allConnected(clients); }));
    int announced = 0;
    connect(&server, &LocalServer::newConnection, this, [&] {
        if (++announced > 1)
            return;
        for (int i = 0; i < times; ++i) {
            server.close();
            QVERIFY(server.listen(name + QStringLiteral("-2")));
        }
    });
    server.resumeAccepting();
    QVERIFY(spinUntil([&] { return announced > 0; }));
    QVERIFY(spinUntil([&] { return allClosed(clients); }, 2000));
    QCOMPARE(announced, 1);
    QVERIFY(server.isListening());
    QVERIFY(!server.hasPendingConnections());
    connectAll(clients, 1, name + QStringLiteral("-2"));
    QVERIFY(spinUntil([&] { return announced == 2; }));
    QVERIFY(server.nextPendingConnection());
}

void tst_Server::slotDeletesTheServer_data()
{
    slotClosesTheServer_data();
}

void tst_Server::slotDeletesTheServer()
{
    QFETCH(const bool, inEventLoop);
    const QString name = uniqueName();
    auto *server = new LocalServer;
    server->pauseAccepting();
    QVERIFY(server->listen(name));
    Clients clients;
    connectAll(clients, 5, name);
    QVERIFY(spinUntil([&] { return allConnected(clients); }));
    int announced = 0;
    connect(server, &LocalServer::newConnection, this, [&] {
        ++announced;
        delete std::exchange(server, nullptr);
    });
    server->resumeAccepting();
    if (inEventLoop)
        QVERIFY(spinUntil([&] { return !server; }));
    else
        QVERIFY(!server->waitForNewConnection(5000));
    QCOMPARE(server, nullptr);
    QVERIFY(spinUntil([&] { return allClosed(clients); }));
    QCOMPARE(announced, 1);
    QCOMPARE(m_runtime.names(), QStringList());
}

void tst_Server::movesToAnotherThread()
{
    const QString name = uniqueName();
    auto *server = new LocalServer;
    QVERIFY(server->listen(name));
    Clients clients;
    connectAll(clients, 1, name); // one connection waits in the kernel during the move
    QVERIFY(clients.front().waitForConnected(5000));
    Worker thread;
    std::atomic<int> inThread { 0 };
    connect(server, &LocalServer::newConnection, server, [&, server] {
        LocalSocket *socket = server->nextPendingConnection();
        inThread += QThread::currentThread() == &thread && socket->thread() == &thread;
        socket->write("moved");
    });
    server->moveToThread(&thread);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    thread.start();
    connectAll(clients, 1, name); // one connection comes after the move
    for (LocalSocket &client : clients) {
        QVERIFY(spinUntil([&] { return client.bytesAvailable() == 5; }));
        QCOMPARE(client.readAll(), QByteArray("moved"));
    }
    QCOMPARE(inThread.load(), 2);
    thread.quit();
    QVERIFY(thread.join());
    // The sockets are children of the server, which is destroyed.
    QVERIFY(spinUntil([&] { return allClosed(clients); }));
}

void tst_Server::close_closesPendingConnections_data()
{
    QTest::addColumn<bool>("destroy");
    QTest::newRow("close") << false;
    QTest::newRow("destroy") << true;
}

void tst_Server::close_closesPendingConnections()
{
    QFETCH(const bool, destroy);
    const QString name = uniqueName();
    auto server = std::make_unique<LocalServer>();
    server->setMaxPendingConnections(2);
    QVERIFY(server->listen(name));
    Clients clients;
    connectAll(clients, 4, name); // two in the queue, two in the kernel
    QVERIFY(spinUntil([&] { return allConnected(clients) && server->hasPendingConnections(); }));
    runDry();
    QVERIFY(allConnected(clients));
    if (destroy)
        server.reset();
    else
        server->close();
    QVERIFY(spinUntil([&] { return allClosed(clients); }));
    if (server) {
        QVERIFY(!server->hasPendingConnections());
        QCOMPARE(server->nextPendingConnection(), nullptr);
    }
}

void tst_Server::close_keepsFetchedConnections()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 1, name);
    QVERIFY(server.waitForNewConnection(5000));
    LocalSocket *accepted = server.nextPendingConnection();
    QCOMPARE(accepted->parent(), &server);
    server.close();
    accepted->write("still here");
    QVERIFY(spinUntil([&] { return clients.front().bytesAvailable() == 10; }));
}

QTEST_GUILESS_MAIN(tst_Server)
#include "tst_server.moc"
