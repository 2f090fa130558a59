// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A watcher that is older than the application keeps the signals that arrive early.

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>

#include <QtCore/qcoreapplication.h>

#include <signal.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

static SignalWatcher *s_early = nullptr;

class tst_SignalEarly : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void earlySignals_areKeptUntilTheEventLoop();
};

void tst_SignalEarly::earlySignals_areKeptUntilTheEventLoop()
{
    QList<int> numbers;
    connect(s_early, &SignalWatcher::received, this, [&](const SignalInfo &info) { numbers.append(info.number()); });
    QVERIFY(numbers.isEmpty());
    QVERIFY(spinUntil([&] { return numbers.size() == 2; }));
    QCOMPARE(numbers, QList<int>({ SIGUSR2, SIGUSR1 }));
}

int main(int argc, char **argv)
{
    SignalWatcher early({ SIGUSR1, SIGUSR2 });
    ::kill(::getpid(), SIGUSR2);
    ::kill(::getpid(), SIGUSR1);
    s_early = &early;
    QCoreApplication app(argc, argv);
    tst_SignalEarly test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_signalearly.moc"
