// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how Server reacts to the turns of its engine, which is scripted.

#include "device/server_p.h"
#include "testsupport/testsupport.h"

#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

#include <stdexcept>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

PeerCredentials credentials(std::optional<qint64> process, std::optional<quint32> user)
{
    PeerCredentials peer;
    peer.setProcessId(process);
    peer.setUserId(user);
    peer.setGroupId(100);
    return peer;
}

class ScriptedAcceptEngine final : public AcceptEngine
{
public:
    explicit ScriptedAcceptEngine(AcceptObserver &observer) : m_observer(observer) { }
    void arrive(int count, const Error &error = {})
    {
        AcceptTurn turn;
        turn.handles.resize(size_t(count));
        turn.error = error;
        m_observer.acceptTurn(std::move(turn));
    }
    void setRoom(int connections) override { room = connections; }
    bool wait(QDeadlineTimer) override { return false; }
    void leaveThread() override { }
    void joinThread() override { }
    qintptr handle() const override { return 7; }

    int room = 0;

private:
    AcceptObserver &m_observer;
};

class ScriptedServerPrivate final : public ServerPrivate
{
public:
    Error admit(qintptr, std::optional<PeerCredentials> &) const override { return refusal; }
    void releaseName() override { }
    PeerCredentials credentialsOf(qintptr) const override { return peer; }

    Error refusal;
    PeerCredentials peer = credentials(4711, 1000);
};

class ScriptedServer final : public Server
{
public:
    ScriptedServer() : Server(std::make_unique<ScriptedServerPrivate>(), nullptr) { listen(); }
    void listen() { inside().start(std::make_unique<ScriptedAcceptEngine>(inside())); }
    ScriptedServerPrivate &inside() { return static_cast<ScriptedServerPrivate &>(*priv()); }
    ScriptedAcceptEngine &engine() { return static_cast<ScriptedAcceptEngine &>(*inside().engine); }
    Device *nextPendingDevice() override { return nullptr; }
};

const Error denied(Error::AccessDenied, 0, QStringLiteral("accept a connection on"), QStringLiteral("name"),
                   QStringLiteral("of another user"));
const Error shortage(Error::ResourceExhausted, 24, QStringLiteral("accept a connection on"));

} // namespace

class tst_ScriptedServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedClients_areReportedOnceInASecond();
    void shortages_areReportedOnceInASecond();
    void close_dropsHeldBackErrors();
    void slotMovesTheServer_restIsEmittedInTheNewThread();
    void slotMovesTheServer_heldBackErrorsAreEmittedInTheNewThread();
    void slotClosesTheServer();
    void slotDeletesTheServer();
    void nestedLoop_emitsEachConnectionOnce();
    void accessRefuses_refusedIsEmittedForEach();
    void filter_acceptsAndRefuses();
    void filter_decidesBeforeTheHandler();
    void filterOfUnknownPeers_isNotAsked();
    void filterOfKnownSecurityId_isAsked();
    void filterThrows_peerIsRefused_data();
    void filterThrows_peerIsRefused();
    void filterClosesTheServer();
    void filterClosesAndListensAnew();
    void filterDeletesTheServer();
    void filterMovesTheServer();
    void filterSetsAnotherFilter();
    void filterRunsANestedLoop();
    void slotOfRefusedDeletesTheServer();
    void slotOfRefusedMovesTheServer();
};

void tst_ScriptedServer::refusedClients_areReportedOnceInASecond()
{
    ScriptedServer server;
    server.inside().refusal = denied;
    QSignalSpy errors(&server, &Server::errorOccurred);
    QSignalSpy connections(&server, &Server::newConnection);
    for (int i = 0; i < 1000; ++i)
        server.engine().arrive(10);
    QCOMPARE(errors.count(), 1);
    QCOMPARE(errors[0][0].value<Error>(), denied);
    QCOMPARE(server.error(), denied);
    QVERIFY(spinUntil([&] { return errors.count() == 2; }));
    const auto second = errors[1][0].value<Error>();
    QCOMPARE(second.code(), Error::AccessDenied);
    QCOMPARE(second.reason(), QStringLiteral("of another user (and 9998 more in the last second)"));
    QCOMPARE(server.error(), second);
    server.inside().refusal = Error();
    server.engine().arrive(1); // an accepted client
    QCOMPARE(connections.count(), 1);
}

void tst_ScriptedServer::shortages_areReportedOnceInASecond()
{
    ScriptedServer server;
    QSignalSpy errors(&server, &Server::errorOccurred);
    for (int i = 0; i < 100; ++i)
        server.engine().arrive(0, shortage);
    server.inside().refusal = denied; // another kind of error
    server.engine().arrive(1);
    QCOMPARE(errors.count(), 2);
    QVERIFY(spinUntil([&] { return errors.count() == 3; }));
    QCOMPARE(errors[2][0].value<Error>().code(), Error::ResourceExhausted);
}

void tst_ScriptedServer::close_dropsHeldBackErrors()
{
    ScriptedServer server;
    server.inside().refusal = denied;
    QSignalSpy errors(&server, &Server::errorOccurred);
    server.engine().arrive(10);
    server.close();
    server.listen();
    server.engine().arrive(1);
    QCOMPARE(errors.count(), 2);
    QCOMPARE(errors[1][0].value<Error>(), denied);
}

void tst_ScriptedServer::slotMovesTheServer_restIsEmittedInTheNewThread()
{
    auto *const server = new ScriptedServer;
    Worker thread;
    int here = 0;
    std::atomic<int> there { 0 };
    std::atomic<bool> hasError { false };
    connect(
        server, &Server::newConnection, server,
        [&] {
            (void)server->takePendingHandle();
            if (QThread::currentThread() == &thread)
                ++there;
            else if (++here == 2)
                server->moveToThread(&thread);
        },
        Qt::DirectConnection);
    connect(
        server, &Server::errorOccurred, server, [&] { hasError = QThread::currentThread() == &thread; },
        Qt::DirectConnection);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    server->engine().arrive(5, shortage);
    QCOMPARE(here, 2);
    thread.start();
    QVERIFY(spinUntil([&] { return hasError.load(); }));
    QCOMPARE(there.load(), 3);
    thread.quit();
    QVERIFY(thread.join());
}

void tst_ScriptedServer::slotMovesTheServer_heldBackErrorsAreEmittedInTheNewThread()
{
    auto *const server = new ScriptedServer;
    Worker thread;
    int here = 0;
    std::atomic<int> there { 0 };
    connect(
        server, &Server::newConnection, server, [&] { server->moveToThread(&thread); }, Qt::DirectConnection);
    connect(
        server, &Server::errorOccurred, server,
        [&] {
            if (QThread::currentThread() == &thread)
                ++there;
            else
                ++here;
        },
        Qt::DirectConnection);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    server->engine().arrive(0, shortage);
    QCOMPARE(here, 1);
    server->engine().arrive(1, shortage); // the second error within one second
    QCOMPARE(here, 1);
    thread.start();
    QVERIFY(spinUntil([&] { return there == 1; }));
    QCOMPARE(here, 1);
    thread.quit();
    QVERIFY(thread.join());
}

void tst_ScriptedServer::slotClosesTheServer()
{
    ScriptedServer server;
    int told = 0;
    connect(&server, &Server::newConnection, this, [&] {
        ++told;
        server.close();
    });
    server.engine().arrive(3, shortage);
    QCOMPARE(told, 1);
    QVERIFY(!server.hasPendingConnections());
    QVERIFY(!server.error());
}

void tst_ScriptedServer::slotDeletesTheServer()
{
    auto *const server = new ScriptedServer;
    int told = 0;
    connect(server, &Server::newConnection, this, [&] {
        ++told;
        delete server;
    });
    server->engine().arrive(3, shortage);
    QCOMPARE(told, 1);
}

void tst_ScriptedServer::nestedLoop_emitsEachConnectionOnce()
{
    ScriptedServer server;
    int told = 0;
    connect(&server, &Server::newConnection, this, [&] {
        QVERIFY(server.hasPendingConnections());
        (void)server.takePendingHandle();
        if (++told == 2)
            server.engine().arrive(2);
    });
    server.engine().arrive(3);
    QCOMPARE(told, 5);
    QCOMPARE(server.engine().room, server.maxPendingConnections());
}

void tst_ScriptedServer::accessRefuses_refusedIsEmittedForEach()
{
    ScriptedServer server;
    server.inside().refusal = denied;
    int refused = 0;
    connect(&server, &Server::refused, this, [&](const PeerCredentials &peer, const Error &reason) {
        ++refused;
        QCOMPARE(peer.processId(), std::optional<qint64>(4711));
        QCOMPARE(reason, denied);
    });
    // The filter is not called for these peers.
    server.setConnectionFilter([](const PeerCredentials &) { return true; });
    for (int i = 0; i < 100; ++i)
        server.engine().arrive(10);
    QCOMPARE(refused, 1000);
    QVERIFY(!server.hasPendingConnections());
}

void tst_ScriptedServer::filter_acceptsAndRefuses()
{
    ScriptedServer server;
    QSignalSpy connections(&server, &Server::newConnection);
    QSignalSpy errors(&server, &Server::errorOccurred);
    std::vector<Error> refused;
    int asked = 0;
    connect(&server, &Server::refused, this,
            [&](const PeerCredentials &, const Error &reason) { refused.push_back(reason); });
    server.setConnectionFilter([&](const PeerCredentials &peer) { return ++asked % 2 == 0 && peer.userId() == 1000u; });
    server.engine().arrive(4);
    QCOMPARE(asked, 4);
    QCOMPARE(connections.count(), 2);
    QCOMPARE(refused.size(), size_t(2));
    QCOMPARE(refused[0].code(), Error::AccessDenied);
    QCOMPARE(refused[0].message(), QStringLiteral("admit a peer: the connection filter refused the peer"));
    QCOMPARE(errors.count(), 0);
    QVERIFY(!server.error());
    QCOMPARE(server.engine().room, server.maxPendingConnections() - 2); // refused connections take no room
    server.setConnectionFilter({});
    server.engine().arrive(3);
    QCOMPARE(asked, 4);
    QCOMPARE(connections.count(), 5);
}

void tst_ScriptedServer::filter_decidesBeforeTheHandler()
{
    ScriptedServer server;
    int handled = 0;
    server.setConnectionHandler([&](const OwnedHandle &, const PeerCredentials &) { ++handled; });
    server.setConnectionFilter([&](const PeerCredentials &) { return handled == 0; });
    server.engine().arrive(3);
    QCOMPARE(handled, 1);
}

void tst_ScriptedServer::filterOfUnknownPeers_isNotAsked()
{
    ScriptedServer server;
    server.inside().peer = credentials(4711, {}); // a process ID is not proof of identity
    QSignalSpy refused(&server, &Server::refused);
    QSignalSpy errors(&server, &Server::errorOccurred);
    int asked = 0;
    server.setConnectionFilter([&](const PeerCredentials &) { return ++asked > 0; });
    server.engine().arrive(3);
    QCOMPARE(asked, 0);
    QVERIFY(!server.hasPendingConnections());
    QCOMPARE(refused.count(), 3);
    QCOMPARE(errors.count(), 1); // such a refusal is an error: nobody decided it
    QCOMPARE(server.error().code(), Error::AccessDenied);
}

void tst_ScriptedServer::filterOfKnownSecurityId_isAsked()
{
    ScriptedServer server;
    server.inside().peer = PeerCredentials();
    server.inside().peer.setSecurityId(QStringLiteral("S-1-5-18"));
    server.setConnectionFilter([&](const PeerCredentials &peer) { return peer.securityId()->endsWith(u'8'); });
    server.engine().arrive(1);
    QVERIFY(server.hasPendingConnections());
}

void tst_ScriptedServer::filterThrows_peerIsRefused_data()
{
    QTest::addColumn<bool>("isStandard");
    QTest::addColumn<QString>("message");
    QTest::newRow("std::exception") << true
                                    << QStringLiteral(
                                           "admit a peer: the connection filter threw an exception: no such user");
    QTest::newRow("anything") << false << QStringLiteral("admit a peer: the connection filter threw an exception");
}

void tst_ScriptedServer::filterThrows_peerIsRefused()
{
    QFETCH(const bool, isStandard);
    QFETCH(const QString, message);
    ScriptedServer server;
    QSignalSpy refused(&server, &Server::refused);
    int asked = 0;
    server.setConnectionFilter([&](const PeerCredentials &) {
        if (++asked == 2)
            return true;
        if (isStandard)
            throw std::runtime_error("no such user");
        throw asked;
    });
    server.engine().arrive(3);
    QCOMPARE(asked, 3);
    QCOMPARE(refused.count(), 2);
    QCOMPARE(server.inside().pending.size(), size_t(1));
    QCOMPARE(server.error().message(), message);
}

void tst_ScriptedServer::filterClosesTheServer()
{
    for (const bool verdict : { false, true }) {
        ScriptedServer server;
        QSignalSpy connections(&server, &Server::newConnection);
        QSignalSpy refused(&server, &Server::refused);
        int asked = 0;
        server.setConnectionFilter([&](const PeerCredentials &) {
            ++asked;
            server.close();
            return verdict;
        });
        server.engine().arrive(3, shortage);
        QCOMPARE(asked, 1);
        QVERIFY(!server.isListening());
        QVERIFY(!server.hasPendingConnections());
        QCOMPARE(connections.count() + refused.count(), 0);
    }
}

void tst_ScriptedServer::filterClosesAndListensAnew()
{
    ScriptedServer server;
    bool isFirst = true;
    server.setConnectionFilter([&](const PeerCredentials &) {
        if (std::exchange(isFirst, false)) {
            server.close();
            server.listen();
        }
        return true;
    });
    server.engine().arrive(3);
    QVERIFY(!server.hasPendingConnections()); // the pending ones belonged to the closed listener
    server.engine().arrive(1);
    QVERIFY(server.hasPendingConnections());
}

void tst_ScriptedServer::filterDeletesTheServer()
{
    for (const bool verdict : { false, true }) {
        auto *const server = new ScriptedServer;
        int asked = 0;
        server->setConnectionFilter([&, server](const PeerCredentials &) {
            ++asked;
            delete server;
            return verdict;
        });
        server->engine().arrive(3, shortage);
        QCOMPARE(asked, 1);
    }
}

void tst_ScriptedServer::filterMovesTheServer()
{
    auto *const server = new ScriptedServer;
    Worker thread;
    int here = 0;
    std::atomic<int> there { 0 };
    server->setConnectionFilter([&, server](const PeerCredentials &) {
        if (QThread::currentThread() == &thread)
            ++there;
        else if (++here == 2)
            server->moveToThread(&thread);
        return true;
    });
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    server->engine().arrive(5);
    QCOMPARE(here, 2);
    thread.start();
    QVERIFY(spinUntil([&] { return there == 3; }));
    thread.quit();
    QVERIFY(thread.join());
}

void tst_ScriptedServer::filterSetsAnotherFilter()
{
    ScriptedServer server;
    int first = 0;
    int second = 0;
    server.setConnectionFilter([&](const PeerCredentials &) {
        server.setConnectionFilter([&](const PeerCredentials &) { return ++second > 0; });
        return ++first > 0;
    });
    server.engine().arrive(3);
    QCOMPARE(first, 1);
    QCOMPARE(second, 2);
    QCOMPARE(server.inside().pending.size(), size_t(3));
}

void tst_ScriptedServer::filterRunsANestedLoop()
{
    ScriptedServer server;
    int asked = 0;
    server.setConnectionFilter([&](const PeerCredentials &) {
        if (++asked == 2)
            server.engine().arrive(2);
        return true;
    });
    server.engine().arrive(3);
    QCOMPARE(asked, 5);
    QCOMPARE(server.inside().pending.size(), size_t(5));
}

void tst_ScriptedServer::slotOfRefusedDeletesTheServer()
{
    auto *const server = new ScriptedServer;
    server->inside().refusal = denied;
    int told = 0;
    connect(server, &Server::refused, this, [&] {
        ++told;
        delete server;
    });
    server->engine().arrive(3, shortage);
    QCOMPARE(told, 1);
}

void tst_ScriptedServer::slotOfRefusedMovesTheServer()
{
    auto *const server = new ScriptedServer;
    server->inside().refusal = denied;
    Worker thread;
    int here = 0;
    std::atomic<int> there { 0 };
    connect(
        server, &Server::refused, server,
        [&] {
            if (QThread::currentThread() == &thread)
                ++there;
            else if (++here == 2)
                server->moveToThread(&thread);
        },
        Qt::DirectConnection);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    server->engine().arrive(5);
    QCOMPARE(here, 2);
    thread.start();
    QVERIFY(spinUntil([&] { return there == 3; }));
    thread.quit();
    QVERIFY(thread.join());
}

QTEST_GUILESS_MAIN(tst_ScriptedServer)
#include "tst_scriptedserver.moc"
