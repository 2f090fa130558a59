// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// After fork() without exec(), servers, names and watchers belong to the process that made them.

#include "testsupport/testsupport.h"
#include "testsupport/unix/devicekinds.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/packetsockets.h"

#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixServer>

#include <signal.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ForkedWatchers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverDestroyedInAChild_keepsWorking_data();
    void serverDestroyedInAChild_keepsWorking();
    void inheritedServer_acceptsNothing();
    void pendingConnections_stayWithTheParent();
    void childForEachConnection();
    void serverClosedInTheChild_canListenAgain();
    void boundDatagramSocket_keepsItsName();
    void fifoClosedInAChild_isNotRemoved();
    void signalWatcherDestroyedInAChild_keepsWorking();
    void inheritedSignalWatcher_canWatchAgain();
    void watchersOfOneSignalInAChild_areIndependent();
    void processWatcher_staysWithTheParent();

private:
    PrivateRuntimeDirectory m_runtime;
};

namespace {

template <typename Class>
std::unique_ptr<Server> listening(const QString &path)
{
    auto server = std::make_unique<Class>();
    if (!server->listen(UnixAddress::fromPath(path)))
        return nullptr;
    return server;
}

template <typename Socket>
bool canConnect(const UnixAddress &address)
{
    Socket socket;
    socket.connectToServer(address);
    return socket.waitForConnected(5000);
}

} // namespace

void tst_ForkedWatchers::serverDestroyedInAChild_keepsWorking_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("few") << 1;
    QTest::newRow("many") << 9;
}

void tst_ForkedWatchers::serverDestroyedInAChild_keepsWorking()
{
    REQUIRE_PACKET_SOCKETS();
    QFETCH(int, count);
    std::vector<std::unique_ptr<Server>> servers;
    std::vector<UnixAddress> addresses;
    for (int i = 0; i < 2 * count; ++i) {
        const QString path = QDir(m_runtime.path()).filePath(uniqueName());
        addresses.push_back(UnixAddress::fromPath(path));
        servers.push_back(i % 2 ? listening<UnixServer>(path) : listening<UnixSeqPacketServer>(path));
        QVERIFY(servers.back());
    }
    const int status = runForked([&](ChildChecks &checks) {
        for (const auto &server : servers)
            CHILD_CHECK(checks, server->isListening());
        servers.clear();
        QCoreApplication::processEvents();
    });
    QCOMPARE(status, 0);
    for (size_t i = 0; i < servers.size(); ++i) {
        QVERIFY(QFile::exists(addresses[i].toString()));
        QVERIFY(i % 2 ? canConnect<UnixSocket>(addresses[i]) : canConnect<UnixSeqPacketSocket>(addresses[i]));
        QVERIFY(spinUntil([&] { return servers[i]->hasPendingConnections(); }, 5000));
    }
}

void tst_ForkedWatchers::inheritedServer_acceptsNothing()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    LocalSocket client;
    client.connectToServer(server.serverName());
    QVERIFY(client.waitForConnected(5000)); // in the backlog
    const int status = runForked([&](ChildChecks &checks) {
        bool heard = false;
        QObject::connect(&server, &LocalServer::newConnection, &server, [&] { heard = true; });
        CHILD_CHECK(checks, !server.waitForNewConnection(1000) && saysForked(server.error()));
        server.pauseAccepting();
        server.resumeAccepting();
        QTest::qWait(300);
        CHILD_CHECK(checks, !heard && !server.hasPendingConnections());
        LocalServer other;
        CHILD_CHECK(checks, !other.listen(server.serverName()) && other.error().code() == Error::NameInUse);
    });
    QCOMPARE(status, 0);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }, 5000));
}

void tst_ForkedWatchers::pendingConnections_stayWithTheParent()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    LocalSocket client;
    client.connectToServer(server.serverName());
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }, 5000));
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, !server.hasPendingConnections());
        CHILD_CHECK(checks, !server.nextPendingConnection() && saysForked(server.error()));
        server.close();
    });
    QCOMPARE(status, 0);
    LocalSocket *const accepted = server.nextPendingConnection();
    QVERIFY(accepted);
    accepted->write("x");
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 1; }, 5000));
}

// The child adopts a duplicate. Several connections come at once, and each child leaves the other
// ones to the parent.
void tst_ForkedWatchers::childForEachConnection()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    std::vector<pid_t> children;
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const accepted = server.nextPendingConnection();
        children.push_back(startForked([&](ChildChecks &checks) {
            LocalSocket own;
            CHILD_CHECK(checks, own.adopt(OwnedHandle(::dup(int(accepted->nativeHandle())))));
            CHILD_CHECK(checks, own.waitForReadyRead(5000));
            own.write(own.readAll());
            own.close();
            CHILD_CHECK(checks, Device::drainAll(5000));
        }));
        accepted->abort();
        accepted->deleteLater();
    });
    constexpr int Count = 5;
    std::vector<std::unique_ptr<LocalSocket>> clients;
    for (int i = 0; i < Count; ++i) {
        clients.push_back(std::make_unique<LocalSocket>());
        clients.back()->connectToServer(server.serverName());
        clients.back()->write("hello");
    }
    for (const auto &client : clients) {
        QVERIFY(spinUntil([&] { return client->bytesAvailable() == 5; }));
        QVERIFY(spinUntil([&] { return client->state() == Device::State::Closed; }));
        QVERIFY(!client->error());
    }
    QCOMPARE(children.size(), size_t(Count));
    for (const pid_t child : children)
        QCOMPARE(waitForForked(child), 0);
}

void tst_ForkedWatchers::serverClosedInTheChild_canListenAgain()
{
    std::vector<std::unique_ptr<LocalServer>> servers;
    for (int i = 0; i < 9; ++i) {
        servers.push_back(std::make_unique<LocalServer>());
        QVERIFY(servers.back()->listen(uniqueName()));
    }
    const int status = runForked([&](ChildChecks &checks) {
        for (const auto &server : servers) {
            server->close();
            CHILD_CHECK(checks, server->listen(uniqueName()));
            LocalSocket client;
            client.connectToServer(server->serverName());
            CHILD_CHECK(checks, spinUntil([&] { return server->hasPendingConnections(); }, 5000));
        }
    });
    QCOMPARE(status, 0);
    for (const auto &server : servers) {
        LocalSocket client;
        client.connectToServer(server->serverName());
        QVERIFY(spinUntil([&] { return server->hasPendingConnections(); }, 5000));
    }
}

void tst_ForkedWatchers::boundDatagramSocket_keepsItsName()
{
    const auto address = UnixAddress::fromPath(QDir(m_runtime.path()).filePath(uniqueName()));
    UnixDatagramSocket receiver;
    QVERIFY(receiver.bind(address));
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, !receiver.connectToPeer(address) && saysForked(receiver.error()));
        receiver.close();
    });
    QCOMPARE(status, 0);
    UnixDatagramSocket sender;
    QVERIFY(sender.open(QIODevice::ReadWrite));
    QVERIFY(sender.writeDatagram("x", address));
    QVERIFY(spinUntil([&] { return receiver.hasPendingMessages(); }, 5000));
}

void tst_ForkedWatchers::fifoClosedInAChild_isNotRemoved()
{
    const QString path = QDir(m_runtime.path()).filePath(uniqueName());
    QVERIFY(!Fifo::create(path));
    Fifo fifo(path);
    fifo.setRemoveOnClose(true);
    QVERIFY(fifo.open(QIODevice::ReadOnly));
    const int status = runForked([&](ChildChecks &checks) {
        fifo.close();
        CHILD_CHECK(checks, QFile::exists(path));
    });
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path));
    fifo.close();
    QVERIFY(!QFile::exists(path));
}

void tst_ForkedWatchers::signalWatcherDestroyedInAChild_keepsWorking()
{
    auto watcher = std::make_unique<SignalWatcher>(QList<int> { SIGUSR1 });
    int heard = 0;
    connect(watcher.get(), &SignalWatcher::received, this, [&] { ++heard; });
    const int status = runForked([&](ChildChecks &checks) {
        watcher.reset();
        SignalWatcher own(QList<int> { SIGUSR2 });
        bool ownHeard = false;
        QObject::connect(&own, &SignalWatcher::received, &own, [&] { ownHeard = true; });
        ::raise(SIGUSR2);
        CHILD_CHECK(checks, spinUntil([&] { return ownHeard; }, 5000));
    });
    QCOMPARE(status, 0);
    QCOMPARE(heard, 0);
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return heard == 1; }, 5000));
}

void tst_ForkedWatchers::inheritedSignalWatcher_canWatchAgain()
{
    SignalWatcher watcher(QList<int> { SIGUSR1 });
    QList<int> heard;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) { heard += info.number(); });
    const int status = runForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, watcher.watch(SIGUSR2));
        CHILD_CHECK(checks, watcher.signalNumbers() == QList<int> { SIGUSR2 });
        ::raise(SIGUSR2);
        CHILD_CHECK(checks, spinUntil([&] { return heard == QList<int> { SIGUSR2 }; }, 5000));
    });
    QCOMPARE(status, 0);
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return heard == QList<int> { SIGUSR1 }; }, 5000));
}

void tst_ForkedWatchers::watchersOfOneSignalInAChild_areIndependent()
{
    auto inherited = std::make_unique<SignalWatcher>(QList<int> { SIGUSR1 });
    const int status = runForked([&](ChildChecks &checks) {
        SignalWatcher own(QList<int> { SIGUSR1 });
        int heard = 0;
        QObject::connect(&own, &SignalWatcher::received, &own, [&] { ++heard; });
        inherited.reset();
        ::raise(SIGUSR1);
        CHILD_CHECK(checks, spinUntil([&] { return heard == 1; }, 5000));
    });
    QCOMPARE(status, 0);
}

void tst_ForkedWatchers::processWatcher_staysWithTheParent()
{
    const pid_t watched = startForked([](ChildChecks &) { ::pause(); });
    ProcessWatcher watcher(watched);
    bool heard = false;
    connect(&watcher, &ProcessWatcher::exited, this, [&] { heard = true; });
    const pid_t child = startForked([&](ChildChecks &checks) {
        CHILD_CHECK(checks, !watcher.waitForExited(1000) && saysForked(watcher.error()));
        CHILD_CHECK(checks, !watcher.send(SIGKILL));
        ProcessWatcher own(watched);
        CHILD_CHECK(checks, own.waitForExited(5000));
        QTest::qWait(300);
        CHILD_CHECK(checks, !heard && watcher.isRunning());
    });
    QVERIFY(spinUntil([&] { return heard; }));
    QCOMPARE(watcher.exit().signalNumber(), std::optional<int>(SIGKILL));
    QCOMPARE(waitForForked(child), 0);
    QVERIFY(waitForForked(watched) != -1);
}

QTEST_GUILESS_MAIN(tst_ForkedWatchers)
#include "tst_forkedwatchers.moc"
