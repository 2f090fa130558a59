// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>

#include <atomic>
#include <memory>

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

static std::atomic<int> s_foreign { 0 };
static void foreignHandler(int)
{
    ++s_foreign;
}

class tst_SignalWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySignal_data();
    void everySignal();
    void uncatchableSignals_areNotWatched();
    void watch_takesAllSignalsOrNone();
    void failedWatch_changesNoOptions();
    void sender_isReported();
    void signalToOneThread_isReceived();
    void signals_areNotEmittedInsideACall();
    void severalWatchers();
    void watchersInTwoThreads();
    void unwatchedSignals_areNotEmitted();
    void foreignHandler_isRestored();
    void laterForeignHandler_stays();
    void callPrevious_callsTheForeignHandler();
    void ignoredSignal_isIgnoredAfterwards();
    void oneShot();
    void ownFault_endsTheProgram();
    void sentFault_isReceived();
    void childStops();
    void systemCalls_areInterruptedOnRequestOnly();
    void aSlotMayDeleteTheWatcher();
    void aSlotMayMoveTheWatcher();
    void aSlotMayChangeTheCapacity();
    void movesToAnotherThread();
    void errnoIsKept();
    void nothingLeaks();
};

static std::vector<SignalInfo> &collect(SignalWatcher &watcher, std::vector<SignalInfo> &infos)
{
    QObject::connect(&watcher, &SignalWatcher::received, &watcher,
                     [&](const SignalInfo &info) { infos.push_back(info); });
    return infos;
}

void tst_SignalWatcher::everySignal_data()
{
    QTest::addColumn<int>("number");
    const QList<int> all = Signals::all();
    for (const int number : all) {
        if (Signals::isCatchable(number))
            QTest::newRow(qPrintable(Signals::name(number))) << number;
    }
}

void tst_SignalWatcher::everySignal()
{
    QFETCH(const int, number);
    struct sigaction before = {};
    struct sigaction after = {};
    ::sigaction(number, nullptr, &before);
    {
        SignalWatcher watcher;
        QVERIFY(watcher.watch(number, SignalWatcher::AllowFaults));
        std::vector<SignalInfo> infos;
        collect(watcher, infos);
        QVERIFY(!Signals::send(::getpid(), number));
        QVERIFY(spinUntil([&] { return !infos.empty(); }));
        QCOMPARE(infos.size(), size_t(1));
        QCOMPARE(infos[0].number(), number);
        QCOMPARE(infos[0].name(), Signals::name(number));
        QCOMPARE(infos[0].code(), SI_USER);
        QCOMPARE(infos[0].count(), 1);
        QVERIFY(!infos[0].value());
    }
    ::sigaction(number, nullptr, &after);
    // The C library adds flags of its own.
    constexpr int Flags = SA_SIGINFO | SA_RESTART | SA_NOCLDSTOP;
    QVERIFY(before.sa_handler == after.sa_handler);
    QCOMPARE(after.sa_flags & Flags, before.sa_flags & Flags);
}

void tst_SignalWatcher::uncatchableSignals_areNotWatched()
{
    SignalWatcher watcher;
    for (const int number : { SIGKILL, SIGSTOP, SIGSEGV, SIGBUS, SIGILL, SIGFPE, 0, -1, 128, 9999 }) {
        QVERIFY(!watcher.watch(number));
        QCOMPARE(watcher.error().code(), Error::InvalidOperation);
    }
    QVERIFY(!watcher.watch(SIGKILL));
    QCOMPARE(watcher.error().message(), QStringLiteral("watch \"SIGKILL\": no program can catch this signal"));
    QVERIFY(watcher.signalNumbers().isEmpty());
    QVERIFY(watcher.watch(SIGUSR1));
    QVERIFY(!watcher.error());
}

void tst_SignalWatcher::watch_takesAllSignalsOrNone()
{
    SignalWatcher watcher({ SIGUSR1 });
    QVERIFY(!watcher.watch(QList<int>({ SIGUSR1, SIGUSR2, SIGKILL })));
    QCOMPARE(watcher.signalNumbers(), QList<int>({ SIGUSR1 }));
    QCOMPARE(Signals::disposition(SIGUSR2), Signals::Disposition::Default);
    QVERIFY(watcher.error());
    QVERIFY(watcher.watch(QList<int>())); // an empty list clears the earlier error
    QVERIFY(!watcher.error());
}

void tst_SignalWatcher::failedWatch_changesNoOptions()
{
    SignalWatcher watcher({ SIGUSR1 });
    int received = 0;
    connect(&watcher, &SignalWatcher::received, this, [&] { ++received; });
    QVERIFY(!watcher.watch(QList<int>({ SIGUSR1, SIGKILL }), SignalWatcher::OneShot));
    for (int i = 1; i <= 3; ++i) {
        ::raise(SIGUSR1);
        QVERIFY(spinUntil([&] { return received == i; }));
    }
    // The options also stay if they were set before.
    QVERIFY(watcher.watch(SIGUSR1, SignalWatcher::OneShot));
    QVERIFY(!watcher.watch(QList<int>({ SIGUSR1, SIGUSR2, SIGKILL })));
    QCOMPARE(watcher.signalNumbers(), QList<int>({ SIGUSR1 }));
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return received == 4; }));
    QVERIFY(!watcher.isWatching(SIGUSR1));
}

// Python's signal.pthread_kill() sends such signals. The watcher emits them in its own thread.
void tst_SignalWatcher::signalToOneThread_isReceived()
{
    SignalWatcher watcher({ SIGUSR1 });
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    Worker thread([] { ::pthread_kill(::pthread_self(), SIGUSR1); });
    thread.start();
    QVERIFY(thread.join());
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
    QCOMPARE(infos[0].number(), SIGUSR1);
#ifdef SI_TKILL
    QCOMPARE(infos[0].senderPid().value_or(0), QCoreApplication::applicationPid());
#endif
}

void tst_SignalWatcher::sender_isReported()
{
    SignalWatcher watcher({ SIGUSR1 });
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(::kill(::getppid(), SIGUSR1));
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
    QCOMPARE(infos[0].senderPid().value_or(0), qint64(child));
    QCOMPARE(infos[0].senderUid().value_or(99999), quint32(::getuid()));
    ::waitpid(child, nullptr, 0);
}

void tst_SignalWatcher::signals_areNotEmittedInsideACall()
{
    SignalWatcher watcher({ SIGUSR1 });
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    ::raise(SIGUSR1);
    watcher.watch(SIGUSR2);
    watcher.unwatch(SIGUSR2);
    QVERIFY(infos.empty());
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
}

void tst_SignalWatcher::severalWatchers()
{
    SignalWatcher one({ SIGUSR1, SIGUSR2 });
    auto other = std::make_unique<SignalWatcher>(QList<int> { SIGUSR1 });
    std::vector<SignalInfo> ofOne;
    std::vector<SignalInfo> ofOther;
    collect(one, ofOne);
    collect(*other, ofOther);
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return !ofOne.empty() && !ofOther.empty(); }));
    other.reset();
    ::raise(SIGUSR1); // one watcher still watches it
    ::raise(SIGUSR2);
    QVERIFY(spinUntil([&] { return ofOne.size() == 3; }));
    QCOMPARE(ofOne[2].number(), SIGUSR2);
}

void tst_SignalWatcher::watchersInTwoThreads()
{
    std::atomic<int> came[2] = { 0, 0 };
    std::atomic<int> ready { 0 };
    std::atomic<bool> rightThread { true };
    const auto body = [&](int which) {
        QEventLoop loop;
        SignalWatcher watcher({ SIGUSR1 });
        QThread *const mine = QThread::currentThread();
        connect(&watcher, &SignalWatcher::received, &loop, [&](const SignalInfo &info) {
            rightThread = rightThread && QThread::currentThread() == mine;
            came[which] += info.count();
            if (came[which] >= 1)
                loop.quit();
        });
        ++ready;
        loop.exec();
    };
    Worker first([&] { body(0); });
    Worker second([&] { body(1); });
    first.start();
    second.start();
    QVERIFY(spinUntil([&] { return ready == 2; }));
    ::kill(::getpid(), SIGUSR1);
    QVERIFY(first.join() && second.join());
    QVERIFY(rightThread);
}

void tst_SignalWatcher::unwatchedSignals_areNotEmitted()
{
    SignalWatcher watcher({ SIGUSR1, SIGUSR2 });
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    ::raise(SIGUSR1);
    ::raise(SIGUSR2);
    watcher.unwatch(SIGUSR1);
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
    QCOMPARE(infos[0].number(), SIGUSR2);
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Default);
    watcher.unwatchAll();
    QVERIFY(watcher.signalNumbers().isEmpty());
}

// Installs a foreign handler during its lifetime.
class Foreign
{
public:
    Foreign()
    {
        struct sigaction action = {};
        action.sa_handler = foreignHandler;
        ::sigaction(SIGUSR1, &action, &m_before);
        s_foreign = 0;
    }
    ~Foreign() { ::sigaction(SIGUSR1, &m_before, nullptr); }

private:
    Q_DISABLE_COPY_MOVE(Foreign)
    struct sigaction m_before = {};
};

void tst_SignalWatcher::foreignHandler_isRestored()
{
    const Foreign foreign;
    {
        SignalWatcher one({ SIGUSR1 });
        const SignalWatcher other({ SIGUSR1 });
        std::vector<SignalInfo> infos;
        collect(one, infos);
        ::raise(SIGUSR1);
        QVERIFY(spinUntil([&] { return !infos.empty(); }));
        QCOMPARE(s_foreign, 0);
    }
    ::raise(SIGUSR1);
    QCOMPARE(s_foreign, 1);
}

void tst_SignalWatcher::laterForeignHandler_stays()
{
    auto watcher = std::make_unique<SignalWatcher>(QList<int> { SIGUSR1 });
    {
        const Foreign foreign;
        watcher.reset();
        ::raise(SIGUSR1);
        QCOMPARE(s_foreign, 1);
    }
    // The foreign code has reinstalled the library's handler, which no watcher uses. Such a
    // signal has its default action.
    const pid_t child = ::fork();
    if (child == 0) {
        ::raise(SIGUSR1);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1);
    ::signal(SIGUSR1, SIG_DFL);
}

void tst_SignalWatcher::callPrevious_callsTheForeignHandler()
{
    const Foreign foreign;
    SignalWatcher watcher;
    QVERIFY(watcher.watch(SIGUSR1, SignalWatcher::CallPrevious));
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    ::raise(SIGUSR1);
    QCOMPARE(s_foreign, 1);
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
}

void tst_SignalWatcher::ignoredSignal_isIgnoredAfterwards()
{
    ::signal(SIGUSR2, SIG_IGN);
    {
        SignalWatcher watcher({ SIGUSR2 });
        std::vector<SignalInfo> infos;
        collect(watcher, infos);
        ::raise(SIGUSR2);
        QVERIFY(spinUntil([&] { return !infos.empty(); }));
    }
    ::raise(SIGUSR2);
    QCOMPARE(Signals::disposition(SIGUSR2), Signals::Disposition::Ignore);
    ::signal(SIGUSR2, SIG_DFL);
}

void tst_SignalWatcher::oneShot()
{
    const Foreign foreign;
    SignalWatcher watcher;
    QVERIFY(watcher.watch(SIGUSR1, SignalWatcher::OneShot));
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    ::raise(SIGUSR1);
    QCOMPARE(s_foreign, 0);
    ::raise(SIGUSR1); // at once, before the event loop has delivered the first
    QCOMPARE(s_foreign, 1);
    QVERIFY(watcher.isWatching(SIGUSR1));
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
    QVERIFY(!watcher.isWatching(SIGUSR1));
    QVERIFY(watcher.watch(SIGUSR1, SignalWatcher::OneShot)); // works again
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return infos.size() == 2; }));
    QCOMPARE(infos[1].count(), 1);
    ::raise(SIGUSR1);
    QCOMPARE(s_foreign, 2);
}

void tst_SignalWatcher::ownFault_endsTheProgram()
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGSEGV, SIG_DFL); // replaces the handler of QtTest
        SignalWatcher watcher;
        watcher.watch(SIGSEGV, SignalWatcher::AllowFaults);
        ::raise(SIGSEGV); // an ordinary signal, not a fault
        void *const page = ::mmap(nullptr, 1, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
        *static_cast<volatile char *>(page) = 1;
        ::_exit(0);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY2(WIFSIGNALED(status) && (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGBUS),
             qPrintable(QString::number(status)));
}

void tst_SignalWatcher::sentFault_isReceived()
{
    SignalWatcher watcher;
    QVERIFY(watcher.watch(SIGSEGV, SignalWatcher::AllowFaults));
    std::vector<SignalInfo> infos;
    collect(watcher, infos);
    ::kill(::getpid(), SIGSEGV);
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
}

void tst_SignalWatcher::childStops()
{
    SignalWatcher all({ SIGCHLD });
    SignalWatcher ends({ SIGCHLD }, SignalWatcher::IgnoreChildStops);
    std::vector<SignalInfo> ofAll;
    std::vector<SignalInfo> ofEnds;
    collect(all, ofAll);
    collect(ends, ofEnds);
    const pid_t child = ::fork();
    if (child == 0) {
        for (;;)
            ::pause();
    }
    ::kill(child, SIGSTOP);
    QVERIFY(spinUntil([&] { return ofAll.size() == 1; }));
    QCOMPARE(ofAll[0].code(), CLD_STOPPED);
    QCOMPARE(ofAll[0].senderPid().value_or(0), qint64(child));
    QCOMPARE(ofAll[0].childStatus().value_or(0), SIGSTOP);
    ::kill(child, SIGKILL);
    QVERIFY(spinUntil([&] { return ofAll.size() == 2 && !ofEnds.empty(); }));
    QCOMPARE(ofEnds.size(), size_t(1));
    QCOMPARE(ofEnds[0].code(), CLD_KILLED);
    QCOMPARE(ofEnds[0].childStatus().value_or(0), SIGKILL);
    int status = 0; // no other code has collected it
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(WTERMSIG(status), SIGKILL);
}

void tst_SignalWatcher::systemCalls_areInterruptedOnRequestOnly()
{
    struct sigaction action = {};
    SignalWatcher one({ SIGUSR1 });
    ::sigaction(SIGUSR1, nullptr, &action);
    QVERIFY(action.sa_flags & SA_RESTART);
    {
        const SignalWatcher other({ SIGUSR1 }, SignalWatcher::InterruptSystemCalls);
        ::sigaction(SIGUSR1, nullptr, &action);
        QVERIFY(!(action.sa_flags & SA_RESTART));
    }
    ::sigaction(SIGUSR1, nullptr, &action);
    QVERIFY(action.sa_flags & SA_RESTART);
}

void tst_SignalWatcher::aSlotMayDeleteTheWatcher()
{
    auto *const watcher = new SignalWatcher({ SIGUSR1, SIGUSR2 });
    int count = 0;
    connect(watcher, &SignalWatcher::received, this, [&] {
        ++count;
        delete watcher;
    });
    ::raise(SIGUSR1);
    ::raise(SIGUSR2);
    QVERIFY(spinUntil([&] { return count == 1; }));
    QCoreApplication::processEvents();
    QCOMPARE(count, 1);
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Default);
}

void tst_SignalWatcher::aSlotMayChangeTheCapacity()
{
    SignalWatcher watcher({ SIGUSR1, SIGUSR2 });
    int received = 0;
    connect(&watcher, &SignalWatcher::received, this, [&] {
        ++received;
        watcher.unwatchAll();
        watcher.setQueueCapacity(16 << received);
        if (received == 1)
            QVERIFY(watcher.watch(SIGUSR1));
    });
    ::raise(SIGUSR1);
    ::raise(SIGUSR2); // no longer watched when it would be delivered
    QVERIFY(spinUntil([&] { return received == 1; }));
    QCOMPARE(watcher.queueCapacity(), 32);
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return received == 2; }));
    QCOMPARE(watcher.queueCapacity(), 64);
    QVERIFY(watcher.signalNumbers().isEmpty());
}

void tst_SignalWatcher::aSlotMayMoveTheWatcher()
{
    Worker thread;
    thread.start();
    auto *const watcher = new SignalWatcher({ SIGUSR1, SIGUSR2 });
    std::atomic<int> here { 0 };
    std::atomic<int> there { 0 };
    connect(
        watcher, &SignalWatcher::received, watcher,
        [&] {
            if (QThread::currentThread() == &thread) {
                ++there;
                delete watcher;
            } else {
                ++here;
                watcher->moveToThread(&thread);
            }
        },
        Qt::DirectConnection);
    ::raise(SIGUSR1);
    ::raise(SIGUSR2);
    QVERIFY(spinUntil([&] { return there == 1; }));
    QCOMPARE(here, 1);
    thread.quit();
    QVERIFY(thread.join());
}

void tst_SignalWatcher::movesToAnotherThread()
{
    Worker thread;
    thread.start();
    auto *const watcher = new SignalWatcher({ SIGUSR1 });
    std::atomic<bool> came { false };
    connect(
        watcher, &SignalWatcher::received, watcher,
        [&] {
            came = QThread::currentThread() == &thread;
            delete watcher;
        },
        Qt::DirectConnection);
    ::raise(SIGUSR1); // before the move
    watcher->moveToThread(&thread);
    QVERIFY(spinUntil([&] { return came.load(); }));
    thread.quit();
    QVERIFY(thread.join());
}

void tst_SignalWatcher::errnoIsKept()
{
    const SignalWatcher watcher({ SIGUSR1 });
    for (int i = 0; i < 3; ++i) {
        errno = ENOTTY;
        ::raise(SIGUSR1);
        QCOMPARE(errno, ENOTTY);
    }
}

void tst_SignalWatcher::nothingLeaks()
{
    {
        const SignalWatcher first({ SIGUSR1 });
    }
    const int before = openDescriptors();
    for (int i = 0; i < 1000; ++i) {
        const SignalWatcher watcher({ SIGUSR1, SIGUSR2 });
        ::raise(SIGUSR1);
    }
    QCOMPARE(openDescriptors(), before);
}

QTEST_GUILESS_MAIN(tst_SignalWatcher)
#include "tst_signalwatcher.moc"
