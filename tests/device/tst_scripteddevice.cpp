// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how Device reacts to the turns of its engine: the order of signals, the states in them,
// and slots that destroy, close or reconnect the device. The engine is scripted, so any sequence
// can occur.

#include "testsupport/scripteddevice.h"
#include "testsupport/testsupport.h"

#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

const Error broken(Error::PeerClosed, 32, QStringLiteral("write to"));

ScriptedEngine::Turn data(const QByteArray &bytes)
{
    return { bytes, {} };
}

ScriptedEngine::Turn written(qint64 count)
{
    ScriptedEngine::Turn turn;
    turn.turn.bytesWritten = count;
    return turn;
}

ScriptedEngine::Turn end()
{
    ScriptedEngine::Turn turn;
    turn.turn.readFinished = true;
    return turn;
}

ScriptedEngine::Turn closed(const Error &error = {}, bool readFinished = true)
{
    ScriptedEngine::Turn turn;
    turn.turn.readFinished = readFinished;
    turn.turn.closed = true;
    turn.turn.error = error;
    return turn;
}

QStringList list(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

class tst_ScriptedDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signals_areEmittedInOneOrder();
    void state_isSetBeforeItsSignals();
    void calls_emitNothingSynchronously();
    void aSlotMayDeleteTheDevice_data();
    void aSlotMayDeleteTheDevice();
    void aSlotMayCloseTheDevice_data();
    void aSlotMayCloseTheDevice();
    void aSlotMayAbortTheDevice_data();
    void aSlotMayAbortTheDevice();
    void aSlotMayReconnect();
    void neverReadyReadAfterDisconnected();
    void failedConnect_reportsFromTheEventLoop();
    void readyReadIsNotRecursive();
    void readerAfterAHeader_getsMore();
    void pausedReader_getsNoMore();
    void receivedBytes_stayReadableAfterTheEnd();
    void closeWhileConnecting();

private:
    void fullLife(ScriptedDevice &device, const QString &signal, const std::function<void()> &action);
    void addSignalRows();
};

void tst_ScriptedDevice::signals_areEmittedInOneOrder()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.beginConnecting();
    device.finishConnecting();
    device.script()->turns = { data("ab"), data("cd"), closed(broken) };
    while (device.runTurn()) {
    }
    QCOMPARE(log.names(), list("connected readyRead readChannelFinished errorOccurred disconnected"));
    QCOMPARE(device.error(), broken);
    QCOMPARE(device.readAll(), QByteArray("abcd"));
}

void tst_ScriptedDevice::state_isSetBeforeItsSignals()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.beginConnecting();
    QCoreApplication::sendPostedEvents();
    device.finishConnecting();
    device.script()->turns = { data("ab"), written(2), end(), closed(broken, false) };
    while (device.runTurn()) {
    }
    QCOMPARE(log.entries(),
             list("stateChanged[Connecting] stateChanged[Connected] connected[Connected] readyRead[Connected] "
                  "bytesWritten[Connected] readChannelFinished[Connected] errorOccurred[Closed] "
                  "stateChanged[Closed] disconnected[Closed]"));
}

void tst_ScriptedDevice::calls_emitNothingSynchronously()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.beginConnecting();
    device.write("x");
    QVERIFY(log.entries().isEmpty());
    device.finishConnecting();
    log.clear();
    device.write("y");
    device.flush();
    device.closeWriteChannel();
    device.readAll();
    device.close();
    QVERIFY2(log.entries().isEmpty(), qPrintable(log.entries().join(QLatin1Char(' '))));
    QCOMPARE(device.state(), Device::State::Closing);
    device.abort();
    QVERIFY(log.entries().isEmpty());
    QCoreApplication::sendPostedEvents();
    QCOMPARE(log.names(), list("disconnected"));
}

// Emits every signal in one connection. The action runs in the slot of the named signal.
void tst_ScriptedDevice::fullLife(ScriptedDevice &device, const QString &signal, const std::function<void()> &action)
{
    auto *const log = new SignalLog(device);
    const std::unique_ptr<SignalLog> logOwner(log);
    bool done = false;
    bool emittedAfterwards = false;
    QPointer<Device> alive(&device);
    log->inSlot = [&](const QString &name) {
        emittedAfterwards = emittedAfterwards || (done && !alive);
        if (!done && name == signal) {
            done = true;
            action();
        }
    };
    device.beginConnecting();
    QCoreApplication::sendPostedEvents();
    if (alive && device.state() == Device::State::Connecting)
        device.finishConnecting();
    if (alive)
        device.script()->turns = { data("ab"), written(2), end(), closed(broken, false) };
    while (alive && device.runTurn()) {
    }
    QCoreApplication::sendPostedEvents();
    QVERIFY2(done, "the signal was never emitted");
    QVERIFY(!emittedAfterwards);
}

void tst_ScriptedDevice::addSignalRows()
{
    QTest::addColumn<QString>("signal");
    for (const QString &name :
         list("stateChanged connected readyRead bytesWritten readChannelFinished errorOccurred disconnected"))
        QTest::newRow(qPrintable(name)) << name;
}

void tst_ScriptedDevice::aSlotMayDeleteTheDevice_data()
{
    addSignalRows();
}

void tst_ScriptedDevice::aSlotMayDeleteTheDevice()
{
    QFETCH(QString, signal);
    auto *const device = new ScriptedDevice;
    const QPointer<Device> alive(device);
    fullLife(*device, signal, [=] { delete device; });
    QVERIFY(!alive);
}

void tst_ScriptedDevice::aSlotMayCloseTheDevice_data()
{
    addSignalRows();
}

void tst_ScriptedDevice::aSlotMayCloseTheDevice()
{
    QFETCH(QString, signal);
    ScriptedDevice device;
    fullLife(device, signal, [&] { device.close(); });
    QCOMPARE(device.state(), Device::State::Closed);
    QVERIFY(!device.isOpen());
}

void tst_ScriptedDevice::aSlotMayAbortTheDevice_data()
{
    addSignalRows();
}

void tst_ScriptedDevice::aSlotMayAbortTheDevice()
{
    QFETCH(QString, signal);
    ScriptedDevice device;
    QSignalSpy disconnected(&device, &Device::disconnected);
    if (signal == QLatin1String("stateChanged")) { // the first signal, emitted before there is a connection
        device.beginConnecting();
        device.abort();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(disconnected.count(), 0);
        return;
    }
    fullLife(device, signal, [&] { device.abort(); });
    QCOMPARE(device.state(), Device::State::Closed);
    QCOMPARE(disconnected.count(), 1);
}

void tst_ScriptedDevice::aSlotMayReconnect()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.connectAtOnce();
    QCoreApplication::sendPostedEvents();
    log.clear();
    bool again = true;
    log.inSlot = [&](const QString &name) {
        if (name == QLatin1String("readChannelFinished") && std::exchange(again, false))
            device.beginConnecting();
    };
    device.script()->turns = { data("old"), closed() };
    while (device.runTurn()) {
    }
    // The end of the old connection is reported although a new one has begun. It comes before all
    // signals of the new one.
    QCOMPARE(log.names(), list("readyRead readChannelFinished disconnected"));
    QCOMPARE(device.state(), Device::State::Connecting);
    QCOMPARE(device.bytesAvailable(), qint64(0));
    device.finishConnecting();
    QCOMPARE(log.names(), list("readyRead readChannelFinished disconnected connected"));
}

void tst_ScriptedDevice::neverReadyReadAfterDisconnected()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.connectAtOnce();
    // The end arrives in a nested event loop in the slot of readyRead(). More data arrived before
    // it.
    log.inSlot = [&](const QString &name) {
        if (name == QLatin1String("readyRead"))
            while (device.runTurn()) {
            }
    };
    device.script()->turns = { data("one"), data("two"), closed() };
    device.runTurn();
    const QStringList names = log.names();
    QCOMPARE(names.last(), QStringLiteral("disconnected"));
    QCOMPARE(device.readAll(), QByteArray("onetwo"));
}

void tst_ScriptedDevice::failedConnect_reportsFromTheEventLoop()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.beginConnecting();
    device.write("never sent");
    device.finishConnecting(broken);
    QCOMPARE(log.names(), list("errorOccurred"));
    QCOMPARE(device.state(), Device::State::Closed);
    QVERIFY(!device.isOpen());
    QCOMPARE(device.error(), broken);
    QCOMPARE(device.bytesToWrite(), qint64(0));
    device.beginConnecting();
    QVERIFY(!device.error());
    device.finishConnecting();
    QCOMPARE(device.state(), Device::State::Connected);
    QVERIFY(device.script()->written.isEmpty());
}

void tst_ScriptedDevice::readyReadIsNotRecursive()
{
    ScriptedDevice device;
    device.connectAtOnce();
    int depth = 0;
    int deepest = 0;
    int count = 0;
    connect(&device, &Device::readyRead, this, [&] {
        deepest = qMax(deepest, ++depth);
        ++count;
        device.runTurn(); // as a nested event loop would
        --depth;
    });
    device.script()->turns = { data("one"), data("two") };
    device.runTurn();
    QCOMPARE(deepest, 1);
    QCOMPARE(count, 2); // emitted afterwards, not dropped
}

void tst_ScriptedDevice::readerAfterAHeader_getsMore()
{
    ScriptedDevice device;
    device.setReadBufferSize(4);
    device.connectAtOnce();
    QCOMPARE(device.script()->readLimit, qint64(4));
    bool hasHeader = false;
    connect(&device, &Device::readyRead, this, [&] { // as Qt Remote Objects reads
        if (!hasHeader && device.bytesAvailable() >= 2)
            hasHeader = device.read(2).size() == 2;
        (void)device.bytesAvailable(); // not enough
    });
    device.script()->turns = { data("hhab"), data("cd"), data("efgh") };
    device.runTurn();
    QCOMPARE(device.script()->readLimit, qint64(4)); // there is room
    device.runTurn();
    QCOMPARE(device.script()->readLimit, qint64(8));
    device.runTurn();
    QCOMPARE(device.script()->readLimit, qint64(16));
    device.readAll();
    QCOMPARE(device.script()->readLimit, qint64(4));
}

void tst_ScriptedDevice::pausedReader_getsNoMore()
{
    ScriptedDevice device;
    device.setReadBufferSize(4);
    device.connectAtOnce();
    int told = 0;
    connect(&device, &Device::readyRead, this, [&] { ++told; });
    device.script()->turns = { data("abcd") };
    device.runTurn();
    QCOMPARE(told, 1);
    QCOMPARE(device.script()->readLimit, qint64(4));
    QCOMPARE(device.bytesAvailable(), qint64(4)); // a look outside of the slot does not count
    QCOMPARE(device.script()->readLimit, qint64(4));
    QVERIFY(!device.script()->calls.contains(QStringLiteral("inputTaken")));
    QCOMPARE(device.read(1), QByteArray("a"));
    QVERIFY(device.script()->calls.contains(QStringLiteral("inputTaken")));
}

void tst_ScriptedDevice::receivedBytes_stayReadableAfterTheEnd()
{
    ScriptedDevice device;
    device.connectAtOnce();
    device.script()->turns = { data("abc"), closed() };
    while (device.runTurn()) {
    }
    QCOMPARE(device.state(), Device::State::Closed);
    QVERIFY(device.isReadable());
    QCOMPARE(device.write("x"), qint64(-1));
    char buffer[8];
    QCOMPARE(device.read(buffer, sizeof buffer), qint64(3));
    QCOMPARE(device.read(buffer, sizeof buffer), qint64(-1));
    device.close();
    QVERIFY(!device.isOpen());
}

void tst_ScriptedDevice::closeWhileConnecting()
{
    ScriptedDevice device;
    SignalLog log(device);
    device.beginConnecting();
    device.write("to be delivered");
    device.close();
    QCOMPARE(device.state(), Device::State::Closing);
    QCOMPARE(device.write("too late"), qint64(-1));
    device.finishConnecting();
    QCOMPARE(device.script()->written, QByteArray("to be delivered"));
    QCOMPARE(device.script()->calls.last(), QStringLiteral("close"));
    device.script()->turns = { closed({}, false) };
    device.runTurn();
    QCOMPARE(device.state(), Device::State::Closed);
    QVERIFY(log.names().isEmpty()); // connected() was never emitted

    device.beginConnecting();
    device.close(); // no output: close() does not wait
    QCOMPARE(device.state(), Device::State::Closed);
}

QTEST_GUILESS_MAIN(tst_ScriptedDevice)
#include "tst_scripteddevice.moc"
