// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests slots of aboutToClose(). QIODevice emits the signal inside a call, and such a slot may do
// anything to the device.

#include "testsupport/scripteddevice.h"
#include "testsupport/testsupport.h"

#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;
using State = Device::State;

static const Error Refused(Error::ConnectionRefused, 0, QStringLiteral("connect to"));

static ScriptedEngine::Outcome end(bool ofAll)
{
    ScriptedEngine::Outcome outcome;
    outcome.readFinished = true;
    outcome.closed = ofAll;
    return outcome;
}

class tst_AboutToClose : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slotDestroysTheDevice_data() { callsThatClose(); }
    void slotDestroysTheDevice();
    void slotClosesTheDevice_data() { callsThatClose(); }
    void slotClosesTheDevice();
    void slotAbortsTheDevice_data() { callsThatClose(); }
    void slotAbortsTheDevice();
    void slotConnectsTheDevice_data() { callsThatClose(); }
    void slotConnectsTheDevice();
    void slotRunsAnEventLoop_data() { callsThatClose(); }
    void slotRunsAnEventLoop();
    void slotMovesTheDevice_closesItInTheNewThread_data();
    void slotMovesTheDevice_closesItInTheNewThread();

private:
    static void callsThatClose();
    static void prepare(ScriptedDevice &device, const QString &call);
    static void run(ScriptedDevice &device, const QString &call);
};

void tst_AboutToClose::callsThatClose()
{
    QTest::addColumn<QString>("call");
    for (const char *const call :
         { "close()", "close() while connecting", "close() while closing", "disconnect while connecting", "abort()",
           "a connection that fails", "the end", "the end of the input", "connecting anew" })
        QTest::newRow(call) << QString::fromLatin1(call);
}

void tst_AboutToClose::prepare(ScriptedDevice &device, const QString &call)
{
    if (call.contains(QLatin1String("while connecting")) || call.contains(QLatin1String("fails")))
        device.beginConnecting();
    else
        device.connectAtOnce();
    if (call == QLatin1String("close() while closing"))
        device.inside().disconnect();
    QCoreApplication::processEvents();
    if (call == QLatin1String("connecting anew")) { // unread input keeps the old connection open
        device.script()->turns.push_back({ "unread", {} });
        device.script()->turns.push_back({ {}, end(true) });
        while (device.runTurn()) {
        }
    }
}

void tst_AboutToClose::run(ScriptedDevice &device, const QString &call)
{
    if (call.startsWith(QLatin1String("close()")))
        return device.close();
    if (call.startsWith(QLatin1String("disconnect")))
        return device.inside().disconnect();
    if (call == QLatin1String("abort()"))
        return device.abort();
    if (call == QLatin1String("connecting anew"))
        return device.beginConnecting();
    if (call == QLatin1String("a connection that fails"))
        return device.finishConnecting(Refused);
    const bool isAll = call == QLatin1String("the end");
    device.script()->turns.push_back({ {}, end(isAll) });
    device.runTurn();
    QCoreApplication::processEvents();
}

void tst_AboutToClose::slotDestroysTheDevice()
{
    QFETCH(const QString, call);
    const QPointer<ScriptedDevice> device(new ScriptedDevice);
    prepare(*device, call);
    bool isLast = false;
    connect(device, &QIODevice::aboutToClose, this, [&] { delete device; });
    connect(device, &QObject::destroyed, this, [&] { isLast = true; });
    run(*device, call);
    QCoreApplication::processEvents();
    QVERIFY(isLast && !device);
}

void tst_AboutToClose::slotClosesTheDevice()
{
    QFETCH(const QString, call);
    ScriptedDevice device;
    prepare(device, call);
    QSignalSpy closing(&device, &QIODevice::aboutToClose);
    connect(&device, &QIODevice::aboutToClose, this, [&] { device.close(); });
    run(device, call);
    QCoreApplication::processEvents();
    if (call == QLatin1String("connecting anew")) {
        QCOMPARE(device.state(), State::Connecting);
        QCOMPARE(closing.count(), 1);
        return;
    }
    QVERIFY(!device.isOpen());
    QVERIFY(device.state() == State::Closed || device.state() == State::Closing);
    // The end of the input emits the signal once, and the end of the device emits it again.
    QCOMPARE(closing.count(), call == QLatin1String("the end of the input") ? 2 : 1);
}

void tst_AboutToClose::slotAbortsTheDevice()
{
    QFETCH(const QString, call);
    ScriptedDevice device;
    prepare(device, call);
    connect(&device, &QIODevice::aboutToClose, this, [&] { device.abort(); });
    run(device, call);
    QCoreApplication::processEvents();
    QCOMPARE(device.state(), call == QLatin1String("connecting anew") ? State::Connecting : State::Closed);
    QCOMPARE(device.isOpen(), call == QLatin1String("connecting anew"));
}

void tst_AboutToClose::slotConnectsTheDevice()
{
    QFETCH(const QString, call);
    ScriptedDevice device;
    prepare(device, call);
    bool hasBegun = false;
    connect(&device, &QIODevice::aboutToClose, this, [&] {
        if (hasBegun || (device.state() != State::Closed && device.state() != State::Closing))
            return;
        hasBegun = true;
        device.beginConnecting();
    });
    run(device, call);
    QCoreApplication::processEvents();
    if (!hasBegun) // the signal came while the device was still connected
        return;
    QCOMPARE(device.state(), State::Connecting);
    QVERIFY(device.isOpen());
    device.finishConnecting();
    QCOMPARE(device.state(), State::Connected);
}

void tst_AboutToClose::slotRunsAnEventLoop()
{
    QFETCH(const QString, call);
    ScriptedDevice device;
    prepare(device, call);
    SignalLog log(device);
    connect(&device, &QIODevice::aboutToClose, this, [&] { QCoreApplication::processEvents(); });
    run(device, call);
    QCoreApplication::processEvents();
    QVERIFY(log.count(QStringLiteral("disconnected")) <= 1);
    QVERIFY(log.count(QStringLiteral("errorOccurred")) <= 1);
}

void tst_AboutToClose::slotMovesTheDevice_closesItInTheNewThread_data()
{
    QTest::addColumn<QString>("call");
    for (const char *const call : { "close()", "abort()", "a connection that fails", "the end" })
        QTest::newRow(call) << QString::fromLatin1(call);
}

void tst_AboutToClose::slotMovesTheDevice_closesItInTheNewThread()
{
    QFETCH(const QString, call);
    Worker thread;
    auto *const device = new ScriptedDevice;
    prepare(*device, call);
    int closing = 0;
    connect(
        device, &QIODevice::aboutToClose, device,
        [&] {
            ++closing;
            device->moveToThread(&thread);
        },
        Qt::DirectConnection);
    run(*device, call);
    bool isOpen = true;
    State state = State::Connected;
    QObject there; // a plain object: it runs in the thread after the device has joined that thread
    there.moveToThread(&thread);
    QMetaObject::invokeMethod(
        &there,
        [&] {
            isOpen = device->isOpen();
            state = device->state();
            delete device;
            thread.quit();
        },
        Qt::QueuedConnection);
    thread.start();
    QVERIFY(thread.join());
    QVERIFY(!isOpen);
    QVERIFY(state == State::Closed || state == State::Closing);
    QCOMPARE(closing, 1);
}

QTEST_GUILESS_MAIN(tst_AboutToClose)
#include "tst_abouttoclose.moc"
