// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Real-time signals queue with their values. Signals beyond the capacity are counted.

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SignalQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hundredThousandSignals_arriveInOrder();
    void realTimeSignalsBeyondTheCapacity_areReported();
    void ordinarySignalsBeyondTheCapacity_areCounted();
    void capacity_isRoundedUp();
};

// Calls Signals::queue() in a child, which waits while the kernel queue is full.
static pid_t sendValues(int number, int count)
{
    const pid_t child = ::fork();
    if (child == 0) {
        const pid_t parent = ::getppid();
        for (int value = 0; value < count; ++value) {
            Error error;
            while ((error = Signals::queue(parent, number, value)).code() == Error::ResourceExhausted)
                ::sched_yield();
            if (error)
                ::_exit(1);
        }
        ::_exit(0);
    }
    return child;
}

void tst_SignalQueue::hundredThousandSignals_arriveInOrder()
{
    constexpr int Count = 100000;
    const int number = Signals::realTime(2);
    if (number == 0)
        QSKIP("this system has no real-time signals");
    SignalWatcher watcher;
    watcher.setQueueCapacity(Count);
    QVERIFY(watcher.watch(number));
    int next = 0;
    bool inOrder = true;
    int lost = 0;
    connect(&watcher, &SignalWatcher::overflowed, this, [&](int, int count) { lost += count; });
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr); // in this thread only: see main()
    const pid_t child = sendValues(number, Count);
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) {
        inOrder = inOrder && info.value() && *info.value() == next && info.senderPid() == child && info.count() == 1;
        ++next;
    });
    QVERIFY(spinUntil([&] { return next + lost >= Count; }, 60000));
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    QCOMPARE(lost, 0);
    QCOMPARE(next, Count);
    QVERIFY(inOrder);
    int status = -1;
    ::waitpid(child, &status, 0);
    QCOMPARE(status, 0);
}

void tst_SignalQueue::realTimeSignalsBeyondTheCapacity_areReported()
{
    const int number = Signals::realTime(3);
    if (number == 0)
        QSKIP("this system has no real-time signals");
    SignalWatcher watcher;
    watcher.setQueueCapacity(8);
    QVERIFY(watcher.watch(number));
    QList<qintptr> values;
    int lost = 0;
    connect(&watcher, &SignalWatcher::received, this,
            [&](const SignalInfo &info) { values.append(info.value().value_or(-1)); });
    connect(&watcher, &SignalWatcher::overflowed, this,
            [&](int which, int count) { lost += which == number ? count : 1000; });
    for (int i = 0; i < 20; ++i)
        QVERIFY(!Signals::queue(::getpid(), number, i));
    QVERIFY(spinUntil([&] { return values.size() + lost == 20; }));
    QCOMPARE(values, QList<qintptr>({ 0, 1, 2, 3, 4, 5, 6, 7 }));
    QCOMPARE(lost, 12);
    QVERIFY(!Signals::queue(::getpid(), number, 20)); // later signals arrive
    QVERIFY(spinUntil([&] { return values.size() == 9; }));
    QCOMPARE(values.last(), qintptr(20));
}

void tst_SignalQueue::ordinarySignalsBeyondTheCapacity_areCounted()
{
    SignalWatcher watcher;
    watcher.setQueueCapacity(4);
    QVERIFY(watcher.watch(QList<int> { SIGUSR1, SIGUSR2 }));
    int count = 0;
    int emitted = 0;
    bool other = false;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) {
        ++emitted;
        if (info.number() == SIGUSR1)
            count += info.count();
        else
            other = true;
    });
    for (int i = 0; i < 100; ++i)
        ::raise(SIGUSR1);
    ::raise(SIGUSR2); // when the queue is full
    QVERIFY(spinUntil([&] { return count == 100 && other; }));
    QVERIFY(emitted <= 4);
}

void tst_SignalQueue::capacity_isRoundedUp()
{
    SignalWatcher watcher;
    QCOMPARE(watcher.queueCapacity(), 1024);
    watcher.setQueueCapacity(1000);
    QCOMPARE(watcher.queueCapacity(), 1024);
    watcher.setQueueCapacity(-5);
    QCOMPARE(watcher.queueCapacity(), 1);
    QVERIFY(watcher.watch(SIGUSR1));
    watcher.setQueueCapacity(64);
    QCOMPARE(watcher.error().code(), Error::InvalidOperation);
    QCOMPARE(watcher.queueCapacity(), 1);
}

// Two threads that take signals at once change their order, and QtTest has a thread of its own.
// So the signals are blocked in all threads that start after this.
int main(int argc, char **argv)
{
    sigset_t set;
    sigemptyset(&set);
    if (const int number = Signals::realTime(2))
        sigaddset(&set, number);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    QCoreApplication app(argc, argv);
    tst_SignalQueue test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_signalqueue.moc"
