// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of processes on Unix: children of fork(), foreign processes, and systems without
// process handles.

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/process.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtTest/qsignalspy.h>

#include <atomic>
#include <memory>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#    include <sys/ptrace.h>
#endif

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ProcessWatcherUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { os::FaultPoint::disarmAll(); }

    void watchedChildren_canStillBeWaitedFor_data() { kinds(); }
    void watchedChildren_canStillBeWaitedFor();
    void endedByASignal_data() { kinds(); }
    void endedByASignal();
    void zombies_data() { kinds(); }
    void zombies();
    void childThatWasWaitedFor_isReported_data() { kinds(); }
    void childThatWasWaitedFor_isReported();
    void endedProcess_isNotFound_data() { kinds(); }
    void endedProcess_isNotFound();
    void grandchild_isWatched_data() { kinds(); }
    void grandchild_isWatched();
    void sends_data() { kinds(); }
    void sends();
    void queues_data() { kinds(); }
    void queues();
    void withoutAnEventLoop();
    void stoppedProcess_hasNotEnded();
    void tracedChild_isReportedWithItsStatus();
    void threads_areRefusedWhereHandlesExist();
    void outOfDescriptors();
    void descriptors_closeOnExecAndDoNotLeak();
    void peerOfASocket_isWatched();
    void otherHandles_areRefused();
    void actionOfSigchld_isUnchanged();

private:
    static void kinds()
    {
        QTest::addColumn<bool>("hasHandles");
        QTest::newRow("by handle") << true; // where the system has them
        QTest::newRow("by polling") << false;
    }
    // Simulates an older kernel, or another system.
    static void takeHandlesAway() { os::FaultPoint::arm(os::Call::OpenProcess, ENOSYS, 1, 1000000); }
    static void arm()
    {
        QFETCH(const bool, hasHandles);
        if (!hasHandles)
            takeHandlesAway();
    }

    const PrivateRuntimeDirectory m_runtime;
};

namespace {

// A child that waits for a byte, and then runs a function.
class Child
{
public:
    template <typename Function>
    explicit Child(Function function)
    {
        if (!Raw::pipe(m_pipe))
            qFatal("no pipe");
        m_pid = ::fork();
        if (m_pid == 0) {
            char byte = 0;
            ::close(m_pipe[1]);
            if (::read(m_pipe[0], &byte, 1) == 1)
                function();
            ::_exit(99);
        }
        ::close(m_pipe[0]);
    }
    ~Child()
    {
        ::close(m_pipe[1]);
        if (m_pid > 0 && ::waitpid(m_pid, nullptr, WNOHANG) == 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
    }

    pid_t id() const { return m_pid; }
    void go() const { (void)!::write(m_pipe[1], "x", 1); }
    int wait()
    {
        int status = -1;
        ::waitpid(std::exchange(m_pid, -1), &status, 0);
        return status;
    }

private:
    Q_DISABLE_COPY_MOVE(Child)

    int m_pipe[2];
    pid_t m_pid = -1;
};

bool hasHandles()
{
    return bool(os::openProcess(::getpid()));
}

// Tells whether handles can be adopted: a pidfd can, a kqueue cannot.
bool canAdoptHandles()
{
    const auto own = os::openProcess(::getpid());
    return own && os::processOf(int(own->get()));
}

// Returns the thread ID, which is in the range of process IDs on Linux only. Elsewhere returns 0,
// which is invalid.
pid_t numberOfThisThread()
{
#ifdef Q_OS_LINUX
    return ::gettid();
#else
    return 0;
#endif
}

// Runs in the child: blocks the signal, then tells the parent that it may send it.
void saysThatItWaits(int number)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    ::kill(::getppid(), SIGUSR2);
}

bool goUntilItWaits(const Child &child)
{
    SignalWatcher ready({ SIGUSR2 });
    QSignalSpy readies(&ready, &SignalWatcher::received);
    child.go();
    return spinUntil([&] { return readies.count() == 1; });
}

// Tells whether the kernel reports the exit of a process after its parent has waited for it.
bool tellsAfterwards()
{
    Child child([] { ::_exit(5); });
    const auto handle = os::openProcess(child.id());
    child.go();
    child.wait();
    ProcessExit exit;
    return handle && os::askForExit(int(handle->get()), exit);
}

} // namespace

void tst_ProcessWatcherUnix::watchedChildren_canStillBeWaitedFor()
{
    arm();
    for (const int code : { 0, 1, 42, 255 }) {
        Child child([=] { ::_exit(code); });
        ProcessWatcher watcher(child.id());
        std::vector<ProcessExit> exits;
        connect(&watcher, &ProcessWatcher::exited, this, [&](const ProcessExit &exit) { exits.push_back(exit); });
        child.go();
        QVERIFY(spinUntil([&] { return !exits.empty(); }));
        QCOMPARE(exits[0].exitCode().value_or(-1), code);
        QVERIFY(!exits[0].signalNumber());
        const int status = child.wait();
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), code);
    }
}

void tst_ProcessWatcherUnix::endedByASignal()
{
    arm();
    for (const int number : { SIGKILL, SIGTERM, SIGUSR1 }) {
        Child child([=] {
            ::signal(number, SIG_DFL);
            ::raise(number);
        });
        ProcessWatcher watcher(child.id());
        child.go();
        QVERIFY(watcher.waitForExited(20000));
        QCOMPARE(watcher.exit().signalNumber().value_or(-1), number);
        QVERIFY(!watcher.exit().exitCode());
        QVERIFY(!watcher.exit().isSuccess());
        const int status = child.wait();
        QCOMPARE(WTERMSIG(status), number);
    }
}

void tst_ProcessWatcherUnix::zombies()
{
    arm();
    Child child([] { ::_exit(4); });
    child.go();
    siginfo_t info = {};
    QCOMPARE(::waitid(P_PID, id_t(child.id()), &info, WEXITED | WNOWAIT), 0);
    ProcessWatcher watcher;
    QVERIFY(watcher.watch(child.id()));
    QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    QVERIFY(spinUntil([&] { return exits.count() == 1; }));
    QCOMPARE(watcher.exit().exitCode().value_or(-1), 4);
}

void tst_ProcessWatcherUnix::childThatWasWaitedFor_isReported()
{
    arm();
    QFETCH(const bool, hasHandles);
    Child child([] { ::_exit(5); });
    ProcessWatcher watcher(child.id());
    QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    child.go();
    child.wait();
    QVERIFY(spinUntil([&] { return exits.count() == 1; }));
    if (hasHandles && tellsAfterwards())
        QCOMPARE(watcher.exit().exitCode().value_or(-1), 5);
    else
        QVERIFY(!watcher.exit().isKnown());
}

void tst_ProcessWatcherUnix::endedProcess_isNotFound()
{
    arm();
    Child child([] { ::_exit(0); });
    const pid_t id = child.id();
    child.go();
    child.wait();
    ProcessWatcher watcher;
    QVERIFY(!watcher.watch(id));
    QCOMPARE(watcher.error().code(), Error::NotFound);
}

// The parent of the grandchild prints its process ID and waits for it.
void tst_ProcessWatcherUnix::grandchild_isWatched()
{
    arm();
    Peer shell(
        { QStringLiteral("-c"), QStringLiteral("/bin/sleep 1000 & echo \"PID $!\"; echo READY; wait; echo WAITED") },
        QStringLiteral("/bin/sh"));
    QVERIFY(shell.waitForLine("READY"));
    const qint64 grandchild = shell.output.mid(shell.output.indexOf("PID ") + 4).split('\n').first().toLongLong();
    QVERIFY(grandchild > 0);
    ProcessWatcher watcher(grandchild);
    QVERIFY2(!watcher.error(), qPrintable(watcher.error().message()));
    QVERIFY(!watcher.waitForExited(20));
    QVERIFY(!watcher.send(SIGKILL));
    QVERIFY(watcher.waitForExited(20000));
    if (watcher.exit().isKnown()) // known with a quick shell and a new kernel
        QCOMPARE(watcher.exit().signalNumber().value_or(-1), SIGKILL);
    QVERIFY(shell.waitForLine("WAITED"));
}

void tst_ProcessWatcherUnix::sends()
{
    arm();
    Child child([] {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGUSR1);
        saysThatItWaits(SIGUSR1);
#ifdef SIGRTMIN
        siginfo_t info = {};
        ::sigwaitinfo(&set, &info);
        ::_exit(info.si_signo == SIGUSR1 && info.si_code == SI_USER && info.si_pid == ::getppid() ? 0 : 1);
#else // macOS and OpenBSD report no more
        int number = 0;
        ::sigwait(&set, &number);
        ::_exit(number == SIGUSR1 ? 0 : 1);
#endif
    });
    ProcessWatcher watcher(child.id());
    QVERIFY(goUntilItWaits(child));
    QVERIFY(!watcher.send(SIGUSR1));
    QVERIFY(watcher.waitForExited(20000));
    QCOMPARE(watcher.exit().exitCode().value_or(-1), 0);
    QCOMPARE(watcher.send(SIGUSR1).code(), Error::NotFound); // kill() would take the zombie for a process
    QCOMPARE(watcher.queue(SIGUSR1, 1).code(), Error::NotFound);
}

void tst_ProcessWatcherUnix::queues()
{
    arm();
#ifdef SIGRTMIN
    Child child([] {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGRTMIN);
        saysThatItWaits(SIGRTMIN);
        siginfo_t info = {};
        ::sigwaitinfo(&set, &info);
        ::_exit(info.si_code == SI_QUEUE && info.si_value.sival_int == -7 && info.si_pid == ::getppid() ? 0 : 1);
    });
    ProcessWatcher watcher(child.id());
    QVERIFY(goUntilItWaits(child));
    QVERIFY(!watcher.queue(SIGRTMIN, -7));
    QVERIFY(watcher.waitForExited(20000));
    QCOMPARE(watcher.exit().exitCode().value_or(-1), 0);
#else // macOS and OpenBSD
    Child child([] { ::_exit(0); });
    ProcessWatcher watcher(child.id());
    QCOMPARE(watcher.queue(SIGUSR1, -7).code(), Error::Unsupported);
#endif
}

void tst_ProcessWatcherUnix::withoutAnEventLoop()
{
    Child child([] { ::_exit(6); });
    int code = -1;
    std::thread thread([&] {
        ProcessWatcher watcher(child.id());
        child.go();
        if (watcher.waitForExited(20000))
            code = watcher.exit().exitCode().value_or(-2);
    });
    thread.join();
    QCOMPARE(code, 6);
}

void tst_ProcessWatcherUnix::stoppedProcess_hasNotEnded()
{
    Child child([] {
        ::raise(SIGSTOP);
        ::_exit(8);
    });
    ProcessWatcher watcher(child.id());
    child.go();
    siginfo_t info = {};
    QCOMPARE(::waitid(P_PID, id_t(child.id()), &info, WSTOPPED), 0);
    QVERIFY(!watcher.waitForExited(30));
    QVERIFY(!watcher.send(SIGCONT));
    QVERIFY(watcher.waitForExited(20000));
    QCOMPARE(watcher.exit().exitCode().value_or(-1), 8);
}

// For a moment after a kqueue has reported an exit, the parent cannot wait for the child yet. A
// tracer causes the same state.
void tst_ProcessWatcherUnix::tracedChild_isReportedWithItsStatus()
{
#ifdef Q_OS_LINUX
    if (!hasHandles())
        QSKIP("without a process handle, the child counts as running");
    Child child([] { ::_exit(7); });
    int attached[2];
    int release[2];
    QVERIFY(Raw::pipe(attached) && Raw::pipe(release));
    const pid_t tracer = startForked([&](ChildChecks &) {
        char answer = ::ptrace(PTRACE_SEIZE, child.id(), nullptr, nullptr) == 0 ? 'y' : 'n';
        (void)!::write(attached[1], &answer, 1);
        (void)!::read(release[0], &answer, 1);
        ::waitpid(child.id(), nullptr, __WALL);
    });
    char answer = 0;
    QCOMPARE(::read(attached[0], &answer, 1), ssize_t(1));
    ProcessWatcher watcher(child.id());
    QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    const auto handle = os::openProcess(child.id());
    QVERIFY(handle);
    child.go();
    QVERIFY(os::poll(int(handle->get()), os::PollFor::Reading, QDeadlineTimer(20000)));
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents();
    const auto earlyExits = exits.count();
    (void)!::write(release[1], "x", 1);
    QVERIFY(waitForForked(tracer) != -1);
    for (const int fd : { attached[0], attached[1], release[0], release[1] })
        ::close(fd);
    if (answer == 'n')
        QSKIP("tracing is forbidden here");
    QCOMPARE(earlyExits, 0);
    QVERIFY(spinUntil([&] { return exits.count() == 1; }));
    QCOMPARE(watcher.exit().exitCode(), std::optional<int>(7));
#endif
}

// Only a process handle tells processes and threads apart. Without one, a thread is watched like
// a process, and its end is noticed.
void tst_ProcessWatcherUnix::threads_areRefusedWhereHandlesExist()
{
    std::atomic<pid_t> number { -1 };
    std::atomic<bool> done { false };
    std::thread thread([&] {
        number = numberOfThisThread();
        while (!done)
            std::this_thread::yield();
    });
    while (number == -1)
        std::this_thread::yield();
    ProcessWatcher watcher;
    const bool watches = watcher.watch(number);
    done = true;
    thread.join();
    QCOMPARE(watches, number > 0 && !hasHandles());
#ifdef QTINTERPROCESS_KQUEUE
    constexpr auto Refusal = Error::NotFound; // a kqueue knows processes only
#else
    constexpr auto Refusal = Error::InvalidOperation;
#endif
    if (watches)
        QVERIFY(watcher.waitForExited(20000));
    else
        QCOMPARE(watcher.error().code(), Refusal);
}

void tst_ProcessWatcherUnix::outOfDescriptors()
{
    if (!hasHandles())
        QSKIP("this system has no process handles");
    Child child([] { ::_exit(0); });
    os::FaultPoint::arm(os::Call::OpenProcess, EMFILE);
    ProcessWatcher watcher;
    QVERIFY(!watcher.watch(child.id()));
    QCOMPARE(watcher.error().code(), Error::ResourceExhausted);
    os::FaultPoint::disarmAll();
    QVERIFY(watcher.watch(child.id()));
    child.go();
    QVERIFY(watcher.waitForExited(20000));
}

void tst_ProcessWatcherUnix::descriptors_closeOnExecAndDoNotLeak()
{
    QSet<int> inherited; // or opened by the test
    for (int fd = 3; fd < 512; ++fd) {
        if (::fcntl(fd, F_GETFD) != -1)
            inherited.insert(fd);
    }
    { // opens the descriptors that a thread opens once
        Child child([] { ::_exit(0); });
        const ProcessWatcher watcher(child.id());
    }
    const int before = openDescriptors();
    for (int i = 0; i < 20; ++i) {
        Child child([] { ::_exit(0); });
        ProcessWatcher watcher(child.id());
        for (int fd = 3; fd < 512; ++fd) {
            const int flags = ::fcntl(fd, F_GETFD);
            QVERIFY(flags == -1 || (flags & FD_CLOEXEC) || inherited.contains(fd));
        }
        child.go();
        QVERIFY(watcher.waitForExited(20000));
    }
    QCOMPARE(openDescriptors(), before);
}

void tst_ProcessWatcherUnix::peerOfASocket_isWatched()
{
    UnixServer server;
    const QString path = m_runtime.path() + QLatin1String("/peer");
    QVERIFY(server.listen(UnixAddress::fromPath(path)));
    Peer peer({ QStringLiteral("-c"),
                QStringLiteral("import socket, sys\n"
                               "s = socket.socket(socket.AF_UNIX)\n"
                               "s.connect(sys.argv[1])\n"
                               "s.recv(1)\n"
                               "sys.exit(9)\n"),
                path },
              QStringLiteral("python3"));
    const qint64 id = peer.processId();
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<UnixSocket> socket(server.nextPendingConnection());
    OwnedHandle handle = socket->peerProcessHandle();
    if (!handle)
        QSKIP("this system does not report the process at the other end");
    ProcessWatcher watcher;
    QVERIFY2(watcher.watch(std::move(handle)), qPrintable(watcher.error().message()));
    QCOMPARE(watcher.processId(), id);
    QSignalSpy exits(&watcher, &ProcessWatcher::exited);
    socket->close();
    QVERIFY(spinUntil([&] { return exits.count() == 1; }));
    QVERIFY(spinUntil([&] { return peer.process.state() == QProcess::NotRunning; }));
}

void tst_ProcessWatcherUnix::otherHandles_areRefused()
{
    ProcessWatcher watcher;
    OwnedHandle file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const int fd = int(file.get());
    QVERIFY(!watcher.watch(std::move(file)));
    QCOMPARE(watcher.error().code(), canAdoptHandles() ? Error::InvalidOperation : Error::Unsupported);
    QCOMPARE(::fcntl(fd, F_GETFD), -1);
    if (!canAdoptHandles())
        return;
    Child child([] { ::_exit(0); });
    auto handle = os::openProcess(child.id());
    child.go();
    child.wait();
    QVERIFY(!watcher.watch(std::move(*handle)));
    QCOMPARE(watcher.error().code(), Error::NotFound);
}

void tst_ProcessWatcherUnix::actionOfSigchld_isUnchanged()
{
    struct sigaction before = {}, during = {};
    ::sigaction(SIGCHLD, nullptr, &before);
    Child child([] { ::_exit(0); });
    const ProcessWatcher watcher(child.id());
    ::sigaction(SIGCHLD, nullptr, &during);
    QVERIFY(before.sa_handler == during.sa_handler);
}

QTEST_GUILESS_MAIN(tst_ProcessWatcherUnix)
#include "tst_processwatcher_unix.moc"
