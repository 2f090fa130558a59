// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Handles pass through a UnixSocket: all of them, in their place among the bytes, once, and
// without a leak.

#include "testsupport/unix/handles.h"
#include "testsupport/unix/rawunix.h"

#include "testsupport/testsupport.h"

#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qeventloop.h>
#include <QtCore/qrandom.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using Handles::areNumbered;
using Handles::numbered;
using Handles::numberOf;
using Handles::one;

#if defined(__has_feature)
static constexpr bool ThreadSanitized = __has_feature(thread_sanitizer);
static constexpr bool Sanitized = ThreadSanitized || __has_feature(address_sanitizer);
#else
static constexpr bool ThreadSanitized = false;
static constexpr bool Sanitized = false;
#endif

class tst_HandlePassing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void oneHandle();
    void manyHandles_data();
    void manyHandles();
    void bothDirections();
    void refusedWrite_keepsItsHandles_data();
    void refusedWrite_keepsItsHandles();
    void noRoomInTheWriteBuffer();
    void unrequestedHandles_areClosed();
    void surplusHandles_areClosedAndReported();
    void readerThatTakesHandles_losesNone();
    void outOfDescriptors();
    void handles_arriveWithTheirBytes();
    void writeWithHandles_isSentInItsOwnCall();
    void takeHandles_canTakeAPart();
    void receivedHandles_closeOnExec();
    void waitingWithoutAnEventLoop();
    void writtenWhileConnecting();
    void destroyedWhileConnecting();
    void destroyedInFrontOfAFullBacklog();
    void abortedWhileConnecting();
    void closedAndDestroyedAtOnce();
    void abort_closesQueuedHandles();
    void pendingHandles_surviveTheEnd();
    void close_discardsPendingHandles();
    void movesToAnotherThread();
    void passedSocket_isAdopted();
    void slot_mayDeleteTheSocket();
    void flood_leaksNoHandles();

private:
    std::unique_ptr<UnixSocket> near;
    std::unique_ptr<UnixSocket> far;
    int m_before = 0;
    bool m_counts = true;
};

// Opens the descriptors that the library opens once per process.
void tst_HandlePassing::initTestCase()
{
    QVERIFY(allowDescriptors(4096)); // each end has a thousand handles
    auto [writing, reading] = UnixSocket::createPair();
    writing->write(pattern(3'000'000));
    writing.reset();
    reading.reset();
    (void)Device::drainAll(5000);
}

void tst_HandlePassing::init()
{
    m_before = openDescriptors();
    m_counts = true;
    std::tie(near, far) = UnixSocket::createPair();
    QVERIFY(near && far);
    far->setMaximumPendingHandles(1000);
}

// No handle stays open after any test.
void tst_HandlePassing::cleanup()
{
    near.reset();
    far.reset();
    (void)Device::drainAll(5000);
    if (m_counts)
        QCOMPARE(openDescriptors(), m_before);
}

void tst_HandlePassing::oneHandle()
{
    SignalLog log(*far);
    QStringList order;
    connect(far.get(), &UnixSocket::handlesReceived, this,
            [&] { order += QStringLiteral("handles with %1 bytes").arg(far->bytesAvailable()); });
    connect(far.get(), &UnixSocket::readyRead, this, [&] { order += QStringLiteral("readyRead"); });
    std::vector<OwnedHandle> handles = one(7);
    QCOMPARE(near->write("take this", std::move(handles)), 9);
    QVERIFY(handles.empty());
    QCOMPARE(near->bytesToWrite(), 9);
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 1; }));
    QCOMPARE(order, QStringList({ QStringLiteral("handles with 9 bytes"), QStringLiteral("readyRead") }));
    QVERIFY(areNumbered(far->takeHandles(), 7, 1));
    QCOMPARE(far->pendingHandles(), 0);
    QCOMPARE(far->readAll(), QByteArray("take this"));
    QCOMPARE(log.names(), QStringList { QStringLiteral("readyRead") });
}

void tst_HandlePassing::manyHandles_data()
{
    QTest::addColumn<int>("count");
    for (const int count : { 2, 252, 253, 254, 506, 507, 1000 })
        QTest::addRow("%d", count) << count;
}

void tst_HandlePassing::manyHandles()
{
    QFETCH(int, count);
    const int calls = (count + 252) / 253;
    // The data has as few bytes as can carry the handles.
    std::vector<OwnedHandle> handles = numbered(0, count);
    QCOMPARE(near->write(QByteArray(calls - 1, 'x'), std::move(handles)), -1);
    QCOMPARE(near->error().code(), Error::InvalidOperation);
    QCOMPARE(int(handles.size()), count);
    QCOMPARE(near->write(QByteArray(calls, 'x'), std::move(handles)), calls);
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == calls; }));
    QVERIFY(areNumbered(far->takeHandles(), 0, count));
    QCOMPARE(far->readAll().size(), calls);
    // The data is larger than the socket buffer.
    QCOMPARE(near->write(pattern(1'000'000), numbered(0, count)), 1'000'000);
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 1'000'000; }));
    QVERIFY(areNumbered(far->takeHandles(), 0, count));
    QCOMPARE(firstDifference(far->readAll()), -1);
}

void tst_HandlePassing::bothDirections()
{
    near->setMaximumPendingHandles(1);
    near->write("ping", one(1));
    far->write("pong", one(2));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 1 && near->pendingHandles() == 1; }));
    QVERIFY(areNumbered(far->takeHandles(), 1, 1));
    QVERIFY(areNumbered(near->takeHandles(), 2, 1));
}

void tst_HandlePassing::refusedWrite_keepsItsHandles_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<bool>("open");
    QTest::addColumn<QString>("why");
    QTest::newRow("no bytes") << QByteArray() << true << true << QStringLiteral("handles are sent with bytes");
    QTest::newRow("an invalid handle") << QByteArray("x") << false << true << QStringLiteral("send a handle to");
    QTest::newRow("a closed socket") << QByteArray("x") << true << false
                                     << QStringLiteral("the device is not connected");
}

void tst_HandlePassing::refusedWrite_keepsItsHandles()
{
    QFETCH(QByteArray, data);
    QFETCH(bool, valid);
    QFETCH(bool, open);
    QFETCH(QString, why);
    UnixSocket closed;
    UnixSocket &socket = open ? *near : closed;
    std::vector<OwnedHandle> handles = one(3);
    if (!valid)
        handles.emplace_back();
    const size_t count = handles.size();
    QCOMPARE(socket.write(data, std::move(handles)), -1);
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QVERIFY2(socket.error().message().contains(why), qPrintable(socket.error().message()));
    QCOMPARE(socket.errorString(), socket.error().message());
    QCOMPARE(handles.size(), count); // the caller still owns them, and they are open
    QCOMPARE(numberOf(handles[0]), 3);
    QCOMPARE(socket.bytesToWrite(), 0);
    // The peer receives nothing of it.
    near->write("plain");
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 5; }));
    QCOMPARE(far->pendingHandles(), 0);
}

void tst_HandlePassing::noRoomInTheWriteBuffer()
{
    near->setWriteBufferSize(1000);
    far->setReadBufferSize(1000); // the peer stops reading, and the kernel buffer fills
    while (near->write(QByteArray(1000, 'x')) == 1000)
        near->flush();
    QVERIFY(near->bytesToWrite() > 0);
    std::vector<OwnedHandle> handles = one(5);
    const qint64 before = near->bytesToWrite();
    QCOMPARE(near->write(QByteArray(1001, 'y'), std::move(handles)), -1);
    QCOMPARE(near->error().code(), Error::ResourceExhausted);
    QCOMPARE(handles.size(), size_t(1));
    QCOMPARE(near->bytesToWrite(), before);
    // With free room the write succeeds, even if it is larger than the buffer.
    connect(far.get(), &UnixSocket::readyRead, this, [&] { far->readAll(); });
    QVERIFY(spinUntil([&] { return near->bytesToWrite() == 0; }));
    QCOMPARE(near->write(QByteArray(1001, 'y'), std::move(handles)), 1001);
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 1; }));
    QVERIFY(areNumbered(far->takeHandles(), 5, 1));
}

void tst_HandlePassing::unrequestedHandles_areClosed()
{
    far->setMaximumPendingHandles(0);
    QSignalSpy received(far.get(), &UnixSocket::handlesReceived);
    QSignalSpy errors(far.get(), &UnixSocket::errorOccurred);
    const int open = openDescriptors();
    for (int i = 0; i < 100; ++i)
        near->write("x", one(i));
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 100; }));
    QCOMPARE(far->pendingHandles(), 0);
    QCOMPARE(received.size() + errors.size(), 0);
    QCOMPARE(openDescriptors(), open);
}

void tst_HandlePassing::surplusHandles_areClosedAndReported()
{
    far->setMaximumPendingHandles(5);
    std::vector<Error> errors;
    connect(far.get(), &UnixSocket::errorOccurred, this, [&](const Error &error) { errors.push_back(error); });
    const int open = openDescriptors();
    near->write("first", numbered(0, 3));
    near->write("second", numbered(3, 4)); // two of these exceed the limit
    near->write("third", numbered(7, 2)); // both exceed the limit
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 16 && !errors.empty(); }));
    QCOMPARE(openDescriptors(), open + 5);
    QCOMPARE(int(errors.size()), 1);
    QCOMPARE(errors[0].code(), Error::ResourceExhausted);
    QVERIFY2(errors[0].message().contains(QLatin1String("more than 5 handles were pending")),
             qPrintable(errors[0].message()));
    QCOMPARE(far->error(), errors[0]);
    QCOMPARE(far->state(), Device::State::Connected);
    QVERIFY(areNumbered(far->takeHandles(), 0, 5));
    QCOMPARE(far->readAll(), QByteArray("firstsecondthird"));
    // With free room again, the next loss is reported again.
    near->write("fourth", numbered(9, 5));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 5; }));
    near->write("fifth", one(14));
    QVERIFY(spinUntil([&] { return errors.size() == 2; }));
    QVERIFY(areNumbered(far->takeHandles(), 9, 5));
}

void tst_HandlePassing::readerThatTakesHandles_losesNone()
{
    constexpr int Count = 40;
    far->setMaximumPendingHandles(2);
    std::vector<OwnedHandle> taken;
    connect(far.get(), &UnixSocket::handlesReceived, this, [&] {
        for (OwnedHandle &handle : far->takeHandles())
            taken.push_back(std::move(handle));
    });
    for (int i = 0; i < Count; ++i)
        near->write("x", one(i));
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == Count; }));
    QVERIFY(areNumbered(taken, 0, Count));
    QVERIFY(!far->error());
}

void tst_HandlePassing::outOfDescriptors()
{
    std::vector<Error> errors;
    connect(far.get(), &UnixSocket::errorOccurred, this, [&](const Error &error) { errors.push_back(error); });
    near->write("x", numbered(0, 3));
    near->flush(); // in transit, and closed here
    const int free = ::dup(0);
    ::close(free);
    rlimit limit = {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    rlimit less = limit;
    less.rlim_cur = rlim_t(free) + 2; // for one or two of them
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &less), 0);
    const bool told = spinUntil([&] { return !errors.empty(); });
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    QVERIFY(told);
    QCOMPARE(errors[0].code(), Error::ResourceExhausted);
    QCOMPARE(errors[0].nativeCode(), EMFILE);
    QVERIFY(far->pendingHandles() < 3);
    QCOMPARE(far->readAll(), QByteArray("x"));
    near->write("y", one(3));
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 1; }));
    QCOMPARE(numberOf(far->takeHandles().back()), 3);
    QCOMPARE(int(errors.size()), 1);
}

// Random messages, some with handles, and random reads. Each handle encodes the byte at which it
// was written.
void tst_HandlePassing::handles_arriveWithTheirBytes()
{
    QRandomGenerator random(20240517);
    const int messages = Sanitized ? 800 : 4000;
    std::vector<int> expected; // positions of the expected handles, in order
    qint64 written = 0, readBytes = 0;
    size_t got = 0;
    bool wrong = false;
    const auto check = [&] {
        const qint64 available = readBytes + far->bytesAvailable();
        for (const OwnedHandle &handle : far->takeHandles()) {
            const int position = numberOf(handle);
            wrong = wrong || got >= expected.size() || position != expected[got] // their order
                || position > available; // not before earlier bytes
            ++got;
        }
        wrong = wrong || (got < expected.size() && expected[got] < available); // not later than its byte
    };
    connect(far.get(), &UnixSocket::handlesReceived, this, check);
    connect(far.get(), &UnixSocket::readyRead, this, [&] {
        check();
        while (far->bytesAvailable() > 0) {
            const QByteArray data = far->read(1 + random.bounded(30'000));
            wrong = wrong || firstDifference(data, quint64(readBytes)) != -1;
            readBytes += data.size();
            check();
            if (random.bounded(16) == 0)
                break;
        }
    });
    for (int i = 0; i < messages; ++i) {
        const int size = random.bounded(20) == 0 ? 1 + random.bounded(200'000) : 1 + random.bounded(50);
        const QByteArray data = pattern(size, quint64(written));
        const int count = random.bounded(3) == 0 ? 1 + random.bounded(std::min(4, size)) : 0;
        std::vector<OwnedHandle> handles;
        for (int k = 0; k < count; ++k) {
            handles.push_back(numbered(int(written)));
            expected.push_back(int(written));
        }
        QCOMPARE(near->write(data, std::move(handles)), size);
        written += size;
        if (random.bounded(8) == 0)
            QCoreApplication::processEvents();
        if (near->bytesToWrite() > 1'000'000)
            QVERIFY(spinUntil([&] { return near->bytesToWrite() < 100'000; }));
    }
    QVERIFY(spinUntil([&] {
        if (far->bytesAvailable() > 0)
            Q_EMIT far->readyRead(); // continues after a partial read
        return readBytes == written || wrong;
    }));
    QVERIFY(!wrong);
    QCOMPARE(got, expected.size());
}

// A foreign peer receives one message at a time. It gets the handles with their bytes, and with
// no other bytes.
void tst_HandlePassing::writeWithHandles_isSentInItsOwnCall()
{
    near->write("before ");
    near->write("with one", one(1));
    near->write("with two", numbered(2, 2));
    near->write(" after");
    QVERIFY(near->waitForBytesWritten(5000));
    QCOMPARE(near->bytesToWrite(), 0);
    const int fd = int(far->nativeHandle());
    const auto receive = [&](int size) {
        QByteArray data(size, Qt::Uninitialized);
        alignas(cmsghdr) char control[1000];
        iovec vector = { data.data(), size_t(size) };
        msghdr message = {};
        message.msg_iov = &vector;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        data.truncate(int(std::max<ssize_t>(::recvmsg(fd, &message, 0), 0)));
        int count = 0;
        if (const cmsghdr *const entry = CMSG_FIRSTHDR(&message)) {
            count = int((entry->cmsg_len - CMSG_LEN(0)) / sizeof(int));
            for (int i = 0; i < count; ++i) {
                int handle = -1;
                std::memcpy(&handle, CMSG_DATA(const_cast<cmsghdr *>(entry)) + size_t(i) * sizeof(int), sizeof(int));
                ::close(handle);
            }
        }
        return std::pair(data, count);
    };
    QCOMPARE(receive(7), std::pair(QByteArray("before "), 0));
    QCOMPARE(receive(100), std::pair(QByteArray("with one"), 1));
    QCOMPARE(receive(100), std::pair(QByteArray("with two"), 2));
    QCOMPARE(receive(100), std::pair(QByteArray(" after"), 0));
}

void tst_HandlePassing::takeHandles_canTakeAPart()
{
    near->write("x", numbered(0, 5));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 5; }));
    QVERIFY(areNumbered(far->takeHandles(2), 0, 2));
    QVERIFY(far->takeHandles(0).empty());
    QCOMPARE(far->pendingHandles(), 3);
    QVERIFY(areNumbered(far->takeHandles(100), 2, 3));
    QVERIFY(far->takeHandles().empty());
}

void tst_HandlePassing::receivedHandles_closeOnExec()
{
    std::vector<OwnedHandle> handles = numbered(0, 3);
    for (const OwnedHandle &handle : handles)
        QCOMPARE(::fcntl(int(handle.get()), F_SETFD, 0), 0);
    near->write("x", std::move(handles));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 3; }));
    for (const OwnedHandle &handle : far->takeHandles())
        QVERIFY(Handles::closesOnExec(handle));
}

void tst_HandlePassing::waitingWithoutAnEventLoop()
{
    QSignalSpy received(far.get(), &UnixSocket::handlesReceived);
    for (int i = 0; i < 10; ++i) {
        near->write("message", one(i));
        QVERIFY(near->waitForBytesWritten(5000));
        QVERIFY(far->waitForReadyRead(5000));
        QVERIFY(areNumbered(far->takeHandles(), i, 1));
        QCOMPARE(far->readAll(), QByteArray("message"));
    }
    QCOMPARE(received.size(), 10);
}

// A server for one client that receives handles.
struct Listening
{
    Listening()
    {
        QObject::connect(&server, &UnixServer::newConnection, &server, [this] {
            accepted.reset(server.nextPendingConnection());
            accepted->setMaximumPendingHandles(100);
        });
    }
    UnixAddress address() const { return UnixAddress::fromPath(folder.filePath(QStringLiteral("s"))); }

    QTemporaryDir folder;
    UnixServer server;
    std::unique_ptr<UnixSocket> accepted;
};

void tst_HandlePassing::writtenWhileConnecting()
{
    Listening to;
    QVERIFY(to.server.listen(to.address()));
    UnixSocket client;
    client.connectToServer(to.address());
    QCOMPARE(client.state(), Device::State::Connecting);
    client.write("bytes ");
    QCOMPARE(client.write("and one", one(0)), 7);
    client.write(", and two", numbered(1, 2));
    QCOMPARE(client.bytesToWrite(), 22);
    QVERIFY(spinUntil([&] { return to.accepted && to.accepted->bytesAvailable() == 22; }));
    QVERIFY(areNumbered(to.accepted->takeHandles(), 0, 3));
}

void tst_HandlePassing::destroyedWhileConnecting()
{
    Listening to;
    QVERIFY(to.server.listen(to.address()));
    for (const bool closes : { false, true }) {
        auto client = std::make_unique<UnixSocket>();
        client->connectToServer(to.address());
        client->write("bytes ");
        client->write("and one", one(0));
        if (closes)
            client->close();
        client.reset();
        QVERIFY(Device::drainAll(5000));
        QVERIFY(spinUntil([&] { return to.accepted && to.accepted->bytesAvailable() == 13; }));
        QVERIFY(areNumbered(to.accepted->takeHandles(), 0, 1));
        to.accepted.reset();
    }
}

void tst_HandlePassing::destroyedInFrontOfAFullBacklog()
{
    QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(QStringLiteral("s")));
    const OwnedHandle server = Raw::serve(path, 0);
    QVERIFY(server);
    const OwnedHandle filler = Raw::connectTo(path);
    QVERIFY(filler);
    {
        UnixSocket client;
        client.connectToServer(UnixAddress::fromPath(QFile::decodeName(path)));
        client.write("late", one(6));
        QVERIFY(!client.waitForConnected(50)); // the backlog is full
    }
    const OwnedHandle first(::accept(int(server.get()), nullptr, nullptr));
    OwnedHandle second(::accept(int(server.get()), nullptr, nullptr)); // waits for the background
    QVERIFY(first && second);
    UnixSocket accepted;
    accepted.setMaximumPendingHandles(1);
    QVERIFY(accepted.adopt(std::move(second)));
    QVERIFY(spinUntil([&] { return accepted.bytesAvailable() == 4; }));
    QVERIFY(areNumbered(accepted.takeHandles(), 6, 1));
}

void tst_HandlePassing::abortedWhileConnecting()
{
    Listening to;
    QVERIFY(to.server.listen(to.address()));
    const int open = openDescriptors();
    UnixSocket client;
    client.connectToServer(to.address());
    client.write("x", numbered(0, 10));
    client.abort();
    QCOMPARE(client.bytesToWrite(), 0);
    QVERIFY(spinUntil([&] { return to.accepted && to.accepted->state() == Device::State::Closed; }));
    to.accepted.reset();
    QVERIFY(openDescriptors() <= open + 1); // the queue of the reactor may be added
    // The server does not exist.
    UnixSocket lost;
    lost.connectToServer(UnixAddress::fromPath(QStringLiteral("/nobody/is/there")));
    lost.write("x", numbered(0, 10));
    QVERIFY(spinUntil([&] { return lost.state() == Device::State::Closed; }));
    QCOMPARE(lost.error().code(), Error::NotFound);
    // A later connection does not get the output of the failed one.
    lost.connectToServer(to.address());
    lost.write("y", one(1));
    QVERIFY(spinUntil([&] { return to.accepted && to.accepted->bytesAvailable() == 1; }));
    QVERIFY(areNumbered(to.accepted->takeHandles(), 1, 1));
}

void tst_HandlePassing::closedAndDestroyedAtOnce()
{
    // More data than the kernel buffers, so that the background sends the rest.
    near->write(pattern(3'000'000));
    near->write("first", numbered(0, 300));
    near->write(pattern(3'000'000));
    near->write("second", numbered(300, 300));
    near->close();
    near.reset();
    QByteArray data;
    std::vector<OwnedHandle> handles;
    connect(far.get(), &UnixSocket::readyRead, this, [&] {
        data += far->readAll();
        for (OwnedHandle &handle : far->takeHandles())
            handles.push_back(std::move(handle));
    });
    QVERIFY(spinUntil([&] { return far->state() == Device::State::Closed; }));
    QVERIFY(!far->error());
    QCOMPARE(data.size(), 6'000'011);
    QVERIFY(areNumbered(handles, 0, 600));
    QVERIFY(Device::drainAll(5000));
}

void tst_HandlePassing::abort_closesQueuedHandles()
{
    const int open = openDescriptors();
    near->write(pattern(3'000'000)); // keeps the handles in the queue
    near->write("x", numbered(0, 50));
    QCOMPARE(openDescriptors(), open + 50);
    near->abort();
    QCOMPARE(openDescriptors(), open - 1);
}

void tst_HandlePassing::pendingHandles_surviveTheEnd()
{
    near->write("x", numbered(0, 2));
    near.reset();
    QVERIFY(spinUntil([&] { return far->state() == Device::State::Closed; }));
    QCOMPARE(far->pendingHandles(), 2);
    QCOMPARE(far->readAll(), QByteArray("x"));
    QVERIFY(areNumbered(far->takeHandles(), 0, 2));
}

void tst_HandlePassing::close_discardsPendingHandles()
{
    for (const bool aborts : { false, true }) {
        std::tie(near, far) = UnixSocket::createPair();
        far->setMaximumPendingHandles(10);
        const int open = openDescriptors();
        near->write("x", numbered(0, 2));
        QVERIFY(spinUntil([&] { return far->pendingHandles() == 2; }));
        if (aborts)
            far->abort();
        else
            far->close();
        QCOMPARE(far->pendingHandles(), 0);
        QVERIFY(openDescriptors() <= open);
    }
}

void tst_HandlePassing::movesToAnotherThread()
{
    // ThreadSanitizer opens a pipe to its symbolizer with its first report, even a suppressed
    // one.
    m_counts = !ThreadSanitized;
    near->write(pattern(2'000'000)); // keeps the handles queued during the move
    near->write("x", numbered(0, 20));
    Worker sender([this] {
        QEventLoop loop;
        connect(near.get(), &UnixSocket::bytesWritten, &loop, [&] {
            if (near->bytesToWrite() == 0)
                loop.quit();
        });
        loop.exec();
        near.reset();
    });
    near->moveToThread(&sender);
    sender.start();
    std::vector<OwnedHandle> handles;
    connect(far.get(), &UnixSocket::readyRead, this, [&] {
        far->readAll();
        for (OwnedHandle &handle : far->takeHandles())
            handles.push_back(std::move(handle));
    });
    QVERIFY(spinUntil([&] { return handles.size() == 20; }));
    QVERIFY(areNumbered(handles, 0, 20));
    QVERIFY(sender.join());
}

void tst_HandlePassing::passedSocket_isAdopted()
{
    auto [here, there] = UnixSocket::createPair();
    std::vector<OwnedHandle> handles;
    handles.emplace_back(::dup(int(there->nativeHandle())));
    there->abort();
    near->write("talk to this one", std::move(handles));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 1; }));
    UnixSocket passed;
    QVERIFY(passed.adopt(std::move(far->takeHandles()[0])));
    here->write("hello");
    QVERIFY(spinUntil([&] { return passed.bytesAvailable() == 5; }));
    passed.write("hello yourself");
    QVERIFY(spinUntil([&receiver = here] { return receiver->bytesAvailable() == 14; }));
    // A handle that is no socket is refused.
    near->write("nor this", one(1));
    QVERIFY(spinUntil([&] { return far->pendingHandles() == 1; }));
    UnixSocket refused;
    QVERIFY(!refused.adopt(std::move(far->takeHandles()[0])));
}

void tst_HandlePassing::slot_mayDeleteTheSocket()
{
    bool deleted = false;
    connect(far.get(), &UnixSocket::handlesReceived, this, [&] {
        far.reset();
        deleted = true;
    });
    near->write("x", numbered(0, 3));
    QVERIFY(spinUntil([&] { return deleted; }));
}

void tst_HandlePassing::flood_leaksNoHandles()
{
    const int messages = Sanitized ? 10'000 : 100'000;
    const int batch = 100;
    far->setMaximumPendingHandles(batch / 2); // so that many exceed the limit
    const OwnedHandle file = Handles::numbered(0);
    const int open = openDescriptors();
    qint64 readBytes = 0, taken = 0;
    connect(far.get(), &UnixSocket::readyRead, this, [&] { readBytes += far->readAll().size(); });
    for (int sent = 0; sent < messages; sent += batch) {
        for (int i = 0; i < batch; ++i) {
            std::vector<OwnedHandle> handles;
            handles.emplace_back(::fcntl(int(file.get()), F_DUPFD_CLOEXEC, 0));
            near->write("12345", std::move(handles));
        }
        QVERIFY(spinUntil([&] { return readBytes == qint64(sent + batch) * 5; }));
        QCOMPARE(far->pendingHandles(), batch / 2);
        taken += qint64(far->takeHandles().size());
    }
    QCOMPARE(taken, messages / 2);
    QCOMPARE(openDescriptors(), open);
}

QTEST_GUILESS_MAIN(tst_HandlePassing)
#include "tst_handlepassing.moc"
