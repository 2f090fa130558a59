// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests readBufferSize() and maximumPacketSize(): how much memory a flooding peer can make a
// reader hold.

#include "testsupport/scripteddevice.h"
#include "testsupport/testsupport.h"

#include <QtCore/qdatastream.h>
#include <QtTest/qsignalspy.h>

#include <limits>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 Limit = 64 * 1024;
constexpr qint64 Packet = 1024 * 1024; // maximumPacketSize()
constexpr qint64 Turn = 64 * 1024;

// A device with a flooding peer.
class Flooded : public ScriptedDevice
{
public:
    explicit Flooded(qint64 limit = Limit)
    {
        setReadBufferSize(limit);
        setMaximumPacketSize(Packet);
        connectAtOnce();
        script()->floods = true;
    }
    // Runs turns until the device reads no more. Returns false if it never stops.
    bool runDry()
    {
        constexpr int Idle = 3; // rounds: a posted event may post another
        int idle = 0;
        for (int i = 0; i < 10000 && idle < Idle; ++i) {
            idle = runTurn() ? 0 : idle + 1;
            QCoreApplication::sendPostedEvents();
        }
        return idle == Idle;
    }
};

} // namespace

class tst_ReadLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults();
    void readerThatReadsNothing_holdsTheLimit_data();
    void readerThatReadsNothing_holdsTheLimit();
    void readerThatTookMuch_holdsTheLimit();
    void readerThatTakesOneByte_holdsTheLimit();
    void transaction_holdsTheMaximumPacketSize_data();
    void transaction_holdsTheMaximumPacketSize();
    void transactionThatFits_isCommitted();
    void readerAfterAHeader_holdsTheMaximumPacketSize();
    void raisedMaximum_resumesReading();
    void waiting_holdsTheMaximumPacketSize();
    void waitingInATransaction_holdsTheMaximumPacketSize();
    void largerLimit_isNotLowered();
    void limitsNearTheMaximum_doNotOverflow();
    void raisedLimit_isLoweredAfterReading();
    void readsFromTheOwnBufferOfQIODevice_resumeReading();
    void additionalMemory_countsAgainstTheLimit();
};

void tst_ReadLimits::defaults()
{
    ScriptedDevice device;
    QCOMPARE(device.readBufferSize(), qint64(16 * 1024 * 1024));
    QCOMPARE(device.maximumPacketSize(), qint64(16 * 1024 * 1024));
    device.connectAtOnce();
    device.script()->floods = true;
    while (device.runTurn()) {
    }
    QCOMPARE(device.bytesAvailable(), qint64(16 * 1024 * 1024));
    device.setReadBufferSize(0);
    QCOMPARE(device.script()->readLimit, qint64(0));
    device.setReadBufferSize(-7);
    device.setMaximumPacketSize(-7);
    QCOMPARE(device.readBufferSize(), qint64(0));
    QCOMPARE(device.maximumPacketSize(), qint64(0));
}

void tst_ReadLimits::readerThatReadsNothing_holdsTheLimit_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : { "nothing", "bytesAvailable", "canReadLine", "peek", "peek all", "atEnd", "lines" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

void tst_ReadLimits::readerThatReadsNothing_holdsTheLimit()
{
    QFETCH(const QString, how);
    Flooded device;
    if (how == QLatin1String("lines"))
        device.script()->turns = { { "ok\n", {} } };
    const auto look = [&] {
        if (how == QLatin1String("bytesAvailable"))
            (void)device.bytesAvailable();
        else if (how == QLatin1String("canReadLine"))
            (void)device.canReadLine();
        else if (how == QLatin1String("peek"))
            (void)device.peek(4);
        else if (how == QLatin1String("peek all"))
            (void)device.peek(100 * Packet);
        else if (how == QLatin1String("atEnd"))
            (void)device.atEnd();
        else if (how == QLatin1String("lines"))
            while (device.canReadLine())
                (void)device.readLine();
    };
    connect(&device, &Device::readyRead, this, look);
    const QSignalSpy errors(&device, &Device::errorOccurred);
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), Limit);
    for (int i = 0; i < 10; ++i) { // also outside of the slot
        look();
        QVERIFY(device.runDry());
    }
    QCOMPARE(device.bytesAvailable(), Limit);
    QCOMPARE(errors.count(), 0);
}

// An echo server whose output is full looks at its input and reads no more.
void tst_ReadLimits::readerThatTookMuch_holdsTheLimit()
{
    Flooded device;
    qint64 room = 10 * Limit + 7000;
    connect(&device, &Device::readyRead, this, [&] {
        while (device.bytesAvailable() > 0 && room > 0)
            room -= device.read(room).size();
    });
    QVERIFY(device.runDry());
    QCOMPARE(room, qint64(0));
    QCOMPARE(device.bytesAvailable(), Limit);
}

void tst_ReadLimits::readerThatTakesOneByte_holdsTheLimit()
{
    Flooded device;
    int left = 1000;
    connect(&device, &Device::readyRead, this, [&] {
        if (device.bytesAvailable() > 0 && left > 0) {
            (void)device.read(1);
            --left;
        }
        QVERIFY(device.bytesAvailable() <= Limit);
    });
    while (left > 0)
        QVERIFY(device.runTurn());
}

void tst_ReadLimits::transaction_holdsTheMaximumPacketSize_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : { "in the slot", "later", "open", "after a look", "nested loop" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

// The peer announces 2 GiB.
void tst_ReadLimits::transaction_holdsTheMaximumPacketSize()
{
    QFETCH(const QString, how);
    Flooded device;
    QSignalSpy errors(&device, &Device::errorOccurred);
    int transactions = 0;
    const auto tryToRead = [&] {
        ++transactions;
        if (how == QLatin1String("after a look"))
            (void)device.bytesAvailable();
        QDataStream stream(&device);
        if (how != QLatin1String("open") || !device.isTransactionStarted())
            stream.startTransaction();
        QByteArray bytes;
        if (how == QLatin1String("open"))
            (void)device.read(100 * Packet);
        else
            stream >> bytes;
        if (how == QLatin1String("nested loop"))
            (void)device.runTurn();
        if (how != QLatin1String("open"))
            QVERIFY(!stream.commitTransaction());
    };
    connect(&device, &Device::readyRead, this, tryToRead,
            how == QLatin1String("later") ? Qt::QueuedConnection : Qt::DirectConnection);
    QVERIFY(device.runDry());
    QVERIFY(transactions > 2);
    QVERIFY2(device.script()->arrived >= Packet, qPrintable(QString::number(device.script()->arrived)));
    QVERIFY2(device.script()->arrived <= Packet + Turn, qPrintable(QString::number(device.script()->arrived)));
    QCOMPARE(errors.count(), 1);
    QCOMPARE(device.error().code(), Error::MessageTooLarge);
    QCOMPARE(device.state(), Device::State::Connected);
    // After the transaction ends, the data is readable and the device reads on.
    if (device.isTransactionStarted())
        device.rollbackTransaction();
    disconnect(&device, &Device::readyRead, this, nullptr);
    QVERIFY(device.readAll().size() >= Packet);
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), Limit);
}

void tst_ReadLimits::transactionThatFits_isCommitted()
{
    Flooded device;
    device.script()->floods = false;
    QByteArray sent;
    QDataStream out(&sent, QIODevice::WriteOnly);
    out << QByteArray(10 * Limit, 'y');
    for (qsizetype at = 0; at < sent.size(); at += 1000)
        device.script()->turns.push_back({ sent.mid(at, 1000), {} });
    QByteArray bytes;
    connect(&device, &Device::readyRead, this, [&] {
        QDataStream stream(&device);
        stream.startTransaction();
        stream >> bytes;
        if (!stream.commitTransaction())
            bytes.clear();
    });
    QVERIFY(device.runDry());
    QCOMPARE(bytes, QByteArray(10 * Limit, 'y'));
    QCoreApplication::processEvents();
    QCOMPARE(device.script()->readLimit, Limit);
}

void tst_ReadLimits::readerAfterAHeader_holdsTheMaximumPacketSize()
{
    Flooded device;
    QSignalSpy errors(&device, &Device::errorOccurred);
    bool hasHeader = false;
    connect(&device, &Device::readyRead, this, [&] {
        if (!hasHeader)
            hasHeader = device.read(4).size() == 4;
        (void)device.bytesAvailable(); // never enough
    });
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), Packet);
    QCOMPARE(errors.count(), 1);
    QVERIFY(device.runDry());
    QCOMPARE(errors.count(), 1);
}

void tst_ReadLimits::raisedMaximum_resumesReading()
{
    Flooded device;
    bool hasHeader = false;
    connect(&device, &Device::readyRead, this, [&] {
        if (!hasHeader)
            hasHeader = device.read(4).size() == 4;
        (void)device.bytesAvailable();
    });
    QVERIFY(device.runDry());
    device.setMaximumPacketSize(4 * Packet);
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), 4 * Packet);
}

void tst_ReadLimits::waiting_holdsTheMaximumPacketSize()
{
    Flooded device;
    QSignalSpy errors(&device, &Device::errorOccurred);
    while (device.waitForReadyRead(-1)) {
    }
    QCOMPARE(device.bytesAvailable(), Packet);
    QCOMPARE(device.error().code(), Error::MessageTooLarge);
    QVERIFY(!device.waitForReadyRead(-1));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(errors.count(), 1);
    QCOMPARE(device.read(Packet).size(), Packet);
    QVERIFY(device.waitForReadyRead(-1));
}

void tst_ReadLimits::waitingInATransaction_holdsTheMaximumPacketSize()
{
    Flooded device;
    device.startTransaction();
    qint64 seen = 0;
    do {
        seen += device.read(10 * Packet).size();
    } while (device.waitForReadyRead(-1));
    QVERIFY2(seen >= Packet && seen <= Packet + Turn, qPrintable(QString::number(seen)));
    device.rollbackTransaction();
    QCOMPARE(device.bytesAvailable(), seen);
}

void tst_ReadLimits::largerLimit_isNotLowered()
{
    Flooded device(3 * Packet);
    while (device.waitForReadyRead(-1)) {
    }
    QCOMPARE(device.bytesAvailable(), 3 * Packet);
    QCOMPARE(device.error().code(), Error::MessageTooLarge);
}

void tst_ReadLimits::limitsNearTheMaximum_doNotOverflow()
{
    constexpr qint64 Largest = std::numeric_limits<qint64>::max();
    ReadLimit limit;
    limit.setSize(Largest - 5);
    limit.setMaximumPacketSize(0);
    QVERIFY(limit.grow(Largest - 3));
    QCOMPARE(limit.now(), Largest);
    QVERIFY(!limit.grow(Largest));
    limit.setSize(1);
    limit.setMaximumPacketSize(Largest);
    int steps = 0;
    while (limit.grow(limit.now()))
        ++steps;
    QCOMPARE(limit.now(), Largest);
    QCOMPARE(steps, 63);
}

void tst_ReadLimits::raisedLimit_isLoweredAfterReading()
{
    Flooded device;
    QVERIFY(device.waitForReadyRead(-1));
    QVERIFY(device.waitForReadyRead(-1)); // reads another 64 KiB
    QCOMPARE(device.script()->readLimit, 2 * Limit);
    QCOMPARE(device.read(Limit - 1).size(), Limit - 1);
    QCOMPARE(device.script()->readLimit, 2 * Limit);
    QCOMPARE(device.read(1).size(), qint64(1));
    QCOMPARE(device.script()->readLimit, Limit);
}

// QIODevice does not report reads from its own buffer. The device checks for them.
void tst_ReadLimits::readsFromTheOwnBufferOfQIODevice_resumeReading()
{
    Flooded device;
    QVERIFY(device.runDry());
    QCOMPARE(device.peek(2 * Limit).size(), Limit);
    QVERIFY(device.runDry()); // still full
    QCOMPARE(device.script()->arrived, Limit);
    QCOMPARE(device.read(Limit).size(), Limit);
    QVERIFY(spinUntil([&] { return device.runTurn(); }));
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), Limit);
}

void tst_ReadLimits::additionalMemory_countsAgainstTheLimit()
{
    Flooded device;
    device.inside().memoryBeside = 60 * 1024;
    device.script()->turns = { { "x", {} } };
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), qint64(4 * 1024));
    device.inside().memoryBeside = 2 * Limit;
    QCOMPARE(device.read(1).size(), qint64(1));
    QVERIFY(device.runDry());
    QCOMPARE(device.bytesAvailable(), qint64(4 * 1024 - 1));
}

QTEST_GUILESS_MAIN(tst_ReadLimits)
#include "tst_readlimits.moc"
