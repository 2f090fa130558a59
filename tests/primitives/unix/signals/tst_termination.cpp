// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/testsupport.h"

#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/Signals>
#include <QtInterprocess/Termination>

#include <signal.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Termination : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reasons_data();
    void reasons();
    void blockedByTheParent_data() { reasons_data(); }
    void blockedByTheParent();
    void blockedSignals_areBlockedAgainAtTheEnd();
    void requestBeforeTheEventLoop_isReported();
    void secondInterrupt_endsTheProgram();
    void secondInterrupt_endsAHungProgram();
    void secondInterrupt_endsProcess1OfAContainer();
    void secondTerminate_doesNotEndTheProgram();
    void withoutARequest_theExitStatusIsThatOfTheProgram();
    void secondInterrupt_doesNotEndTheProgramIfDisabled();
    void request_canBeReset();
    void unhandledReason_keepsItsAction();
    void ignoredSignal_staysIgnored();
    void signalActions_areRestoredAtTheEnd();
    void slotMovesTheTermination_theRestIsEmittedThere();
    void slotResetsTheTermination_theRestIsNotEmitted();
};

static const QString program = QStringLiteral(TERMINATOR_PROGRAM);

static QList<QByteArray> linesOf(Peer &peer)
{
    peer.output += peer.process.readAll();
    return peer.output.trimmed().split('\n');
}

void tst_Termination::reasons_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("Interrupt") << SIGINT;
    QTest::newRow("Terminate") << SIGTERM;
    QTest::newRow("HangUp") << SIGHUP;
    QTest::newRow("Quit") << SIGQUIT;
}

void tst_Termination::reasons()
{
    QFETCH(const int, number);
    Peer peer({}, program);
    QVERIFY(peer.waitForLine("READY"));
    QVERIFY(!Signals::send(peer.processId(), number));
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(peer.process.exitCode(), 128 + number);
    QCOMPARE(linesOf(peer), QList<QByteArray>({ "READY", QTest::currentDataTag(), "CLEAN" }));
}

void tst_Termination::blockedByTheParent()
{
    QFETCH(const int, number);
    Peer peer({ QStringLiteral("blocked") }, program);
    QVERIFY(peer.waitForLine("READY"));
    QVERIFY(!Signals::send(peer.processId(), number));
    QVERIFY(peer.waitForFinished());
    QCOMPARE(linesOf(peer), QList<QByteArray>({ "READY", QTest::currentDataTag(), "CLEAN" }));
}

void tst_Termination::blockedSignals_areBlockedAgainAtTheEnd()
{
    Peer peer({ QStringLiteral("blocked again") }, program);
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(peer.process.exitCode(), 0);
}

void tst_Termination::withoutARequest_theExitStatusIsThatOfTheProgram()
{
    const Termination termination;
    QCOMPARE(termination.exitStatus(), 0);
    QCOMPARE(termination.exitStatus(3), 3);
}

void tst_Termination::requestBeforeTheEventLoop_isReported()
{
    Peer peer({ QStringLiteral("early") }, program);
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
    QVERIFY(linesOf(peer).contains("Terminate"));
    QVERIFY(linesOf(peer).contains("CLEAN"));
}

void tst_Termination::secondInterrupt_endsTheProgram()
{
    Peer peer({ QStringLiteral("keep") }, program);
    QVERIFY(peer.waitForLine("READY"));
    QVERIFY(!Signals::send(peer.processId(), SIGINT));
    QVERIFY(peer.waitForLine("Interrupt"));
    QVERIFY(!Signals::send(peer.processId(), SIGINT));
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(peer.process.exitCode(), SIGINT);
}

// The program never runs its event loop. Either the first signal was handled before the second is
// sent, or both coalesce.
void tst_Termination::secondInterrupt_endsAHungProgram()
{
    Peer peer({ QStringLiteral("hung") }, program);
    QVERIFY(peer.waitForLine("READY"));
    const auto ended = [&] {
        Signals::send(peer.processId(), SIGINT);
        return peer.process.waitForFinished(20);
    };
    QVERIFY(spinUntil(ended));
    QCOMPARE(peer.process.exitCode(), SIGINT);
}

// For process 1, the system ignores signals without a handler, even those it sends to itself.
void tst_Termination::secondInterrupt_endsProcess1OfAContainer()
{
    const QStringList options = { QStringLiteral("-r"), QStringLiteral("-p"), QStringLiteral("-f") };
    if (QProcess::execute(QStringLiteral("unshare"), options + QStringList(QStringLiteral("true"))) != 0)
        QSKIP("this system has no PID namespaces");
    Peer peer(options + QStringList({ QStringLiteral("--kill-child"), program, QStringLiteral("hung") }),
              QStringLiteral("unshare"));
    QVERIFY(peer.waitForLine("READY"));
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(peer.processId()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    const qint64 first = children.readAll().trimmed().toLongLong();
    QVERIFY(first > 0);
    const auto ended = [&] {
        Signals::send(first, SIGINT);
        return peer.process.waitForFinished(20);
    };
    QVERIFY(spinUntil(ended));
    QCOMPARE(peer.process.exitCode(), 128 + SIGINT);
}

void tst_Termination::secondTerminate_doesNotEndTheProgram()
{
    Peer peer({ QStringLiteral("keep") }, program);
    QVERIFY(peer.waitForLine("READY"));
    QVERIFY(!Signals::send(peer.processId(), SIGTERM));
    QVERIFY(peer.waitForLine("Terminate"));
    QVERIFY(!Signals::send(peer.processId(), SIGTERM));
    QVERIFY(!peer.process.waitForFinished(200));
    peer.kill9();
}

void tst_Termination::secondInterrupt_doesNotEndTheProgramIfDisabled()
{
    Peer peer({ QStringLiteral("stay") }, program);
    QVERIFY(peer.waitForLine("READY"));
    QVERIFY(!Signals::send(peer.processId(), SIGINT));
    QVERIFY(peer.waitForLine("Interrupt"));
    QVERIFY(!Signals::send(peer.processId(), SIGINT));
    QVERIFY(!peer.process.waitForFinished(200));
    peer.kill9();
}

void tst_Termination::request_canBeReset()
{
    Peer peer({ QStringLiteral("reset") }, program);
    QVERIFY(peer.waitForLine("READY"));
    for (int i = 0; i < 3; ++i) { // each one counts as the first
        QVERIFY(!Signals::send(peer.processId(), SIGINT));
        QVERIFY(spinUntil([&] {
            peer.process.waitForReadyRead(10);
            return linesOf(peer).count("RESET") == i + 1;
        }));
    }
    QVERIFY(!Signals::send(peer.processId(), SIGTERM));
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
}

void tst_Termination::unhandledReason_keepsItsAction()
{
    Peer peer({ QStringLiteral("leave") }, program);
    QVERIFY(peer.waitForLine("READY"));
    QVERIFY(!Signals::send(peer.processId(), SIGHUP));
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::CrashExit); // no handler: as without a Termination
    QCOMPARE(peer.process.exitCode(), SIGHUP);
    Termination termination;
    termination.setQuitsApplication(false);
    QVERIFY(termination.isReasonHandled(Termination::Reason::HangUp));
    termination.setReasonHandled(Termination::Reason::HangUp, false);
    QVERIFY(!termination.isReasonHandled(Termination::Reason::HangUp));
    SignalWatcher watcher({ SIGHUP });
    int count = 0;
    connect(&watcher, &SignalWatcher::received, this, [&] { ++count; });
    ::raise(SIGHUP);
    QVERIFY(spinUntil([&] { return count == 1; }));
    QVERIFY(!termination.isRequested());
    termination.setReasonHandled(Termination::Reason::HangUp, true);
    ::raise(SIGHUP);
    QVERIFY(spinUntil([&] { return termination.isRequested(); }));
}

void tst_Termination::ignoredSignal_staysIgnored()
{
    QVERIFY(!Signals::setDisposition(SIGHUP, Signals::Disposition::Ignore));
    {
        const Termination termination;
        QCOMPARE(Signals::disposition(SIGHUP), Signals::Disposition::Ignore);
        QCOMPARE(Signals::disposition(SIGTERM), Signals::Disposition::Handled);
        QVERIFY(!termination.error());
    }
    QVERIFY(!Signals::setDisposition(SIGHUP, Signals::Disposition::Default));
}

void tst_Termination::signalActions_areRestoredAtTheEnd()
{
    QVERIFY(!Signals::setDisposition(SIGTERM, Signals::Disposition::Default));
    {
        const Termination termination;
        QCOMPARE(termination.reason(), Termination::Reason::NotRequested);
        QVERIFY(termination.deadline().isForever());
        QCOMPARE(Signals::disposition(SIGTERM), Signals::Disposition::Handled);
    }
    QCOMPARE(Signals::disposition(SIGTERM), Signals::Disposition::Default);
}

void tst_Termination::slotMovesTheTermination_theRestIsEmittedThere()
{
    Worker thread;
    auto *const termination = new Termination;
    termination->setQuitsApplication(false);
    std::atomic<int> there { 0 };
    std::atomic<int> elsewhere { 0 };
    connect(
        termination, &Termination::reasonChanged, termination, [&] { termination->moveToThread(&thread); },
        Qt::DirectConnection);
    connect(
        termination, &Termination::requested, termination,
        [&] { ++(QThread::currentThread() == &thread ? there : elsewhere); }, Qt::DirectConnection);
    ::raise(SIGHUP);
    QVERIFY(spinUntil([&] { return termination->thread() == &thread; }));
    thread.start();
    QVERIFY(spinUntil([&] { return there + elsewhere == 1; }));
    QCOMPARE(there.load(), 1);
    connect(&thread, &QThread::finished, termination, &QObject::deleteLater);
    thread.quit();
    QVERIFY(thread.join());
}

void tst_Termination::slotResetsTheTermination_theRestIsNotEmitted()
{
    Termination termination;
    termination.setQuitsApplication(false);
    int changes = 0;
    connect(&termination, &Termination::reasonChanged, this, [&] {
        if (++changes == 1)
            termination.reset();
    });
    connect(&termination, &Termination::requested, this, [] { QFAIL("requested() is emitted after reset()"); });
    ::raise(SIGHUP);
    QVERIFY(spinUntil([&] { return changes == 2; }));
    QVERIFY(!termination.isRequested());
}

QTEST_GUILESS_MAIN(tst_Termination)
#include "tst_termination.moc"
