// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests SharedMemoryPool and SharedMemoryConsumer with peers that do not follow the protocol.

#include "local/poolmessage.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedMemory>
#include <QtInterprocess/SharedMemoryConsumer>
#include <QtInterprocess/SharedMemoryPool>

#include <QtTest/qsignalspy.h>

#include <functional>
#include <limits>
#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

using Type = PoolMessage::Type;

constexpr quint64 BufferSize = 5000;

// A channel of a peer, and the channel of the object that is tested.
struct Connection
{
    LocalSocket near;
    LocalSocket far;
    MessageChannel peer { &near };
    MessageChannel channel { &far };

    Connection()
    {
        far.adopt(near.createPeer());
        peer.setMaximumHandles(1);
    }
};

bool sendBuffer(MessageChannel &peer, quint32 id, quint64 size = BufferSize, OwnedHandle handle = {})
{
    std::vector<OwnedHandle> handles;
    handles.push_back(handle ? std::move(handle) : SharedMemory::create(qint64(BufferSize)).handle());
    return peer.send(PoolMessage { Type::Buffer, id, 0, size }.encoded(), std::move(handles));
}

bool sendFrame(MessageChannel &peer, quint32 id, quint64 number, quint64 size = BufferSize)
{
    return peer.send(PoolMessage { Type::Frame, id, number, size }.encoded());
}

} // namespace

class tst_SharedMemoryPeers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void message_isParsed_data();
    void message_isParsed();
    void hostileProducer_endsTheConsumer_data();
    void hostileProducer_endsTheConsumer();
    void unknownMessages_areIgnored();
    void droppedBuffer_makesRoom();
    void hostileConsumer_isRemoved_data();
    void hostileConsumer_isRemoved();
    void hostileConsumer_disturbsNobody();
    void consumerThatIsNotReady_receivesNothing();
    void consumersHandle_isReadOnly();
    void producerEnds_consumerFinishes();
    void consumerOfAClosedDevice_fails();
    void consumerWithoutAChannel_finishes();
};

void tst_SharedMemoryPeers::message_isParsed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("type"); // −1 if it is too short
    QTest::newRow("empty") << QByteArray() << -1;
    QTest::newRow("unknown") << QByteArray("\x09") << int(Type::Unknown);
    QTest::newRow("zero") << QByteArray("\0", 1) << int(Type::Unknown);
    QTest::newRow("short buffer") << QByteArray("\1\0\0\0\1\0\0\0\0\0\0\0", 12) << -1;
    QTest::newRow("buffer") << QByteArray("\1\0\0\0\2\0\0\0\0\0\0\0\3", 13) << int(Type::Buffer);
    QTest::newRow("longer buffer") << QByteArray("\1\0\0\0\2\0\0\0\0\0\0\0\3ab", 15) << int(Type::Buffer);
    QTest::newRow("short frame") << QByteArray(20, '\2') << -1;
    QTest::newRow("frame") << QByteArray("\2\0\0\0\2\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0\3ab", 23) << int(Type::Frame);
    QTest::newRow("short drop") << QByteArray("\3\0\0\0", 4) << -1;
    QTest::newRow("drop") << QByteArray("\3\0\0\0\2", 5) << int(Type::Drop);
    QTest::newRow("short release") << QByteArray("\4\0\0\0\2\0\0\0\0\0\0\0", 12) << -1;
    QTest::newRow("short ready") << QByteArray("\5\0\0\0", 4) << -1;
    QTest::newRow("ready") << QByteArray("\5\0\0\0\2", 5) << int(Type::Ready);
    QTest::newRow("release") << QByteArray("\4\0\0\0\2\0\0\0\0\0\0\0\4", 13) << int(Type::Release);
}

void tst_SharedMemoryPeers::message_isParsed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, type);
    const auto message = PoolMessage::parse(bytes);
    QCOMPARE(message.has_value(), type >= 0);
    if (!message)
        return;
    QCOMPARE(message->type, Type(type));
    if (message->type == Type::Unknown)
        return;
    QCOMPARE(message->id, 2U);
    QCOMPARE(message->number, message->type == Type::Frame || message->type == Type::Release ? 4U : 0U);
    QCOMPARE(message->size, message->type == Type::Frame || message->type == Type::Buffer ? 3U : 0U);
    QCOMPARE(message->metadata, message->type == Type::Frame ? QByteArray("ab") : QByteArray());
    QVERIFY(bytes.startsWith(message->encoded()));
}

using Attack = std::function<bool(MessageChannel &)>;

struct ProducerAttack
{
    const char *name;
    Error::Code code;
    Attack send;
};

static const ProducerAttack producerAttacks[] = {
    { "short message", Error::InvalidMessage, [](MessageChannel &peer) { return peer.send("\1"); } },
    { "empty message", Error::InvalidMessage, [](MessageChannel &peer) { return peer.send(QByteArray()); } },
    { "unknown buffer", Error::InvalidMessage, [](MessageChannel &peer) { return sendFrame(peer, 1, 1); } },
    { "frame beyond the end", Error::InvalidMessage,
      [](MessageChannel &peer) { return sendBuffer(peer, 1) && sendFrame(peer, 1, 1, BufferSize + 1); } },
    { "frame of a huge size", Error::InvalidMessage,
      [](MessageChannel &peer) {
          return sendBuffer(peer, 1) && sendFrame(peer, 1, 1, std::numeric_limits<quint64>::max());
      } },
    { "same number twice", Error::InvalidMessage,
      [](MessageChannel &peer) { return sendBuffer(peer, 1) && sendFrame(peer, 1, 7) && sendFrame(peer, 1, 7); } },
    { "number 0", Error::InvalidMessage,
      [](MessageChannel &peer) { return sendBuffer(peer, 1) && sendFrame(peer, 1, 0); } },
    { "dropped buffer", Error::InvalidMessage,
      [](MessageChannel &peer) {
          return sendBuffer(peer, 1) && peer.send(PoolMessage { Type::Drop, 1 }.encoded()) && sendFrame(peer, 1, 1);
      } },
    { "buffer twice", Error::InvalidMessage,
      [](MessageChannel &peer) { return sendBuffer(peer, 1) && sendBuffer(peer, 1); } },
    { "buffer without a handle", Error::InvalidMessage,
      [](MessageChannel &peer) {
          return peer.send(PoolMessage { Type::Buffer, 1, 0, BufferSize }.encoded());
      } },
    { "buffer above its memory", Error::InvalidMessage,
      [](MessageChannel &peer) { return sendBuffer(peer, 1, 1 << 19); } },
    { "buffer above the limit", Error::MessageTooLarge,
      [](MessageChannel &peer) { return sendBuffer(peer, 1, (1 << 20) + 1); } },
    { "buffer of a huge size", Error::MessageTooLarge,
      [](MessageChannel &peer) { return sendBuffer(peer, 1, std::numeric_limits<quint64>::max()); } },
    { "handle of a connection", Error::InvalidOperation,
      [](MessageChannel &peer) {
          LocalSocket socket;
          return sendBuffer(peer, 1, BufferSize, socket.createPeer());
      } },
    { "too many buffers", Error::ResourceExhausted,
      [](MessageChannel &peer) {
          return sendBuffer(peer, 1) && sendBuffer(peer, 2) && sendBuffer(peer, 3) && sendBuffer(peer, 4);
      } },
};

void tst_SharedMemoryPeers::hostileProducer_endsTheConsumer_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(std::size(producerAttacks)); ++i)
        QTest::newRow(producerAttacks[i].name) << i;
}

void tst_SharedMemoryPeers::hostileProducer_endsTheConsumer()
{
    QFETCH(const int, index);
    const ProducerAttack &attack = producerAttacks[index];
    Connection connection;
    SharedMemoryConsumer consumer(&connection.channel);
    consumer.setCopiesUnsealedMemory(true); // for systems without seals
    consumer.setMaximumBuffers(3);
    consumer.setMaximumBufferSize(1 << 20);
    QSignalSpy errors(&consumer, &SharedMemoryConsumer::errorOccurred);
    QSignalSpy finished(&consumer, &SharedMemoryConsumer::finished);
    QVERIFY(attack.send(connection.peer));
    QVERIFY(spinUntil([&] { return consumer.isFinished(); }));
    QCOMPARE(errors.count(), 1);
    QCOMPARE(finished.count(), 1);
    QVERIFY2(consumer.error().code() == attack.code, qPrintable(consumer.error().message()));
    QVERIFY(spinUntil([&] { return connection.peer.isFinished(); }));
    QCoreApplication::processEvents();
    QCOMPARE(errors.count() + finished.count(), 2);
}

void tst_SharedMemoryPeers::unknownMessages_areIgnored()
{
    Connection connection;
    SharedMemoryConsumer consumer(&connection.channel);
    consumer.setCopiesUnsealedMemory(true);
    QSignalSpy frames(&consumer, &SharedMemoryConsumer::frameReceived);
    QVERIFY(connection.peer.send("\x63 of a later version"));
    QVERIFY(connection.peer.send(PoolMessage { Type::Drop, 99 }.encoded()));
    QVERIFY(connection.peer.send(PoolMessage { Type::Release, 99, 1 }.encoded()));
    QVERIFY(sendBuffer(connection.peer, 1));
    QVERIFY(sendFrame(connection.peer, 1, 1));
    QVERIFY(spinUntil([&] { return frames.count() == 1; }));
    QVERIFY(!consumer.isFinished());
}

void tst_SharedMemoryPeers::droppedBuffer_makesRoom()
{
    Connection connection;
    SharedMemoryConsumer consumer(&connection.channel);
    consumer.setCopiesUnsealedMemory(true);
    consumer.setMaximumBuffers(1);
    std::vector<SharedMemoryFrame> frames;
    connect(&consumer, &SharedMemoryConsumer::frameReceived, this,
            [&](const SharedMemoryFrame &frame) { frames.push_back(frame); });
    for (quint32 id = 1; id <= 50; ++id) {
        QVERIFY(sendBuffer(connection.peer, id));
        QVERIFY(sendFrame(connection.peer, id, id));
        QVERIFY(connection.peer.send(PoolMessage { Type::Drop, id }.encoded()));
    }
    QVERIFY(spinUntil([&] { return frames.size() == 50; }));
    for (const SharedMemoryFrame &frame : frames)
        QCOMPARE(frame.copy(), QByteArray(qsizetype(BufferSize), '\0'));
    QVERIFY(!consumer.isFinished());
}

struct ConsumerAttack
{
    const char *name;
    Attack send;
};

static bool sendReady(MessageChannel &peer)
{
    return peer.send(PoolMessage { Type::Ready, PoolMessage::Version }.encoded());
}

static bool sendRelease(MessageChannel &peer, quint32 id, quint64 number)
{
    return peer.send(PoolMessage { Type::Release, id, number }.encoded());
}

// The pool has sent frame 1 in buffer 1.
static const ConsumerAttack consumerAttacks[] = {
    { "short message", [](MessageChannel &peer) { return peer.send("\4\0"); } },
    { "empty message", [](MessageChannel &peer) { return peer.send(QByteArray()); } },
    { "message of a pool", [](MessageChannel &peer) { return sendFrame(peer, 1, 1); } },
    { "unknown buffer", [](MessageChannel &peer) { return sendRelease(peer, 99, 1); } },
    { "unknown number", [](MessageChannel &peer) { return sendRelease(peer, 1, 99); } },
    { "released twice", [](MessageChannel &peer) { return sendRelease(peer, 1, 1) && sendRelease(peer, 1, 1); } },
};

void tst_SharedMemoryPeers::hostileConsumer_isRemoved_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(std::size(consumerAttacks)); ++i)
        QTest::newRow(consumerAttacks[i].name) << i;
}

void tst_SharedMemoryPeers::hostileConsumer_isRemoved()
{
    QFETCH(const int, index);
    Connection connection;
    SharedMemoryPool pool(BufferSize);
    Error error;
    int count = 0;
    connect(&pool, &SharedMemoryPool::consumerRemoved, this, [&](MessageChannel *channel, const Error &why) {
        QCOMPARE(channel, &connection.channel);
        error = why;
        ++count;
    });
    QVERIFY(pool.addConsumer(&connection.channel));
    QSignalSpy frames(&connection.peer, &MessageChannel::messageReceived);
    QVERIFY(sendReady(connection.peer));
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(spinUntil([&] { return frames.count() == 2; })); // the buffer, and the frame
    QVERIFY(consumerAttacks[index].send(connection.peer));
    QVERIFY(spinUntil([&] { return count == 1; }));
    QCOMPARE(error.code(), Error::InvalidMessage);
    QVERIFY(pool.consumers().isEmpty());
    QVERIFY(spinUntil([&] { return connection.peer.isFinished(); }));
    QCOMPARE(count, 1);
    QVERIFY(pool.publish(pool.acquire()));
}

void tst_SharedMemoryPeers::hostileConsumer_disturbsNobody()
{
    Connection hostile;
    Connection honest;
    SharedMemoryConsumer consumer(&honest.peer);
    consumer.setCopiesUnsealedMemory(true);
    QSignalSpy frames(&consumer, &SharedMemoryConsumer::frameReceived);
    SharedMemoryPool pool(BufferSize);
    QVERIFY(pool.addConsumer(&hostile.channel));
    QVERIFY(pool.addConsumer(&honest.channel));
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(sendRelease(hostile.peer, 5, 5));
    QVERIFY(spinUntil([&] { return pool.consumers() == QList { &honest.channel }; }));
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(spinUntil([&] { return frames.count() == 2; }));
}

// On Linux a socket refuses handles before its consumer exists.
void tst_SharedMemoryPeers::consumerThatIsNotReady_receivesNothing()
{
    Connection connection;
    SharedMemoryPool pool(BufferSize);
    QVERIFY(pool.addConsumer(&connection.channel));
    QSignalSpy messages(&connection.peer, &MessageChannel::messageReceived);
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(connection.channel.waitForSent());
    QCoreApplication::processEvents();
    QCOMPARE(messages.count(), 0);
    SharedMemoryConsumer consumer(&connection.peer);
    consumer.setCopiesUnsealedMemory(true);
    QSignalSpy frames(&consumer, &SharedMemoryConsumer::frameReceived);
    QVERIFY(spinUntil([&] { return frames.count() == 1; }));
    QCOMPARE(frames.first().first().value<SharedMemoryFrame>().number(), 2U);
}

// A consumer cannot write what other consumers see.
void tst_SharedMemoryPeers::consumersHandle_isReadOnly()
{
    Connection connection;
    SharedMemoryPool pool(BufferSize);
    OwnedHandle handle;
    connect(&connection.peer, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        if (PoolMessage::parse(message)->type == Type::Buffer)
            handle = std::move(connection.peer.takeHandles().at(0));
    });
    QVERIFY(pool.addConsumer(&connection.channel));
    QVERIFY(sendReady(connection.peer));
    QVERIFY(pool.publish(pool.acquire()));
    QVERIFY(spinUntil([&] { return handle.isValid(); }));
    Error error;
    QVERIFY(SharedMemory::map(std::move(handle), SharedMemory::Mode::ReadWrite, &error).isNull());
    QVERIFY(error);
}

void tst_SharedMemoryPeers::producerEnds_consumerFinishes()
{
    auto connection = std::make_unique<Connection>();
    SharedMemoryConsumer consumer(&connection->channel);
    QSignalSpy errors(&consumer, &SharedMemoryConsumer::errorOccurred);
    QSignalSpy finished(&consumer, &SharedMemoryConsumer::finished);
    connection->peer.close();
    QVERIFY(spinUntil([&] { return consumer.isFinished(); }));
    QCOMPARE(errors.count(), 0);
    QCOMPARE(finished.count(), 1);
    QVERIFY(!consumer.error());
    connection.reset();
    QCOMPARE(finished.count(), 1);
}

void tst_SharedMemoryPeers::consumerOfAClosedDevice_fails()
{
    LocalSocket socket;
    MessageChannel channel(&socket);
    SharedMemoryConsumer consumer(&channel);
    QSignalSpy errors(&consumer, &SharedMemoryConsumer::errorOccurred);
    QVERIFY(!consumer.isFinished());
    QVERIFY(spinUntil([&] { return consumer.isFinished(); }));
    QCOMPARE(errors.count(), 1);
    QCOMPARE(consumer.error().code(), Error::InvalidOperation);
}

void tst_SharedMemoryPeers::consumerWithoutAChannel_finishes()
{
    LocalSocket socket;
    MessageChannel finishedChannel(&socket);
    finishedChannel.close();
    QVERIFY(spinUntil([&] { return finishedChannel.isFinished(); }));
    for (MessageChannel *const channel : { static_cast<MessageChannel *>(nullptr), &finishedChannel }) {
        SharedMemoryConsumer none(channel);
        QSignalSpy end(&none, &SharedMemoryConsumer::finished);
        QVERIFY(spinUntil([&] { return end.count() == 1; }));
        QVERIFY(none.isFinished());
    }
}

QTEST_GUILESS_MAIN(tst_SharedMemoryPeers)
#include "tst_sharedmemorypeers.moc"
