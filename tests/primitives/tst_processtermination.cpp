// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// ProcessWatcher::terminate() sends a request first, and then kills.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ProcessWatcher>

#include <QtTest/qsignalspy.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ProcessTermination : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void terminate_asksFirst();
    void processThatRefuses_isKilled();
    void processThatRefuses_isKilledWithoutAnEventLoop();
    void zeroGracePeriod_killsAtOnce();
    void movedWatcher_killsInItsNewThread();
    void unwatch_cancelsTheKill();
    void terminateWithoutAProcess_fails();
};

namespace {

constexpr int Long = 600000; // milliseconds; no test waits that long

// A process that writes ASKED when it is asked to terminate, and obeys or refuses.
struct Asked : Peer
{
    explicit Asked(const char *mode) : Peer({ QString::fromLatin1(mode), QStringLiteral("-") })
    {
        isReady = waitForLine("READY");
    }

    bool isReady = false;
};

} // namespace

void tst_ProcessTermination::terminate_asksFirst()
{
    Asked peer("obey");
    QVERIFY(peer.isReady);
    ProcessWatcher watcher(peer.processId());
    const QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    QVERIFY(!watcher.terminate(Long));
    QCOMPARE(exits.count(), 0); // not emitted inside the call
    QVERIFY(spinUntil([&] { return exits.count() == 1 && peer.process.state() == QProcess::NotRunning; }));
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(peer.process.exitCode(), 7);
    QVERIFY(watcher.terminate() == Error::NotFound);
}

void tst_ProcessTermination::processThatRefuses_isKilled()
{
    Asked peer("refuse");
    QVERIFY(peer.isReady);
    ProcessWatcher watcher(peer.processId());
    const QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    QVERIFY(!watcher.terminate(Long));
    QVERIFY(peer.waitForLine("ASKED"));
    QVERIFY(watcher.isRunning());
    QVERIFY(!watcher.terminate(50)); // a later call replaces the time
    QVERIFY(spinUntil([&] { return exits.count() == 1; }));
    QVERIFY(!watcher.exit().isSuccess());
}

void tst_ProcessTermination::processThatRefuses_isKilledWithoutAnEventLoop()
{
    Asked peer("refuse");
    QVERIFY(peer.isReady);
    ProcessWatcher watcher(peer.processId());
    QVERIFY(!watcher.terminate(50));
    QVERIFY(watcher.waitForExited(20000));
    QVERIFY(!watcher.isRunning());
}

void tst_ProcessTermination::zeroGracePeriod_killsAtOnce()
{
    Asked peer("obey");
    QVERIFY(peer.isReady);
    ProcessWatcher watcher(peer.processId());
    QVERIFY(!watcher.terminate(0));
    QVERIFY(watcher.waitForExited(20000));
    QVERIFY(spinUntil([&] { return peer.process.state() == QProcess::NotRunning; }));
    QVERIFY(!peer.process.readAllStandardOutput().contains("ASKED"));
}

void tst_ProcessTermination::movedWatcher_killsInItsNewThread()
{
    Asked peer("refuse");
    QVERIFY(peer.isReady);
    auto watcher = std::make_unique<ProcessWatcher>(peer.processId());
    std::atomic<bool> isOver { false };
    Worker thread([&] {
        spinUntil([&] { return isOver.load(); });
        watcher.reset();
    });
    QVERIFY(!watcher->terminate(50));
    watcher->moveToThread(&thread);
    thread.start();
    QVERIFY(spinUntil([&] { return peer.process.state() == QProcess::NotRunning; }));
    isOver = true;
    QVERIFY(thread.join());
}

void tst_ProcessTermination::unwatch_cancelsTheKill()
{
    Asked first("refuse");
    Asked second("refuse");
    QVERIFY(first.isReady && second.isReady);
    ProcessWatcher watcher(first.processId());
    QVERIFY(!watcher.terminate(1));
    watcher.unwatch(); // before the event loop runs
    ProcessWatcher other(second.processId());
    QVERIFY(!other.terminate(200));
    QVERIFY(spinUntil([&] { return !other.isRunning(); }));
    QCOMPARE(first.process.state(), QProcess::Running);
}

void tst_ProcessTermination::terminateWithoutAProcess_fails()
{
    ProcessWatcher watcher;
    QVERIFY(watcher.terminate() == Error::InvalidOperation);
}

QTEST_GUILESS_MAIN(tst_ProcessTermination)
#include "tst_processtermination.moc"
