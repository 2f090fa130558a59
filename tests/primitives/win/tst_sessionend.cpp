// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The messages that Windows sends to all windows when the session ends, sent to the window of
// this process.

#include "os/win/consolecontrol.h"
#include "os/win/sessionwindow.h"
#include "os/win/winapi.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Termination>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qprocess.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SessionEnd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherSignals_makeNoWindow();
    void sessionEnds_data();
    void sessionEnds();
    void cancelledSessionEnd_emitsNothing();
    void closedWindow_stays();
    void withoutAWatcher_theSessionEndsAtOnce();
    void sessionEnds_waitsForTheProgram();
    void terminatedByQProcess();
};

struct Search
{
    DWORD process;
    HWND found = nullptr;
};

static BOOL CALLBACK look(HWND window, LPARAM argument)
{
    auto *const search = reinterpret_cast<Search *>(argument);
    DWORD process = 0;
    ::GetWindowThreadProcessId(window, &process);
    wchar_t name[100] = {};
    ::GetClassNameW(window, name, 100);
    if (process == search->process && QStringView(name) == QStringView(os::SessionWindowClass))
        search->found = window;
    return !search->found;
}

// Finds the window as Windows does, which excludes message-only windows.
static HWND findWindow(qint64 processId = QCoreApplication::applicationPid())
{
    Search search = { DWORD(processId) };
    ::EnumWindows(look, reinterpret_cast<LPARAM>(&search));
    return search.found;
}

static HWND waitForWindow(qint64 processId = QCoreApplication::applicationPid())
{
    HWND window = nullptr;
    (void)spinUntil([&] { return (window = findWindow(processId)) != nullptr; });
    return window;
}

// Sends a message and returns the answer; -1 if none comes in time.
static int ask(HWND window, UINT message, WPARAM wParam, LPARAM lParam)
{
    constexpr UINT Limit = 3000; // less than EndGrace
    DWORD_PTR answer = 0;
    return ::SendMessageTimeoutW(window, message, wParam, lParam, SMTO_NORMAL, Limit, &answer) ? int(answer) : -1;
}

void tst_SessionEnd::otherSignals_makeNoWindow()
{
    const SignalWatcher watcher({ 1, 2, 21 });
    const SignalWatcher another({ 1, 2, 21 });
    QVERIFY(!findWindow());
}

void tst_SessionEnd::sessionEnds_data()
{
    QTest::addColumn<quint32>("flags");
    QTest::addColumn<int>("code");
    QTest::addColumn<Termination::Reason>("reason");
    using Reason = Termination::Reason;
    QTest::newRow("logoff") << quint32(ENDSESSION_LOGOFF) << int(os::LogOff) << Reason::LogOff;
    QTest::newRow("forced logoff") << quint32(ENDSESSION_LOGOFF | ENDSESSION_CRITICAL) << int(os::LogOff)
                                   << Reason::LogOff;
    QTest::newRow("shutdown") << quint32(0) << int(os::Shutdown) << Reason::Shutdown;
    QTest::newRow("forced shutdown") << quint32(ENDSESSION_CRITICAL) << int(os::Shutdown) << Reason::Shutdown;
    QTest::newRow("update") << quint32(ENDSESSION_CLOSEAPP) << int(os::CloseRequested) << Reason::Terminate;
}

void tst_SessionEnd::sessionEnds()
{
    QFETCH(const quint32, flags);
    QFETCH(const int, code);
    QFETCH(const Termination::Reason, reason);
    SignalWatcher watcher({ 15 });
    Termination termination;
    termination.setQuitsApplication(false);
    std::vector<SignalInfo> infos;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) { infos.push_back(info); });
    const HWND window = waitForWindow();
    QVERIFY(window);
    QVERIFY(!::IsWindowVisible(window));
    QCOMPARE(ask(window, WM_QUERYENDSESSION, 0, LPARAM(flags)), 1);
    QVERIFY(::SendNotifyMessageW(window, WM_ENDSESSION, TRUE, LPARAM(flags)));
    QVERIFY(spinUntil([&] { return !infos.empty() && termination.isRequested(); }));
    QCOMPARE(infos.size(), size_t(1));
    QCOMPARE(infos[0].number(), 15);
    QCOMPARE(infos[0].code(), code);
    QCOMPARE(termination.reason(), reason);
    QCOMPARE(termination.deadline().isForever(), reason == Termination::Reason::Terminate);
    QCOMPARE(ask(window, WM_NULL, 0, 0), 0); // it answers other messages while it delays the session's end
}

void tst_SessionEnd::cancelledSessionEnd_emitsNothing()
{
    SignalWatcher watcher({ 15 });
    int count = 0;
    connect(&watcher, &SignalWatcher::received, this, [&] { ++count; });
    const HWND window = waitForWindow();
    QCOMPARE(ask(window, WM_QUERYENDSESSION, 0, 0), 1);
    QCOMPARE(ask(window, WM_ENDSESSION, FALSE, 0), 0); // another program has refused
    QVERIFY(::SendNotifyMessageW(window, WM_CLOSE, 0, 0)); // arrives alone
    QVERIFY(spinUntil([&] { return count > 0; }));
    QCOMPARE(count, 1);
}

void tst_SessionEnd::closedWindow_stays()
{
    SignalWatcher watcher({ 15 });
    std::vector<int> codes;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) { codes.push_back(info.code()); });
    const HWND window = waitForWindow();
    QCOMPARE(ask(window, WM_CLOSE, 0, 0), 0);
    QVERIFY(::SendNotifyMessageW(window, WM_ENDSESSION, TRUE, LPARAM(ENDSESSION_LOGOFF)));
    QVERIFY(spinUntil([&] { return codes.size() == 2; })); // also if both arrive before the event loop runs
    QCOMPARE(codes, std::vector<int>({ os::CloseRequested, os::LogOff }));
    QVERIFY(::IsWindow(window));
}

void tst_SessionEnd::withoutAWatcher_theSessionEndsAtOnce()
{
    {
        const SignalWatcher watcher({ 15 });
    }
    const SignalWatcher other({ 2 });
    const HWND window = waitForWindow();
    QVERIFY(window);
    QCOMPARE(ask(window, WM_QUERYENDSESSION, 0, 0), 1);
    QCOMPARE(ask(window, WM_ENDSESSION, TRUE, 0), 0);
    QCOMPARE(ask(window, WM_CLOSE, 0, 0), 0);
}

namespace {

// Runs this program as one that ends when it is asked to.
struct Program
{
    QProcess process;
    QByteArray output;

    Program() { process.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--program") }); }

    bool waitFor(const char *line)
    {
        return spinUntil([&] {
            output += process.readAllStandardOutput();
            return output.contains(line);
        });
    }
    bool waitForEnd()
    {
        const bool hasEnded = process.state() == QProcess::NotRunning || process.waitForFinished();
        output += process.readAllStandardOutput();
        return hasEnded && uint(process.exitCode()) == 0xC000013Au;
    }
};

} // namespace

void tst_SessionEnd::sessionEnds_waitsForTheProgram()
{
    Program program;
    QVERIFY(program.waitFor("READY"));
    const HWND window = waitForWindow(program.process.processId());
    QVERIFY(window);
    std::atomic<bool> isAnswered { false };
    std::thread session([&] {
        ::SendMessageW(window, WM_ENDSESSION, TRUE, LPARAM(ENDSESSION_LOGOFF));
        isAnswered = true;
    });
    const bool isTold = program.waitFor("REASON 5");
    const bool isHeld = !isAnswered;
    program.process.write("save\n");
    const bool hasEnded = program.waitForEnd();
    session.join();
    QVERIFY(isTold);
    QVERIFY(isHeld);
    QVERIFY2(hasEnded, program.output.constData());
    QVERIFY(program.output.contains("SAVED"));
}

void tst_SessionEnd::terminatedByQProcess()
{
    Program program;
    QVERIFY(program.waitFor("READY"));
    QVERIFY(waitForWindow(program.process.processId()));
    program.process.terminate(); // sends WM_CLOSE to all windows
    QVERIFY(program.waitFor("REASON 2"));
    program.process.write("save\n");
    QVERIFY(program.waitForEnd());
}

static void say(const QByteArray &line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

static int runProgram(QCoreApplication &app)
{
    Termination termination;
    QObject::connect(&termination, &Termination::requested,
                     [](Termination::Reason reason) { say("REASON " + QByteArray::number(int(reason))); });
    say("READY");
    const int status = app.exec();
    char line[100];
    if (std::fgets(line, sizeof line, stdin)) // work that takes time at the end
        say("SAVED");
    return termination.exitStatus(status);
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == QLatin1String("--program"))
        return runProgram(app);
    tst_SessionEnd test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sessionend.moc"
