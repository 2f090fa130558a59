// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Impersonating the client of a pipe, and above all reverting.

#include "os/win/call.h"
#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"
#include "testsupport/win/rawpipe.h"

#include <optional>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NamedPipeImpersonation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void lastsAsLongAsTheGuard();
    void guards_canBeMoved();
    void nestedImpersonation_isRefused();
    void clientEnd_cannotImpersonate();
    void dynamicallyTrackedClient_mustWriteFirst();
    void clientOfThisLibrary_needNotWrite();
    void levelOfTheClient_data();
    void levelOfTheClient();
    void othersAreAccepted_duringImpersonation();
    void failedRevert_closesTheConnection();
    void revertInAnotherThread_closesTheConnection();
    void guard_outlivesItsSocket();
};

// Returns the level of the token that this thread acts with; empty if the thread acts for the
// process.
static std::optional<SECURITY_IMPERSONATION_LEVEL> levelOfThread()
{
    HANDLE token = nullptr;
    if (!::OpenThreadToken(::GetCurrentThread(), TOKEN_QUERY, TRUE, &token))
        return std::nullopt;
    const OwnedHandle owned = Raw::own(token);
    SECURITY_IMPERSONATION_LEVEL level = SecurityAnonymous;
    DWORD size = 0;
    ::GetTokenInformation(token, TokenImpersonationLevel, &level, sizeof level, &size);
    return level;
}

// Sends a message from the client, and tells whether the server has read it.
static bool isIntroduced(NamedPipePair &pair)
{
    if (!pair.isConnected())
        return false;
    pair.client->write("it is me");
    return pair.client->waitForBytesWritten(5000) && pair.accepted->waitForReadyRead(5000);
}

void tst_NamedPipeImpersonation::cleanup()
{
    os::FaultPoint::disarmAll();
    ::RevertToSelf(); // so that a failed test does not affect the next one
}

void tst_NamedPipeImpersonation::lastsAsLongAsTheGuard()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    QVERIFY(!levelOfThread());
    {
        const NamedPipeImpersonation client = pair.accepted->impersonate();
        QVERIFY2(client, qPrintable(client.error().message()));
        QVERIFY(client.isActive());
        QVERIFY(!client.error());
        QVERIFY(levelOfThread());
    }
    QVERIFY(!levelOfThread());
    NamedPipeImpersonation client = pair.accepted->impersonate();
    QVERIFY(levelOfThread());
    QVERIFY(client.revert());
    QVERIFY(!levelOfThread());
    QVERIFY(!client.isActive());
    QVERIFY(client.revert()); // has no effect
    QCOMPARE(pair.accepted->state(), Device::State::Connected);
    QCOMPARE(pair.accepted->readAll(), QByteArray("it is me"));
}

void tst_NamedPipeImpersonation::guards_canBeMoved()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    NamedPipeImpersonation outer;
    QVERIFY(!outer);
    {
        NamedPipeImpersonation inner = pair.accepted->impersonate();
        outer = std::move(inner);
        QVERIFY(!inner.isActive()); // NOLINT(bugprone-use-after-move)
    }
    QVERIFY(outer.isActive());
    QVERIFY(levelOfThread());
    outer = NamedPipeImpersonation();
    QVERIFY(!levelOfThread());
}

void tst_NamedPipeImpersonation::nestedImpersonation_isRefused()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    const NamedPipeImpersonation client = pair.accepted->impersonate();
    QVERIFY(client);
    {
        const NamedPipeImpersonation again = pair.accepted->impersonate();
        QVERIFY(!again);
        QCOMPARE(again.error().code(), Error::InvalidOperation);
    }
    QVERIFY(levelOfThread()); // the end of the second guard has not ended the first one
}

void tst_NamedPipeImpersonation::clientEnd_cannotImpersonate()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    const NamedPipeImpersonation ofServer = pair.client->impersonate();
    QVERIFY(!ofServer);
    QCOMPARE(ofServer.error().code(), Error::InvalidOperation);
    QCOMPARE(ofServer.error().operation(), QStringLiteral("impersonate the client of"));
    NamedPipeSocket closed;
    QCOMPARE(closed.impersonate().error().code(), Error::InvalidOperation);
    QVERIFY(!levelOfThread());
}

// With dynamic tracking, each write tells the system for whom the client acts.
void tst_NamedPipeImpersonation::dynamicallyTrackedClient_mustWriteFirst()
{
    if (isWine())
        QSKIP("Wine lets a server impersonate a client that has sent nothing");
    NamedPipeServer server;
    QVERIFY(server.listen(uniqueName()));
    const OwnedHandle followed = Raw::open(server.fullServerName(), GENERIC_READ | GENERIC_WRITE,
                                           SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION | SECURITY_CONTEXT_TRACKING);
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<NamedPipeSocket> accepted(server.nextPendingConnection());
    {
        const NamedPipeImpersonation client = accepted->impersonate();
        QVERIFY(!client);
        QCOMPARE(client.error().code(), Error::AccessDenied);
        QCOMPARE(client.error().nativeCode(), int(ERROR_CANNOT_IMPERSONATE));
        QVERIFY(!levelOfThread());
    }
    QVERIFY(Raw::write(followed, "it is me"));
    QVERIFY(accepted->waitForReadyRead(5000));
    QVERIFY(accepted->impersonate());
}

void tst_NamedPipeImpersonation::clientOfThisLibrary_needNotWrite()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.accepted->impersonate());
}

void tst_NamedPipeImpersonation::levelOfTheClient_data()
{
    QTest::addColumn<int>("asked"); // -1: the default level
    QTest::addColumn<int>("expected");
    using Level = NamedPipeSocket::ImpersonationLevel;
    QTest::newRow("default") << -1 << int(SecurityIdentification);
    QTest::newRow("anonymous") << int(Level::Anonymous) << int(SecurityAnonymous);
    QTest::newRow("identification") << int(Level::Identification) << int(SecurityIdentification);
    QTest::newRow("impersonation") << int(Level::Impersonation) << int(SecurityImpersonation);
}

void tst_NamedPipeImpersonation::levelOfTheClient()
{
    QFETCH(const int, asked);
    QFETCH(const int, expected);
    NamedPipeSocket client;
    QVERIFY(client.impersonationLevel() == NamedPipeSocket::ImpersonationLevel::Identification);
    if (asked >= 0)
        client.setImpersonationLevel(NamedPipeSocket::ImpersonationLevel(asked));
    NamedPipeServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    client.connectToServer(name);
    client.write("x");
    QVERIFY(server.waitForNewConnection(5000));
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
    NamedPipeSocket *const socket = server.nextPendingConnection();
    QVERIFY(client.waitForBytesWritten(5000));
    QVERIFY(socket->waitForReadyRead(5000));
    const NamedPipeImpersonation guard = socket->impersonate();
    QVERIFY2(guard, qPrintable(guard.error().message()));
    if (isWine() && expected != int(SecurityImpersonation))
        QSKIP("Wine ignores the level that a client sets: it is always impersonation");
    if (expected == int(SecurityAnonymous))
        QVERIFY(!levelOfThread() || *levelOfThread() == SecurityAnonymous); // Windows does not permit the query
    else
        QCOMPARE(int(levelOfThread().value_or(SecurityAnonymous)), expected);
}

// To query the user of a client, the library impersonates it for a moment.
void tst_NamedPipeImpersonation::othersAreAccepted_duringImpersonation()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    NamedPipeImpersonation client = pair.accepted->impersonate();
    QVERIFY(client);
    NamedPipePair other;
    QVERIFY(other.isConnected());
    QCOMPARE(other.accepted->peerCredentials().securityId().value_or(QString()), Raw::user());
    QVERIFY(levelOfThread());
    QVERIFY(client.revert());
    QVERIFY(!levelOfThread());
}

void tst_NamedPipeImpersonation::failedRevert_closesTheConnection()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    SignalLog log(*pair.accepted);
    {
        const NamedPipeImpersonation client = pair.accepted->impersonate();
        QVERIFY(client);
        os::FaultPoint::arm(os::Call::Revert, ERROR_ACCESS_DENIED);
    }
    QVERIFY(levelOfThread()); // so the revert failed
    ::RevertToSelf();
    QCOMPARE(pair.accepted->state(), Device::State::Closed);
    QCOMPARE(pair.accepted->error().operation(), QStringLiteral("stop impersonating the client of"));
    QCOMPARE(pair.accepted->error().nativeCode(), int(ERROR_ACCESS_DENIED));
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(log.names(), QStringList({ QStringLiteral("errorOccurred"), QStringLiteral("disconnected") }));
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
}

void tst_NamedPipeImpersonation::revertInAnotherThread_closesTheConnection()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    NamedPipeImpersonation client = pair.accepted->impersonate();
    QVERIFY(client);
    bool reverted = true;
    Worker other([&] { reverted = client.revert(); });
    other.start();
    QVERIFY(other.join());
    QVERIFY(!reverted);
    QVERIFY(levelOfThread());
    ::RevertToSelf();
    QVERIFY(spinUntil([&] { return pair.accepted->state() == Device::State::Closed; }));
    QCOMPARE(pair.accepted->error().code(), Error::InvalidOperation);
}

void tst_NamedPipeImpersonation::guard_outlivesItsSocket()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    {
        const NamedPipeImpersonation client = pair.accepted->impersonate();
        QVERIFY(client);
        pair.accepted.reset();
        QVERIFY(levelOfThread());
    }
    QVERIFY(!levelOfThread());
}

QTEST_GUILESS_MAIN(tst_NamedPipeImpersonation)
#include "tst_namedpipeimpersonation.moc"
