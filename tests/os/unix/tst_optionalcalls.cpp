// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Every optional system call fails, as on an old kernel or in a sandbox, and everything still
// works. The calls are those of the table in os/unix/optionalcalls.cpp. Fault points make them
// fail in this process, and a kernel filter does so in a child.

#include "everythingworks.h"
#include "sandbox.h"

#include "os/unix/call.h"
#include "os/unix/optionalcalls.h"
#include "testsupport/sanitizers.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qprocess.h>

#include <climits>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

namespace {

struct Optional
{
    const char *name;
    Call call;
};

constexpr Optional All[] = {
    { "accept4", Call::AcceptWithFlags },
    { "epoll_ctl", Call::ChangeEventQueue },
    { "epoll_create1", Call::CreateEventQueue },
    { "epoll_wait", Call::TakeQueueEvents },
    { "fallocate", Call::ReserveMemory },
    { "F_SEAL_FUTURE_WRITE", Call::RefuseWriters },
    { "F_SEAL_WRITE", Call::SealMemory },
    { "inotify_init1", Call::NotifyOpening },
    { "memfd_create", Call::CreateMemory },
    { "MFD_NOEXEC_SEAL", Call::ForbidExecution },
    { "PIDFD_GET_INFO", Call::ProcessInfo },
    { "pidfd_open", Call::OpenProcess },
    { "pidfd_send_signal", Call::SignalByHandle },
    { "pipe2", Call::PipeWithFlags },
    { "pwritev2", Call::WriteQuietly },
    { "renameat2", Call::RenameExclusively },
    { "SIOCINQ", Call::WaitingBytes },
    { "socket with flags", Call::SocketWithFlags },
    { "socketpair with flags", Call::SocketWithFlags },
    { "SO_PASSRIGHTS", Call::PassRights },
    { "SO_PEERGROUPS", Call::PeerGroups },
    { "SO_PEERPIDFD", Call::PeerProcess },
    { "SO_TIMESTAMP", Call::MarkMessages },
    { "tee", Call::LookIntoPipe },
    { "timerfd_create", Call::CreateTimer },
    { "timerfd_settime", Call::SetTimer },
    { "waitid by pidfd", Call::WaitByHandle },
};

struct Refusal
{
    const char *name;
    int error;
};

constexpr Refusal Refusals[] = {
    { "ENOSYS", ENOSYS }, { "EPERM", EPERM }, { "EINVAL", EINVAL }, { "EOPNOTSUPP", EOPNOTSUPP }, { "EACCES", EACCES }
};

int runInSandbox(const QStringList &arguments)
{
    const QByteArray call = arguments[2].toLatin1();
    if (!Sandbox::refuse(call, arguments[3].toInt()))
        return 2;
    const QString failed = whatFails();
    if (failed.isEmpty())
        return 0;
    qWarning("%s", qPrintable(failed));
    return 1;
}

} // namespace

class tst_OptionalCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void withAllCalls_everythingWorks() { QCOMPARE(whatFails(), QString()); }
    void byFaultPoints_data() { everyRefusal(); }
    void byFaultPoints();
    void inASandbox_data() { everyRefusal(); }
    void inASandbox();
    void allAtOnce();
    void otherErrorsAreReported();

private:
    static void everyRefusal()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Call>("call");
        QTest::addColumn<int>("error");
        for (const Optional &optional : All) {
            for (const Refusal &refusal : Refusals)
                QTest::addRow("%s: %s", optional.name, refusal.name)
                    << QString::fromLatin1(optional.name) << optional.call << refusal.error;
        }
    }
};

void tst_OptionalCalls::byFaultPoints()
{
    QFETCH(Call, call);
    QFETCH(int, error);
    QVERIFY(os::isMissing(call, error));
    FaultPoint::arm(call, error, 1, INT_MAX);
    QCOMPARE(whatFails(), QString());
    if (call != Call::RenameExclusively) // reached only if another process creates the file in between
        QVERIFY(FaultPoint::calls(call) > 0);
}

void tst_OptionalCalls::inASandbox()
{
    QFETCH(QString, name);
    QFETCH(int, error);
    if (!Sandbox::isPossible())
        QSKIP("this system has no filters of system calls");
    if (!MeasuresMemory && name == QLatin1String("pipe2"))
        QSKIP("UndefinedBehaviorSanitizer needs the call itself: it tests with pipes whether memory is readable");
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--sandbox"), name, QString::number(error) });
    QVERIFY(child.waitForFinished(60000));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 0);
}

void tst_OptionalCalls::allAtOnce()
{
    for (const Refusal &refusal : Refusals) {
        for (const Optional &optional : All)
            FaultPoint::arm(optional.call, refusal.error, 1, INT_MAX);
        QCOMPARE(whatFails(), QString());
        FaultPoint::disarmAll();
    }
}

void tst_OptionalCalls::otherErrorsAreReported()
{
    QVERIFY(!os::isMissing(Call::PipeWithFlags, EMFILE));
    FaultPoint::arm(Call::PipeWithFlags, EMFILE);
    const Pipe pipe = createPipe();
    QVERIFY(!pipe);
    QCOMPARE(pipe.error.code(), Error::ResourceExhausted);
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == QLatin1String("--sandbox"))
        return runInSandbox(arguments);
    tst_OptionalCalls test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_optionalcalls.moc"
