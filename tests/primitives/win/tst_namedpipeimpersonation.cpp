// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Acting in the name of the client of a pipe, and above all the way back.

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
    void guardsMove();
    void isNeverNested();
    void isForServersOnly();
    void aClientThatIsFollowed_hasToWriteFirst();
    void aClientOfThisLibrary_needNotWrite();
    void levelOfTheClient_data();
    void levelOfTheClient();
    void othersAreAccepted_whileTheGuardIsThere();
    void aFailedRevertEndsTheConnection();
    void aGuardInAnotherThreadEndsTheConnection();
    void outlivesItsSocket();
};

// The token that this thread acts with: its level, or nothing if it acts for the process.
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

// Something has been read from the client.
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
    ::RevertToSelf(); // a test that failed leaves no trace in the next one
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
    QVERIFY(client.revert()); // nothing to do
    QCOMPARE(pair.accepted->state(), Device::State::Connected);
    QCOMPARE(pair.accepted->readAll(), QByteArray("it is me"));
}

void tst_NamedPipeImpersonation::guardsMove()
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

void tst_NamedPipeImpersonation::isNeverNested()
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
    QVERIFY(levelOfThread()); // the end of the second one has not ended the first one
}

void tst_NamedPipeImpersonation::isForServersOnly()
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

// With dynamic tracking the system learns from each write for whom the client acts.
void tst_NamedPipeImpersonation::aClientThatIsFollowed_hasToWriteFirst()
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

void tst_NamedPipeImpersonation::aClientOfThisLibrary_needNotWrite()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.accepted->impersonate());
}

void tst_NamedPipeImpersonation::levelOfTheClient_data()
{
    QTest::addColumn<int>("asked"); // -1: what it is without asking
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
        QVERIFY(!levelOfThread() || *levelOfThread() == SecurityAnonymous); // Windows does not even let us look
    else
        QCOMPARE(int(levelOfThread().value_or(SecurityAnonymous)), expected);
}

// Asking for the user of a client acts for it for a moment.
void tst_NamedPipeImpersonation::othersAreAccepted_whileTheGuardIsThere()
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

void tst_NamedPipeImpersonation::aFailedRevertEndsTheConnection()
{
    NamedPipePair pair;
    QVERIFY(isIntroduced(pair));
    SignalLog log(*pair.accepted);
    {
        const NamedPipeImpersonation client = pair.accepted->impersonate();
        QVERIFY(client);
        os::FaultPoint::arm(os::Call::Revert, ERROR_ACCESS_DENIED);
    }
    QVERIFY(levelOfThread()); // so it was no success
    ::RevertToSelf();
    QCOMPARE(pair.accepted->state(), Device::State::Closed);
    QCOMPARE(pair.accepted->error().operation(), QStringLiteral("stop impersonating the client of"));
    QCOMPARE(pair.accepted->error().nativeCode(), int(ERROR_ACCESS_DENIED));
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(log.names(), QStringList({ QStringLiteral("errorOccurred"), QStringLiteral("disconnected") }));
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
}

void tst_NamedPipeImpersonation::aGuardInAnotherThreadEndsTheConnection()
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

void tst_NamedPipeImpersonation::outlivesItsSocket()
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
