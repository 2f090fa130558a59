// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Children are not affected by the signals that their parent watches.

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>

#include <QtCore/qstandardpaths.h>

#include <cerrno>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SignalChildren : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void childrensSignalMask_isUnchanged();
    void terminate();
    void signalBetweenForkAndExec_hasItsPreviousAction();
    void forkedChild_canWatch();
    void watchedSigchld_doesNotDisturbQProcess();
    void ignoredChildren_leaveNoZombies_data();
    void ignoredChildren_leaveNoZombies();
    void python();
};

// Returns the blocked and ignored signals as a program started by this process sees them. Caught
// signals are listed as well.
static QByteArray signalLines()
{
    Peer child({ QStringLiteral("/proc/self/status") }, QStringLiteral("/bin/cat"));
    child.waitForFinished();
    QByteArray lines;
    for (const QByteArray &line : (child.output + child.process.readAll()).split('\n')) {
        if (line.startsWith("SigBlk") || line.startsWith("SigIgn") || line.startsWith("SigCgt"))
            lines += line + '\n';
    }
    return lines;
}

void tst_SignalChildren::childrensSignalMask_isUnchanged()
{
    if (!QFile::exists(QStringLiteral("/proc/self/status")))
        QSKIP("this system does not show masks in /proc");
    const QByteArray before = signalLines();
    QCOMPARE(before.count('\n'), 3);
    SignalWatcher watcher;
    const QList<int> all = Signals::all();
    for (const int number : all) {
        if (Signals::isCatchable(number) && number != SIGCHLD)
            QVERIFY(watcher.watch(number, SignalWatcher::AllowFaults));
    }
    QCOMPARE(signalLines(), before);
}

void tst_SignalChildren::terminate()
{
    const SignalWatcher watcher({ SIGTERM, SIGINT });
    QProcess child;
    child.start(QStringLiteral("/bin/sleep"), { QStringLiteral("1000") });
    QVERIFY(child.waitForStarted());
    child.terminate();
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
}

// A signal to such a child has its previous action, and the parent does not receive it.
void tst_SignalChildren::signalBetweenForkAndExec_hasItsPreviousAction()
{
    ::signal(SIGUSR1, SIG_DFL);
    SignalWatcher watcher({ SIGUSR1, SIGUSR2 });
    int count = 0;
    connect(&watcher, &SignalWatcher::received, this,
            [&](const SignalInfo &info) { count += info.number() == SIGUSR1; });
    const pid_t child = ::fork();
    if (child == 0) {
        ::raise(SIGUSR1); // ends the child
        ::_exit(0);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1);
    bool settled = false;
    connect(&watcher, &SignalWatcher::received, this,
            [&](const SignalInfo &info) { settled = info.number() == SIGUSR2; });
    ::raise(SIGUSR2); // behind any signal that could have arrived
    QVERIFY(spinUntil([&] { return settled; }));
    QCOMPARE(count, 0);
}

void tst_SignalChildren::forkedChild_canWatch()
{
    SignalWatcher watcher({ SIGUSR1 });
    int count = 0;
    connect(&watcher, &SignalWatcher::received, this, [&] { ++count; });
    const pid_t child = ::fork();
    if (child == 0) {
        int mine = 0;
        {
            SignalWatcher own({ SIGUSR1 });
            connect(&own, &SignalWatcher::received, &own, [&] { ++mine; });
            ::raise(SIGUSR1);
            spinUntil([&] { return mine == 1; });
        }
        ::_exit(mine == 1 ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    ::raise(SIGUSR1);
    QVERIFY(spinUntil([&] { return count == 1; }));
}

void tst_SignalChildren::watchedSigchld_doesNotDisturbQProcess()
{
    const SignalWatcher watcher({ SIGCHLD });
    for (int i = 0; i < 30; ++i) {
        QProcess child;
        child.start(QStringLiteral("/bin/sh"), { QStringLiteral("-c"), QStringLiteral("exit %1").arg(i) });
        QVERIFY(spinUntil([&] { return child.state() == QProcess::NotRunning; }));
        QCOMPARE(child.exitStatus(), QProcess::NormalExit);
        QCOMPARE(child.exitCode(), i);
    }
}

void tst_SignalChildren::ignoredChildren_leaveNoZombies_data()
{
    QTest::addColumn<bool>("ignored");
    QTest::newRow("SIG_IGN") << true;
    QTest::newRow("SA_NOCLDWAIT") << false;
}

void tst_SignalChildren::ignoredChildren_leaveNoZombies()
{
    QFETCH(bool, ignored);
    struct sigaction action = {}, before = {};
    action.sa_handler = ignored ? SIG_IGN : SIG_DFL;
    action.sa_flags = ignored ? 0 : SA_NOCLDWAIT;
    QCOMPARE(::sigaction(SIGCHLD, &action, &before), 0);
    {
        SignalWatcher watcher({ SIGCHLD });
        int received = 0;
        connect(&watcher, &SignalWatcher::received, this, [&] { ++received; });
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(3);
        QCOMPARE(::waitpid(child, nullptr, 0), -1); // returns when no child is left
        QCOMPARE(errno, ECHILD);
        QVERIFY(spinUntil([&] { return received > 0; }));
    }
    struct sigaction after = {};
    QCOMPARE(::sigaction(SIGCHLD, &before, &after), 0);
    QCOMPARE(after.sa_flags & SA_NOCLDWAIT, action.sa_flags);
    QVERIFY(after.sa_handler == action.sa_handler);
}

void tst_SignalChildren::python()
{
    SignalWatcher watcher({ SIGUSR1, SIGUSR2 });
    QList<int> numbers;
    std::optional<qint64> sender;
    connect(&watcher, &SignalWatcher::received, this, [&](const SignalInfo &info) {
        numbers.append(info.number());
        sender = info.senderPid();
    });
    Peer python(
        { QStringLiteral("-c"),
          QStringLiteral(
              "import os, signal, sys; p = int(sys.argv[1]); os.kill(p, signal.SIGUSR2); os.kill(p, signal.SIGUSR1)"),
          QString::number(QCoreApplication::applicationPid()) },
        QStringLiteral("python3"));
    const qint64 pid = python.processId();
    QVERIFY(python.waitForFinished());
    QVERIFY(spinUntil([&] { return numbers.size() == 2; }));
    QVERIFY(numbers.contains(SIGUSR1) && numbers.contains(SIGUSR2));
    QCOMPARE(sender.value_or(0), pid);
}

QTEST_GUILESS_MAIN(tst_SignalChildren)
#include "tst_signalchildren.moc"
