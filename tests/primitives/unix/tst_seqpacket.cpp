// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Messages over SOCK_SEQPACKET sockets, beyond the common properties of devices
// (tst_conformance_messages).

#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <QtCore/qdir.h>
#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SeqPacket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { REQUIRE_PACKET_SOCKETS(); }
    void sizes_data();
    void sizes();
    void sizesOfAllKindsInARow();
    void largerThanTheSendBuffer();
    void largerThanTheSystemTakes();
    void largerThanTheKernelCanSend_isRefusedAtOnce_data();
    void largerThanTheKernelCanSend_isRefusedAtOnce();
    void largerThanTheKernelCanSend_whileConnecting();
    void largerThanTheLimitOfTheReader();
    void tooLargeMessage_isReportedAfterEarlierMessages();
    void largerThanTheLimit_letsEarlierMessagesBeAnswered();
    void throughASmallReadBuffer();
    void emptyMessages_data();
    void emptyMessages();
    void manyEmptyMessages_arrive();
    void emptyMessages_countForTheReadBuffer();
    void emptyMessages_areRefusedOnOtherSystems();
    void endOfInput_isNoMessage_data();
    void endOfInput_isNoMessage();
    void writtenWhileConnecting();
    void peerClosedWithUnreadInput_deliversItsOutput();
    void peerThatDoesNotRead_limitsQueuedOutput();
    void everySlot_sendsItsMessagesInOrder();
    void bothDirections_endIndependently();
    void lingersWithBoundaries_data();
    void lingersWithBoundaries();
    void lingersBeforeConnected();
    void closedSocketThatStillExists_isDrained();
    void closeWithUnreadMessages_isNoErrorForThePeer();
    void adoption();
    void serverAdoption();
    void acceptedSocket_hasTheServersAddress();
    void name_belongsToOneOwner();
    void waiting_needsNoEventLoop();
    void backlog();

private:
    UnixAddress address() const { return UnixAddress::fromPath(m_dir.filePath(uniqueName())); }

    QTemporaryDir m_dir;
};

void tst_SeqPacket::sizes_data()
{
    QTest::addColumn<qint64>("size");
    for (const qint64 size : { 1, 511, 512, 513, 4095, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200 * 1024 })
        QTest::addRow("%lld", qlonglong(size)) << size;
    if (hasEmptyPackets())
        QTest::newRow("0") << qint64(0);
}

void tst_SeqPacket::sizes()
{
    QFETCH(qint64, size);
    const SeqPacketPair pair;
    const QByteArray message = pattern(size, 3);
    QSignalSpy readyRead(pair.far.get(), &QIODevice::readyRead);
    QVERIFY(pair.near->writeMessage(message));
    QVERIFY(spinUntil([&] { return pair.far->hasPendingMessages(); }));
    QCOMPARE(readyRead.count(), 1);
    QCOMPARE(pair.far->pendingMessageSize(), size);
    const QByteArray read = pair.far->readMessage();
    QVERIFY(!read.isNull());
    QVERIFY(read == message);
    QVERIFY(!pair.far->hasPendingMessages());
    QCOMPARE(pair.far->bytesAvailable(), 0);
}

void tst_SeqPacket::sizesOfAllKindsInARow()
{
    const SeqPacketPair pair;
    QByteArrayList sent;
    for (int round = 0; round < 20; ++round) {
        for (const qint64 size : { 1, 70'000, 2, 511, 512, 513, 150'000, 7, 64 * 1024 })
            sent += pattern(size, quint64(round) * 1000 + quint64(size));
        if (hasEmptyPackets())
            sent += QByteArray();
    }
    for (const QByteArray &message : std::as_const(sent))
        QVERIFY(pair.near->writeMessage(message));
    QVERIFY(messagesOf(*pair.far, sent.size()) == sent);
}

// The socket's buffer grows as needed. The default holds 208 KiB.
void tst_SeqPacket::largerThanTheSendBuffer()
{
    const SeqPacketPair pair;
    const QByteArray message = pattern(256 * 1024);
    QVERIFY2(pair.near->writeMessage(message), qPrintable(pair.near->error().message()));
    QVERIFY(pair.near->writeMessage("after"));
    QVERIFY(messagesOf(*pair.far, 2) == QByteArrayList({ message, "after" }));
}

void tst_SeqPacket::largerThanTheSystemTakes()
{
    const SeqPacketPair pair;
    pair.near->setMaximumMessageSize(0);
    QSignalSpy errors(pair.near.get(), &Device::errorOccurred);
    QVERIFY(!pair.near->writeMessage(QByteArray(1024 * 1024 * 1024, 'x')));
    QCOMPARE(pair.near->error().code(), Error::MessageTooLarge);
    QVERIFY(pair.near->error().message().contains(QStringLiteral("1073741824")));
    QVERIFY(pair.near->writeMessage("goes on"));
    QCOMPARE(messagesOf(*pair.far, 1), QByteArrayList({ "goes on" }));
    QCOMPARE(pair.near->state(), Device::State::Connected);
    QCOMPARE(errors.count(), 0);
}

void tst_SeqPacket::largerThanTheKernelCanSend_isRefusedAtOnce_data()
{
    QTest::addColumn<bool>("packets");
    QTest::newRow("packets") << true;
    QTest::newRow("datagrams") << false;
}

// Linux fails with ENOBUFS for any buffer size, as in a temporary shortage of memory.
void tst_SeqPacket::largerThanTheKernelCanSend_isRefusedAtOnce()
{
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("the limit exists on Linux only");
    QFETCH(bool, packets);
    const SeqPacketPair pair;
    const auto datagrams = UnixDatagramSocket::createPair();
    MessageDevice &near = packets ? static_cast<MessageDevice &>(*pair.near) : *datagrams.first;
    MessageDevice &far = packets ? static_cast<MessageDevice &>(*pair.far) : *datagrams.second;
    QSignalSpy errors(&near, &Device::errorOccurred);
    for (const qint64 size : { 4'263'617, 5'000'000, 6'000'000 }) {
        QVERIFY(!near.writeMessage(QByteArray(size, 'x')));
        QCOMPARE(near.error().code(), Error::MessageTooLarge);
    }
    QVERIFY(near.writeMessage("goes on"));
    QCOMPARE(messagesOf(far, 1), QByteArrayList({ "goes on" }));
    QCOMPARE(errors.count(), 0);
}

void tst_SeqPacket::largerThanTheKernelCanSend_whileConnecting()
{
    if (UnixAddress::maximumAbstractLength() == 0)
        QSKIP("the limit exists on Linux only");
    UnixSeqPacketServer server;
    QVERIFY(server.listen(address()));
    UnixSeqPacketSocket socket;
    QList<Error> errors;
    connect(&socket, &Device::errorOccurred, this, [&](const Error &error) { errors += error; });
    socket.connectToServer(server.serverAddress());
    const bool accepted = socket.writeMessage(QByteArray(5'000'000, 'x'));
    QVERIFY(socket.writeMessage("after"));
    QVERIFY(server.waitForNewConnection(5000) && socket.waitForConnected(5000));
    const std::unique_ptr<UnixSeqPacketSocket> far(server.nextPendingConnection());
    QCOMPARE(messagesOf(*far, 1), QByteArrayList({ "after" }));
    QCOMPARE(errors.size(), accepted ? 1 : 0);
    QCOMPARE(socket.error().code(), Error::MessageTooLarge);
    QCOMPARE(socket.state(), Device::State::Connected);
}

void tst_SeqPacket::largerThanTheLimitOfTheReader()
{
    const SeqPacketPair pair;
    pair.far->setMaximumMessageSize(1000);
    SignalLog log(*pair.far);
    QVERIFY(pair.near->writeMessage(pattern(1001)));
    QVERIFY(spinUntil([&] { return pair.far->state() == Device::State::Closed; }));
    QCOMPARE(pair.far->error().code(), Error::MessageTooLarge);
    QVERIFY(!pair.far->hasPendingMessages());
    QCOMPARE(log.names(),
             QStringList({ QStringLiteral("readChannelFinished"), QStringLiteral("errorOccurred"),
                           QStringLiteral("disconnected") }));
    QVERIFY(spinUntil([&] { return pair.near->state() == Device::State::Closed; }));
}

void tst_SeqPacket::tooLargeMessage_isReportedAfterEarlierMessages()
{
    const SeqPacketPair pair;
    pair.far->setMaximumMessageSize(1000);
    QVERIFY(pair.near->writeMessage(pattern(1000)));
    QVERIFY(pair.near->writeMessage("x"));
    QVERIFY(pair.near->writeMessage(pattern(1001)));
    QVERIFY(pair.near->writeMessage("never seen"));
    QCOMPARE(messagesOf(*pair.far, 4), QByteArrayList({ pattern(1000), "x" }));
    QCOMPARE(pair.far->error().code(), Error::MessageTooLarge);
}

void tst_SeqPacket::largerThanTheLimit_letsEarlierMessagesBeAnswered()
{
    const SeqPacketPair pair;
    pair.far->setMaximumMessageSize(100);
    connect(pair.far.get(), &QIODevice::readyRead, this, [&] {
        while (pair.far->hasPendingMessages()) {
            pair.far->readMessage();
            QVERIFY(pair.far->writeMessage("answer"));
        }
    });
    QVERIFY(pair.near->writeMessage("question"));
    QVERIFY(pair.near->writeMessage(QByteArray(1000, 'x')));
    QCOMPARE(messagesOf(*pair.near, 1), QByteArrayList({ "answer" }));
    QVERIFY(spinUntil([&] { return pair.far->state() == Device::State::Closed; }));
    QCOMPARE(pair.far->error().code(), Error::MessageTooLarge);
}

void tst_SeqPacket::throughASmallReadBuffer()
{
    const SeqPacketPair pair;
    pair.far->setReadBufferSize(100);
    QByteArrayList sent;
    for (int i = 0; i < 300; ++i)
        sent += pattern(1 + (i * 7919) % 5000, quint64(i));
    for (const QByteArray &message : std::as_const(sent))
        QVERIFY(pair.near->writeMessage(message));
    // The device holds one message at a time, or two if the first leaves room.
    qint64 most = 0;
    QByteArrayList received;
    connect(pair.far.get(), &QIODevice::readyRead, this, [&] {
        most = std::max(most, pair.far->bytesAvailable());
        while (pair.far->hasPendingMessages())
            received += pair.far->readMessage();
    });
    QVERIFY(spinUntil([&] { return received.size() == sent.size(); }));
    QVERIFY(received == sent);
    QVERIFY2(most < 100 + 5000, qPrintable(QString::number(most)));
}

void tst_SeqPacket::emptyMessages_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QTest::newRow("only one") << QByteArrayList({ "" });
    QTest::newRow("only three") << QByteArrayList({ "", "", "" });
    QTest::newRow("first") << QByteArrayList({ "", "x" });
    QTest::newRow("last") << QByteArrayList({ "x", "" });
    QTest::newRow("between") << QByteArrayList({ "x", "", "", "y" });
    QTest::newRow("mixed") << QByteArrayList({ "", "x", "", "y", "" });
}

// The peer has closed by the time the messages are read.
void tst_SeqPacket::emptyMessages()
{
    if (!hasEmptyPackets())
        QSKIP("this system refuses empty messages: see emptyMessages_areRefusedOnOtherSystems");
    QFETCH(QByteArrayList, messages);
    for (const bool destroyed : { false, true }) {
        SeqPacketPair pair;
        for (const QByteArray &message : std::as_const(messages))
            QVERIFY(pair.near->writeMessage(message));
        if (destroyed)
            pair.near.reset();
        else
            pair.near->closeWriteChannel();
        QSignalSpy finished(pair.far.get(), &QIODevice::readChannelFinished);
        QByteArrayList received;
        QObject::connect(pair.far.get(), &QIODevice::readyRead, pair.far.get(), [&] {
            QCOMPARE(finished.count(), 0);
            while (pair.far->hasPendingMessages())
                received += pair.far->readMessage();
        });
        QVERIFY(spinUntil([&] { return finished.count() == 1; }));
        QCOMPARE(received, messages);
        QVERIFY(!pair.far->error());
    }
}

void tst_SeqPacket::manyEmptyMessages_arrive()
{
    if (!hasEmptyPackets())
        QSKIP("this system refuses empty messages: see emptyMessages_areRefusedOnOtherSystems");
    const SeqPacketPair pair;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(pair.near->writeMessage(QByteArray()));
    const QByteArrayList received = messagesOf(*pair.far, 1000);
    QCOMPARE(received.size(), 1000);
    QCOMPARE(pair.far->state(), Device::State::Connected);
    QVERIFY(pair.far->writeMessage("alive"));
    QCOMPARE(messagesOf(*pair.near, 1), QByteArrayList({ "alive" }));
}

// Empty messages have no bytes, but take memory.
void tst_SeqPacket::emptyMessages_countForTheReadBuffer()
{
    if (!hasEmptyPackets())
        QSKIP("this system refuses empty messages: see emptyMessages_areRefusedOnOtherSystems");
    const SeqPacketPair pair;
    pair.far->setReadBufferSize(100);
    for (int i = 0; i < 200; ++i)
        QVERIFY(pair.near->writeMessage(QByteArray()));
    QVERIFY(pair.near->flush());
    QVERIFY(pair.far->waitForReadyRead(5000));
    (void)pair.far->waitForReadyRead(50); // no more messages are read
    int held = 0;
    while (pair.far->hasPendingMessages() && !pair.far->readMessage().isNull())
        ++held;
    QVERIFY2(held > 0 && held < 30, qPrintable(QString::number(held)));
    QCOMPARE(held + messagesOf(*pair.far, 200 - held).size(), 200);
}

void tst_SeqPacket::emptyMessages_areRefusedOnOtherSystems()
{
    if (hasEmptyPackets())
        QSKIP("this system sends empty messages: see emptyMessages");
    const SeqPacketPair pair;
    QVERIFY(!pair.near->writeMessage(QByteArray()));
    QCOMPARE(pair.near->error().code(), Error::Unsupported);
    QVERIFY(pair.near->writeMessage("x"));
    QCOMPARE(messagesOf(*pair.far, 1), QByteArrayList({ "x" }));
    UnixSeqPacketSocket connecting;
    connecting.connectToServer(address());
    QVERIFY(!connecting.writeMessage(QByteArray()));
}

void tst_SeqPacket::endOfInput_isNoMessage_data()
{
    QTest::addColumn<bool>("halfClose");
    QTest::addColumn<bool>("waiting");
    QTest::newRow("half, in the event loop") << true << false;
    QTest::newRow("half, by waiting") << true << true;
    QTest::newRow("whole, in the event loop") << false << false;
    QTest::newRow("whole, by waiting") << false << true;
}

void tst_SeqPacket::endOfInput_isNoMessage()
{
    QFETCH(bool, halfClose);
    QFETCH(bool, waiting);
    const SeqPacketPair pair;
    QSignalSpy readyRead(pair.far.get(), &QIODevice::readyRead);
    QSignalSpy finished(pair.far.get(), &QIODevice::readChannelFinished);
    if (halfClose)
        pair.near->closeWriteChannel();
    else
        pair.near->close();
    if (waiting) {
        while (pair.near->waitForBytesWritten(0)) { // sends the end
        }
        QVERIFY(!pair.far->waitForReadyRead(5000));
    }
    QVERIFY(spinUntil([&] { return finished.count() == 1; }));
    QCOMPARE(readyRead.count(), 0);
    QVERIFY(!pair.far->hasPendingMessages());
    QCOMPARE(pair.far->state(), halfClose ? Device::State::Connected : Device::State::Closed);
}

void tst_SeqPacket::writtenWhileConnecting()
{
    const UnixAddress where = address();
    UnixSeqPacketServer server;
    QVERIFY(server.listen(where));
    UnixSeqPacketSocket socket;
    socket.connectToServer(where);
    const QByteArrayList sent { "one", pattern(300 * 1024), "three" }; // the second message needs a larger buffer
    for (const QByteArray &message : sent)
        QVERIFY(socket.writeMessage(message));
    QCOMPARE(socket.state(), Device::State::Connecting);
    QVERIFY(server.waitForNewConnection(5000));
    QVERIFY(messagesOf(*server.nextPendingConnection(), 3) == sent);
    QCOMPARE(socket.state(), Device::State::Connected);
}

// Linux reports the reset first, and then the peer's earlier output.
void tst_SeqPacket::peerClosedWithUnreadInput_deliversItsOutput()
{
    for (const bool waiting : { false, true }) {
        SeqPacketPair pair;
        OwnedHandle raw(::dup(int(pair.far->nativeHandle())));
        pair.far->abort(); // the raw handle stays open
        QCOMPARE(::send(int(raw.get()), "first", 5, 0), 5);
        QCOMPARE(::send(int(raw.get()), "second", 6, 0), 6);
        QVERIFY(pair.near->writeMessage("never read"));
        QVERIFY(pair.near->flush());
        raw.reset();
        SignalLog log(*pair.near);
        if (waiting) {
            while (pair.near->state() == Device::State::Connected)
                (void)pair.near->waitForReadyRead(5000);
        }
        QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
        QCOMPARE(messagesOf(*pair.near, 2), QByteArrayList({ "first", "second" }));
        QCOMPARE(pair.near->error().code(), Error::PeerClosed);
        QStringList names = log.names();
        names.removeAll(QStringLiteral("bytesWritten"));
        QCOMPARE(names,
                 QStringList({ QStringLiteral("readyRead"), QStringLiteral("readChannelFinished"),
                               QStringLiteral("errorOccurred"), QStringLiteral("disconnected") }));
    }
}

void tst_SeqPacket::peerThatDoesNotRead_limitsQueuedOutput()
{
    const SeqPacketPair pair;
    pair.far->setReadBufferSize(1);
    pair.near->setWriteBufferSize(100'000);
    int accepted = 0;
    const auto fill = [&] {
        while (pair.near->writeMessage(pattern(1000, quint64(accepted))))
            ++accepted;
        QCOMPARE(pair.near->error().code(), Error::ResourceExhausted);
    };
    fill();
    QSignalSpy written(pair.near.get(), &Device::bytesWritten);
    while (written.wait(50)) // until no more bytes are sent
        fill();
    QVERIFY(pair.near->bytesToWrite() <= 100'000);
    const qint64 cpu = processorMilliseconds();
    QTest::qWait(300);
    QVERIFY2(processorMilliseconds() - cpu < 100, "it spins");
    const QByteArrayList received = messagesOf(*pair.far, accepted);
    QCOMPARE(received.size(), accepted);
    for (int i = 0; i < accepted; ++i)
        QCOMPARE(firstDifference(received[i], quint64(i)), qint64(-1));
}

void tst_SeqPacket::everySlot_sendsItsMessagesInOrder()
{
    const SeqPacketPair pair;
    // Small messages are queued and large ones are sent at once, but never before earlier
    // messages.
    connect(pair.far.get(), &QIODevice::readyRead, this, [&] {
        while (pair.far->hasPendingMessages()) {
            const QByteArray question = pair.far->readMessage();
            QVERIFY(pair.far->writeMessage("small " + question));
            QVERIFY(pair.far->writeMessage(pattern(100'000)));
            QVERIFY(pair.far->writeMessage("after " + question));
        }
    });
    QVERIFY(pair.near->writeMessage("1"));
    QVERIFY(pair.near->writeMessage("2"));
    const QByteArrayList answers = messagesOf(*pair.near, 6);
    QVERIFY(answers
            == QByteArrayList({ "small 1", pattern(100'000), "after 1", "small 2", pattern(100'000), "after 2" }));
}

void tst_SeqPacket::bothDirections_endIndependently()
{
    const SeqPacketPair pair;
    QSignalSpy errors(pair.near.get(), &Device::errorOccurred);
    QVERIFY(pair.near->writeMessage("question"));
    pair.near->closeWriteChannel();
    QVERIFY(!pair.near->writeMessage("too late"));
    QCOMPARE(pair.near->error().code(), Error::InvalidOperation);
    QSignalSpy finished(pair.far.get(), &QIODevice::readChannelFinished);
    QVERIFY(spinUntil([&] { return finished.count() == 1; }));
    QCOMPARE(pair.far->readMessage(), QByteArray("question"));
    for (int i = 0; i < 100; ++i)
        QVERIFY(pair.far->writeMessage("answer " + QByteArray::number(i)));
    pair.far->closeWriteChannel();
    const QByteArrayList answers = messagesOf(*pair.near, 101); // until it is closed
    QCOMPARE(answers.size(), 100);
    QCOMPARE(answers.last(), QByteArray("answer 99"));
    QVERIFY(spinUntil([&] { return pair.far->state() == Device::State::Closed; }));
    QCOMPARE(errors.count(), 0);
    QVERIFY(!pair.far->error());
}

void tst_SeqPacket::lingersWithBoundaries_data()
{
    QTest::addColumn<bool>("closed");
    QTest::newRow("destroyed") << false;
    QTest::newRow("closed and destroyed") << true;
}

void tst_SeqPacket::lingersWithBoundaries()
{
    QFETCH(bool, closed);
    const int descriptors = openDescriptors();
    {
        SeqPacketPair pair;
        QByteArrayList sent;
        for (int i = 0; i < 500; ++i)
            sent += pattern(1 + (i * 7919) % 20'000, quint64(i));
        if (hasEmptyPackets())
            sent += QByteArray();
        for (const QByteArray &message : std::as_const(sent))
            QVERIFY(pair.near->writeMessage(message));
        if (closed)
            pair.near->close();
        pair.near.reset();
        QVERIFY(messagesOf(*pair.far, sent.size() + 1) == sent);
        QCOMPARE(pair.far->state(), Device::State::Closed);
        QVERIFY(!pair.far->error());
    }
    QVERIFY(Device::drainAll(5000));
    QVERIFY(spinUntil([&] { return openDescriptors() <= descriptors + 2; })); // the background keeps its wake-up
}

void tst_SeqPacket::lingersBeforeConnected()
{
    const UnixAddress where = address();
    OwnedHandle server = Raw::serve(where.bytes(), 0, SOCK_SEQPACKET);
    QVERIFY(server);
    // The first connection fills the backlog.
    UnixSeqPacketSocket first;
    first.connectToServer(where);
    QVERIFY(first.waitForConnected(5000));
    {
        UnixSeqPacketSocket second;
        second.connectToServer(where);
        QVERIFY(second.writeMessage("one"));
        QVERIFY(second.writeMessage(pattern(300 * 1024)));
        QCOMPARE(second.state(), Device::State::Connecting);
    }
    UnixSeqPacketServer adopting;
    QVERIFY2(adopting.listen(std::move(server)), qPrintable(adopting.error().message()));
    QVERIFY(adopting.waitForNewConnection(5000));
    const std::unique_ptr<UnixSeqPacketSocket> one(adopting.nextPendingConnection());
    QVERIFY(adopting.waitForNewConnection(5000));
    const std::unique_ptr<UnixSeqPacketSocket> two(adopting.nextPendingConnection());
    QVERIFY(messagesOf(*two, 3) == QByteArrayList({ "one", pattern(300 * 1024) }));
    QVERIFY(Device::drainAll(5000));
}

void tst_SeqPacket::closedSocketThatStillExists_isDrained()
{
    int fds[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
    const OwnedHandle far(fds[1]);
    UnixSeqPacketSocket near;
    QVERIFY(near.adopt(OwnedHandle(fds[0])));
    for (int i = 0; i < 300; ++i)
        QVERIFY(near.writeMessage(QByteArray(10'000, 'x')));
    near.close();
    QVERIFY(!Device::drainAll(0)); // no peer reads
    QList<qint64> received;
    Worker reader([&] {
        QByteArray buffer(20'000, Qt::Uninitialized);
        ssize_t count = 0;
        while ((count = ::recv(int(far.get()), buffer.data(), size_t(buffer.size()), 0)) > 0)
            received += count;
    });
    reader.start();
    QVERIFY(Device::drainAll(10'000));
    QVERIFY(reader.join());
    QCOMPARE(received, QList<qint64>(300, 10'000));
    QVERIFY(spinUntil([&] { return near.state() == Device::State::Closed; }));
}

void tst_SeqPacket::closeWithUnreadMessages_isNoErrorForThePeer()
{
    const SeqPacketPair pair;
    QVERIFY(pair.far->writeMessage("unread"));
    if (hasEmptyPackets())
        QVERIFY(pair.far->writeMessage(QByteArray())); // must not end the discarding of input
    QVERIFY(pair.far->writeMessage("unread as well"));
    QVERIFY(pair.far->flush());
    QVERIFY(pair.near->writeMessage("last words"));
    pair.near->close();
    QCOMPARE(messagesOf(*pair.far, 2), QByteArrayList({ "last words" }));
    QVERIFY2(!pair.far->error(), qPrintable(pair.far->error().message()));
}

void tst_SeqPacket::adoption()
{
    int fds[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
    const OwnedHandle other(fds[1]);
    UnixSeqPacketSocket socket;
    QVERIFY(socket.adopt(OwnedHandle(fds[0])));
    QVERIFY(socket.writeMessage("adopted"));
    QVERIFY(socket.flush());
    char buffer[100];
    QCOMPARE(::recv(int(other.get()), buffer, sizeof buffer, 0), 7);
    QVERIFY(!socket.adopt(OwnedHandle(::socket(AF_UNIX, SOCK_SEQPACKET, 0)))); // the socket is in use
    const int wrong[] = { ::socket(AF_UNIX, SOCK_STREAM, 0), ::socket(AF_UNIX, SOCK_DGRAM, 0),
                          ::socket(AF_UNIX, SOCK_SEQPACKET, 0), 9999 };
    for (const int handle : wrong) {
        UnixSeqPacketSocket refusing;
        QVERIFY(!refusing.adopt(OwnedHandle(handle)));
        QVERIFY(refusing.error());
        QCOMPARE(refusing.state(), Device::State::Closed);
    }
}

void tst_SeqPacket::serverAdoption()
{
    const QByteArray path = address().bytes();
    {
        UnixSeqPacketServer server;
        QVERIFY(!server.listen(Raw::serve(path + "-stream", 5, SOCK_STREAM)));
        QCOMPARE(server.error().code(), Error::InvalidOperation);
        QVERIFY2(server.listen(Raw::serve(path, 5, SOCK_SEQPACKET)), qPrintable(server.error().message()));
        QCOMPARE(server.serverAddress(), UnixAddress::fromPath(path));
        UnixSeqPacketSocket client;
        client.connectToServer(server.serverAddress());
        QVERIFY(client.waitForConnected(5000));
        QVERIFY(server.waitForNewConnection(5000));
        QCOMPARE(server.nextPendingConnection()->peerCredentials().processId(), QCoreApplication::applicationPid());
        QCOMPARE(client.peerCredentials().userId(), quint32(::getuid()));
    }
    QVERIFY(Raw::isSocket(path)); // the maker of the file removes it
}

void tst_SeqPacket::name_belongsToOneOwner()
{
    const UnixAddress where = address();
    UnixSeqPacketServer owner, second;
    QVERIFY(owner.listen(where));
    QVERIFY(!second.listen(where));
    QCOMPARE(second.error().code(), Error::NameInUse);
    owner.close();
    QVERIFY(!Raw::exists(where.bytes()));
    // A name left by a crash is reclaimed. A living foreign server keeps its name.
    QVERIFY(Raw::serve(where.bytes(), 5, SOCK_SEQPACKET)); // closed again
    QVERIFY(Raw::isSocket(where.bytes()));
    QVERIFY2(second.listen(where), qPrintable(second.error().message()));
    second.close();
    const OwnedHandle foreign = Raw::serve(where.bytes(), 5, SOCK_SEQPACKET);
    QVERIFY(!second.listen(where));
    QCOMPARE(second.error().code(), Error::NameInUse);
    QVERIFY(second.error().message().contains(QString::number(QCoreApplication::applicationPid())));
}

void tst_SeqPacket::waiting_needsNoEventLoop()
{
    const SeqPacketPair pair(address());
    QVERIFY(pair.near);
    QVERIFY(pair.near->writeMessage("question"));
    QVERIFY(pair.near->waitForBytesWritten(5000));
    QVERIFY(pair.far->waitForReadyRead(5000));
    QCOMPARE(pair.far->readMessage(), QByteArray("question"));
    if (hasEmptyPackets()) {
        QVERIFY(pair.far->writeMessage(QByteArray()));
        (void)pair.far->waitForBytesWritten(5000); // there are no bytes to report
        QVERIFY(pair.near->waitForReadyRead(5000));
        QVERIFY(pair.near->hasPendingMessages());
        QVERIFY(!pair.near->readMessage().isNull());
    }
    pair.far->close();
    QVERIFY(pair.near->waitForDisconnected(5000));
}

void tst_SeqPacket::backlog()
{
    const UnixAddress where = address();
    const OwnedHandle server = Raw::serve(where.bytes(), 0, SOCK_SEQPACKET);
    UnixSeqPacketSocket first, second;
    first.connectToServer(where);
    QVERIFY(first.waitForConnected(5000));
    second.setConnectTimeout(100);
    second.connectToServer(where);
    QVERIFY(!second.waitForConnected(5000));
    QCOMPARE(second.error().code(), Error::TimedOut);
}

void tst_SeqPacket::acceptedSocket_hasTheServersAddress()
{
    const UnixAddress where = address();
    UnixSeqPacketServer server;
    QVERIFY(server.listen(where));
    UnixSeqPacketSocket client;
    client.connectToServer(where);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(server.waitForNewConnection(5000));
    QCOMPARE(server.nextPendingConnection()->serverAddress(), where);
}

QTEST_GUILESS_MAIN(tst_SeqPacket)
#include "tst_seqpacket.moc"
