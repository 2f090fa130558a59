// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Pipes, standard streams and children, as far as they are specific to Unix.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qset.h>
#include <QtCore/qtemporaryfile.h>
#include <QtTest/qsignalspy.h>

#include <atomic>
#include <memory>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_PipesUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flagsOfTheEnds();
    void capacityIsAHint();
    void childHandles_getTheChosenNumbers();
    void swappedNumbers_areAssigned();
    void plainForkAndExec();
    void brokenPipe_raisesNoSigpipe();
    void pendingSigpipe_staysPending();
    void sharedStreams_stayBlocking();
    void terminals();
    void closedStandardInput_isReported();
    void inAPipeline();
    void files();
    void devices();
    void fullDisk_isReported();
    void fileAtItsSizeLimit_isReported();
    void directoriesAreRefused();
    void thread_endsWithItsDevice();
    void threadsOfWriters_endWithThem();
};

static bool hasFlag(int fd, int flag)
{
    return ::fcntl(fd, F_GETFL) & flag;
}

static bool closesOnExec(int fd)
{
    return ::fcntl(fd, F_GETFD) & FD_CLOEXEC;
}

static QProcess &shell(QProcess &process, const QString &script)
{
    process.setProgram(QStringLiteral("/bin/sh"));
    process.setArguments({ QStringLiteral("-c"), script, testPeerProgram() });
    return process;
}

static bool hasFinished(QProcess &process)
{
    return spinUntil([&] { return process.state() == QProcess::NotRunning; });
}

void tst_PipesUnix::flagsOfTheEnds()
{
    const Pipe pipe = createPipe();
    for (const qintptr handle : { pipe.reader->nativeHandle(), pipe.writer->nativeHandle() }) {
        QVERIFY(closesOnExec(int(handle)));
        QVERIFY(hasFlag(int(handle), O_NONBLOCK));
    }
    PipeReader reader;
    const OwnedHandle forSomebodyElse = reader.createPipe();
    QVERIFY(closesOnExec(int(forSomebodyElse.get())));
    QVERIFY(!hasFlag(int(forSomebodyElse.get()), O_NONBLOCK));
    QVERIFY(hasFlag(int(reader.nativeHandle()), O_NONBLOCK));
    const OwnedHandle copy = forSomebodyElse.duplicate();
    QVERIFY(closesOnExec(int(copy.get())));
    PipeWriter adopted;
    ::fcntl(int(copy.get()), F_SETFD, 0);
    QVERIFY(adopted.adopt(copy.duplicate()));
    QVERIFY(closesOnExec(int(adopted.nativeHandle())));
}

void tst_PipesUnix::capacityIsAHint()
{
    PipeOptions options;
    options.setCapacity(1 << 20);
    const Pipe pipe = createPipe(options);
    QVERIFY(pipe);
#ifdef F_GETPIPE_SZ
    QCOMPARE(::fcntl(int(pipe.writer->nativeHandle()), F_GETPIPE_SZ), 1 << 20);
#endif
    options.setCapacity(1 << 30); // more than any process gets
    QVERIFY(createPipe(options));
}

void tst_PipesUnix::childHandles_getTheChosenNumbers()
{
    PipeReader three, nine;
    ChildHandles handles;
    QCOMPARE(handles.add(three.createPipe(), 3), qintptr(3));
    QCOMPARE(handles.add(nine.createPipe(), 9), qintptr(9));
    const QString list = QStringLiteral("ls /proc/self/fd 2>/dev/null");
    QProcess plain, process;
    shell(plain, list).start(); // lists the descriptors that are inherited in any case
    handles.start(shell(process, QStringLiteral("echo three >&3; echo nine >&9; ") + list));
    QVERIFY(spinUntil([&] { return three.state() == Device::State::Closed && nine.state() == Device::State::Closed; }));
    QCOMPARE(three.readAll(), QByteArray("three\n"));
    QCOMPARE(nine.readAll(), QByteArray("nine\n"));
    QVERIFY(hasFinished(process));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(hasFinished(plain));
    // The child has no other descriptors, except that of the listed folder.
    const auto numbers = [](QProcess &lister) {
        const auto lines = lister.readAllStandardOutput().split('\n');
        return QSet<QByteArray>(lines.begin(), lines.end());
    };
    const QSet<QByteArray> more = numbers(process) - numbers(plain) - QSet<QByteArray>({ "3", "9" });
    QVERIFY2(more.size() <= 1, more.values().join(' ').constData());
}

// Each handle has the number that the other one should get.
void tst_PipesUnix::swappedNumbers_areAssigned()
{
    PipeReader first, second;
    OwnedHandle a = first.createPipe();
    OwnedHandle b = second.createPipe();
    const int numberOfA = int(a.get());
    const int numberOfB = int(b.get());
    ChildHandles handles;
    QCOMPARE(handles.add(std::move(a), numberOfB), qintptr(numberOfB));
    QCOMPARE(handles.add(std::move(b), numberOfA), qintptr(numberOfA));
    QProcess process;
    handles.start(shell(process, QStringLiteral("echo a >&%1; echo b >&%2").arg(numberOfB).arg(numberOfA)));
    QVERIFY(
        spinUntil([&] { return first.state() == Device::State::Closed && second.state() == Device::State::Closed; }));
    QVERIFY(hasFinished(process));
    QCOMPARE(first.readAll(), QByteArray("a\n"));
    QCOMPARE(second.readAll(), QByteArray("b\n"));
}

void tst_PipesUnix::plainForkAndExec()
{
    PipeReader reader;
    ChildHandles handles;
    handles.add(reader.createPipe(), 7);
    const pid_t child = ::fork();
    QVERIFY(child != -1);
    if (child == 0) {
        if (handles.applyInChild() == 0)
            ::execl("/bin/sh", "sh", "-c", "echo from the child >&7", nullptr);
        ::_exit(1);
    }
    handles.clear();
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    int status = 1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QCOMPARE(reader.readAll(), QByteArray("from the child\n"));
}

static int s_brokenPipes = 0;

class BrokenPipeCounter
{
public:
    BrokenPipeCounter()
    {
        s_brokenPipes = 0;
        struct sigaction action = {};
        action.sa_handler = [](int) { ++s_brokenPipes; };
        ::sigaction(SIGPIPE, &action, &m_before);
    }
    ~BrokenPipeCounter() { ::sigaction(SIGPIPE, &m_before, nullptr); }

private:
    struct sigaction m_before;
};

static bool isPending(int signal)
{
    sigset_t pending;
    ::sigpending(&pending);
    return sigismember(&pending, signal) == 1;
}

static bool isBlocked(int signal)
{
    sigset_t mask;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    return sigismember(&mask, signal) == 1;
}

static void writeToNobody()
{
    PipeWriter writer;
    QSignalSpy errors(&writer, &Device::errorOccurred);
    writer.createPipe(); // the other end is closed at once
    writer.write("to nobody");
    writer.flush();
    QVERIFY(spinUntil([&] { return writer.state() == Device::State::Closed; }));
    QCOMPARE(errors.count(), 1);
    QCOMPARE(writer.error().code(), Error::PeerClosed);
    QCOMPARE(writer.error().nativeCode(), EPIPE);
}

void tst_PipesUnix::brokenPipe_raisesNoSigpipe()
{
    const BrokenPipeCounter counter;
    writeToNobody();
    QCOMPARE(s_brokenPipes, 0);
    QVERIFY(!isPending(SIGPIPE));
    QVERIFY(!isBlocked(SIGPIPE));
}

void tst_PipesUnix::pendingSigpipe_staysPending()
{
    const BrokenPipeCounter counter;
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    ::pthread_kill(::pthread_self(), SIGPIPE); // sent by other code
    writeToNobody();
    QVERIFY(isPending(SIGPIPE));
    QVERIFY(isBlocked(SIGPIPE));
    QCOMPARE(s_brokenPipes, 0);
    ::pthread_sigmask(SIG_UNBLOCK, &pipe, nullptr);
    QCOMPARE(s_brokenPipes, 1);
}

void tst_PipesUnix::sharedStreams_stayBlocking()
{
    PipeWriter in;
    PipeReader out;
    ChildHandles handles;
    OwnedHandle readEnd = in.createPipe();
    OwnedHandle writeEnd = out.createPipe();
    const OwnedHandle sharedIn = readEnd.duplicate();
    const OwnedHandle sharedOut = writeEnd.duplicate();
    handles.add(std::move(readEnd), 0);
    handles.add(std::move(writeEnd), 1);
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("copy"), QStringLiteral("-") });
    handles.start(process);
    in.write("x");
    QVERIFY(spinUntil([&] { return out.bytesAvailable() == 1; })); // so it is running
    QVERIFY(!hasFlag(int(sharedIn.get()), O_NONBLOCK));
    QVERIFY(!hasFlag(int(sharedOut.get()), O_NONBLOCK));
    in.close();
    QVERIFY(hasFinished(process));
    QVERIFY(!hasFlag(int(sharedIn.get()), O_NONBLOCK));
}

// The tool reads from a terminal of this test, and ends with Ctrl-D. The next program finds the
// terminal unchanged.
void tst_PipesUnix::terminals()
{
    OwnedHandle master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    QVERIFY(master);
    QVERIFY(::grantpt(int(master.get())) == 0 && ::unlockpt(int(master.get())) == 0);
    OwnedHandle slave(::open(::ptsname(int(master.get())), O_RDWR | O_NOCTTY | O_CLOEXEC));
    QVERIFY(slave);
    ChildHandles handles;
    handles.add(slave.duplicate(), 0);
    handles.add(slave.duplicate(), 1);
    const OwnedHandle shared = slave.duplicate();
    slave.reset();
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    handles.start(shell(process, QStringLiteral("\"$0\" copy - && echo between && cat")));

    PipeWriter keys;
    PipeReader screen;
    QVERIFY(keys.adopt(master.duplicate()));
    QVERIFY(screen.adopt(std::move(master)));
    QByteArray seen;
    connect(&screen, &PipeReader::readyRead, this, [&] { seen += screen.readAll(); });
    keys.write("one\n");
    QVERIFY(spinUntil([&] { return seen.contains("one\r\none\r\n"); })); // the echo, and the copy
    QVERIFY(!hasFlag(int(shared.get()), O_NONBLOCK));
    keys.write("\x04");
    QVERIFY(spinUntil([&] { return seen.contains("between\r\n"); }));
    QVERIFY(!hasFlag(int(shared.get()), O_NONBLOCK));
    keys.write("two\n");
    QVERIFY(spinUntil([&] { return seen.contains("two\r\ntwo\r\n"); })); // by cat, which fails with O_NONBLOCK
    keys.write("\x04");
    QVERIFY(hasFinished(process));
    QCOMPARE(process.exitCode(), 0);
}

void tst_PipesUnix::closedStandardInput_isReported()
{
    QProcess process;
    shell(process, QStringLiteral("exec \"$0\" copy - <&-")).start();
    QVERIFY(hasFinished(process));
    QCOMPARE(process.exitCode(), 3);
    const QByteArray complaint = process.readAllStandardError();
    QVERIFY2(complaint.contains("the standard input") && complaint.contains("closed"), complaint.constData());
}

void tst_PipesUnix::inAPipeline()
{
    QProcess process;
    // The output of yes does not end, so head ends the pipeline. If a signal ended the tool, its
    // status would be 141.
    shell(process, QStringLiteral("(yes | \"$0\" copy -; echo $? >&2) | head -n 1")).start();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardOutput(), QByteArray("y\n"));
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.endsWith("3\n"), said.constData());
}

void tst_PipesUnix::files()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    const QByteArray data = pattern(1000 * 1000);
    QCOMPARE(file.write(data), qint64(data.size()));
    file.close();
    const QByteArray path = QFile::encodeName(file.fileName());
    PipeReader reader;
    SignalLog log(reader);
    QVERIFY(reader.adopt(OwnedHandle(::open(path.constData(), O_RDONLY | O_CLOEXEC))));
    QVERIFY(spinUntil([&] { return reader.state() == Device::State::Closed; }));
    QVERIFY(reader.readAll() == data);
    QCOMPARE(log.names().mid(0, 1) + log.names().mid(log.names().size() - 2),
             QStringList({ QStringLiteral("readyRead"), QStringLiteral("readChannelFinished"),
                           QStringLiteral("disconnected") }));
    PipeWriter writer;
    QVERIFY(writer.adopt(OwnedHandle(::open(path.constData(), O_WRONLY | O_TRUNC | O_CLOEXEC))));
    writer.write(data);
    writer.write(data);
    writer.close();
    QVERIFY(Device::drainAll());
    QVERIFY(file.open());
    QVERIFY(file.readAll() == data + data);
}

void tst_PipesUnix::devices()
{
    PipeReader nothing, zeros;
    QVERIFY(nothing.adopt(OwnedHandle(::open("/dev/null", O_RDONLY | O_CLOEXEC))));
    QVERIFY(spinUntil([&] { return nothing.state() == Device::State::Closed; }));
    QVERIFY(!nothing.error());
    zeros.setReadBufferSize(100 * 1000);
    QVERIFY(zeros.adopt(OwnedHandle(::open("/dev/zero", O_RDONLY | O_CLOEXEC))));
    QVERIFY(spinUntil([&] { return zeros.bytesAvailable() == 100 * 1000; }));
    QCOMPARE(zeros.readAll(), QByteArray(100 * 1000, '\0'));
    QVERIFY(spinUntil([&] { return zeros.bytesAvailable() == 100 * 1000; }));
    PipeWriter sink;
    QVERIFY(sink.adopt(OwnedHandle(::open("/dev/null", O_WRONLY | O_CLOEXEC))));
    sink.write(pattern(1000 * 1000));
    QVERIFY(spinUntil([&] { return sink.bytesToWrite() == 0; }));
    QCOMPARE(sink.state(), Device::State::Connected);
}

void tst_PipesUnix::fullDisk_isReported()
{
    if (::access("/dev/full", W_OK) != 0)
        QSKIP("this system has no /dev/full");
    PipeWriter writer;
    SignalLog log(writer);
    QVERIFY(writer.adopt(OwnedHandle(::open("/dev/full", O_WRONLY | O_CLOEXEC))));
    writer.write("x");
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(log.names(), QStringList({ QStringLiteral("errorOccurred"), QStringLiteral("disconnected") }));
    QCOMPARE(writer.error().nativeCode(), ENOSPC);
}

// A write beyond the size limit of the process raises SIGXFSZ, which ends a process without a
// handler.
void tst_PipesUnix::fileAtItsSizeLimit_isReported()
{
    static std::atomic<int> s_raised { 0 };
    struct sigaction action = {}, before = {};
    action.sa_handler = [](int) { ++s_raised; };
    QCOMPARE(::sigaction(SIGXFSZ, &action, &before), 0);
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit small { 1000, limit.rlim_max };
    QTemporaryFile file;
    QVERIFY(file.open());
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    Error error;
    {
        PipeWriter writer;
        if (writer.adopt(OwnedHandle(::dup(file.handle())))) {
            writer.write(QByteArray(4000, 'x'));
            spinUntil([&] { return writer.state() == Device::State::Closed; });
        }
        error = writer.error();
    }
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    QCOMPARE(::sigaction(SIGXFSZ, &before, nullptr), 0);
    QCOMPARE(error.code(), Error::ResourceExhausted);
    QCOMPARE(error.nativeCode(), EFBIG);
    QCOMPARE(file.size(), qint64(1000));
    QCOMPARE(s_raised.load(), 0);
}

void tst_PipesUnix::directoriesAreRefused()
{
    PipeReader reader;
    QVERIFY(!reader.adopt(OwnedHandle(::open("/", O_RDONLY | O_CLOEXEC))));
    QCOMPARE(reader.error().code(), Error::InvalidOperation);
    QVERIFY2(reader.error().message().contains(QLatin1String("directory")), qPrintable(reader.error().message()));
}

void tst_PipesUnix::thread_endsWithItsDevice()
{
    QVERIFY(Device::drainAll());
    const int before = threadCount();
    const int open = openDescriptors();
    {
        PipeReader zeros;
        zeros.setReadBufferSize(1000); // reached at once: the thread waits
        QVERIFY(zeros.adopt(OwnedHandle(::open("/dev/zero", O_RDONLY | O_CLOEXEC))));
        QVERIFY(spinUntil([&] { return zeros.bytesAvailable() == 1000; }));
        PipeReader busy; // without a limit the thread reads as much as it may
        QVERIFY(busy.adopt(OwnedHandle(::open("/dev/zero", O_RDONLY | O_CLOEXEC))));
        QVERIFY(spinUntil([&] { return busy.bytesAvailable() > 0; }));
        QVERIFY(threadCount() >= before);
    }
    QVERIFY(spinUntil([&] { return threadCount() <= before && openDescriptors() <= open; }));
}

void tst_PipesUnix::threadsOfWriters_endWithThem()
{
    QVERIFY(Device::drainAll());
    const int before = threadCount();
    QTemporaryFile file;
    QVERIFY(file.open());
    for (int i = 0; i < 50; ++i) {
        PipeWriter writer;
        QVERIFY(writer.adopt(
            OwnedHandle(::open(QFile::encodeName(file.fileName()).constData(), O_WRONLY | O_APPEND | O_CLOEXEC))));
        QCOMPARE(writer.write("line\n"), qint64(5));
        while (writer.bytesToWrite() > 0)
            QVERIFY(writer.waitForBytesWritten(20000));
        if (i % 3 == 0)
            writer.close();
        else if (i % 3 == 1)
            writer.abort();
    }
    QVERIFY(spinUntil([&] { return threadCount() <= before; }));
    QCOMPARE(file.size(), qint64(250));
}

QTEST_GUILESS_MAIN(tst_PipesUnix)
#include "tst_pipes_unix.moc"
