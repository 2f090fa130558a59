// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// What a Server makes of the turns of its engine, which is a scripted one.

#include "device/server_p.h"
#include "testsupport/testsupport.h"

#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

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
    Error admit(qintptr) const override { return refusal; }
    void releaseName() override { }
    PeerCredentials credentialsOf(qintptr) const override { return {}; }

    Error refusal;
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
    void closing_dropsWhatIsHeldBack();
    void slotMovesTheServer_theRestIsToldThere();
    void slotMovesTheServer_heldBackErrorsAreToldThere();
    void slotClosesTheServer();
    void slotDeletesTheServer();
    void nestedLoop_tellsEachOnce();
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
    server.engine().arrive(1); // an honest one
    QCOMPARE(connections.count(), 1);
}

void tst_ScriptedServer::shortages_areReportedOnceInASecond()
{
    ScriptedServer server;
    QSignalSpy errors(&server, &Server::errorOccurred);
    for (int i = 0; i < 100; ++i)
        server.engine().arrive(0, shortage);
    server.inside().refusal = denied; // another kind
    server.engine().arrive(1);
    QCOMPARE(errors.count(), 2);
    QVERIFY(spinUntil([&] { return errors.count() == 3; }));
    QCOMPARE(errors[2][0].value<Error>().code(), Error::ResourceExhausted);
}

void tst_ScriptedServer::closing_dropsWhatIsHeldBack()
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

void tst_ScriptedServer::slotMovesTheServer_theRestIsToldThere()
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

void tst_ScriptedServer::slotMovesTheServer_heldBackErrorsAreToldThere()
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
    server->engine().arrive(1, shortage); // the second one in this second
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

void tst_ScriptedServer::nestedLoop_tellsEachOnce()
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

QTEST_GUILESS_MAIN(tst_ScriptedServer)
#include "tst_scriptedserver.moc"
