// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests slots that run a nested event loop or move the device to another thread. The connection
// then goes on or a new one begins. Each signal of a connection is emitted once and in the
// documented order.

#include "testsupport/sanitizers.h"
#include "testsupport/scripteddevice.h"
#include "testsupport/testsupport.h"

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

const Error broken(Error::PeerClosed, 32, QStringLiteral("write to"));
const Error lost(Error::ResourceExhausted, 0, QStringLiteral("receive handles from"));
const Error refused(Error::ResourceExhausted, 0, QStringLiteral("send to"));

ScriptedEngine::Turn everything(const QByteArray &bytes)
{
    ScriptedEngine::Turn turn { bytes, {} };
    turn.turn.bytesWritten = 2;
    turn.turn.handlesRead = true;
    turn.turn.failures = { refused, lost };
    return turn;
}

ScriptedEngine::Turn end()
{
    ScriptedEngine::Turn turn;
    turn.turn.bytesWritten = 3;
    turn.turn.readFinished = true;
    turn.turn.closed = true;
    turn.turn.error = broken;
    return turn;
}

const QStringList &signalNames()
{
    static const QStringList names { QStringLiteral("connecting"),    QStringLiteral("stateChanged"),
                                     QStringLiteral("connected"),     QStringLiteral("handles"),
                                     QStringLiteral("readyRead"),     QStringLiteral("bytesWritten"),
                                     QStringLiteral("failure"),       QStringLiteral("readChannelFinished"),
                                     QStringLiteral("errorOccurred"), QStringLiteral("closed"),
                                     QStringLiteral("disconnected") };
    return names;
}

void addSignalRows(int from = 0)
{
    QTest::addColumn<QString>("signal");
    for (const QString &name : signalNames().mid(from))
        QTest::newRow(qPrintable(name)) << name;
}

// Records the signals of a device.
class Told
{
public:
    explicit Told(ScriptedDevice &device)
    {
        device.inside().onHandles = [this] { add("handles"); };
        const auto listen = [&](auto signal, auto slot) {
            QObject::connect(&device, signal, &device, slot, Qt::DirectConnection);
        };
        listen(&Device::stateChanged, [this, &device] {
            const auto state = device.state();
            add(state == Device::State::Connecting   ? "connecting"
                    : state == Device::State::Closed ? "closed"
                                                     : "stateChanged");
        });
        listen(&Device::connected, [this] { add("connected"); });
        listen(&Device::readyRead, [this] { add("readyRead"); });
        listen(&Device::bytesWritten, [this] { add("bytesWritten"); });
        listen(&Device::errorOccurred,
               [this](const Error &error) { add(error == broken ? "errorOccurred" : "failure"); });
        listen(&Device::readChannelFinished, [this] { add("readChannelFinished"); });
        listen(&Device::disconnected, [this] { add("disconnected"); });
    }

    QStringList names;
    std::function<void(const QString &)> inSlot;

    int count(const char *name) const { return int(names.count(QLatin1String(name))); }

    // Returns an empty string if the signals of one connection are complete and in order.
    QString problem() const
    {
        for (const char *once :
             { "connected", "readChannelFinished", "errorOccurred", "disconnected", "closed", "handles" }) {
            if (count(once) != 1)
                return QStringLiteral("%1 %2 times").arg(QLatin1String(once)).arg(count(once));
        }
        if (count("failure") != 2)
            return QStringLiteral("%1 failures").arg(count("failure"));
        if (count("readyRead") < 1)
            return QStringLiteral("no readyRead");
        int rank = 0;
        for (const QString &name : names) {
            // Within a connection, the signals of its data may come in any order.
            const int index = int(signalNames().indexOf(name));
            const int next = index >= 3 && index <= 6 ? 3 : index;
            if (next < rank && name != QLatin1String("bytesWritten"))
                return name + QStringLiteral(" is late");
            rank = std::max(rank, next);
        }
        return names.last() == QLatin1String("disconnected") ? QString() : names.last() + QStringLiteral(" is last");
    }

private:
    void add(const char *name)
    {
        const QString told = QString::fromLatin1(name);
        names += told;
        if (inSlot)
            inSlot(told); // the slot may move the device to another thread
    }
};

QString text(const Told &told, const QString &problem)
{
    return problem + QStringLiteral(": ") + told.names.join(QLatin1Char(' '));
}

// Runs all events and turns, here or in a nested loop.
void runAll(ScriptedDevice &device)
{
    QCoreApplication::sendPostedEvents();
    if (device.state() == Device::State::Connecting)
        device.finishConnecting();
    while (device.runTurn()) {
    }
    QCoreApplication::sendPostedEvents();
}

} // namespace

class tst_NestedLoops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nestedLoop_completesTheConnection_data() { addSignalRows(); }
    void nestedLoop_completesTheConnection();
    void reconnectInANestedLoop_data() { addSignalRows(1); }
    void reconnectInANestedLoop();
    void failedConnectInANestedLoop();
    void slotMovesTheDevice_data() { addSignalRows(); }
    void slotMovesTheDevice();
    void everySlotMovesTheDevice();
    void slotMovesAFailedConnect_data();
    void slotMovesAFailedConnect();
    void moveBeforeTheFirstLoop_emitsInTheNewThread();
    void slotMovesTheDeviceBack();
    void queuedCallBeforeTheMove_runsInTheNewThread();
};

void tst_NestedLoops::nestedLoop_completesTheConnection()
{
    QFETCH(const QString, signal);
    ScriptedDevice device;
    Told told(device);
    bool done = false;
    told.inSlot = [&](const QString &name) {
        if (name == signal && !std::exchange(done, true))
            runAll(device);
    };
    device.beginConnecting();
    device.script()->turns = { everything("ab"), everything("cd"), end() };
    device.script()->turns[1].turn.failures.clear();
    device.script()->turns[1].turn.handlesRead = false;
    runAll(device);
    QVERIFY(done);
    const QString problem = told.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(text(told, problem)));
    QCOMPARE(device.readAll(), QByteArray("abcd"));
}

// Each slot in turn runs a nested loop, in which the device reconnects and the new connection
// completes.
void tst_NestedLoops::reconnectInANestedLoop()
{
    QFETCH(const QString, signal);
    ScriptedDevice device;
    Told told(device);
    bool done = false;
    qsizetype second = 0;
    told.inSlot = [&](const QString &name) {
        if (name != signal || std::exchange(done, true))
            return;
        device.abort();
        device.script()->turns = { everything("new"), end() };
        second = told.names.size();
        device.beginConnecting();
        runAll(device);
    };
    device.beginConnecting();
    device.script()->turns = { everything("old"), end() };
    runAll(device);
    runAll(device);
    QVERIFY(done);
    // The signals of the first connection come before those of the second.
    const auto begin = told.names.indexOf(QStringLiteral("connected"), second);
    QVERIFY(begin >= 0);
    const QStringList before = told.names.mid(0, begin);
    QCOMPARE(before.count(QStringLiteral("disconnected")), before.count(QStringLiteral("connected")));
    told.names = told.names.mid(begin);
    // readyRead() is not recursive, as in QIODevice. At the end of the slot, the end of the
    // connection has been reported.
    const bool isHeldBack = signal == QLatin1String("readyRead");
    QCOMPARE(told.count("readyRead"), isHeldBack ? 0 : 1);
    const QString problem = isHeldBack && told.names.last() == QLatin1String("disconnected") ? QString()
                                                                                             : told.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(text(told, problem)));
    QCOMPARE(device.readAll(), QByteArray("new"));
}

void tst_NestedLoops::failedConnectInANestedLoop()
{
    ScriptedDevice device;
    Told told(device);
    told.inSlot = [&](const QString &name) {
        if (name == QLatin1String("connecting"))
            device.finishConnecting(broken);
    };
    device.beginConnecting();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(told.names,
             QStringList({ QStringLiteral("connecting"), QStringLiteral("errorOccurred"), QStringLiteral("closed") }));
}

// ---- moving

namespace {

// A device that records the thread of each signal.
struct Moved
{
    Q_DISABLE_COPY_MOVE(Moved)
    Moved() : told(*device)
    {
        told.inSlot = [this](const QString &name) {
            if (QThread::currentThread() != device->thread())
                inItsThread = false;
            if (onSignal)
                onSignal(name);
            if (name == last)
                over = true;
        };
    }
    // The threads have ended: before, a slot could still be about to return in one.
    ~Moved() { delete device; }

    ScriptedDevice *const device = new ScriptedDevice;
    Told told;
    QString last = QStringLiteral("disconnected");
    std::function<void(const QString &)> onSignal;
    std::atomic<bool> inItsThread { true };
    std::atomic<bool> over { false };
};

} // namespace

void tst_NestedLoops::slotMovesTheDevice()
{
    QFETCH(const QString, signal);
    Worker thread;
    Moved moved;
    bool done = false;
    moved.onSignal = [&](const QString &name) {
        if (name == signal && !std::exchange(done, true))
            moved.device->moveToThread(&thread);
    };
    moved.device->script()->turns = { everything("ab"), end() };
    moved.device->script()->runsByItself = true;
    moved.device->beginConnecting();
    if (signal == QLatin1String("connecting")) {
        QCoreApplication::sendPostedEvents();
        QVERIFY(done);
        QMetaObject::invokeMethod(
            moved.device, [&moved] { moved.device->finishConnecting(); }, Qt::QueuedConnection);
    } else {
        moved.device->finishConnecting();
        QVERIFY(spinUntil([&] { return done; }));
    }
    thread.start();
    QVERIFY(spinUntil([&] { return moved.over.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(moved.inItsThread);
    const QString problem = moved.told.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(text(moved.told, problem)));
}

void tst_NestedLoops::everySlotMovesTheDevice()
{
    if (IsThreadSanitizer)
        QSKIP("ThreadSanitizer does not see the lock of the lists of posted events");
    Worker first;
    Worker second;
    first.start();
    second.start();
    Moved moved;
    moved.onSignal = [&](const QString &name) {
        if (name != moved.last)
            moved.device->moveToThread(QThread::currentThread() == &first ? &second : &first);
    };
    moved.device->script()->turns = { everything("ab"), end() };
    moved.device->script()->runsByItself = true;
    moved.device->beginConnecting();
    moved.device->finishConnecting();
    QVERIFY(spinUntil([&] { return moved.over.load(); }));
    for (Worker *const thread : { &first, &second }) {
        thread->quit();
        QVERIFY(thread->join());
    }
    QVERIFY(moved.inItsThread);
    const QString problem = moved.told.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(text(moved.told, problem)));
}

void tst_NestedLoops::slotMovesAFailedConnect_data()
{
    QTest::addColumn<QString>("signal");
    QTest::newRow("errorOccurred") << QStringLiteral("errorOccurred");
    QTest::newRow("aboutToClose") << QStringLiteral("aboutToClose");
}

void tst_NestedLoops::slotMovesAFailedConnect()
{
    QFETCH(const QString, signal);
    Worker thread;
    Moved moved;
    moved.last = QStringLiteral("closed");
    const auto move = [&] { moved.device->moveToThread(&thread); };
    if (signal == QLatin1String("aboutToClose"))
        connect(moved.device, &QIODevice::aboutToClose, moved.device, move, Qt::DirectConnection);
    else
        moved.onSignal = [&](const QString &name) {
            if (name == signal)
                move();
        };
    moved.device->beginConnecting();
    moved.device->finishConnecting(broken);
    thread.start();
    QVERIFY(spinUntil([&] { return moved.over.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(moved.inItsThread);
    QCOMPARE(moved.told.names, QStringList({ QStringLiteral("errorOccurred"), QStringLiteral("closed") }));
}

// A refused call and a new connection are reported in the thread where a loop runs first.
void tst_NestedLoops::moveBeforeTheFirstLoop_emitsInTheNewThread()
{
    Worker thread;
    Moved moved;
    moved.last = QStringLiteral("connected");
    QVERIFY(!moved.device->open(QIODevice::ReadWrite));
    moved.device->beginConnecting();
    moved.device->moveToThread(&thread);
    QMetaObject::invokeMethod(
        moved.device, [&moved] { moved.device->finishConnecting(); }, Qt::QueuedConnection);
    thread.start();
    QVERIFY(spinUntil([&] { return moved.over.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(moved.inItsThread);
    QCOMPARE(moved.told.count("failure"), 1);
    QCOMPARE(moved.told.names.last(), QStringLiteral("connected"));
}

void tst_NestedLoops::slotMovesTheDeviceBack()
{
    Worker thread;
    Moved moved;
    QThread *const here = QThread::currentThread();
    moved.onSignal = [&](const QString &name) {
        if (name == QLatin1String("connected"))
            moved.device->moveToThread(&thread);
        else if (name == QLatin1String("readyRead") && QThread::currentThread() != here)
            moved.device->moveToThread(here);
    };
    moved.device->script()->turns = { everything("ab"), end() };
    moved.device->script()->runsByItself = true;
    moved.device->beginConnecting();
    moved.device->finishConnecting();
    thread.start();
    QVERIFY(spinUntil([&] { return moved.over.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(moved.inItsThread);
    const QString problem = moved.told.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(text(moved.told, problem)));
    QCOMPARE(moved.told.count("connected"), 1);
}

// A call that was queued before the move precedes the event of the move. It may move the device
// again.
void tst_NestedLoops::queuedCallBeforeTheMove_runsInTheNewThread()
{
    Worker first;
    Worker second;
    Moved moved;
    moved.device->beginConnecting();
    moved.device->script()->turns = { everything("ab"), end() };
    moved.device->script()->runsByItself = true;
    QMetaObject::invokeMethod(
        moved.device,
        [&] {
            moved.device->finishConnecting();
            moved.device->moveToThread(&second);
        },
        Qt::QueuedConnection);
    moved.device->moveToThread(&first);
    first.start();
    second.start();
    QVERIFY(spinUntil([&] { return moved.over.load(); }));
    for (Worker *const thread : { &first, &second }) {
        thread->quit();
        QVERIFY(thread->join());
    }
    QVERIFY(moved.inItsThread);
    const QString problem = moved.told.problem();
    QVERIFY2(problem.isEmpty(), qPrintable(text(moved.told, problem)));
}

QTEST_GUILESS_MAIN(tst_NestedLoops)
#include "tst_nestedloops.moc"
