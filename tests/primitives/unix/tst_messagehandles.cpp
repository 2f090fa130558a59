// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Handles of messages: each arrives with its own message, none leaks, and no receiver gets
// unrequested handles.

#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <QtTest/qsignalspy.h>

#include <fcntl.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_MessageHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (!isAbout("datagram"))
            REQUIRE_PACKET_SOCKETS();
        m_before = openDescriptors();
    }
    void cleanup();

    void handles_arriveWithTheirMessage();
    void handlesOfAnEmptyMessage_arrive();
    void largestNumberOfHandles_arrives();
    void untakenHandles_areClosed();
    void readAsBytes();
    void transactions();
    void unrequestedHandles_areClosed();
    void surplusHandles_areClosed();
    void surplusHandlesOfPackets_areReported();
    void refused_data();
    void refused();
    void handlesWrittenWhileConnecting_arrive();
    void abortedWhileConnecting();
    void lingering();
    void aborted();
    void lingeringBeforeConnected_delivers();
    void datagrams();
    void datagramsForAFullReceiver();
    void readerThatTakesHandles_losesNone();
    void handlesTakenBeforeARollback_areGone();
    void passedSocket_isAdopted();
    void hundredThousandMessages_leakNoHandles_data();
    void hundredThousandMessages_leakNoHandles();

private:
    static UnixAddress address(const QTemporaryDir &dir) { return UnixAddress::fromPath(dir.filePath(uniqueName())); }

    int m_before = 0;
};

// An idle background ends, except for two descriptors that it keeps.
void tst_MessageHandles::cleanup()
{
    QVERIFY(Device::drainAll(5000));
    QVERIFY2(openDescriptors() <= m_before + 2, qPrintable(QString::number(openDescriptors() - m_before)));
}

// Returns the reading ends of pipes that hold their number.
static std::vector<OwnedHandle> handlesOf(const QList<int> &numbers)
{
    std::vector<OwnedHandle> handles;
    for (const int number : numbers) {
        int ends[2] = { -1, -1 };
        if (::pipe(ends) != 0)
            return {};
        (void)!::write(ends[1], &number, sizeof number);
        ::close(ends[1]);
        handles.emplace_back(ends[0]);
    }
    return handles;
}

static QList<int> numbersOf(const std::vector<OwnedHandle> &handles)
{
    QList<int> numbers;
    for (const OwnedHandle &handle : handles) {
        int number = -1;
        if (!(::fcntl(int(handle.get()), F_GETFD) & FD_CLOEXEC))
            number = -2;
        else
            (void)!::read(int(handle.get()), &number, sizeof number);
        numbers += number;
    }
    return numbers;
}

void tst_MessageHandles::handles_arriveWithTheirMessage()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(1000);
    int sent = 0;
    QList<QList<int>> expected;
    for (int i = 0; i < 200; ++i) {
        QList<int> numbers;
        for (int j = 0; j < i % 4; ++j)
            numbers += sent++;
        expected += numbers;
        QVERIFY(pair.near->writeMessage(pattern(1 + (i * 7919) % 30'000, quint64(i)), handlesOf(numbers)));
    }
    QList<QList<int>> received;
    connect(pair.far.get(), &QIODevice::readyRead, this, [&] {
        while (pair.far->hasPendingMessages()) {
            const QByteArray message = pair.far->readMessage();
            QCOMPARE(firstDifference(message, quint64(received.size())), qint64(-1));
            received += numbersOf(pair.far->takeHandles());
            QVERIFY(pair.far->takeHandles().empty()); // only once
        }
    });
    QVERIFY(spinUntil([&] { return received.size() == expected.size(); }));
    QCOMPARE(received, expected);
    QCOMPARE(pair.far->pendingHandles(), 0);
}

void tst_MessageHandles::handlesOfAnEmptyMessage_arrive()
{
    if (!hasEmptyPackets())
        QSKIP("this system has no empty packets");
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(10);
    QVERIFY(pair.near->writeMessage(QByteArray(), handlesOf({ 1 })));
    QVERIFY(pair.near->writeMessage(QByteArray()));
    QVERIFY(pair.near->writeMessage(QByteArray(), handlesOf({ 2, 3 })));
    pair.near->close();
    QVERIFY(spinUntil([&] { return pair.far->state() == Device::State::Closed; }));
    QVERIFY(pair.far->takeHandles().empty()); // no message has been read
    QVERIFY(pair.far->readMessage().isEmpty());
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 1 }));
    QVERIFY(pair.far->readMessage().isEmpty());
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>());
    QVERIFY(pair.far->readMessage().isEmpty());
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 2, 3 }));
}

void tst_MessageHandles::largestNumberOfHandles_arrives()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(300);
    QList<int> numbers;
    for (int i = 0; i < 253; ++i)
        numbers += i;
    QVERIFY(pair.near->writeMessage("many", handlesOf(numbers)));
    QCOMPARE(messagesOf(*pair.far, 1), QByteArrayList({ "many" }));
    QCOMPARE(numbersOf(pair.far->takeHandles()), numbers);
    numbers += 253;
    QVERIFY(!pair.near->writeMessage("too many", handlesOf(numbers)));
    QCOMPARE(pair.near->error().code(), Error::InvalidOperation);
    QVERIFY(pair.near->error().message().contains(QStringLiteral("254")));
    QVERIFY(pair.near->writeMessage("goes on"));
    QCOMPARE(messagesOf(*pair.far, 1), QByteArrayList({ "goes on" }));
}

void tst_MessageHandles::untakenHandles_areClosed()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(10);
    QVERIFY(pair.near->writeMessage("one", handlesOf({ 1 })));
    QVERIFY(pair.near->writeMessage("two", handlesOf({ 2 })));
    QVERIFY(pair.near->writeMessage("three"));
    QVERIFY(spinUntil([&] { return pair.far->bytesAvailable() == 11; }));
    QCOMPARE(pair.far->pendingHandles(), 2);
    const int descriptors = openDescriptors();
    QCOMPARE(pair.far->readMessage(), QByteArray("one"));
    QCOMPARE(pair.far->pendingHandles(), 2);
    QCOMPARE(pair.far->readMessage(), QByteArray("two"));
    QCOMPARE(pair.far->pendingHandles(), 1); // the first handle was not taken in time
    QCOMPARE(openDescriptors(), descriptors - 1);
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 2 }));
    QCOMPARE(pair.far->readMessage(), QByteArray("three"));
    QVERIFY(pair.far->takeHandles().empty());
}

void tst_MessageHandles::readAsBytes()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(10);
    QVERIFY(pair.near->writeMessage("abc", handlesOf({ 1 })));
    QVERIFY(pair.near->writeMessage("def", handlesOf({ 2 })));
    QVERIFY(pair.near->writeMessage("ghi", handlesOf({ 3 })));
    QVERIFY(spinUntil([&] { return pair.far->bytesAvailable() == 9; }));
    QCOMPARE(pair.far->read(1), QByteArray("a"));
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 1 }));
    QCOMPARE(pair.far->read(3), QByteArray("bcd"));
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 2 }));
    QCOMPARE(pair.far->peek(5), QByteArray("efghi"));
    QCOMPARE(pair.far->pendingHandles(), 1);
    QCOMPARE(pair.far->readAll(), QByteArray("efghi"));
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 3 }));
}

void tst_MessageHandles::transactions()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(10);
    QVERIFY(pair.near->writeMessage("abc", handlesOf({ 1 })));
    QVERIFY(pair.near->writeMessage("def", handlesOf({ 2 })));
    QVERIFY(spinUntil([&] { return pair.far->bytesAvailable() == 6; }));
    pair.far->startTransaction();
    QCOMPARE(pair.far->read(5), QByteArray("abcde"));
    pair.far->rollbackTransaction();
    QCOMPARE(pair.far->pendingHandles(), 2); // both are still to be read
    QVERIFY(pair.far->takeHandles().empty());
    QCOMPARE(pair.far->readMessage(), QByteArray("abc"));
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 1 }));
    QCOMPARE(pair.far->readMessage(), QByteArray("def"));
    QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ 2 }));
}

void tst_MessageHandles::unrequestedHandles_areClosed()
{
    const SeqPacketPair pair;
    QCOMPARE(pair.far->maximumPendingHandles(), 0);
    for (int i = 0; i < 50; ++i)
        QVERIFY(pair.near->writeMessage("x", handlesOf({ i, i, i })));
    QCOMPARE(messagesOf(*pair.far, 50).size(), 50);
    QCOMPARE(pair.far->pendingHandles(), 0);
    QVERIFY(pair.far->takeHandles().empty());
}

void tst_MessageHandles::surplusHandles_areClosed()
{
    auto pair = UnixDatagramSocket::createPair();
    pair.second->setMaximumPendingHandles(5);
    for (int i = 0; i < 4; ++i)
        QVERIFY(pair.first->writeMessage("x", handlesOf({ i, i + 100 })));
    QVERIFY(spinUntil([&] { return pair.second->bytesAvailable() == 4; }));
    QVERIFY(pair.second->pendingHandles() <= 5);
    int total = 0;
    for (int i = 0; i < 4; ++i) {
        const UnixDatagram datagram = pair.second->receiveDatagram();
        QCOMPARE(datagram.areHandlesTruncated(), datagram.handles().size() < 2);
        const QList<int> numbers = numbersOf(datagram.handles());
        QCOMPARE(numbers, QList<int>({ i, i + 100 }).mid(0, numbers.size()));
        total += int(numbers.size());
    }
    QCOMPARE(total, 5);
    QVERIFY(!pair.second->error());
    QVERIFY(pair.first->writeMessage("room again", handlesOf({ 7 })));
    QVERIFY(spinUntil([&] { return pair.second->hasPendingDatagrams(); }));
    QCOMPARE(numbersOf(pair.second->receiveDatagram().handles()), QList<int>({ 7 }));
}

void tst_MessageHandles::surplusHandlesOfPackets_areReported()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(1);
    QList<Error> errors;
    connect(pair.far.get(), &Device::errorOccurred, this, [&](const Error &error) { errors += error; });
    QVERIFY(pair.near->writeMessage("fits", handlesOf({ 1 })));
    QVERIFY(pair.near->writeMessage("does not", handlesOf({ 2, 3 })));
    QVERIFY(spinUntil([&] { return !errors.isEmpty(); }));
    QCOMPARE(errors.first().code(), Error::ResourceExhausted);
    QCOMPARE(messagesOf(*pair.far, 2), QByteArrayList({ "fits", "does not" })); // and the connection stays open
    QCOMPARE(pair.far->state(), Device::State::Connected);
    QCOMPARE(errors.size(), 1);
}

void tst_MessageHandles::refused_data()
{
    QTest::addColumn<int>("why");
    QTest::addColumn<int>("code");
    QTest::newRow("not open") << 0 << int(Error::InvalidOperation);
    QTest::newRow("not a handle") << 1 << int(Error::InvalidOperation);
    QTest::newRow("invalid") << 2 << int(Error::InvalidOperation);
    QTest::newRow("too large") << 3 << int(Error::MessageTooLarge);
    QTest::newRow("no room") << 4 << int(Error::ResourceExhausted);
}

void tst_MessageHandles::refused()
{
    QFETCH(int, why);
    QFETCH(int, code);
    SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(10);
    std::vector<OwnedHandle> handles = handlesOf({ 1 });
    QByteArray message = "x";
    UnixSeqPacketSocket closed;
    UnixSeqPacketSocket &socket = why == 0 ? closed : *pair.near;
    switch (why) {
    case 1: handles.emplace_back(99'999); break;
    case 2: handles.emplace_back(); break;
    case 3: message = QByteArray(17 * 1024 * 1024, 'x'); break;
    case 4:
        socket.setWriteBufferSize(100);
        QVERIFY(socket.writeMessage(QByteArray(4 * 1024 * 1024 - 10'000, 'x')) || true);
        while (socket.writeMessage(QByteArray(100'000, 'x'))) {
        }
        break;
    default: break;
    }
    const size_t count = handles.size();
    QVERIFY(!socket.writeMessage(message, std::move(handles)));
    QCOMPARE(handles.size(), count); // the caller still owns them
    QCOMPARE(int(socket.error().code()), code);
    pair.near->abort();
}

void tst_MessageHandles::handlesWrittenWhileConnecting_arrive()
{
    const QTemporaryDir dir;
    UnixSeqPacketServer server;
    QVERIFY(server.listen(address(dir)));
    UnixSeqPacketSocket socket;
    socket.connectToServer(server.serverAddress());
    QVERIFY(socket.writeMessage("none"));
    QVERIFY(socket.writeMessage("one", handlesOf({ 1 })));
    QVERIFY(socket.writeMessage("none again"));
    QVERIFY(socket.writeMessage("two", handlesOf({ 2, 3 })));
    QCOMPARE(socket.state(), Device::State::Connecting);
    QVERIFY(server.waitForNewConnection(5000));
    UnixSeqPacketSocket *const accepted = server.nextPendingConnection();
    accepted->setMaximumPendingHandles(10);
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(socket.writeMessage("three", handlesOf({ 4 })));
    for (const QList<int> &numbers :
         { QList<int>(), QList<int> { 1 }, QList<int>(), QList<int> { 2, 3 }, QList<int> { 4 } }) {
        QVERIFY(spinUntil([&] { return accepted->hasPendingMessages(); }));
        (void)accepted->readMessage();
        QCOMPARE(numbersOf(accepted->takeHandles()), numbers);
    }
}

void tst_MessageHandles::abortedWhileConnecting()
{
    const QTemporaryDir dir;
    UnixSeqPacketSocket socket;
    socket.connectToServer(address(dir)); // no server has that name
    QVERIFY(socket.writeMessage("one", handlesOf({ 1 })));
    socket.abort();
    QVERIFY(openDescriptors() <= m_before + 2);
    socket.connectToServer(address(dir));
    QVERIFY(socket.writeMessage("two", handlesOf({ 2 })));
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QVERIFY(openDescriptors() <= m_before + 2);
}

void tst_MessageHandles::lingering()
{
    for (const bool closed : { true, false }) {
        SeqPacketPair pair;
        pair.far->setMaximumPendingHandles(10);
        pair.far->setReadBufferSize(1);
        for (int i = 0; i < 100; ++i)
            QVERIFY(pair.near->writeMessage(pattern(20'000, quint64(i)), handlesOf({ i })));
        if (closed)
            pair.near->close();
        pair.near.reset();
        for (int i = 0; i < 100; ++i) {
            QVERIFY(spinUntil([&] { return pair.far->hasPendingMessages(); }));
            QCOMPARE(firstDifference(pair.far->readMessage(), quint64(i)), qint64(-1));
            QCOMPARE(numbersOf(pair.far->takeHandles()), QList<int>({ i }));
        }
        QVERIFY(spinUntil([&] { return pair.far->state() == Device::State::Closed; }));
        QVERIFY(!pair.far->error());
    }
}

void tst_MessageHandles::aborted()
{
    const SeqPacketPair pair;
    pair.far->setReadBufferSize(1);
    for (int i = 0; i < 100; ++i)
        QVERIFY(pair.near->writeMessage(QByteArray(20'000, 'x'), handlesOf({ i })));
    pair.near->abort();
    pair.far->abort(); // closes the handles in the kernel
    QVERIFY(openDescriptors() <= m_before + 2);
}

void tst_MessageHandles::lingeringBeforeConnected_delivers()
{
    const QTemporaryDir dir;
    const UnixAddress where = address(dir);
    OwnedHandle raw = Raw::serve(where.bytes(), 0, SOCK_SEQPACKET);
    UnixSeqPacketSocket first;
    first.connectToServer(where); // the backlog is full now
    QVERIFY(first.waitForConnected(5000));
    {
        UnixSeqPacketSocket second;
        second.connectToServer(where);
        QVERIFY(second.writeMessage("none"));
        QVERIFY(second.writeMessage("one", handlesOf({ 1 })));
        QCOMPARE(second.state(), Device::State::Connecting);
    }
    UnixSeqPacketServer server;
    QVERIFY(server.listen(std::move(raw)));
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<UnixSeqPacketSocket> one(server.nextPendingConnection());
    QVERIFY(server.waitForNewConnection(5000));
    const std::unique_ptr<UnixSeqPacketSocket> two(server.nextPendingConnection());
    two->setMaximumPendingHandles(10);
    QVERIFY(spinUntil([&] { return two->bytesAvailable() == 7; }));
    QCOMPARE(two->readMessage(), QByteArray("none"));
    QVERIFY(two->takeHandles().empty());
    QCOMPARE(two->readMessage(), QByteArray("one"));
    QCOMPARE(numbersOf(two->takeHandles()), QList<int>({ 1 }));
}

void tst_MessageHandles::datagrams()
{
    const QTemporaryDir dir;
    UnixDatagramSocket receiver, sender;
    receiver.setMaximumPendingHandles(10);
    QVERIFY(receiver.bind(address(dir)) && sender.bind(address(dir)));
    QVERIFY(sender.writeDatagram("none", receiver.localAddress()));
    QVERIFY(sender.writeDatagram("two", receiver.localAddress(), handlesOf({ 1, 2 })));
    QVERIFY(sender.writeDatagram(QByteArray(), receiver.localAddress(), handlesOf({ 3 })));
    QVERIFY(sender.connectToPeer(receiver.localAddress()));
    QVERIFY(sender.writeMessage("by the peer", handlesOf({ 4 })));
    QVERIFY(spinUntil([&] { return receiver.bytesAvailable() == 18; }));
    QVERIFY(receiver.receiveDatagram().handles().empty());
    const UnixDatagram two = receiver.receiveDatagram();
    QCOMPARE(numbersOf(two.handles()), QList<int>({ 1, 2 }));
    QCOMPARE(two.sender(), sender.localAddress());
    QVERIFY(!two.areHandlesTruncated());
    QVERIFY(receiver.readMessage().isEmpty());
    QCOMPARE(numbersOf(receiver.takeHandles()), QList<int>({ 3 }));
    QCOMPARE(numbersOf(receiver.receiveDatagram().handles()), QList<int>({ 4 }));
    QVERIFY(!sender.writeDatagram("x", receiver.localAddress(), handlesOf(QList<int>(254))));
    QCOMPARE(sender.error().code(), Error::InvalidOperation);
}

void tst_MessageHandles::datagramsForAFullReceiver()
{
    const QTemporaryDir dir;
    const UnixAddress where = address(dir);
    {
        const OwnedHandle receiver = Raw::serve(where.bytes(), -1, SOCK_DGRAM);
        UnixDatagramSocket sender;
        QVERIFY(sender.open());
        for (int i = 0; i < 50; ++i)
            QVERIFY(sender.writeDatagram("x", where, handlesOf({ i })));
        QTest::qWait(5);
        sender.abort();
    } // the handles in the receiver's queue are closed with it
    QVERIFY(spinUntil([&] { return openDescriptors() <= m_before + 2; }));
}

void tst_MessageHandles::readerThatTakesHandles_losesNone()
{
    constexpr int Count = 100;
    const QTemporaryDir dir;
    const SeqPacketPair pair;
    UnixDatagramSocket receiver, sender;
    QVERIFY(receiver.bind(address(dir)) && sender.bind(address(dir)) && sender.connectToPeer(receiver.localAddress()));
    receiver.setMaximumPendingHandles(4);
    pair.far->setMaximumPendingHandles(4);
    QList<int> expected, packets, datagrams;
    for (int i = 0; i < Count; i += 2) {
        expected += { i, i + 1 };
        QVERIFY(pair.near->writeMessage("x", handlesOf({ i, i + 1 })));
        QVERIFY(sender.writeMessage("x", handlesOf({ i, i + 1 })));
    }
    connect(pair.far.get(), &QIODevice::readyRead, this, [&] {
        while (!pair.far->readMessage().isEmpty())
            packets += numbersOf(pair.far->takeHandles());
    });
    connect(&receiver, &QIODevice::readyRead, this, [&] {
        while (receiver.hasPendingDatagrams())
            datagrams += numbersOf(receiver.receiveDatagram().handles());
    });
    QVERIFY(spinUntil([&] { return packets.size() >= Count && datagrams.size() >= Count; }));
    QCOMPARE(packets, expected);
    QCOMPARE(datagrams, expected);
    QVERIFY(!pair.far->error() && !receiver.error());
}

void tst_MessageHandles::handlesTakenBeforeARollback_areGone()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(10);
    for (const QList<int> &numbers : { QList<int> { 1 }, QList<int> { 2, 3 }, QList<int> { 4 } })
        QVERIFY(pair.near->writeMessage("x", handlesOf(numbers)));
    QVERIFY(spinUntil([&] { return pair.far->bytesAvailable() == 3; }));
    const auto next = [&] {
        return pair.far->readMessage().isEmpty() ? QList<int>() : numbersOf(pair.far->takeHandles());
    };
    pair.far->startTransaction();
    QCOMPARE(pair.far->readMessage(), QByteArray("x")); // the handles of this message stay
    QCOMPARE(next(), QList<int>({ 2, 3 }));
    QCOMPARE(next(), QList<int>({ 4 }));
    QCOMPARE(pair.far->pendingHandles(), 1);
    pair.far->rollbackTransaction();
    QCOMPARE(next(), QList<int>({ 1 }));
    QCOMPARE(pair.far->pendingHandles(), 0);
    QCOMPARE(next(), QList<int>()); // they were taken
    QCOMPARE(next(), QList<int>());
    QVERIFY(pair.near->writeMessage("x", handlesOf({ 5 })));
    QVERIFY(spinUntil([&] { return pair.far->bytesAvailable() == 1; }));
    QCOMPARE(next(), QList<int>({ 5 }));
}

void tst_MessageHandles::passedSocket_isAdopted()
{
    const SeqPacketPair pair;
    pair.far->setMaximumPendingHandles(1);
    int ends[2] = { -1, -1 };
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    std::vector<OwnedHandle> handles;
    handles.emplace_back(ends[0]);
    UnixSeqPacketSocket kept;
    QVERIFY(kept.adopt(OwnedHandle(ends[1])));
    QVERIFY(pair.near->writeMessage("a socket", std::move(handles)));
    QCOMPARE(messagesOf(*pair.far, 1), QByteArrayList({ "a socket" }));
    handles = pair.far->takeHandles();
    QCOMPARE(handles.size(), size_t(1));
    UnixSeqPacketSocket passed;
    QVERIFY(passed.adopt(std::move(handles.front())));
    QVERIFY(kept.writeMessage("through it"));
    QCOMPARE(messagesOf(passed, 1), QByteArrayList({ "through it" }));
}

void tst_MessageHandles::hundredThousandMessages_leakNoHandles_data()
{
    QTest::addColumn<bool>("packets");
    QTest::newRow("packets") << true;
    QTest::newRow("datagrams") << false;
}

void tst_MessageHandles::hundredThousandMessages_leakNoHandles()
{
    QFETCH(bool, packets);
    constexpr int Count = 100'000;
    const OwnedHandle null(::open("/dev/null", O_RDONLY));
    const auto some = [&](int count) {
        std::vector<OwnedHandle> handles;
        for (int i = 0; i < count; ++i)
            handles.emplace_back(::dup(int(null.get())));
        return handles;
    };
    const auto run = [&](auto &sender, auto &receiver) {
        sender.setWriteBufferSize(1000);
        receiver.setMaximumPendingHandles(20); // so that some exceed the limit
        int sent = 0, received = 0, taken = 0;
        const auto more = [&] {
            while (sent < Count && sender.bytesToWrite() < 900 && sender.writeMessage("message", some(sent % 3)))
                ++sent;
        };
        connect(&sender, &Device::bytesWritten, this, more);
        connect(&receiver, &QIODevice::readyRead, this, [&] {
            while (receiver.hasPendingMessages()) {
                (void)receiver.readMessage();
                if (++received % 2 == 0) // the other handles stay untaken
                    taken += int(receiver.takeHandles().size());
            }
        });
        more();
        QVERIFY(spinUntil([&] { return received == Count; }, 60000));
        QVERIFY(taken > Count / 20);
        QVERIFY(receiver.pendingHandles() <= 2);
    };
    if (packets) {
        const SeqPacketPair pair;
        run(*pair.near, *pair.far);
    } else {
        auto pair = UnixDatagramSocket::createPair();
        run(*pair.first, *pair.second);
    }
}

QTEST_GUILESS_MAIN(tst_MessageHandles)
#include "tst_messagehandles.moc"
