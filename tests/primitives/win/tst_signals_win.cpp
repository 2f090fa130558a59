// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Wine without a console has no console events. So the test calls the handler as the system does:
// in another thread.

#include "engine/win/winsignalengine.h"
#include "os/win/consolecontrol.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>
#include <QtInterprocess/Termination>

#include <QtCore/qprocess.h>

#include <atomic>
#include <memory>
#include <thread>

#include <windows.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Signals_Win : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void supportedSignals_areListed();
    void uncatchableSignals_areNotWatched();
    void events_data();
    void events();
    void unwatchedEvents_areNotHandled();
    void oneShot();
    void severalWatchers();
    void termination();
    void sending();
    void movesToAnotherThread();
    void closedConsole_doesNotBlock();
    void eventsWhileWatchersComeAndGo();
    void consoleLogOff_isLeftToOtherHandlers();
    void newConsole_isWatchedAsWell();

private:
    static int run(const QString &role);
};

static bool inAnotherThread(quint32 event)
{
    bool wanted = false;
    Worker thread([&] { wanted = deliverConsoleEvent(event); });
    thread.start();
    return thread.join() && wanted;
}

void tst_Signals_Win::supportedSignals_areListed()
{
    QCOMPARE(Signals::all(), QList<int>({ 1, 2, 4, 8, 9, 11, 15, 21, 22 }));
    QCOMPARE(Signals::name(2), QStringLiteral("SIGINT"));
    QCOMPARE(Signals::fromName(QStringLiteral("break")), 21);
    QCOMPARE(Signals::fromName(QStringLiteral("USR1")), 0);
    QCOMPARE(Signals::realTime(0), 0);
}

void tst_Signals_Win::uncatchableSignals_areNotWatched()
{
    SignalWatcher watcher;
    QVERIFY(!watcher.watch(9));
    QCOMPARE(watcher.error().code(), Error::InvalidOperation);
    QVERIFY(!watcher.watch(10));
    QCOMPARE(watcher.error().code(), Error::InvalidOperation);
    QVERIFY(!watcher.watch(11));
    QCOMPARE(watcher.error().code(), Error::Unsupported);
    QVERIFY(watcher.signalNumbers().isEmpty());
}

void tst_Signals_Win::events_data()
{
    QTest::addColumn<int>("event");
    QTest::addColumn<int>("number");
    QTest::newRow("Ctrl-C") << int(os::ControlC) << 2;
    QTest::newRow("Ctrl-Break") << int(os::ControlBreak) << 21;
    QTest::newRow("closed") << int(os::ConsoleClosed) << 1;
    QTest::newRow("logoff") << int(os::LogOff) << 15;
    QTest::newRow("shutdown") << int(os::Shutdown) << 15;
}

void tst_Signals_Win::events()
{
    QFETCH(const int, event);
    QFETCH(const int, number);
    SignalWatcher watcher({ 1, 2, 15, 21 });
    std::vector<SignalInfo> infos;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) { infos.push_back(info); });
    QVERIFY(inAnotherThread(quint32(event)));
    QVERIFY(inAnotherThread(quint32(event)));
    QVERIFY(infos.empty());
    QVERIFY(spinUntil([&] { return !infos.empty(); }));
    QCOMPARE(infos.size(), size_t(1));
    QCOMPARE(infos[0].number(), number);
    QCOMPARE(infos[0].code(), event);
    QCOMPARE(infos[0].count(), 2);
}

void tst_Signals_Win::unwatchedEvents_areNotHandled()
{
    QVERIFY(!inAnotherThread(os::ControlC));
    SignalWatcher watcher({ 21 });
    QVERIFY(!inAnotherThread(os::ControlC));
    QVERIFY(inAnotherThread(os::ControlBreak));
    watcher.unwatch(21);
    QVERIFY(!inAnotherThread(os::ControlBreak));
}

void tst_Signals_Win::oneShot()
{
    SignalWatcher watcher({ 2 }, SignalWatcher::OneShot);
    int count = 0;
    connect(&watcher, &SignalWatcher::received, this, [&] { ++count; });
    QVERIFY(inAnotherThread(os::ControlC));
    QVERIFY(!inAnotherThread(os::ControlC)); // the next handler of the process gets it, and ends the process
    QVERIFY(spinUntil([&] { return count == 1; }));
    QVERIFY(!watcher.isWatching(2));
}

void tst_Signals_Win::severalWatchers()
{
    SignalWatcher one({ 2 });
    auto other = std::make_unique<SignalWatcher>(QList<int> { 2 });
    int ofOne = 0;
    int ofOther = 0;
    connect(&one, &SignalWatcher::received, this, [&] { ++ofOne; });
    connect(other.get(), &SignalWatcher::received, this, [&] { ++ofOther; });
    QVERIFY(inAnotherThread(os::ControlC));
    QVERIFY(spinUntil([&] { return ofOne == 1 && ofOther == 1; }));
    other.reset();
    QVERIFY(inAnotherThread(os::ControlC));
    QVERIFY(spinUntil([&] { return ofOne == 2; }));
}

void tst_Signals_Win::termination()
{
    Termination termination;
    termination.setQuitsApplication(false);
    QList<Termination::Reason> reasons;
    connect(&termination, &Termination::requested, this, [&](Termination::Reason reason) { reasons.append(reason); });
    QVERIFY(inAnotherThread(os::ControlC));
    QVERIFY(!inAnotherThread(os::ControlC)); // the second one ends the program
    QVERIFY(spinUntil([&] { return reasons.size() == 1; }));
    QCOMPARE(reasons[0], Termination::Reason::Interrupt);
    QVERIFY(termination.deadline().isForever());
    termination.reset();
    QVERIFY(inAnotherThread(os::ConsoleClosed));
    QVERIFY(spinUntil([&] { return reasons.size() == 2; }));
    QCOMPARE(reasons[1], Termination::Reason::HangUp);
    QVERIFY(termination.deadline().remainingTime() > 0 && termination.deadline().remainingTime() <= 5000);
}

void tst_Signals_Win::sending()
{
    const qint64 self = QCoreApplication::applicationPid();
    QVERIFY(!Signals::probe(self));
    QCOMPARE(Signals::probe(0).code(), Error::InvalidOperation);
    QCOMPARE(Signals::probe(-1).code(), Error::InvalidOperation);
    QCOMPARE(Signals::send(self, 2).code(), Error::Unsupported);
    QCOMPARE(Signals::send(self, 10).code(), Error::InvalidOperation);
    QCOMPARE(Signals::queue(self, 2, 1).code(), Error::Unsupported);
    QCOMPARE(Signals::sendToGroup(self, 9).code(), Error::Unsupported);
    QCOMPARE(Signals::sendToGroup(self, 2).code(), Error::Unsupported); // the system would report success
    Peer peer({ QStringLiteral("sleep") });
    QVERIFY(peer.process.waitForStarted());
    const qint64 id = peer.processId();
    const Error error = Signals::send(id, 9);
    QVERIFY2(!error || error.code() == Error::NotFound, qPrintable(error.message())); // it may have ended by itself
    QVERIFY(peer.waitForFinished());
}

void tst_Signals_Win::movesToAnotherThread()
{
    Worker thread;
    thread.start();
    auto *const watcher = new SignalWatcher({ 2 });
    std::atomic<bool> came { false };
    connect(
        watcher, &SignalWatcher::received, watcher,
        [&] {
            came = QThread::currentThread() == &thread;
            delete watcher;
        },
        Qt::DirectConnection);
    QVERIFY(inAnotherThread(os::ControlC));
    watcher->moveToThread(&thread);
    QVERIFY(spinUntil([&] { return came.load(); }));
    thread.quit();
    QVERIFY(thread.join());
}

// The following tests run in processes of their own, which end inside a handler of the system.
void tst_Signals_Win::closedConsole_doesNotBlock()
{
    QCOMPARE(run(QStringLiteral("--closed")), 0);
}

void tst_Signals_Win::eventsWhileWatchersComeAndGo()
{
    QCOMPARE(run(QStringLiteral("--come-and-go")), 0);
}

void tst_Signals_Win::consoleLogOff_isLeftToOtherHandlers()
{
    QCOMPARE(run(QStringLiteral("--log-off")), 0);
}

void tst_Signals_Win::newConsole_isWatchedAsWell()
{
    QCOMPARE(run(QStringLiteral("--new-console")), 0);
}

int tst_Signals_Win::run(const QString &role)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.start(QCoreApplication::applicationFilePath(), { role });
    if (!child.waitForFinished(60000)) {
        child.kill();
        return -1;
    }
    return child.exitStatus() == QProcess::NormalExit ? child.exitCode() : -2;
}

// Calls the routine that the system calls in a new thread for each event. It runs the handlers
// under its lock.
static bool callSystemRoutine(quint32 event)
{
    using Routine = DWORD(WINAPI *)(void *);
    static const auto routine = reinterpret_cast<Routine>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"kernelbase.dll"), "CtrlRoutine")));
    return routine && routine(reinterpret_cast<void *>(quintptr(event))) == 0;
}

static int destroyAfterClosing()
{
    auto termination = std::make_unique<Termination>();
    termination->setQuitsApplication(false);
    bool requested = false;
    QObject::connect(termination.get(), &Termination::requested, [&] { requested = true; });
    std::thread([] { callSystemRoutine(os::ConsoleClosed); }).detach(); // never returns
    const bool came = spinUntil([&] { return requested; });
    termination.reset();
    const SignalWatcher another({ 2 });
    ::TerminateProcess(::GetCurrentProcess(), came && another.isWatching(2) ? 0 : 1);
    return 1;
}

static int watchWhilePressed()
{
    ::SetConsoleCtrlHandler([](DWORD) -> BOOL { return TRUE; }, TRUE); // otherwise the system ends the process
    std::atomic<bool> stop { false };
    std::thread presses([&] {
        while (!stop)
            callSystemRoutine(os::ControlBreak);
    });
    for (int i = 0; i < 2000; ++i)
        SignalWatcher watcher({ 21 });
    stop = true;
    presses.join();
    return 0;
}

static std::atomic<int> leftToOthers { 0 };

static BOOL WINAPI handlerOfOthers(DWORD)
{
    ++leftToOthers;
    return TRUE;
}

// Services get this event when any user logs off.
static int logOff()
{
    ::SetConsoleCtrlHandler(handlerOfOthers, TRUE);
    SignalWatcher watcher({ 15 });
    std::thread(callSystemRoutine, quint32(os::LogOff)).join();
    if (leftToOthers != 1)
        return 1;
    bool came = false;
    QObject::connect(&watcher, &SignalWatcher::received,
                     [&](const SignalInfo &info) { came = info.code() == os::Shutdown; });
    std::thread([] { callSystemRoutine(os::Shutdown); }).detach(); // never returns
    const bool isFirst = spinUntil([&] { return came; });
    ::TerminateProcess(::GetCurrentProcess(), isFirst && leftToOthers == 1 ? 0 : 2);
    return 3;
}

// Windows removes the handlers with the console; under Wine they stay.
static int watchAnotherConsole()
{
    SignalWatcher watcher({ 2 });
    ::FreeConsole();
    if (!::AllocConsole())
        return 1;
    ::SetConsoleCtrlHandler(handlerOfOthers, TRUE); // otherwise the system ends the process
    if (!watcher.watch(2))
        return 2;
    int count = 0;
    QObject::connect(&watcher, &SignalWatcher::received, [&](const SignalInfo &info) { count += info.count(); });
    if (!::GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0) || !spinUntil([&] { return count > 0; }))
        return 3;
    return count == 1 && leftToOthers == 0 ? 0 : 4;
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QString role = app.arguments().value(1);
    if (role == QLatin1String("--closed"))
        return destroyAfterClosing();
    if (role == QLatin1String("--come-and-go"))
        return watchWhilePressed();
    if (role == QLatin1String("--log-off"))
        return logOff();
    if (role == QLatin1String("--new-console"))
        return watchAnotherConsole();
    tst_Signals_Win test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_signals_win.moc"
