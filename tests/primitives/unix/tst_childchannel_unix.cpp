// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Peers of every kind of socket, and the claims that a variable of handles can make on Unix. A
// forked child reads the variable anew.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeSocket>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qtemporaryfile.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

const QString Control = QStringLiteral("control");

// Runs body in a forked child and returns its exit code.
template <typename Body>
int inChild(Body body)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(body());
    int status = -1;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

bool isCloseOnExec(int fd)
{
    return ::fcntl(fd, F_GETFD) & FD_CLOEXEC;
}

// A handle as a child finds it that was started with it.
struct Inherited
{
    explicit Inherited(const OwnedHandle &handle) : fd(::dup(int(handle.get())))
    {
        struct stat file = {};
        ::fstat(fd, &file);
        stamp = QByteArray::number(quint64(file.st_dev)) + ':' + QByteArray::number(quint64(file.st_ino));
    }
    ~Inherited() { ::close(fd); }

    QByteArray entry(const QByteArray &name) const { return name + '=' + QByteArray::number(fd) + ',' + stamp; }

    int fd;
    QByteArray stamp;
};

template <typename Socket>
OwnedHandle peerOf(Socket &socket)
{
    OwnedHandle peer = socket.createPeer();
    const int fd = int(peer.get());
    const bool isAsPromised = isCloseOnExec(fd) && !(::fcntl(fd, F_GETFL) & O_NONBLOCK);
    return isAsPromised ? std::move(peer) : OwnedHandle();
}

} // namespace

class tst_ChildChannel_Unix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamPeer_isBlockingAndConnected();
    void packetPeer_isBlockingAndConnected();
    void datagramPeer_isBlockingAndConnected();
    void takenHandle_isNotInherited();
    void sameNumberTwice_isTakenOnce();
    void closeOnExecHandle_isRefused();
    void variable_isReadOnce();
    void childThroughAShell_takesItsHandle();
    void foreignChild_findsTheNumber();
    void fileAndPipe_areServedTogether();
};

void tst_ChildChannel_Unix::streamPeer_isBlockingAndConnected()
{
    UnixSocket socket;
    const OwnedHandle peer = peerOf(socket);
    QVERIFY(peer.isValid());
    QCOMPARE(::write(int(peer.get()), "x", 1), 1);
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 1; }));
    QVERIFY(!socket.createPeer().isValid());
    QVERIFY(socket.error() == Error::InvalidOperation && socket.isValid());
}

void tst_ChildChannel_Unix::packetPeer_isBlockingAndConnected()
{
    UnixSeqPacketSocket socket;
    UnixSeqPacketSocket other;
    QVERIFY(other.adopt(peerOf(socket)));
    QVERIFY(socket.writeMessage("one") && socket.writeMessage("two"));
    QVERIFY(spinUntil([&] { return other.bytesAvailable() == 6; }));
    QCOMPARE(other.readMessage(), QByteArray("one"));
}

void tst_ChildChannel_Unix::datagramPeer_isBlockingAndConnected()
{
    UnixDatagramSocket socket;
    UnixDatagramSocket other;
    QVERIFY(other.adopt(peerOf(socket)));
    QVERIFY(socket.writeMessage("one") && other.writeMessage("two"));
    QVERIFY(spinUntil([&] { return other.hasPendingMessages() && socket.hasPendingMessages(); }));
}

void tst_ChildChannel_Unix::takenHandle_isNotInherited()
{
    PipeReader reader;
    const Inherited taken(reader.createPipe());
    PipeReader second;
    const Inherited left(second.createPipe());
    qputenv(ChildHandles::EnvironmentVariable, taken.entry("control") + ';' + left.entry("other"));
    const int status = inChild([&] {
        OwnedHandle handle = ChildHandles::take(Control);
        if (handle.get() != taken.fd)
            return 1;
        if (!isCloseOnExec(taken.fd) || !isCloseOnExec(left.fd))
            return 2;
        if (ChildHandles::names() != QStringList(QStringLiteral("other")))
            return 3;
        return qEnvironmentVariableIsSet(ChildHandles::EnvironmentVariable) ? 4 : 0;
    });
    qunsetenv(ChildHandles::EnvironmentVariable);
    QCOMPARE(status, 0);
}

void tst_ChildChannel_Unix::sameNumberTwice_isTakenOnce()
{
    PipeReader reader;
    const Inherited inherited(reader.createPipe());
    qputenv(ChildHandles::EnvironmentVariable, inherited.entry("control") + ';' + inherited.entry("other"));
    const int status = inChild([] {
        Error error;
        const OwnedHandle first = ChildHandles::take(Control);
        const OwnedHandle second = ChildHandles::take(QStringLiteral("other"), &error);
        return first.isValid() && !second.isValid() && error == Error::InvalidOperation ? 0 : 1;
    });
    qunsetenv(ChildHandles::EnvironmentVariable);
    QCOMPARE(status, 0);
}

// A close-on-exec handle was opened by this process itself.
void tst_ChildChannel_Unix::closeOnExecHandle_isRefused()
{
    PipeReader reader;
    const Inherited inherited(reader.createPipe());
    ::fcntl(inherited.fd, F_SETFD, FD_CLOEXEC);
    qputenv(ChildHandles::EnvironmentVariable, inherited.entry("control"));
    const int status = inChild([&] {
        Error error;
        if (ChildHandles::take(Control, &error) || error != Error::InvalidOperation)
            return 1;
        return ::fcntl(inherited.fd, F_GETFD) == -1 ? 2 : 0;
    });
    qunsetenv(ChildHandles::EnvironmentVariable);
    QCOMPARE(status, 0);
}

void tst_ChildChannel_Unix::variable_isReadOnce()
{
    PipeReader reader;
    const Inherited inherited(reader.createPipe());
    const int status = inChild([&] {
        Error error;
        if (ChildHandles::take(Control, &error) || error != Error::NotFound)
            return 1;
        qputenv(ChildHandles::EnvironmentVariable, inherited.entry("control"));
        return ChildHandles::take(Control) ? 2 : 0;
    });
    QCOMPARE(status, 0);
}

void tst_ChildChannel_Unix::childThroughAShell_takesItsHandle()
{
    UnixSocket socket;
    ChildHandles handles;
    handles.add(socket.createPeer(), Control);
    QProcess process;
    process.setProgram(QStringLiteral("/bin/sh"));
    process.setArguments(
        { QStringLiteral("-c"), QStringLiteral("\"$0\" channel control; exit $?"), testPeerProgram() });
    handles.start(process);
    socket.write("abc");
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 3; }));
    QCOMPARE(socket.readAll(), QByteArray("ABC"));
    socket.close();
    QVERIFY(spinUntil([&] { return process.state() == QProcess::NotRunning; }));
    QCOMPARE(process.exitCode(), 0);
}

void tst_ChildChannel_Unix::foreignChild_findsTheNumber()
{
    UnixSocket socket;
    ChildHandles handles;
    handles.add(socket.createPeer(), Control);
    QProcess process;
    process.setProgram(QStringLiteral("/bin/sh"));
    process.setArguments({ QStringLiteral("-c"),
                           QStringLiteral("fd=${QTINTERPROCESS_HANDLES#control=}; eval \"echo hello >&${fd%%,*}\"") });
    handles.start(process);
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(socket.readAll(), QByteArray("hello\n"));
    QVERIFY(spinUntil([&] { return process.state() == QProcess::NotRunning; }));
}

void tst_ChildChannel_Unix::fileAndPipe_areServedTogether()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("from a file");
    QVERIFY(file.flush());
    PipeReader reader;
    PipeSocket socket;
    OwnedHandle input(::open(QFile::encodeName(file.fileName()).constData(), O_RDONLY | O_CLOEXEC));
    QVERIFY(socket.adopt(std::move(input), reader.createPipe()));
    socket.write("into a pipe");
    QVERIFY(socket.waitForReadyRead(20000));
    QVERIFY(socket.bytesToWrite() == 0 || socket.waitForBytesWritten(20000));
    QCOMPARE(socket.readAll(), QByteArray("from a file"));
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 11; }));
    QVERIFY(!socket.takeHandles());
    QVERIFY(socket.error() == Error::Unsupported);
    reader.abort(); // noticed although a thread writes
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
}

QTEST_GUILESS_MAIN(tst_ChildChannel_Unix)
#include "tst_childchannel_unix.moc"
