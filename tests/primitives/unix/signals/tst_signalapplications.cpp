// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Signal watchers outlive applications and dropped events.

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>

#include <signal.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

int argumentCount = 1;
char programName[] = "tst_signalapplications";
char *arguments[] = { programName, nullptr };

struct Application
{
    QCoreApplication application { argumentCount, arguments };
};

} // namespace

class tst_SignalApplications : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signalWatcher_worksInTheNextApplication();
    void droppedEvents_loseNoSignals();
};

void tst_SignalApplications::signalWatcher_worksInTheNextApplication()
{
    SignalWatcher watcher;
    int heard = 0;
    QObject::connect(&watcher, &SignalWatcher::received, &watcher, [&] { ++heard; });
    {
        const Application application;
        QVERIFY(watcher.watch(SIGINT));
        QCoreApplication::processEvents();
    }
    for (int i = 1; i < 3; ++i) { // no other event starts the library in the new application
        const Application application;
        ::raise(SIGINT);
        QVERIFY(spinUntil([&] { return heard == i; }, 5000));
    }
}

void tst_SignalApplications::droppedEvents_loseNoSignals()
{
    const Application application;
    SignalWatcher watcher(QList<int> { SIGINT });
    int heard = 0;
    QObject::connect(&watcher, &SignalWatcher::received, &watcher, [&] { ++heard; });
    for (int i = 1; i <= 5; ++i) {
        ::raise(SIGINT);
        QCoreApplication::removePostedEvents(nullptr);
        QVERIFY(spinUntil([&] { return heard == i; }, 5000));
    }
}

QTEST_APPLESS_MAIN(tst_SignalApplications)
#include "tst_signalapplications.moc"
