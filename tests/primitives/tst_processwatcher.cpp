// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of processes, as far as it is the same on all systems.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/Signals>

#include <QtTest/qsignalspy.h>

#include <csignal>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ProcessWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exitCode_data();
    void exitCode();
    void waits();
    void severalWatchers();
    void invalidNumbers_areNotWatched();
    void unwatched();
    void watch_replacesTheProcess();
    void sends();
    void destroyedInASlot();
    void watchesAgainInASlot();
    void movesToAnotherThread();
    void movedInASlot();
};

namespace {

// A process that exits with a code when it is told to.
struct Ending : Peer
{
    explicit Ending(int code) : Peer({ QStringLiteral("exit"), QString::number(code) })
    {
        isReady = waitForLine("READY");
    }

    void end() { process.write("now\n"); }
    // Waits until QProcess has also noticed the end and has its status.
    bool hasEnded()
    {
        return spinUntil([this] { return process.state() == QProcess::NotRunning; });
    }

    bool isReady = false;
};

} // namespace

void tst_ProcessWatcher::exitCode_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("0") << 0;
    QTest::newRow("7") << 7;
    QTest::newRow("255") << 255;
}

void tst_ProcessWatcher::exitCode()
{
    QFETCH(const int, code);
    Ending peer(code);
    QVERIFY(peer.isReady);
    ProcessWatcher watcher(peer.processId());
    QVERIFY2(!watcher.error(), qPrintable(watcher.error().message()));
    QCOMPARE(watcher.processId(), peer.processId());
    QVERIFY(watcher.isRunning());
    QVERIFY(!watcher.exit().isKnown());
    QSignalSpy changes(&watcher, &ProcessWatcher::isRunningChanged);
    std::vector<ProcessExit> exits;
    connect(&watcher, &ProcessWatcher::exited, this, [&](const ProcessExit &exit) {
        exits.push_back(exit);
        QVERIFY(!watcher.isRunning());
        QCOMPARE(watcher.processId(), exit.processId());
    });
    peer.end();
    QVERIFY(spinUntil([&] { return !exits.empty() && peer.process.state() == QProcess::NotRunning; }));
    QCOMPARE(exits.size(), size_t(1));
    QCOMPARE(exits[0].processId(), watcher.processId());
    QCOMPARE(changes.count(), 1);
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit); // QProcess still gets the status
    QCOMPARE(peer.process.exitCode(), code);
    if (exits[0].isKnown()) { // on older systems only if QProcess was not first
        QCOMPARE(exits[0].exitCode().value_or(-1), code);
        QCOMPARE(exits[0].isSuccess(), code == 0);
    }
}

void tst_ProcessWatcher::waits()
{
    Ending peer(3);
    QVERIFY(peer.isReady);
    ProcessWatcher watcher(peer.processId());
    QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    QVERIFY(!watcher.waitForExited(0));
    QVERIFY(!watcher.waitForExited(30));
    QVERIFY(watcher.isRunning());
    peer.end();
    QVERIFY(peer.process.waitForBytesWritten(10000));
    QVERIFY(watcher.waitForExited(20000));
    QCOMPARE(exits.count(), 1);
    QCOMPARE(watcher.exit().exitCode().value_or(-1), 3); // no other code has collected the status
    QVERIFY(watcher.waitForExited(0));
    QVERIFY(peer.hasEnded());
    QCoreApplication::processEvents();
    QCOMPARE(exits.count(), 1);
    watcher.unwatch();
    QVERIFY(!watcher.waitForExited(0));
}

void tst_ProcessWatcher::severalWatchers()
{
    Ending peer(0);
    QVERIFY(peer.isReady);
    std::vector<std::unique_ptr<ProcessWatcher>> watchers;
    int count = 0;
    for (int i = 0; i < 20; ++i) {
        watchers.push_back(std::make_unique<ProcessWatcher>(peer.processId()));
        connect(watchers.back().get(), &ProcessWatcher::exited, this, [&] { ++count; });
    }
    peer.end();
    QVERIFY(spinUntil([&] { return count == 20; }));
}

void tst_ProcessWatcher::invalidNumbers_areNotWatched()
{
    ProcessWatcher watcher;
    QCOMPARE(watcher.processId(), 0);
    QVERIFY(!watcher.isRunning());
    const std::vector<qint64> noProcesses { 0, -1, -4711, std::numeric_limits<qint64>::max(), qint64(1) << 32 };
    for (const qint64 id : noProcesses) {
        QVERIFY(!watcher.watch(id));
        QCOMPARE(watcher.error().code(), Error::InvalidOperation);
    }
    constexpr qint64 Nobody = 0x7ffffff0; // more than systems assign
    QVERIFY(!watcher.watch(Nobody));
    QCOMPARE(watcher.error().code(), Error::NotFound);
    QVERIFY2(watcher.error().message().contains(QString::number(Nobody)), qPrintable(watcher.error().message()));
    Ending living(0);
    QVERIFY(watcher.watch(living.processId()));
    QVERIFY(!watcher.error());
    QVERIFY(!watcher.watch(Nobody));
    QVERIFY(!watcher.isRunning()); // the previous process is not watched either
    QCOMPARE(watcher.processId(), 0);
    QVERIFY(!watcher.watch(OwnedHandle()));
    QVERIFY(watcher.error());
}

void tst_ProcessWatcher::unwatched()
{
    Ending peer(0);
    ProcessWatcher watcher(peer.processId());
    ProcessWatcher other(peer.processId());
    QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    QSignalSpy others(&other, &ProcessWatcher::exited);
    QSignalSpy ids(&watcher, &ProcessWatcher::processIdChanged);
    watcher.unwatch();
    QCOMPARE(watcher.processId(), 0);
    QCOMPARE(ids.count(), 1);
    QVERIFY(!watcher.isRunning());
    peer.end();
    QVERIFY(spinUntil([&] { return others.count() == 1; }));
    QVERIFY(peer.hasEnded());
    QCoreApplication::processEvents();
    QCOMPARE(exits.count(), 0);
}

void tst_ProcessWatcher::watch_replacesTheProcess()
{
    Ending one(1);
    Ending two(2);
    ProcessWatcher watcher(one.processId());
    std::vector<qint64> exits;
    connect(&watcher, &ProcessWatcher::exited, this,
            [&](const ProcessExit &exit) { exits.push_back(exit.processId()); });
    QVERIFY(watcher.watch(two.processId()));
    const qint64 second = two.processId();
    one.end();
    QVERIFY(one.hasEnded());
    two.end();
    QVERIFY(spinUntil([&] { return !exits.empty(); }));
    QCOMPARE(exits, std::vector<qint64>({ second }));
}

void tst_ProcessWatcher::sends()
{
    Ending peer(0);
    QVERIFY(peer.isReady);
    ProcessWatcher watcher;
    QCOMPARE(watcher.send(SIGTERM).code(), Error::InvalidOperation);
    QVERIFY(watcher.watch(peer.processId()));
    QCOMPARE(watcher.send(12345).code(), Error::InvalidOperation);
    QVERIFY(watcher.isRunning());
    const Error error = watcher.send(Signals::fromName(QStringLiteral("KILL")));
    QVERIFY2(!error, qPrintable(error.message()));
    QVERIFY(watcher.waitForExited(20000));
    QCOMPARE(watcher.send(SIGTERM).code(), Error::NotFound);
    QVERIFY(peer.hasEnded());
}

void tst_ProcessWatcher::destroyedInASlot()
{
    for (const bool atTheChange : { false, true }) {
        Ending peer(0);
        auto *const watcher = new ProcessWatcher(peer.processId());
        bool gone = false;
        const auto destroy = [&] {
            delete watcher;
            gone = true;
        };
        if (atTheChange)
            connect(watcher, &ProcessWatcher::isRunningChanged, this, destroy);
        else
            connect(watcher, &ProcessWatcher::exited, this, destroy);
        peer.end();
        QVERIFY(spinUntil([&] { return gone; }));
    }
}

// A supervisor starts the next process when one has ended.
void tst_ProcessWatcher::watchesAgainInASlot()
{
    std::vector<std::unique_ptr<Ending>> peers;
    ProcessWatcher watcher;
    int ends = 0;
    const auto startOne = [&] {
        peers.push_back(std::make_unique<Ending>(0));
        QVERIFY(watcher.watch(peers.back()->processId()));
        peers.back()->end();
    };
    connect(&watcher, &ProcessWatcher::exited, this, [&] {
        if (++ends < 3)
            startOne();
    });
    startOne();
    QVERIFY(spinUntil([&] { return ends == 3; }));
}

void tst_ProcessWatcher::movesToAnotherThread()
{
    for (const bool endsOnTheWay : { false, true }) {
        Ending peer(0);
        Worker thread;
        auto *const watcher = new ProcessWatcher(peer.processId());
        std::atomic<bool> came { false };
        connect(
            watcher, &ProcessWatcher::exited, watcher,
            [&, watcher] {
                came = QThread::currentThread() == &thread;
                delete watcher;
            },
            Qt::DirectConnection);
        if (endsOnTheWay) {
            peer.end();
            QVERIFY(peer.waitForFinished()); // blocks the event loop, in which the watcher would notice the end
        }
        watcher->moveToThread(&thread);
        thread.start();
        if (!endsOnTheWay)
            peer.end();
        QVERIFY(spinUntil([&] { return came.load(); }));
        thread.quit();
        QVERIFY(thread.join());
    }
}

void tst_ProcessWatcher::movedInASlot()
{
    Ending peer(0);
    Worker thread;
    auto *const watcher = new ProcessWatcher(peer.processId());
    std::atomic<bool> came { false };
    bool moved = false;
    connect(
        watcher, &ProcessWatcher::isRunningChanged, watcher,
        [&] {
            watcher->moveToThread(&thread);
            moved = true;
        },
        Qt::DirectConnection);
    connect(
        watcher, &ProcessWatcher::exited, watcher,
        [&] {
            came = QThread::currentThread() == &thread;
            delete watcher;
        },
        Qt::DirectConnection);
    peer.end();
    QVERIFY(spinUntil([&] { return moved; }));
    QVERIFY(!came);
    thread.start();
    QVERIFY(spinUntil([&] { return came.load(); }));
    thread.quit();
    QVERIFY(thread.join());
}

QTEST_GUILESS_MAIN(tst_ProcessWatcher)
#include "tst_processwatcher.moc"
