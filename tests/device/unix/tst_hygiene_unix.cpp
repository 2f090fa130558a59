// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that the library leaves its Unix process unchanged: signals, handlers and inheritable
// descriptors. Runs without a QCoreApplication on purpose.

#include "testsupport/testsupport.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSocket>

#include <cstdio>
#include <memory>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_HygieneUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { (void)Device::drainAll(5000); } // leaves no background thread to the next test

    void signalDispositions_areUnchanged();
    void brokenSocket_raisesNoSigpipe();
    void descriptors_closeOnExec();
    void descriptorsStayAboveTheStandardStreams();
    void adoptedHandles_becomeNonBlockingAndCloseOnExec();
    void unsuitableHandles_areRefusedAndClosed();
    void openWithoutAddress_fails();
    void forkedChild_keepsTheNameOfItsParent();
    void relativeName_isFreedAfterAChangeOfFolder();

private:
    PrivateRuntimeDirectory m_runtime;
};

static std::vector<int> allDescriptors()
{
    (void)openDescriptors(); // waits for descriptors that are being closed
    std::vector<int> all;
    for (int fd = 0; fd < 256; ++fd) {
        if (::fcntl(fd, F_GETFD) != -1)
            all.push_back(fd);
    }
    return all;
}

static bool exchange(LocalServer &server, LocalSocket &socket)
{
    const QString name = uniqueName();
    if (!server.listen(name))
        return false;
    socket.connectToServer(name);
    if (!server.waitForNewConnection(5000) || !socket.waitForConnected(5000))
        return false;
    LocalSocket *const accepted = server.nextPendingConnection();
    socket.write("x");
    return socket.waitForBytesWritten(5000) && accepted->waitForReadyRead(5000) && accepted->readAll() == "x";
}

void tst_HygieneUnix::signalDispositions_areUnchanged()
{
    const auto dispositions = [] {
        std::vector<void (*)(int)> all;
        for (int number = 1; number < 65; ++number) {
            struct sigaction action = {};
            ::sigaction(number, nullptr, &action);
            all.push_back(action.sa_handler);
        }
        return all;
    };
    const auto before = dispositions();
    LocalServer server;
    LocalSocket socket;
    QVERIFY(exchange(server, socket));
    socket.write(QByteArray(4 * 1024 * 1024, 'x'));
    socket.close(); // continues in the background thread
    server.close();
    QVERIFY(dispositions() == before);
    sigset_t mask;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    QVERIFY(!sigismember(&mask, SIGPIPE));
    socket.abort();
}

void tst_HygieneUnix::brokenSocket_raisesNoSigpipe()
{
    ::signal(SIGPIPE, SIG_DFL); // SIGPIPE would end this process
    auto [near, far] = UnixSocket::createPair();
    far.reset();
    near->write(QByteArray(1024 * 1024, 'x'));
    QVERIFY(near->waitForDisconnected(5000));
    QCOMPARE(near->error().code(), Error::PeerClosed);
    // The same in the background.
    auto [here, there] = UnixSocket::createPair();
    here->write(QByteArray(4 * 1024 * 1024, 'x'));
    here.reset();
    there->abort();
    QVERIFY(!Device::drainAll(5000));
}

void tst_HygieneUnix::descriptors_closeOnExec()
{
    const auto before = allDescriptors();
    LocalServer server;
    LocalSocket socket;
    QVERIFY(exchange(server, socket));
    auto [near, far] = UnixSocket::createPair();
    near->write(QByteArray(4 * 1024 * 1024, 'x'));
    near.reset(); // starts the background thread and opens its descriptors
    int checked = 0;
    for (const int fd : allDescriptors()) {
        if (std::find(before.begin(), before.end(), fd) != before.end())
            continue;
        QVERIFY2(::fcntl(fd, F_GETFD) & FD_CLOEXEC, qPrintable(QString::number(fd)));
        ++checked;
    }
    QVERIFY(checked >= 6);
}

namespace {

// Closes the standard streams of this process during its lifetime.
class NoStandardStreams
{
public:
    NoStandardStreams()
    {
        std::fflush(stdout);
        for (int fd = 0; fd < 3; ++fd) {
            m_copies[fd] = ::fcntl(fd, F_DUPFD_CLOEXEC, 100);
            ::close(fd);
        }
    }
    ~NoStandardStreams()
    {
        for (int fd = 0; fd < 3; ++fd) {
            ::dup2(m_copies[fd], fd);
            ::close(m_copies[fd]);
        }
    }
    // Lists the files that have taken their numbers, as far as the system reports them.
    static QStringList taken()
    {
        QStringList all;
        for (int fd = 0; fd < 3; ++fd) {
            if (::fcntl(fd, F_GETFD) != -1)
                all += QFile::symLinkTarget(QStringLiteral("/proc/self/fd/%1").arg(fd)) + QString::number(fd);
        }
        return all;
    }

private:
    Q_DISABLE_COPY_MOVE(NoStandardStreams)
    int m_copies[3];
};

} // namespace

// A low number would let a program without standard streams print into a socket.
void tst_HygieneUnix::descriptorsStayAboveTheStandardStreams()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("fifo"));
    QStringList taken;
    QList<bool> works; // nothing can be printed meanwhile
    {
        const NoStandardStreams none;
        LocalServer server;
        LocalSocket socket;
        works += exchange(server, socket);
        auto datagrams = UnixDatagramSocket::createPair();
        const Pipe pipe = createPipe();
        const PacketPipe packets = createPacketPipe();
        Fifo fifo(path);
        works += pipe && !Fifo::create(path) && fifo.open(QIODevice::ReadOnly);
        OwnedHandle original(pipe.reader->nativeHandle());
        std::vector<OwnedHandle> handles;
        for (int i = 0; i < 3; ++i)
            handles.push_back(original.duplicate());
        (void)original.release();
        auto pair = UnixSocket::createPair();
        pair.second->setMaximumPendingHandles(3);
        works += pair.first->write("x", std::move(handles)) && pair.first->flush();
        works += pair.second->waitForReadyRead(5000);
        const std::vector<OwnedHandle> received = pair.second->takeHandles();
        works += received.size() == 3;
        const ProcessWatcher watcher(::getpid());
        const SignalWatcher signalWatcher({ SIGUSR2 });
        works += watcher.isRunning() && signalWatcher.isWatching(SIGUSR2);
        pair.first->write(QByteArray(4 * 1024 * 1024, 'x'));
        pair.first.reset(); // continues in the background
        taken = NoStandardStreams::taken();
    }
    QCOMPARE(works, QList<bool>(6, true));
    QCOMPARE(taken, QStringList());
}

void tst_HygieneUnix::adoptedHandles_becomeNonBlockingAndCloseOnExec()
{
    int fds[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0); // blocking and inheritable
    UnixSocket near;
    UnixSocket far;
    QVERIFY(near.adopt(OwnedHandle(fds[0])));
    QVERIFY(far.adopt(OwnedHandle(fds[1])));
    QCOMPARE(near.state(), Device::State::Connected);
    QVERIFY(::fcntl(fds[0], F_GETFD) & FD_CLOEXEC);
    QVERIFY(::fcntl(fds[0], F_GETFL) & O_NONBLOCK);
    near.write("adopted");
    near.flush();
    QVERIFY(far.waitForReadyRead(5000));
    QCOMPARE(far.readAll(), QByteArray("adopted"));
    // A device in use is unchanged.
    QVERIFY(!near.adopt(OwnedHandle(::dup(fds[1]))));
    QCOMPARE(near.state(), Device::State::Connected);
    QCOMPARE(near.error().code(), Error::InvalidOperation);
}

void tst_HygieneUnix::unsuitableHandles_areRefusedAndClosed()
{
    const auto before = allDescriptors();
    int pipes[2];
    QCOMPARE(::pipe(pipes), 0);
    const int handles[] = { pipes[0],
                            pipes[1],
                            ::open("/dev/null", O_RDWR),
                            ::socket(AF_INET, SOCK_STREAM, 0),
                            ::socket(AF_UNIX, SOCK_DGRAM, 0),
                            ::socket(AF_UNIX, SOCK_STREAM, 0),
                            9999 };
    for (const int handle : handles) {
        UnixSocket socket;
        LocalSocket local;
        QVERIFY(!local.adopt(OwnedHandle(::dup(handle))));
        QVERIFY(local.error());
        QVERIFY(!socket.adopt(OwnedHandle(handle)));
        QVERIFY2(socket.error(), qPrintable(QString::number(handle)));
        QCOMPARE(socket.state(), Device::State::Closed);
    }
    QVERIFY(allDescriptors() == before);
}

void tst_HygieneUnix::openWithoutAddress_fails()
{
    UnixSocket socket;
    QVERIFY(!socket.open(QIODevice::ReadWrite));
    QVERIFY(!socket.isOpen());
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
}

void tst_HygieneUnix::forkedChild_keepsTheNameOfItsParent()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    const pid_t child = ::fork();
    if (child == 0) {
        server.close(); // as the destructors in an exiting child would
        ::_exit(0);
    }
    int status = 1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(server.fullServerName()));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(socket.waitForConnected(5000));
    const QString path = server.fullServerName();
    server.close();
    QVERIFY(!QFile::exists(path));
}

void tst_HygieneUnix::relativeName_isFreedAfterAChangeOfFolder()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_runtime.path()));
    LocalServer server;
    QVERIFY(server.listen(QStringLiteral("./relative.sock")));
    LocalSocket socket;
    socket.connectToServer(QStringLiteral("./relative.sock"));
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(QDir::setCurrent(before));
    server.close();
    QVERIFY(!QFile::exists(m_runtime.path() + QStringLiteral("/relative.sock")));
    QVERIFY(!QFile::exists(m_runtime.path() + QStringLiteral("/.qtipc-relative.sock.lock")));
}

QTEST_APPLESS_MAIN(tst_HygieneUnix)
#include "tst_hygiene_unix.moc"
