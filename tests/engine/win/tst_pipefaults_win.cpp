// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Rare answers of Windows to calls on pipes.

#include "os/win/call.h"

#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"
#include "testsupport/win/rawpipe.h"

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_PipeFaultsWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void latePacket_isReportedAsWritten_data();
    void latePacket_isReportedAsWritten();
    void messageWithoutMemory_failsAlone_data();
    void messageWithoutMemory_failsAlone();
    void bytesWithoutMemory_areSentInSmallerPieces();
    void bytesWithoutMemory_areSentLater_data();
    void bytesWithoutMemory_areSentLater();
    void cancelledWrite_isNotRepeated();
    void aClientOfAnotherMachine_isKnownByItsToken();
    void aClientWhoseProcessIsClosed_isKnownByItsToken();
    void anAnonymousClient_isKnownByItsProcess();
    void readOnlyClientWithoutAttributeAccess_connects();
};

void tst_PipeFaultsWin::latePacket_isReportedAsWritten_data()
{
    QTest::addColumn<bool>("messages");
    QTest::addColumn<bool>("waiting");
    for (const bool messages : { false, true }) {
        for (const bool waiting : { false, true })
            QTest::addRow("%s%s", messages ? "messages" : "bytes", waiting ? ", waiting" : "") << messages << waiting;
    }
}

// The peer has read all and closed. The end arrives before the completion packet of the last
// write.
void tst_PipeFaultsWin::latePacket_isReportedAsWritten()
{
    QFETCH(const bool, messages);
    QFETCH(const bool, waiting);
    NamedPipePair pair(messages ? NamedPipePair::messages() : NamedPipeOptions());
    QVERIFY(pair.isConnected());
    SignalLog log(*pair.client);
    qint64 told = 0;
    connect(pair.client.get(), &Device::bytesWritten, this, [&](qint64 count) { told += count; });
    FaultPoint::arm(Call::Write, ERROR_IO_PENDING);
    pair.client->write("last words");
    pair.client->flush();
    QCOMPARE(FaultPoint::calls(Call::Write), 1);
    pair.accepted->close();
    QVERIFY(!pair.client->waitForDisconnected(100));
    QCOMPARE(pair.client->state(), Device::State::Connected);
    QVERIFY(FaultPoint::complete(Call::Write, ERROR_SUCCESS, 10));
    if (waiting)
        QVERIFY(pair.client->waitForDisconnected(5000));
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
    QCOMPARE(told, 10);
    QVERIFY2(!pair.client->error(), qPrintable(pair.client->error().message()));
    QCOMPARE(log.count(QStringLiteral("errorOccurred")), 0);
    QVERIFY(Device::drainAll(0));
}

void tst_PipeFaultsWin::messageWithoutMemory_failsAlone_data()
{
    QTest::addColumn<DWORD>("error");
    QTest::newRow("system resources") << DWORD(ERROR_NO_SYSTEM_RESOURCES);
    QTest::newRow("memory") << DWORD(ERROR_NOT_ENOUGH_MEMORY);
    QTest::newRow("quota") << DWORD(ERROR_NOT_ENOUGH_QUOTA);
}

void tst_PipeFaultsWin::messageWithoutMemory_failsAlone()
{
    QFETCH(const DWORD, error);
    NamedPipePair pair(NamedPipePair::messages());
    QVERIFY(pair.isConnected());
    QList<Error> errors;
    connect(pair.client.get(), &Device::errorOccurred, this, [&](const Error &why) { errors.append(why); });
    FaultPoint::arm(Call::Write, error, 1, 10); // every attempt fails
    QVERIFY(pair.client->writeMessage("too much"));
    QVERIFY(pair.client->writeMessage("next"));
    QVERIFY(spinUntil([&] { return pair.accepted->hasPendingMessages(); }));
    QCOMPARE(pair.accepted->readMessage(), QByteArray("next"));
    QVERIFY(spinUntil([&] { return pair.client->bytesToWrite() == 0; }));
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().code(), Error::ResourceExhausted);
    QCOMPARE(errors.first().nativeCode(), int(error));
    QCOMPARE(pair.client->state(), Device::State::Connected);
    pair.accepted->writeMessage("back");
    pair.accepted->flush();
    QVERIFY(pair.client->waitForReadyRead(5000));
}

void tst_PipeFaultsWin::bytesWithoutMemory_areSentInSmallerPieces()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    FaultPoint::arm(Call::Write, ERROR_NO_SYSTEM_RESOURCES, 1, 5); // 256 KiB, and down to 8 KiB
    pair.client->write(pattern(1'000'000));
    QVERIFY(spinUntil([&] { return pair.accepted->bytesAvailable() == 1'000'000; }));
    QCOMPARE(firstDifference(pair.accepted->readAll()), -1);
    QVERIFY(!pair.client->error());
}

void tst_PipeFaultsWin::bytesWithoutMemory_areSentLater_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : { "event loop", "waiting", "closed", "destroyed" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

void tst_PipeFaultsWin::bytesWithoutMemory_areSentLater()
{
    QFETCH(const QString, how);
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    FaultPoint::arm(Call::Write, ERROR_NO_SYSTEM_RESOURCES, 1, 12);
    pair.client->write("kept");
    if (how == QLatin1String("waiting"))
        QVERIFY(pair.client->waitForBytesWritten(20000));
    else if (how == QLatin1String("closed"))
        pair.client->close();
    else if (how == QLatin1String("destroyed"))
        pair.client.reset();
    QVERIFY(spinUntil([&] { return pair.accepted->bytesAvailable() == 4; }));
    QCOMPARE(pair.accepted->readAll(), QByteArray("kept"));
    QVERIFY(Device::drainAll(5000));
    QVERIFY(FaultPoint::calls(Call::Write) >= 13);
}

// The peer may have received a part of it.
void tst_PipeFaultsWin::cancelledWrite_isNotRepeated()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    FaultPoint::arm(Call::Write, ERROR_IO_PENDING);
    pair.client->write("perhaps");
    pair.client->flush();
    QVERIFY(FaultPoint::complete(Call::Write, ERROR_OPERATION_ABORTED, 3));
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
    QVERIFY(pair.client->error());
    QCOMPARE(FaultPoint::calls(Call::Write), 1);
    QVERIFY(spinUntil([&] { return pair.accepted->state() == Device::State::Closed; }));
    QCOMPARE(pair.accepted->bytesAvailable(), 0);
}

void tst_PipeFaultsWin::aClientOfAnotherMachine_isKnownByItsToken()
{
    FaultPoint::arm(Call::AskRemote, ERROR_SUCCESS, 1, 1000);
    const NamedPipePair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(!pair.accepted->peerCredentials().processId());
    QVERIFY(!pair.accepted->clientProcessId());
    QVERIFY(pair.accepted->serverProcessId());
    QCOMPARE(pair.accepted->peerCredentials().securityId().value_or(QString()), Raw::user());
    QVERIFY(!pair.client->peerCredentials().processId()); // the server's is unknown as well
    QVERIFY(!pair.client->peerCredentials().securityId());
}

void tst_PipeFaultsWin::aClientWhoseProcessIsClosed_isKnownByItsToken()
{
    FaultPoint::arm(Call::OpenProcess, ERROR_ACCESS_DENIED, 1, 1000);
    const NamedPipePair pair;
    QVERIFY(pair.isConnected());
    QCOMPARE(pair.accepted->peerCredentials().processId().value_or(0), QCoreApplication::applicationPid());
    QCOMPARE(pair.accepted->peerCredentials().securityId().value_or(QString()), Raw::user());
}

void tst_PipeFaultsWin::anAnonymousClient_isKnownByItsProcess()
{
    FaultPoint::arm(Call::Impersonate, ERROR_CANNOT_IMPERSONATE, 1, 1000);
    const NamedPipePair pair;
    QVERIFY(pair.isConnected());
    QCOMPARE(pair.accepted->peerCredentials().securityId().value_or(QString()), Raw::user());
    FaultPoint::arm(Call::AskRemote, ERROR_SUCCESS, 1, 1000);
    const NamedPipePair remote;
    QVERIFY(remote.isConnected());
    QVERIFY(!remote.accepted->peerCredentials().securityId());
}

// The server does not let clients write attributes.
void tst_PipeFaultsWin::readOnlyClientWithoutAttributeAccess_connects()
{
    NamedPipeOptions options;
    options.setDirection(NamedPipeDirection::Outbound);
    FaultPoint::arm(Call::OpenFile, ERROR_ACCESS_DENIED);
    const NamedPipePair pair(options);
    QVERIFY(pair.isConnected());
    QCOMPARE(FaultPoint::calls(Call::OpenFile), 2);
    pair.accepted->write("hello");
    QVERIFY(spinUntil([&] { return pair.client->bytesAvailable() == 5; }));
}

QTEST_GUILESS_MAIN(tst_PipeFaultsWin)
#include "tst_pipefaults_win.moc"
