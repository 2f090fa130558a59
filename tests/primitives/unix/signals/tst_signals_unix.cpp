// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Names, numbers and sending of signals, and their actions without a watcher.

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>

#include <limits>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Signals_Unix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void unknownNames_areRejected();
    void realTime();
    void catchableSignals_areKnown();
    void invalidTargets_areRefused_data();
    void invalidTargets_areRefused();
    void probing();
    void signalToAnotherUser_isRefused();
    void sending();
    void sendingToAGroup();
    void dispositions();
    void invalidDispositions_areRefused();
};

void tst_Signals_Unix::names_data()
{
    QTest::addColumn<int>("number");
    const std::pair<const char *, int> rows[] = {
        { "HUP", SIGHUP },       { "INT", SIGINT },   { "QUIT", SIGQUIT },   { "ILL", SIGILL },   { "ABRT", SIGABRT },
        { "FPE", SIGFPE },       { "KILL", SIGKILL }, { "SEGV", SIGSEGV },   { "PIPE", SIGPIPE }, { "ALRM", SIGALRM },
        { "TERM", SIGTERM },     { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 },   { "CHLD", SIGCHLD }, { "CONT", SIGCONT },
        { "STOP", SIGSTOP },     { "TSTP", SIGTSTP }, { "TTIN", SIGTTIN },   { "TTOU", SIGTTOU }, { "BUS", SIGBUS },
        { "PROF", SIGPROF },     { "SYS", SIGSYS },   { "TRAP", SIGTRAP },   { "URG", SIGURG },   { "XCPU", SIGXCPU },
        { "VTALRM", SIGVTALRM }, { "XFSZ", SIGXFSZ }, { "WINCH", SIGWINCH },
#ifdef SIGPOLL
        { "POLL", SIGPOLL },
#endif
#ifdef SIGPWR
        { "PWR", SIGPWR },
#endif
    };
    for (const auto &[name, number] : rows)
        QTest::newRow(name) << number;
}

void tst_Signals_Unix::names()
{
    QFETCH(const int, number);
    const QString bare = QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(Signals::name(number), QStringLiteral("SIG") + bare);
    QCOMPARE(Signals::fromName(QStringLiteral("SIG") + bare), number);
    QCOMPARE(Signals::fromName(bare.toLower()), number);
    QCOMPARE(Signals::fromName(QString::number(number)), number);
    QVERIFY(Signals::isValid(number));
    QVERIFY(Signals::all().contains(number));
}

void tst_Signals_Unix::unknownNames_areRejected()
{
    for (const char *const name :
         { "", "SIG", "NONE", "SIGSIGINT", "0", "-1", "9999", "RTMIN+", "RTMIN-1", "RTMAX+1", "RTMIN+99", "RTMIN++1" })
        QVERIFY2(Signals::fromName(QString::fromLatin1(name)) == 0, name);
    for (const int number : { 0, -1, 128, 1 << 20, std::numeric_limits<int>::min() }) {
        QVERIFY(!Signals::isValid(number));
        QVERIFY(Signals::name(number).isEmpty());
    }
}

void tst_Signals_Unix::realTime()
{
#ifdef SIGRTMIN
    QCOMPARE(Signals::realTime(0), SIGRTMIN);
    QCOMPARE(Signals::realTime(3), SIGRTMIN + 3);
    QCOMPARE(Signals::realTime(-1), 0);
    QCOMPARE(Signals::realTime(SIGRTMAX - SIGRTMIN + 1), 0);
    QCOMPARE(Signals::name(SIGRTMIN), QStringLiteral("SIGRTMIN"));
    QCOMPARE(Signals::name(SIGRTMIN + 3), QStringLiteral("SIGRTMIN+3"));
    QCOMPARE(Signals::fromName(QStringLiteral("SIGRTMIN+3")), SIGRTMIN + 3);
    QCOMPARE(Signals::fromName(QStringLiteral("rtmax-1")), SIGRTMAX - 1);
    QVERIFY(Signals::isRealTime(SIGRTMAX));
    QVERIFY(!Signals::isValid(SIGRTMIN - 1)); // reserved for the C library
#else
    QCOMPARE(Signals::realTime(0), 0);
#endif
    QVERIFY(!Signals::isRealTime(SIGTERM));
}

void tst_Signals_Unix::catchableSignals_areKnown()
{
    QVERIFY(!Signals::isCatchable(SIGKILL) && !Signals::isCatchable(SIGSTOP) && !Signals::isCatchable(0));
    QVERIFY(Signals::isCatchable(SIGTERM) && Signals::isCatchable(SIGSEGV));
    for (const int number : { SIGILL, SIGFPE, SIGSEGV, SIGBUS })
        QVERIFY(Signals::isFault(number));
    QVERIFY(!Signals::isFault(SIGTERM));
}

void tst_Signals_Unix::invalidTargets_areRefused_data()
{
    QTest::addColumn<qint64>("id");
    QTest::newRow("own group") << qint64(0);
    QTest::newRow("everybody") << qint64(-1);
    QTest::newRow("a group") << -qint64(::getpid());
    QTest::newRow("wraps to everybody") << qint64(0xffffffff);
    QTest::newRow("wraps to 0") << (qint64(1) << 32);
}

// SIGCONT has no effect if it reaches a process by mistake.
void tst_Signals_Unix::invalidTargets_areRefused()
{
    QFETCH(const qint64, id);
    for (const Error &error : { Signals::send(id, SIGCONT), Signals::sendToGroup(id, SIGCONT),
                                Signals::queue(id, SIGCONT, 1), Signals::probe(id) }) {
        QCOMPARE(error.code(), Error::InvalidOperation);
        QCOMPARE(error.nativeCode(), 0);
    }
    QCOMPARE(Signals::sendToGroup(1, SIGCONT).code(), Error::InvalidOperation);
    QCOMPARE(Signals::send(::getpid(), 0).code(), Error::InvalidOperation);
    QCOMPARE(Signals::send(::getpid(), 9999).code(), Error::InvalidOperation);
}

// Returns the process ID of a child that was waited for. The number stays unused for a while.
static pid_t goneProcess()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    ::waitpid(child, nullptr, 0);
    return child;
}

void tst_Signals_Unix::probing()
{
    QVERIFY(!Signals::probe(::getpid()));
    const pid_t gone = goneProcess();
    const Error error = Signals::probe(gone);
    QCOMPARE(error.code(), Error::NotFound);
    QCOMPARE(error.nativeCode(), ESRCH);
    QCOMPARE(Signals::send(gone, SIGTERM).code(), Error::NotFound);
    QCOMPARE(Signals::send(gone, SIGTERM).message(),
             QStringLiteral("send SIGTERM to \"%1\": no process has that ID").arg(gone));
}

// The sender is a child that gives up root rights, if it has them.
void tst_Signals_Unix::signalToAnotherUser_isRefused()
{
    if (::getuid() != 0) {
        QCOMPARE(Signals::probe(1).code(), Error::AccessDenied);
        return;
    }
    const pid_t child = ::fork();
    if (child == 0) {
        if (::setuid(65534) != 0)
            ::_exit(2);
        ::_exit(Signals::probe(::getppid()).code() == Error::AccessDenied ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
}

// Waits for the child and returns the signal that ended it; 0 if no signal did.
static int endOf(pid_t child)
{
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFSIGNALED(status))
        return 0;
    return WTERMSIG(status);
}

static pid_t sleepingChild(bool inItsOwnGroup)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGTERM, SIG_DFL); // replaces the handler of QtTest
        for (;;)
            ::pause();
    }
    if (inItsOwnGroup)
        ::setpgid(child, child);
    return child;
}

void tst_Signals_Unix::sending()
{
    const pid_t child = sleepingChild(false);
    QVERIFY(!Signals::send(child, SIGKILL));
    QCOMPARE(endOf(child), SIGKILL);
}

void tst_Signals_Unix::sendingToAGroup()
{
    const pid_t child = sleepingChild(true);
    QVERIFY(!Signals::sendToGroup(child, SIGKILL));
    QCOMPARE(endOf(child), SIGKILL);
}

void tst_Signals_Unix::dispositions()
{
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Default);
    QVERIFY(!Signals::setDisposition(SIGUSR1, Signals::Disposition::Ignore));
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Ignore);
    ::raise(SIGUSR1); // has no effect
    {
        const SignalWatcher watcher({ SIGUSR1 });
        QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Handled);
        QCOMPARE(Signals::setDisposition(SIGUSR1, Signals::Disposition::Default).code(), Error::InvalidOperation);
    }
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Ignore);
    QVERIFY(!Signals::setDisposition(SIGUSR1, Signals::Disposition::Default));
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Default);
}

void tst_Signals_Unix::invalidDispositions_areRefused()
{
    QCOMPARE(Signals::setDisposition(SIGKILL, Signals::Disposition::Ignore).code(), Error::InvalidOperation);
    QCOMPARE(Signals::setDisposition(0, Signals::Disposition::Ignore).code(), Error::InvalidOperation);
    QCOMPARE(Signals::setDisposition(SIGUSR1, Signals::Disposition::Handled).code(), Error::InvalidOperation);
    QCOMPARE(Signals::disposition(SIGUSR1), Signals::Disposition::Default);
}

QTEST_GUILESS_MAIN(tst_Signals_Unix)
#include "tst_signals_unix.moc"
