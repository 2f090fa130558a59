// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests MessageChannel over streams of every kind.

#include "testsupport/scriptedstream.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcbormap.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

// Two channels that are connected to each other, and their devices.
struct Channels
{
    std::shared_ptr<QObject> server;
    std::vector<std::unique_ptr<QIODevice>> devices;
    std::unique_ptr<MessageChannel> near;
    std::unique_ptr<MessageChannel> far;
    QIODevice *nearOut = nullptr;
    QIODevice *farOut = nullptr;
};

Channels overSockets()
{
    Channels channels;
    auto server = std::make_shared<LocalServer>();
    auto socket = std::make_unique<LocalSocket>();
    if (!server->listen(uniqueName()))
        return {};
    socket->connectToServer(server->serverName());
    if (!server->waitForNewConnection(20000) || !socket->waitForConnected(20000))
        return {};
    std::unique_ptr<LocalSocket> accepted(server->nextPendingConnection());
    accepted->setParent(nullptr);
    channels.near = std::make_unique<MessageChannel>(socket.get());
    channels.far = std::make_unique<MessageChannel>(accepted.get());
    channels.nearOut = socket.get();
    channels.farOut = accepted.get();
    channels.devices.push_back(std::move(socket));
    channels.devices.push_back(std::move(accepted));
    channels.server = server;
    return channels;
}

Channels overPipes()
{
    Channels channels;
    Pipe there = createPipe();
    Pipe back = createPipe();
    channels.near = std::make_unique<MessageChannel>(MessageChannel::Ends { back.reader.get(), there.writer.get() });
    channels.far = std::make_unique<MessageChannel>(MessageChannel::Ends { there.reader.get(), back.writer.get() });
    channels.nearOut = there.writer.get();
    channels.farOut = back.writer.get();
    channels.devices.push_back(std::move(there.reader));
    channels.devices.push_back(std::move(there.writer));
    channels.devices.push_back(std::move(back.reader));
    channels.devices.push_back(std::move(back.writer));
    return channels;
}

QByteArray frame(const QByteArray &message)
{
    const quint32 size = quint32(message.size());
    QByteArray header;
    for (const int shift : { 24, 16, 8, 0 })
        header += char(size >> shift);
    return header + message;
}

} // namespace

class tst_MessageChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_data();
    void sizes();
    void manyMessagesInBothDirections_arrive_data();
    void manyMessagesInBothDirections_arrive();
    void onTheWire();
    void bytesOneByOne_formMessages();
    void manyMessagesInOneRead_arriveInOrder();
    void bytesBeforeTheChannel_areReceived();
    void receivedMessageAboveTheMaximum_closesTheChannel();
    void sentMessageAboveTheMaximum_isRefused();
    void inputEndsInAMessage_reportsPartialMessage_data();
    void inputEndsInAMessage_reportsPartialMessage();
    void inputEndsBetweenMessages_finishesWithoutError();
    void channelWithClosedOutput_stillReceives();
    void deviceIsClosed();
    void deviceIsDestroyed();
    void paused();
    void pausedInASlot();
    void pausedAtTheEnd();
    void writeBufferSize_boundsTheQueue();
    void deviceTakesAPart_restIsWrittenLater();
    void deviceEmitsBytesWrittenInWrite_sendsOnce();
    void deviceClosedWithQueuedMessages_reportsPeerClosed();
    void outputDestroyedBeforeItHasAll_isReported();
    void close_deliversQueuedMessages_data();
    void close_deliversQueuedMessages();
    void closeWhileDeviceTakesAPart_deliversAll();
    void closeWhileDeviceFails_reportsTheError();
    void closedChannel_neitherSendsNorReceives();
    void sendAfterTheEndOfTheInput_delivers();
    void destroyedInASlotOfTheDevice_data();
    void destroyedInASlotOfTheDevice();
    void notOpen();
    void values_data();
    void values();
    void invalidValues_reportInvalidMessage_data();
    void invalidValues_reportInvalidMessage();
    void floodOfInvalidValues_isReportedOnceASecond();
    void destroyedInASlot_data();
    void destroyedInASlot();
    void nestedLoop();
    void slotMovesTheChannel_restIsEmittedInTheNewThread();
    void slotOfAnErrorMovesTheChannel_endIsEmittedInTheNewThread();
    void busyPeer_doesNotStarveOthers_data();
    void busyPeer_doesNotStarveOthers();
    void withoutAnEventLoop();
    void waits_timeOut();
    void overAProcess();

private:
    static void kinds()
    {
        QTest::addColumn<bool>("pipes");
        QTest::newRow("sockets") << false;
        QTest::newRow("pipes") << true;
    }
    static Channels make()
    {
        QFETCH(const bool, pipes);
        return pipes ? overPipes() : overSockets();
    }

    const PrivateRuntimeDirectory m_runtime;
};

void tst_MessageChannel::sizes_data()
{
    kinds();
}

void tst_MessageChannel::sizes()
{
    const Channels channels = make();
    ChannelLog log(*channels.far);
    QByteArrayList sent;
    for (const int size : { 0, 1, 3, 4, 5, 255, 256, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 64 * 1024, 1'000'000,
                            16 * 1024 * 1024, 0, 7 }) {
        sent += pattern(size, quint64(size));
        QVERIFY2(channels.near->send(sent.last()), qPrintable(channels.near->error().message()));
    }
    QVERIFY(log.messages.isEmpty());
    QVERIFY(spinUntil([&] { return log.messages.size() == sent.size(); }));
    QVERIFY(log.messages == sent);
    QVERIFY(!log.messages.first().isNull());
}

void tst_MessageChannel::manyMessagesInBothDirections_arrive_data()
{
    kinds();
}

void tst_MessageChannel::manyMessagesInBothDirections_arrive()
{
    const Channels channels = make();
    ChannelLog near(*channels.near);
    ChannelLog far(*channels.far);
    QByteArrayList there, back;
    for (int i = 0; i < 5000; ++i) {
        there += pattern(i % 700, quint64(i));
        back += pattern((i * 7) % 900, quint64(i));
        QVERIFY(channels.near->send(there.last()) && channels.far->send(back.last()));
    }
    QVERIFY(spinUntil([&] { return far.messages.size() == 5000 && near.messages.size() == 5000; }));
    QVERIFY(far.messages == there);
    QVERIFY(near.messages == back);
}

void tst_MessageChannel::onTheWire()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    QVERIFY(channel.send("abc") && channel.send(QByteArray()));
    QCOMPARE(device.written, QByteArray("\0\0\0\3abc\0\0\0\0", 11));
    device.written.clear();
    const QByteArray large(0x012345, 'x');
    QVERIFY(channel.send(large));
    QCOMPARE(device.written.left(4), QByteArray("\0\x01\x23\x45", 4));
    QVERIFY(device.written.mid(4) == large);
}

void tst_MessageChannel::bytesOneByOne_formMessages()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QByteArrayList sent { "first", QByteArray("", 0), pattern(1000), "last" };
    QByteArray stream;
    for (const QByteArray &message : std::as_const(sent))
        stream += frame(message);
    for (const char byte : std::as_const(stream))
        device.feed(QByteArray(1, byte));
    QCOMPARE(log.messages, sent);
}

void tst_MessageChannel::manyMessagesInOneRead_arriveInOrder()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QByteArray stream;
    for (int i = 0; i < 1000; ++i)
        stream += frame(QByteArray::number(i));
    device.feed(stream);
    QVERIFY(spinUntil([&] { return log.messages.size() == 1000; }));
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(log.messages[i], QByteArray::number(i));
}

void tst_MessageChannel::bytesBeforeTheChannel_areReceived()
{
    ScriptedStream device;
    device.feed(frame("early"));
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QVERIFY(log.messages.isEmpty()); // not from inside of the constructor
    QVERIFY(spinUntil([&] { return log.messages == QByteArrayList({ "early" }); }));
}

void tst_MessageChannel::receivedMessageAboveTheMaximum_closesTheChannel()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setMaximumMessageSize(100);
    ChannelLog log(channel);
    device.feed(frame(QByteArray(100, 'x')) + frame(QByteArray(101, 'x')) + frame("never"));
    QCOMPARE(log.events,
             QStringList({ QStringLiteral("message"), QStringLiteral("error"), QStringLiteral("finished") }));
    QCOMPARE(channel.error().code(), Error::MessageTooLarge);
    QVERIFY2(channel.error().message().contains(QStringLiteral("101")), qPrintable(channel.error().message()));
    QVERIFY(channel.isFinished());
    QVERIFY(!device.isOpen());
    QVERIFY(!channel.send("x"));
    ScriptedStream other;
    MessageChannel unlimited(&other);
    QCOMPARE(unlimited.maximumMessageSize(), 16 * 1024 * 1024);
    ChannelLog otherLog(unlimited);
    other.feed(QByteArray("\xff\xff\xff\xff", 4));
    QCOMPARE(unlimited.error().code(), Error::MessageTooLarge);
}

void tst_MessageChannel::sentMessageAboveTheMaximum_isRefused()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setMaximumMessageSize(100);
    ChannelLog log(channel);
    QVERIFY(channel.send(QByteArray(100, 'x')));
    device.written.clear();
    QVERIFY(!channel.send(QByteArray(101, 'x')));
    QCOMPARE(channel.error().code(), Error::MessageTooLarge);
    QVERIFY(device.written.isEmpty());
    QVERIFY(log.events.isEmpty());
    QVERIFY(channel.send("goes on"));
}

void tst_MessageChannel::inputEndsInAMessage_reportsPartialMessage_data()
{
    QTest::addColumn<int>("missing");
    for (const int missing : { 1, 4, 5, 6, 8 })
        QTest::addRow("%d bytes before the end", missing) << missing;
}

void tst_MessageChannel::inputEndsInAMessage_reportsPartialMessage()
{
    QFETCH(const int, missing);
    ScriptedStream device;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QByteArray stream = frame("whole") + frame("broken");
    stream.chop(missing);
    device.feed(stream);
    device.end();
    QCOMPARE(log.events,
             QStringList({ QStringLiteral("message"), QStringLiteral("error"), QStringLiteral("finished") }));
    QCOMPARE(channel.error().code(), Error::PartialMessage);
}

void tst_MessageChannel::inputEndsBetweenMessages_finishesWithoutError()
{
    Channels channels = overSockets();
    ChannelLog log(*channels.far);
    QVERIFY(channels.near->send("one") && channels.near->send(pattern(1'000'000)));
    channels.near.reset();
    channels.devices[0]->close(); // delivers all output first
    QVERIFY(spinUntil([&] { return channels.far->isFinished(); }));
    QCOMPARE(log.events,
             QStringList({ QStringLiteral("message"), QStringLiteral("message"), QStringLiteral("finished") }));
    QVERIFY(!channels.far->error());
}

void tst_MessageChannel::channelWithClosedOutput_stillReceives()
{
    const Channels channels = overPipes(); // pipes: each direction ends alone on every platform
    ChannelLog near(*channels.near);
    ChannelLog far(*channels.far);
    channels.nearOut->close();
    QVERIFY(spinUntil([&] { return channels.far->isFinished(); }));
    QVERIFY(channels.far->send("still here"));
    QVERIFY(spinUntil([&] { return near.messages == QByteArrayList({ "still here" }); }));
    QVERIFY(!channels.near->send("x"));
    QCOMPARE(channels.near->error().code(), Error::InvalidOperation);
}

void tst_MessageChannel::deviceIsClosed()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    device.feed(frame("half").chopped(2));
    device.close();
    QVERIFY(log.events.isEmpty()); // not from inside of close()
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished") }));
}

void tst_MessageChannel::deviceIsDestroyed()
{
    auto device = std::make_unique<ScriptedStream>();
    MessageChannel channel(device.get());
    ChannelLog log(channel);
    device.reset();
    QVERIFY(!channel.send("x"));
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished") }));
}

void tst_MessageChannel::paused()
{
    const Channels channels = overSockets();
    static_cast<Device *>(channels.farOut)->setReadBufferSize(64 * 1024);
    channels.far->setPaused(true);
    ChannelLog log(*channels.far);
    constexpr int Count = 100;
    for (int i = 0; i < Count; ++i)
        QVERIFY(channels.near->send(pattern(200'000, quint64(i))));
    // The far device is full at its read buffer size, and the kernel is full.
    QVERIFY(spinUntil([&] { return channels.farOut->bytesAvailable() >= 64 * 1024; }));
    QVERIFY(log.messages.isEmpty());
    QVERIFY(channels.near->bytesToWrite() > 10'000'000); // the output waits
    channels.far->setPaused(false);
    QVERIFY(spinUntil([&] { return log.messages.size() == Count; }));
    for (int i = 0; i < Count; ++i)
        QVERIFY(log.messages[i] == pattern(200'000, quint64(i)));
}

void tst_MessageChannel::pausedInASlot()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    QByteArrayList messages;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        messages += message;
        channel.setPaused(true);
    });
    device.feed(frame("one") + frame("two") + frame("three"));
    QCOMPARE(messages, QByteArrayList({ "one" }));
    channel.setPaused(false);
    QVERIFY(spinUntil([&] { return messages.size() == 2; }));
    QCOMPARE(messages.last(), QByteArray("two"));
}

void tst_MessageChannel::pausedAtTheEnd()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setPaused(true);
    ChannelLog log(channel);
    device.feed(frame("last"));
    device.end();
    QVERIFY(log.events.isEmpty());
    channel.setPaused(false);
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QCOMPARE(log.events, QStringList({ QStringLiteral("message"), QStringLiteral("finished") }));
}

void tst_MessageChannel::writeBufferSize_boundsTheQueue()
{
    ScriptedStream device;
    device.room = 0;
    MessageChannel channel(&device);
    channel.setWriteBufferSize(1000);
    QSignalSpy ready(&channel, &MessageChannel::readyToSend);
    QVERIFY(channel.send(QByteArray(5000, 'x'))); // a message of any size is accepted if no other waits
    QVERIFY(!channel.send("x"));
    QCOMPARE(channel.error().code(), Error::ResourceExhausted);
    device.giveRoom(4500);
    QCOMPARE(ready.count(), 0);
    QCOMPARE(channel.bytesToWrite(), 504);
    QVERIFY(channel.send(QByteArray(400, 'y')));
    QVERIFY(!channel.send(QByteArray(400, 'z')));
    device.giveRoom(-1);
    QCOMPARE(ready.count(), 1);
    QCOMPARE(channel.bytesToWrite(), 0);
    QVERIFY(device.written == frame(QByteArray(5000, 'x')) + frame(QByteArray(400, 'y')));
    QVERIFY(channel.send(QByteArray(400, 'z')));
    device.giveRoom(-1);
    QCOMPARE(ready.count(), 1);
}

void tst_MessageChannel::deviceTakesAPart_restIsWrittenLater()
{
    const Channels channels = overSockets();
    static_cast<Device *>(channels.nearOut)->setWriteBufferSize(1003);
    ChannelLog log(*channels.far);
    QByteArrayList sent;
    for (int i = 0; i < 50; ++i) {
        sent += pattern(i * 997, quint64(i));
        QVERIFY(channels.near->send(sent.last()));
    }
    QVERIFY(channels.near->bytesToWrite() > 0);
    QVERIFY(spinUntil([&] { return log.messages.size() == sent.size(); }));
    QVERIFY(log.messages == sent);
    QCOMPARE(channels.near->bytesToWrite(), 0);
}

void tst_MessageChannel::deviceEmitsBytesWrittenInWrite_sendsOnce()
{
    ScriptedStream device;
    device.emitsInsideWrite = true;
    MessageChannel channel(&device);
    channel.setWriteBufferSize(1000);
    bool isInSend = false;
    int ready = 0;
    connect(&channel, &MessageChannel::readyToSend, this, [&] {
        QVERIFY(!isInSend);
        ++ready;
    });
    device.room = 100;
    QVERIFY(channel.send(QByteArray(5000, 'x')));
    QVERIFY(!channel.send(QByteArray(500, 'y')));
    device.giveRoom(2000);
    QVERIFY(device.written == frame(QByteArray(5000, 'x')).left(2100));
    device.giveRoom(-1);
    ScriptedStream::settle();
    QCOMPARE(ready, 1);
    QVERIFY(!channel.send(QByteArray(20'000'000, 'z'))); // too large
    isInSend = true;
    QVERIFY(channel.send(QByteArray(500, 'y')));
    isInSend = false;
    // No message is sent twice.
    QVERIFY(device.written == frame(QByteArray(5000, 'x')) + frame(QByteArray(500, 'y')));
}

void tst_MessageChannel::deviceClosedWithQueuedMessages_reportsPeerClosed()
{
    ScriptedStream device;
    device.room = 10;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QVERIFY(channel.send(QByteArray(100, 'x')));
    device.close();
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QCOMPARE(log.events, QStringList({ QStringLiteral("error"), QStringLiteral("finished") }));
    QCOMPARE(channel.error().code(), Error::PeerClosed);
}

void tst_MessageChannel::outputDestroyedBeforeItHasAll_isReported()
{
    Pipe there = createPipe();
    Pipe back = createPipe();
    there.writer->setWriteBufferSize(1024);
    MessageChannel channel(MessageChannel::Ends { back.reader.get(), there.writer.get() });
    ChannelLog log(channel);
    QVERIFY(channel.send(QByteArray(4 * 1024 * 1024, 'x')));
    QVERIFY(channel.bytesToWrite() > 1024);
    there.writer.reset();
    QCOMPARE(channel.bytesToWrite(), 0);
    QVERIFY(log.events.isEmpty());
    QVERIFY(spinUntil([&] { return !log.events.isEmpty(); }));
    QCOMPARE(log.events, QStringList({ QStringLiteral("error") })); // the channel still receives
    QCOMPARE(channel.error().code(), Error::PeerClosed);
    QVERIFY(!channel.isFinished());
    QVERIFY(!channel.waitForSent(0));
    there.reader->close();
    back.writer->close();
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    (void)Device::drainAll(); // output of the device
}

void tst_MessageChannel::close_deliversQueuedMessages_data()
{
    QTest::addColumn<bool>("pipes");
    QTest::addColumn<bool>("destroys");
    QTest::newRow("sockets") << false << false;
    QTest::newRow("destroyed sockets") << false << true;
    QTest::newRow("pipes") << true << false;
    QTest::newRow("destroyed pipes") << true << true;
}

void tst_MessageChannel::close_deliversQueuedMessages()
{
    QFETCH(const bool, pipes);
    QFETCH(const bool, destroys);
    Channels channels = pipes ? overPipes() : overSockets();
    auto *const device = static_cast<Device *>(channels.nearOut);
    device->setWriteBufferSize(1000);
    ChannelLog near(*channels.near);
    ChannelLog far(*channels.far);
    const QByteArray large = pattern(3 * 1024 * 1024);
    QVERIFY(channels.near->send(large));
    QVERIFY(channels.near->send("last"));
    channels.near->close();
    QCOMPARE(device->writeBufferSize(), 1000);
    QVERIFY(device->state() == Device::State::Closing);
    QVERIFY(near.events.isEmpty()); // not from inside the call
    if (destroys) {
        channels.near.reset();
        channels.devices.erase(channels.devices.begin() + (pipes ? 1 : 0));
    }
    QVERIFY(spinUntil([&] { return channels.far->isFinished(); }));
    QCOMPARE(far.messages.size(), 2);
    QVERIFY(far.messages == QByteArrayList({ large, "last" }));
    QVERIFY(!channels.far->error());
    if (!destroys)
        QCOMPARE(near.events, QStringList({ QStringLiteral("finished") }));
    QVERIFY(Device::drainAll());
}

void tst_MessageChannel::closeWhileDeviceTakesAPart_deliversAll()
{
    ScriptedStream device;
    device.room = 10;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QVERIFY(channel.send(QByteArray(100, 'x')));
    channel.close();
    QVERIFY(device.isOpen());
    device.feed(frame("not received"));
    QVERIFY(log.events.isEmpty());
    // The input is still read, so a peer that writes first does not block.
    QCOMPARE(device.bytesAvailable(), 0);
    device.giveRoom(50);
    QVERIFY(device.isOpen());
    device.giveRoom(-1);
    QVERIFY(!device.isOpen());
    QVERIFY(device.written == frame(QByteArray(100, 'x')));
    ScriptedStream::settle();
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished") }));
    QVERIFY(!channel.error());
}

void tst_MessageChannel::closeWhileDeviceFails_reportsTheError()
{
    ScriptedStream device;
    device.room = 10;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QVERIFY(channel.send(QByteArray(100, 'x')));
    channel.close();
    device.fails = true;
    device.giveRoom(-1);
    QVERIFY(!device.isOpen());
    ScriptedStream::settle();
    QCOMPARE(log.events, QStringList({ QStringLiteral("error"), QStringLiteral("finished") }));
}

void tst_MessageChannel::closedChannel_neitherSendsNorReceives()
{
    const Channels channels = overSockets();
    ChannelLog near(*channels.near);
    QVERIFY(channels.far->send("unread") && channels.far->waitForSent(5000));
    channels.near->close();
    QVERIFY(!channels.near->send("too late"));
    QCOMPARE(channels.near->error().code(), Error::InvalidOperation);
    QVERIFY(!channels.near->waitForMessage(0));
    channels.near->close(); // repeated calls have no effect
    QVERIFY(spinUntil([&] { return channels.near->isFinished() && channels.far->isFinished(); }));
    QCOMPARE(near.events, QStringList({ QStringLiteral("finished") }));
    MessageChannel nothing(MessageChannel::Ends {});
    ChannelLog log(nothing);
    nothing.close();
    QVERIFY(spinUntil([&] { return nothing.isFinished(); }));
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished") }));
}

void tst_MessageChannel::sendAfterTheEndOfTheInput_delivers()
{
    ScriptedStream device;
    device.room = 0;
    MessageChannel channel(&device);
    ChannelLog log(channel);
    QVERIFY(channel.send("answer"));
    device.endReading();
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QVERIFY(channel.send("another"));
    device.giveRoom(-1);
    QVERIFY(device.written == frame("answer") + frame("another"));
    device.room = 0;
    QVERIFY(channel.send("lost"));
    device.close();
    ScriptedStream::settle();
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished"), QStringLiteral("error") }));
}

void tst_MessageChannel::destroyedInASlotOfTheDevice_data()
{
    QTest::addColumn<QString>("call");
    for (const char *const call : { "error", "close()", "write()" })
        QTest::newRow(call) << QString::fromLatin1(call);
}

void tst_MessageChannel::destroyedInASlotOfTheDevice()
{
    QFETCH(const QString, call);
    ScriptedStream device;
    device.emitsInsideWrite = true;
    const QPointer<MessageChannel> channel(new MessageChannel(&device));
    connect(&device, &QIODevice::aboutToClose, this, [&] { delete channel; });
    connect(&device, &QIODevice::bytesWritten, this, [&] { delete channel; });
    if (call == QLatin1String("error"))
        device.feed(QByteArray("\xff\xff\xff\xff", 4));
    else if (call == QLatin1String("close()"))
        channel->close();
    else
        QVERIFY(channel->send(QByteArray(50'000, 'x')));
    ScriptedStream::settle();
    QVERIFY(!channel);
}

void tst_MessageChannel::notOpen()
{
    LocalSocket socket;
    MessageChannel channel(&socket);
    QVERIFY(!channel.send("x"));
    QCOMPARE(channel.error().code(), Error::InvalidOperation);
    MessageChannel nothing(MessageChannel::Ends {});
    QVERIFY(!nothing.send("x"));
    QVERIFY(!nothing.waitForMessage(0));
    // A device that is connecting accepts the message.
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    socket.connectToServer(server.serverName());
    QVERIFY(channel.send("early"));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    MessageChannel far(server.nextPendingConnection());
    ChannelLog log(far);
    QVERIFY(spinUntil([&] { return log.messages == QByteArrayList({ "early" }); }));
}

void tst_MessageChannel::values_data()
{
    QTest::addColumn<MessageChannel::Format>("format");
    QTest::newRow("CBOR") << MessageChannel::Format::Cbor;
    QTest::newRow("JSON") << MessageChannel::Format::Json;
}

void tst_MessageChannel::values()
{
    QFETCH(const MessageChannel::Format, format);
    const Channels channels = overSockets();
    channels.near->setFormat(format);
    channels.far->setFormat(format);
    QList<QCborValue> values;
    connect(channels.far.get(), &MessageChannel::valueReceived, this,
            [&](const QCborValue &value) { values.append(value); });
    const QCborMap map { { QStringLiteral("command"), QStringLiteral("open") }, { QStringLiteral("line"), 7 } };
    QVERIFY(channels.near->sendValue(map));
    QVERIFY(channels.near->sendValue(QCborArray({ 1, 2, 3 })));
    QVERIFY(channels.near->sendValue(QCborMap()));
    QVERIFY(channels.near->sendValue(42) && channels.near->sendValue(QStringLiteral("a\"b]")));
    if (format == MessageChannel::Format::Cbor)
        QVERIFY(channels.near->sendValue(QByteArray("\0\xff", 2)));
    const int count = format == MessageChannel::Format::Cbor ? 6 : 5;
    QVERIFY(spinUntil([&] { return values.size() == count; }));
    QCOMPARE(values[0], QCborValue(map));
    QCOMPARE(values[1], QCborValue(QCborArray({ 1, 2, 3 })));
    QCOMPARE(values[2], QCborValue(QCborMap()));
    QCOMPARE(values[3], QCborValue(42));
    QCOMPARE(values[4], QCborValue(QStringLiteral("a\"b]")));
    if (format == MessageChannel::Format::Cbor)
        QCOMPARE(values[5], QCborValue(QByteArray("\0\xff", 2)));
}

void tst_MessageChannel::invalidValues_reportInvalidMessage_data()
{
    QTest::addColumn<MessageChannel::Format>("format");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("value");
    const QByteArray cbor = QCborValue(QStringLiteral("well")).toCbor();
    QTest::newRow("CBOR: empty") << MessageChannel::Format::Cbor << QByteArray() << cbor;
    QTest::newRow("CBOR: truncated") << MessageChannel::Format::Cbor << cbor.chopped(1) << cbor;
    QTest::newRow("CBOR: two values") << MessageChannel::Format::Cbor << cbor + cbor << cbor;
    QTest::newRow("CBOR: a count above the content")
        << MessageChannel::Format::Cbor << QByteArray("\x9b\x7f\xff\xff\xff\xff\xff\xff\xff\x01", 10) << cbor;
    QTest::newRow("JSON: empty") << MessageChannel::Format::Json << QByteArray() << QByteArray("{}");
    QTest::newRow("JSON: two values") << MessageChannel::Format::Json << QByteArray("1],[2") << QByteArray("3");
    QTest::newRow("JSON: a list") << MessageChannel::Format::Json << QByteArray("1,2") << QByteArray("\"x\"");
    QTest::newRow("JSON: garbage") << MessageChannel::Format::Json << QByteArray("{\"a\":") << QByteArray("[]");
}

void tst_MessageChannel::invalidValues_reportInvalidMessage()
{
    QFETCH(const MessageChannel::Format, format);
    QFETCH(const QByteArray, message);
    QFETCH(const QByteArray, value);
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFormat(format);
    ChannelLog log(channel);
    int count = 0;
    connect(&channel, &MessageChannel::valueReceived, this, [&] { ++count; });
    device.feed(frame(message) + frame(value));
    QCOMPARE(log.errors.size(), size_t(1));
    QCOMPARE(log.errors[0].code(), Error::InvalidMessage);
    QCOMPARE(count, 1);
    QCOMPARE(log.messages.size(), 2);
    QVERIFY(!channel.isFinished());
}

void tst_MessageChannel::floodOfInvalidValues_isReportedOnceASecond()
{
    constexpr int Count = 100;
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFormat(MessageChannel::Format::Json);
    ChannelLog log(channel);
    int values = 0;
    connect(&channel, &MessageChannel::valueReceived, this, [&] { ++values; });
    QByteArray flood;
    for (int i = 0; i < Count; ++i)
        flood += frame("{");
    device.feed(flood);
    QCOMPARE(log.errors.size(), size_t(1)); // the first error is reported immediately
    QVERIFY(spinUntil([&] { return log.errors.size() == 2; }));
    QCOMPARE(log.errors[1].code(), Error::InvalidMessage);
    QVERIFY2(log.errors[1].message().contains(QString::number(Count - 2)), qPrintable(log.errors[1].message()));
    device.feed(frame("{") + frame("{") + frame("1"));
    QCOMPARE(values, 1);
    device.end();
    QVERIFY(channel.isFinished());
    QCOMPARE(log.errors.size(), size_t(3)); // the errors that were held back come before finished()
    QCOMPARE(log.events.mid(log.events.size() - 2),
             QStringList({ QStringLiteral("error"), QStringLiteral("finished") }));
}

void tst_MessageChannel::destroyedInASlot_data()
{
    QTest::addColumn<QString>("slot");
    for (const char *const slot : { "message", "value", "error", "finished" }) {
        QTest::addRow("the channel, %s", slot) << QString::fromLatin1(slot);
        QTest::addRow("the device, %s", slot) << QString::fromLatin1(slot) + QLatin1String("+device");
    }
}

void tst_MessageChannel::destroyedInASlot()
{
    QFETCH(const QString, slot);
    const QPointer<ScriptedStream> device(new ScriptedStream);
    const QPointer<MessageChannel> channel(new MessageChannel(device));
    const auto destroy = [&] {
        if (slot.endsWith(QLatin1String("+device")))
            delete device;
        else
            delete channel;
    };
    connect(channel, &MessageChannel::messageReceived, this, [&] {
        if (slot.startsWith(QLatin1String("message")))
            destroy();
    });
    connect(channel, &MessageChannel::valueReceived, this, [&] {
        if (slot.startsWith(QLatin1String("value")))
            destroy();
    });
    connect(channel, &MessageChannel::errorOccurred, this, [&] {
        if (slot.startsWith(QLatin1String("error")))
            destroy();
    });
    connect(channel, &MessageChannel::finished, this, [&] {
        if (slot.startsWith(QLatin1String("finished")))
            destroy();
    });
    const QPointer<ScriptedStream> fed = device;
    fed->feed(frame(QCborValue(1).toCbor()) + frame(QCborValue(2).toCbor()) + QByteArray("\xff\xff\xff\xff", 4));
    if (slot.endsWith(QLatin1String("+device")))
        QVERIFY(!device);
    else
        QVERIFY(!channel);
    delete device;
    delete channel;
}

void tst_MessageChannel::nestedLoop()
{
    const Channels channels = overSockets();
    QByteArrayList messages;
    QEventLoop loop;
    connect(channels.far.get(), &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        messages += message;
        if (message == "ask") {
            channels.far->send("what?");
            loop.exec();
        } else if (message == "this") {
            loop.quit();
        }
    });
    connect(channels.near.get(), &MessageChannel::messageReceived, this, [&] { channels.near->send("this"); });
    QVERIFY(channels.near->send("ask") && channels.near->send("between"));
    QVERIFY(spinUntil([&] { return messages.size() == 3; }));
    QCOMPARE(messages, QByteArrayList({ "ask", "between", "this" }));
}

void tst_MessageChannel::slotMovesTheChannel_restIsEmittedInTheNewThread()
{
    Channels channels = overSockets();
    Worker thread;
    MessageChannel *const channel = channels.far.release();
    QIODevice *const device = channels.devices[1].release();
    channel->setParent(device); // moves with the device
    QStringList told;
    std::atomic<bool> isInOneThread { true };
    std::atomic<bool> isOver { false };
    const auto on = [&](const QString &what) {
        told += what;
        if (QThread::currentThread() != channel->thread())
            isInOneThread = false;
        if (what == QLatin1String("one"))
            device->moveToThread(&thread);
        if (what != QLatin1String("finished"))
            return;
        device->deleteLater();
        isOver = true;
    };
    connect(
        channel, &MessageChannel::messageReceived, channel,
        [&](const QByteArray &bytes) { on(QCborValue::fromCbor(bytes).toString()); }, Qt::DirectConnection);
    connect(
        channel, &MessageChannel::valueReceived, channel,
        [&](const QCborValue &value) { on(QLatin1String("value of ") + value.toString()); }, Qt::DirectConnection);
    connect(
        channel, &MessageChannel::finished, channel, [&] { on(QStringLiteral("finished")); }, Qt::DirectConnection);
    for (const char *text : { "one", "two", "three" })
        QVERIFY(channels.near->sendValue(QCborValue(QLatin1String(text))));
    QVERIFY(spinUntil([&] { return channel->thread() == &thread; }));
    channels.devices[0]->close();
    thread.start();
    QVERIFY(spinUntil([&] { return isOver.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(isInOneThread);
    const QStringList all { QStringLiteral("one"),     QStringLiteral("value of one"),
                            QStringLiteral("two"),     QStringLiteral("value of two"),
                            QStringLiteral("three"),   QStringLiteral("value of three"),
                            QStringLiteral("finished") };
    QCOMPARE(told, all);
}

void tst_MessageChannel::slotOfAnErrorMovesTheChannel_endIsEmittedInTheNewThread()
{
    Worker thread;
    auto *const device = new ScriptedStream;
    auto *const channel = new MessageChannel(device, device); // moves with the device
    std::atomic<int> errors { 0 };
    std::atomic<int> endsThere { 0 };
    std::atomic<int> endsElsewhere { 0 };
    connect(channel, &MessageChannel::valueReceived, this, [] {});
    connect(
        channel, &MessageChannel::errorOccurred, channel,
        [&] {
            if (++errors == 2) // the error that was held back comes before the end
                device->moveToThread(&thread);
        },
        Qt::DirectConnection);
    connect(
        channel, &MessageChannel::finished, channel,
        [&] { ++(QThread::currentThread() == &thread ? endsThere : endsElsewhere); }, Qt::DirectConnection);
    device->feed(frame("\xff") + frame("\xff") + frame("\xff"));
    QCOMPARE(errors.load(), 1);
    device->end();
    QCOMPARE(errors.load(), 2);
    QCOMPARE(channel->thread(), &thread);
    thread.start();
    QVERIFY(spinUntil([&] { return endsThere + endsElsewhere == 1; }));
    QCOMPARE(endsThere.load(), 1);
    QMetaObject::invokeMethod(device, [device] { delete device; });
    thread.quit();
    QVERIFY(thread.join());
}

// The device always has more input.
void tst_MessageChannel::busyPeer_doesNotStarveOthers_data()
{
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("size");
    QTest::newRow("small messages") << 10'000 << 1;
    QTest::newRow("large messages") << 100 << 128 * 1024;
}

void tst_MessageChannel::busyPeer_doesNotStarveOthers()
{
    QFETCH(const int, messages);
    QFETCH(const int, size);
    ScriptedStream device;
    MessageChannel channel(&device);
    int count = 0;
    connect(&channel, &MessageChannel::messageReceived, this, [&] { ++count; });
    bool other = false;
    QMetaObject::invokeMethod(
        this, [&] { other = true; }, Qt::QueuedConnection);
    QByteArray stream;
    for (int i = 0; i < messages; ++i)
        stream += frame(QByteArray(size, 'x'));
    device.feed(stream);
    QVERIFY(count < messages);
    QVERIFY(other);
    QVERIFY(spinUntil([&] { return count == messages; }));
}

void tst_MessageChannel::withoutAnEventLoop()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    const QString name = server.serverName();
    std::atomic<bool> allRight { false };
    Worker thread([&] {
        LocalSocket socket;
        socket.connectToServer(name);
        MessageChannel channel(&socket);
        QByteArray answer;
        connect(&channel, &MessageChannel::messageReceived, &channel,
                [&](const QByteArray &message) { answer = message; });
        const bool sent = channel.send(pattern(3'000'000)) && channel.waitForSent(20000);
        allRight = sent && channel.waitForMessage(20000) && answer == "thanks";
    });
    thread.start();
    QVERIFY(server.waitForNewConnection(20000));
    MessageChannel far(server.nextPendingConnection());
    ChannelLog log(far);
    QVERIFY(far.waitForMessage(20000));
    QVERIFY(log.messages.size() == 1 && log.messages[0] == pattern(3'000'000));
    QVERIFY(far.send("thanks") && far.waitForSent(20000));
    QVERIFY(thread.join());
    QVERIFY(allRight);
    QVERIFY(!far.waitForMessage(20000)); // the end of the input
    QVERIFY(far.isFinished());
}

void tst_MessageChannel::waits_timeOut()
{
    const Channels channels = overSockets();
    QVERIFY(!channels.far->waitForMessage(0));
    QVERIFY(!channels.far->waitForMessage(50));
    QCOMPARE(channels.far->error().code(), Error::TimedOut);
    QVERIFY(channels.near->send("x"));
    QVERIFY(channels.near->waitForSent(20000));
    channels.far->setPaused(true);
    QVERIFY(!channels.far->waitForMessage(0));
    channels.far->setPaused(false);
    QVERIFY(channels.far->waitForMessage(20000));
}

void tst_MessageChannel::overAProcess()
{
    QProcess process;
    process.start(testPeerProgram(), { QStringLiteral("copy"), QStringLiteral("-") });
    MessageChannel channel(&process);
    ChannelLog log(channel);
    QByteArrayList sent;
    for (int i = 0; i < 100; ++i) {
        sent += pattern(i * 1000, quint64(i));
        QVERIFY(channel.send(sent.last()));
    }
    QVERIFY(spinUntil([&] { return log.messages.size() == sent.size(); }));
    QVERIFY(log.messages == sent);
    process.closeWriteChannel();
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QVERIFY(!channel.error());
}

QTEST_GUILESS_MAIN(tst_MessageChannel)
#include "tst_messagechannel.moc"
