// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Processes are watched while the system has no free thread that could wait for them.

#include "os/win/call.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/ProcessWatcher>

#include <atomic>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ProcessWatcherWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { os::FaultPoint::disarmAll(); }

    void watchWithoutAThread_findsTheEnd();
    void moveWithoutAThread_findsTheEnd();
};

void tst_ProcessWatcherWin::watchWithoutAThread_findsTheEnd()
{
    os::FaultPoint::arm(os::Call::WaitInPool, ERROR_NOT_ENOUGH_MEMORY, 1, 1000);
    Peer peer({ QStringLiteral("copy"), QStringLiteral("-") });
    ProcessWatcher watcher(peer.processId());
    QVERIFY(watcher.isRunning());
    QVERIFY(!watcher.error());
    int ends = 0;
    connect(&watcher, &ProcessWatcher::exited, this, [&] { ++ends; });
    peer.kill9();
    QVERIFY(spinUntil([&] { return ends == 1; }));
    QVERIFY(!watcher.isRunning());
}

void tst_ProcessWatcherWin::moveWithoutAThread_findsTheEnd()
{
    Peer peer({ QStringLiteral("copy"), QStringLiteral("-") });
    Worker thread;
    auto *const watcher = new ProcessWatcher(peer.processId());
    QVERIFY(watcher->isRunning());
    std::atomic<bool> came { false };
    connect(
        watcher, &ProcessWatcher::exited, watcher,
        [&, watcher] {
            came = QThread::currentThread() == &thread;
            delete watcher;
        },
        Qt::DirectConnection);
    os::FaultPoint::arm(os::Call::WaitInPool, ERROR_NOT_ENOUGH_MEMORY, 1, 1000);
    watcher->moveToThread(&thread);
    thread.start();
    peer.kill9();
    QVERIFY(spinUntil([&] { return came.load(); }));
    thread.quit();
    QVERIFY(thread.join());
}

QTEST_GUILESS_MAIN(tst_ProcessWatcherWin)
#include "tst_processwatcher_win.moc"
