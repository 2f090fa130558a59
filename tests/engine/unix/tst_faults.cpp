// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The nth call fails, for each system call, with and without an event loop. Nothing hangs and
// nothing leaks, and each failure is reported once.

#include "os/unix/call.h"

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixSocket>

#include <QtTest/qsignalspy.h>

#include <cerrno>
#include <memory>
#include <vector>

#include <sys/socket.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_Faults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { FaultPoint::disarmAll(); }
    void backgroundWhosePollFails_goesOnWithoutSpinning_data();
    void backgroundWhosePollFails_goesOnWithoutSpinning();
    void everyCallFailingOnce_isHandled_data();
    void everyCallFailingOnce_isHandled();
    void writesOfOneSlot_areSentInOneCall();
    void largeBlock_isSentAtOnce();
    void roundTrip_takesTwoCallsAtEachEnd();

private:
    bool inEventLoop(const QString &name);
    bool byWaiting(const QString &name);

    PrivateRuntimeDirectory m_runtime;
    std::vector<std::unique_ptr<UnixSocket>> m_crowd;
};

// Opens enough idle connections that the kernel's event queue is used. Its calls may fail as
// well.
void tst_Faults::initTestCase()
{
    for (int i = 0; i < 10; ++i) {
        auto pair = UnixSocket::createPair();
        m_crowd.push_back(std::move(pair.first));
        m_crowd.push_back(std::move(pair.second));
    }
}

static const QByteArray &payload()
{
    static const QByteArray data = pattern(300 * 1000);
    return data;
}

// Returns whether the transfer succeeded. If not, one of the objects has an error.
bool tst_Faults::inEventLoop(const QString &name)
{
    LocalServer server;
    if (!server.listen(name))
        return false;
    int errors = 0;
    QByteArray received;
    bool ended = false;
    const auto count = [&](const Error &error) { errors += error ? 1 : 100; };
    connect(&server, &LocalServer::errorOccurred, this, count);
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        connect(socket, &LocalSocket::readyRead, this, [&, socket] { received += socket->readAll(); });
        connect(socket, &LocalSocket::errorOccurred, this, count);
        connect(socket, &LocalSocket::disconnected, this, [&] { ended = true; });
    });
    LocalSocket socket;
    connect(&socket, &LocalSocket::errorOccurred, this, count);
    connect(&socket, &LocalSocket::connected, this, [&] {
        socket.write(payload().left(1000));
        socket.write(payload().mid(1000));
        socket.close();
    });
    socket.connectToServer(name);
    if (!spinUntil([&] { return (ended || errors > 0) && socket.state() == Device::State::Closed; }, 10000))
        qWarning("neither an end nor an error");
    const bool whole = received == payload();
    if (!whole && (errors < 1 || errors > 2)) // both ends may report it
        qWarning("%d errors, %lld bytes", errors, qlonglong(received.size()));
    return whole;
}

bool tst_Faults::byWaiting(const QString &name)
{
    LocalServer server;
    if (!server.listen(name))
        return false;
    LocalSocket socket;
    socket.connectToServer(name);
    if (!socket.waitForConnected(5000)) {
        if (!socket.error())
            qWarning("not connected, and no error");
        return false;
    }
    if (!server.waitForNewConnection(5000))
        return false;
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    socket.write(payload());
    QByteArray received;
    const QDeadlineTimer deadline(5000);
    const auto isOver = [&] { return accepted->state() == Device::State::Closed || deadline.hasExpired(); };
    while (received.size() < payload().size() && !isOver()) {
        while (socket.waitForBytesWritten(0)) {
        }
        accepted->waitForReadyRead(20);
        received += accepted->readAll();
        if (socket.state() == Device::State::Closed && socket.error())
            break;
    }
    const bool whole = received == payload();
    if (!whole && !socket.error() && !accepted->error())
        qWarning("%lld bytes, and no error", qlonglong(received.size()));
    return whole;
}

// Reads no more than a socket buffers.
static qint64 readWhatIsThere(int fd)
{
    constexpr qint64 Enough = 200'000;
    char buffer[16 * 1024];
    qint64 count = 0;
    while (count < Enough) {
        const ssize_t now = ::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
        if (now <= 0)
            break;
        count += now;
    }
    return count;
}

void tst_Faults::backgroundWhosePollFails_goesOnWithoutSpinning_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("EINVAL") << EINVAL; // RLIMIT_NOFILE is smaller than the number of entries
    QTest::newRow("ENOMEM") << ENOMEM;
}

void tst_Faults::backgroundWhosePollFails_goesOnWithoutSpinning()
{
    QFETCH(int, error);
    auto [near, far] = UnixSocket::createPair();
    near->write(pattern(2'000'000));
    near.reset();
    FaultPoint::arm(Call::Poll, error, 1, 1'000'000);
    qint64 received = readWhatIsThere(int(far->nativeHandle())); // wakes the thread, if it is waiting already
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!Device::drainAll(200));
    // After the failure it polls every 20 ms.
    QVERIFY2(FaultPoint::calls(Call::Poll) <= 5 + timer.elapsed() / 20,
             qPrintable(QString::number(FaultPoint::calls(Call::Poll))));
    QVERIFY(FaultPoint::calls(Call::Poll) > 0);
    connect(far.get(), &Device::readyRead, far.get(), [&, &socket = far] { received += socket->readAll().size(); });
    QVERIFY(spinUntil([&] { return received == 2'000'000; }));
    QVERIFY(Device::drainAll(5000));
}

void tst_Faults::everyCallFailingOnce_isHandled_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    const std::tuple<const char *, Call, int> rows[] = {
        { "accept: EMFILE", Call::Accept, EMFILE },
        { "accept: ECONNABORTED", Call::Accept, ECONNABORTED },
        { "bind: EACCES", Call::Bind, EACCES },
        { "chmod: EPERM", Call::Chmod, EPERM },
        { "connect: ECONNREFUSED", Call::Connect, ECONNREFUSED },
        { "connect: EAGAIN", Call::Connect, EAGAIN },
        { "socket: EMFILE", Call::CreateSocket, EMFILE },
        { "epoll_ctl: ENOSPC", Call::ChangeEventQueue, ENOSPC },
        { "epoll_wait: EBADF", Call::TakeQueueEvents, EBADF },
        { "SO_NOSIGPIPE: ENOBUFS", Call::KeepQuiet, ENOBUFS },
        { "listen: EADDRINUSE", Call::Listen, EADDRINUSE },
        { "flock: ENOLCK", Call::Lock, ENOLCK },
        { "mkdir: EACCES", Call::MakeDirectory, EACCES },
        { "open: EMFILE", Call::Open, EMFILE },
        { "getsockname: ENOBUFS", Call::PeerName, ENOBUFS },
        { "poll: ENOMEM", Call::Poll, ENOMEM },
        { "recv: ECONNRESET", Call::Receive, ECONNRESET },
        { "recv: ENOMEM", Call::Receive, ENOMEM },
        { "recv: EAGAIN", Call::Receive, EAGAIN },
        { "send: EPIPE", Call::Send, EPIPE },
        { "send: ENOBUFS", Call::Send, ENOBUFS },
        { "send: EAGAIN", Call::Send, EAGAIN },
        { "fcntl: EBADF", Call::SetFlags, EBADF },
        { "shutdown: ENOTCONN", Call::Shutdown, ENOTCONN },
        { "getsockopt: EINVAL", Call::SocketOption, EINVAL },
        { "stat: EACCES", Call::Stat, EACCES },
        { "unlink: EACCES", Call::Unlink, EACCES },
    };
    for (const auto &[name, call, error] : rows)
        QTest::newRow(name) << call << error;
}

void tst_Faults::everyCallFailingOnce_isHandled()
{
    QFETCH(Call, call);
    QFETCH(int, error);
    (void)inEventLoop(uniqueName()); // creates the objects that exist once per thread
    QVERIFY(Device::drainAll(5000));
    const int before = openDescriptors();
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    for (int n = 1; n <= 12; ++n) {
        for (const bool waiting : { false, true }) {
            FaultPoint::arm(call, error, n);
            (void)(waiting ? byWaiting(uniqueName()) : inEventLoop(uniqueName()));
            const bool reached = FaultPoint::calls(call) >= n;
            FaultPoint::disarmAll();
            (void)Device::drainAll(5000);
            QCOMPARE(openDescriptors(), before);
            if (!reached && waiting)
                n = 1000; // the call is not made that often
        }
    }
    // After all failures everything still works.
    QVERIFY(inEventLoop(uniqueName()));
    QVERIFY(byWaiting(uniqueName()));
}

static constexpr int Never = 1 << 30;

void tst_Faults::writesOfOneSlot_areSentInOneCall()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    connect(accepted.get(), &LocalSocket::readyRead, this, [&] {
        accepted->readAll();
        for (int i = 0; i < 100; ++i)
            accepted->write("piece ");
    });
    QVERIFY(socket.waitForConnected(5000));
    socket.write("go");
    socket.flush();
    FaultPoint::arm(Call::Send, EIO, Never);
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 600; }));
    QCOMPARE(FaultPoint::calls(Call::Send), 1);
}

// A copy of a large block would cost as much as the call. Earlier output is still sent first.
void tst_Faults::largeBlock_isSentAtOnce()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    QVERIFY(socket.waitForConnected(5000));
    const QByteArray large = pattern(16 * 1024);
    FaultPoint::arm(Call::Send, EIO, Never);
    socket.write(large);
    QCOMPARE(socket.bytesToWrite(), 0);
    socket.write(large.constData(), large.size() - 1);
    QCOMPARE(socket.bytesToWrite(), large.size() - 1);
    socket.write(large);
    QCOMPARE(socket.bytesToWrite(), 2 * large.size() - 1);
    QCOMPARE(FaultPoint::calls(Call::Send), 1);
    QVERIFY(spinUntil([&] { return accepted->bytesAvailable() == 3 * large.size() - 1; }));
    QCOMPARE(FaultPoint::calls(Call::Send), 2);
    QCOMPARE(accepted->readAll(), large + large.chopped(1) + large);
}

void tst_Faults::roundTrip_takesTwoCallsAtEachEnd()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket socket;
    socket.connectToServer(name);
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
    connect(accepted.get(), &LocalSocket::readyRead, this, [&] { accepted->write(accepted->readAll()); });
    int rounds = 0;
    connect(&socket, &LocalSocket::readyRead, this, [&] {
        if (++rounds < 1000)
            socket.write(socket.readAll());
    });
    QVERIFY(socket.waitForConnected(5000));
    FaultPoint::arm(Call::Send, EIO, Never);
    FaultPoint::arm(Call::Receive, EIO, Never);
    socket.write("64 bytes or so");
    QVERIFY(spinUntil([&] { return rounds == 1000; }));
    // One call to send and one to receive at each end; no call that finds nothing.
    QCOMPARE(FaultPoint::calls(Call::Send), 2000);
    QVERIFY(FaultPoint::calls(Call::Receive) <= 2010);
}

QTEST_GUILESS_MAIN(tst_Faults)
#include "tst_faults.moc"
