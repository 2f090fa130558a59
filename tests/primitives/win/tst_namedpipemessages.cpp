// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Message pipes transfer whole messages of any size, between ends of this library and with
// foreign programs.

#include "testsupport/testsupport.h"
#include "testsupport/win/namedpipepair.h"
#include "testsupport/win/rawpipe.h"

#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_NamedPipeMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySizeInterleaved_data();
    void everySizeInterleaved();
    void toAForeignReader_data();
    void toAForeignReader();
    void fromAForeignWriter_data();
    void fromAForeignWriter();
    void bothEnds_readMessages();
    void write_isOneMessage();
    void emptyMessages();
    void writtenBeforeConnected_isDelivered();
    void close_losesNoMessage();
    void messageAboveTheMaximum_closesTheConnection();
    void tooLargeInput_doesNotDelayClose();
    void write_takesAllOrFails();
    void bytePipes_keepNoMessages();
};

static const qint64 Sizes[] = { 0, 1, 511, 512, 513, 64 * 1024, 8 * 1024 * 1024 };

// Returns large and small messages in turn, each with its own content, and some empty ones.
static QList<QByteArray> interleaved()
{
    QList<QByteArray> messages;
    for (const qint64 size : Sizes) {
        messages.append(pattern(size, quint64(messages.size())));
        messages.append(pattern(1, quint64(messages.size())));
    }
    for (auto size = std::rbegin(Sizes); size != std::rend(Sizes); ++size)
        messages.append(pattern(*size, quint64(messages.size())));
    return messages;
}

static void addBufferSizes()
{
    QTest::addColumn<int>("bufferSize"); // the requested size of the pipe's buffers
    QTest::newRow("512") << 512;
    QTest::newRow("4 KiB") << 4096;
    QTest::newRow("64 KiB") << 64 * 1024;
}

static NamedPipeOptions messagesThrough(int bufferSize)
{
    NamedPipeOptions options = NamedPipePair::messages();
    options.setInputBufferSize(bufferSize);
    options.setOutputBufferSize(bufferSize);
    return options;
}

// Takes all messages from the device as they arrive.
class Inbox
{
public:
    explicit Inbox(NamedPipeSocket &device)
    {
        QObject::connect(&device, &NamedPipeSocket::readyRead, &device, [&] {
            while (device.hasPendingMessages()) {
                sizes.append(device.pendingMessageSize());
                messages.append(device.readMessage());
            }
        });
    }

    QList<QByteArray> messages;
    QList<qint64> sizes; // as they were announced
};

static QList<qint64> sizesOf(const QList<QByteArray> &messages)
{
    QList<qint64> sizes;
    for (const QByteArray &message : messages)
        sizes.append(message.size());
    return sizes;
}

void tst_NamedPipeMessages::everySizeInterleaved_data()
{
    addBufferSizes();
}

void tst_NamedPipeMessages::everySizeInterleaved()
{
    QFETCH(const int, bufferSize);
    NamedPipePair pair(messagesThrough(bufferSize));
    QVERIFY(pair.isConnected());
    Inbox atServer(*pair.accepted);
    Inbox atClient(*pair.client);
    const QList<QByteArray> messages = interleaved();
    for (const QByteArray &message : messages) { // both ways at once
        QVERIFY(pair.client->writeMessage(message));
        QVERIFY(pair.accepted->writeMessage(message));
    }
    for (const Inbox *inbox : { &atServer, &atClient }) {
        QVERIFY(spinUntil([&] { return inbox->messages.size() == messages.size(); }, 60000));
        QCOMPARE(sizesOf(inbox->messages), sizesOf(messages));
        QVERIFY(inbox->messages == messages);
        QCOMPARE(inbox->sizes, sizesOf(messages));
    }
    QVERIFY(!pair.client->hasPendingMessages());
    QVERIFY(!pair.client->error());
    QVERIFY(!pair.accepted->error());
}

void tst_NamedPipeMessages::toAForeignReader_data()
{
    addBufferSizes();
}

void tst_NamedPipeMessages::toAForeignReader()
{
    QFETCH(const int, bufferSize);
    const QString name = uniqueName();
    NamedPipeServer server;
    QVERIFY(server.listen(name, messagesThrough(bufferSize)));
    const QList<QByteArray> messages = interleaved();
    QList<QByteArray> received;
    DWORD end = 0;
    Worker foreign([&] {
        const OwnedHandle client = Raw::openPatiently(Raw::path(name));
        Raw::setReadMode(client, PIPE_READMODE_MESSAGE);
        for (;;) {
            const Raw::Piece message = Raw::readMessage(client, 60000); // the largest message takes many reads
            if (message.error != ERROR_SUCCESS) {
                end = message.error;
                return;
            }
            received.append(message.data);
        }
    });
    foreign.start();
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    NamedPipeSocket *const socket = server.nextPendingConnection();
    for (const QByteArray &message : messages)
        QVERIFY(socket->writeMessage(message));
    socket->close();
    QVERIFY(spinUntil([&] { return foreign.isFinished(); }, 60000));
    QVERIFY(foreign.join());
    QCOMPARE(sizesOf(received), sizesOf(messages));
    QVERIFY(received == messages);
    QCOMPARE(end, DWORD(ERROR_BROKEN_PIPE));
}

void tst_NamedPipeMessages::fromAForeignWriter_data()
{
    addBufferSizes();
}

void tst_NamedPipeMessages::fromAForeignWriter()
{
    QFETCH(const int, bufferSize);
    const QString path = Raw::path(uniqueName());
    const OwnedHandle server = Raw::own(::CreateNamedPipeW(Raw::wide(path), PIPE_ACCESS_DUPLEX,
                                                           PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1,
                                                           DWORD(bufferSize), DWORD(bufferSize), 0, nullptr));
    const QList<QByteArray> messages = interleaved();
    Worker foreign([&] {
        if (!Raw::accept(server))
            return;
        for (const QByteArray &message : messages)
            Raw::write(server, message);
        ::FlushFileBuffers(Raw::native(server)); // until the other end has read it all
    });
    foreign.start();
    NamedPipeSocket socket;
    Inbox inbox(socket);
    socket.connectToServer(path, QIODevice::ReadOnly);
    QVERIFY(spinUntil([&] { return inbox.messages.size() == messages.size(); }, 60000));
    QVERIFY(foreign.join());
    QVERIFY(socket.mode() == NamedPipeMode::Messages);
    QCOMPARE(sizesOf(inbox.messages), sizesOf(messages));
    QVERIFY(inbox.messages == messages);
    QCOMPARE(inbox.sizes, sizesOf(messages));
}

void tst_NamedPipeMessages::bothEnds_readMessages()
{
    NamedPipePair pair(NamedPipePair::messages());
    QVERIFY(pair.isConnected());
    for (const NamedPipeSocket *end : { pair.client.get(), pair.accepted.get() }) {
        QVERIFY(end->mode() == NamedPipeMode::Messages);
        DWORD mode = 0;
        QVERIFY(
            ::GetNamedPipeHandleStateW(Raw::native(end->nativeHandle()), &mode, nullptr, nullptr, nullptr, nullptr, 0));
        QVERIFY(mode & PIPE_READMODE_MESSAGE);
    }
}

void tst_NamedPipeMessages::write_isOneMessage()
{
    NamedPipePair pair(NamedPipePair::messages());
    QVERIFY(pair.isConnected());
    Inbox inbox(*pair.accepted);
    QCOMPARE(pair.client->write("one"), qint64(3));
    QCOMPARE(pair.client->write("two"), qint64(3));
    QVERIFY(pair.client->writeMessage("three"));
    QVERIFY(spinUntil([&] { return inbox.messages.size() == 3; }));
    QCOMPARE(inbox.messages, QList<QByteArray>({ "one", "two", "three" }));
}

void tst_NamedPipeMessages::emptyMessages()
{
    NamedPipePair pair(NamedPipePair::messages());
    QVERIFY(pair.isConnected());
    QSignalSpy arrived(pair.accepted.get(), &NamedPipeSocket::readyRead);
    QVERIFY(!pair.accepted->hasPendingMessages());
    QVERIFY(pair.client->writeMessage(QByteArray()));
    QVERIFY(spinUntil([&] { return pair.accepted->hasPendingMessages(); }));
    QVERIFY(arrived.count() > 0); // readyRead() is emitted
    QCOMPARE(pair.accepted->pendingMessageSize(), qint64(0));
    const QByteArray message = pair.accepted->readMessage();
    QVERIFY(message.isEmpty());
    QVERIFY(!message.isNull());
    QVERIFY(!pair.accepted->hasPendingMessages());
    QVERIFY(pair.accepted->readMessage().isNull()); // there is no other message
    QCOMPARE(pair.accepted->state(), Device::State::Connected); // and the connection stays open
}

void tst_NamedPipeMessages::writtenBeforeConnected_isDelivered()
{
    const QString name = uniqueName();
    NamedPipeServer server;
    NamedPipeSocket client;
    QVERIFY(server.listen(name, NamedPipePair::messages()));
    client.connectToServer(name);
    QVERIFY(client.writeMessage("first"));
    QVERIFY(client.writeMessage(QByteArray()));
    QVERIFY(client.writeMessage("second"));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    NamedPipeSocket *const socket = server.nextPendingConnection();
    Inbox inbox(*socket);
    QVERIFY(spinUntil([&] { return inbox.messages.size() == 3; }));
    QCOMPARE(inbox.messages, QList<QByteArray>({ "first", "", "second" }));
}

void tst_NamedPipeMessages::close_losesNoMessage()
{
    NamedPipePair pair(messagesThrough(4096));
    QVERIFY(pair.isConnected());
    Inbox inbox(*pair.client);
    const QList<QByteArray> messages = interleaved();
    for (const QByteArray &message : messages)
        QVERIFY(pair.accepted->writeMessage(message));
    pair.accepted->close();
    pair.accepted.reset();
    pair.server.reset();
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }, 60000));
    QCOMPARE(sizesOf(inbox.messages), sizesOf(messages));
    QVERIFY(inbox.messages == messages);
    QVERIFY(!pair.client->error());
    QVERIFY(Device::drainAll(10000));
}

void tst_NamedPipeMessages::messageAboveTheMaximum_closesTheConnection()
{
    NamedPipePair pair(NamedPipePair::messages());
    QVERIFY(pair.isConnected());
    Inbox inbox(*pair.accepted);
    pair.accepted->setMaximumMessageSize(1000);
    QVERIFY(pair.client->writeMessage(pattern(1000)));
    QVERIFY(pair.client->writeMessage(pattern(1001)));
    QVERIFY(spinUntil([&] { return pair.accepted->state() == Device::State::Closed; }));
    QCOMPARE(pair.accepted->error().code(), Error::MessageTooLarge);
    QCOMPARE(sizesOf(inbox.messages), QList<qint64> { 1000 }); // earlier messages have arrived
}

void tst_NamedPipeMessages::tooLargeInput_doesNotDelayClose()
{
    NamedPipePair pair(messagesThrough(4096));
    QVERIFY(pair.isConnected());
    pair.client->setReadBufferSize(1); // does not read yet
    const QByteArray message = pattern(1024 * 1024);
    for (int i = 0; i < 3; ++i)
        QVERIFY(pair.accepted->writeMessage(message));
    pair.accepted->setMaximumMessageSize(1000);
    pair.accepted->close();
    QCOMPARE(pair.accepted->state(), Device::State::Closing);
    QVERIFY(pair.client->writeMessage(message));
    QVERIFY(spinUntil([&] { return pair.client->bytesToWrite() == 0; })); // it has been discarded
    Inbox inbox(*pair.client);
    pair.client->setReadBufferSize(0);
    QVERIFY(spinUntil([&] { return pair.accepted->state() == Device::State::Closed; }));
    QVERIFY(!pair.accepted->error());
    QVERIFY(spinUntil([&] { return inbox.messages.size() == 3; }));
}

void tst_NamedPipeMessages::write_takesAllOrFails()
{
    NamedPipePair pair(messagesThrough(4096));
    QVERIFY(pair.isConnected());
    pair.client->setMaximumMessageSize(60000);
    QVERIFY(!pair.client->writeMessage(pattern(60001)));
    QCOMPARE(pair.client->error().code(), Error::MessageTooLarge);
    pair.accepted->setReadBufferSize(1); // so that it soon stops reading
    pair.client->setWriteBufferSize(100 * 1000);
    int accepted = 0;
    while (accepted < 50 && pair.client->writeMessage(pattern(60000)))
        ++accepted;
    QVERIFY(accepted > 0 && accepted < 50);
    QCOMPARE(pair.client->error().code(), Error::ResourceExhausted);
    QCOMPARE(pair.client->state(), Device::State::Connected);
    Inbox inbox(*pair.accepted);
    pair.accepted->setReadBufferSize(0);
    QVERIFY(spinUntil([&] { return inbox.messages.size() == accepted; }));
    QCOMPARE(sizesOf(inbox.messages), QList<qint64>(accepted, 60000)); // and nothing of the others
    QVERIFY(spinUntil([&] { return pair.client->bytesToWrite() == 0; })); // the reader may get the last message first
    QVERIFY(pair.client->writeMessage(pattern(60000))); // there is room again
    QVERIFY(spinUntil([&] { return inbox.messages.size() == accepted + 1; }));
    pair.accepted->abort();
    QVERIFY(spinUntil([&] { return pair.client->state() == Device::State::Closed; }));
    QVERIFY(!pair.client->writeMessage("too late"));
    QCOMPARE(pair.client->error().code(), Error::InvalidOperation);
}

void tst_NamedPipeMessages::bytePipes_keepNoMessages()
{
    NamedPipePair pair;
    QVERIFY(pair.isConnected());
    QVERIFY(pair.client->mode() == NamedPipeMode::Bytes);
    pair.client->write("one");
    pair.client->write("two");
    QVERIFY(spinUntil([&] { return pair.accepted->bytesAvailable() == 6; }));
    QVERIFY(!pair.accepted->hasPendingMessages());
    QCOMPARE(pair.accepted->pendingMessageSize(), qint64(-1));
    QVERIFY(pair.accepted->readMessage().isNull());
    QCOMPARE(pair.accepted->error().code(), Error::Unsupported);
    QCOMPARE(pair.accepted->readAll(), QByteArray("onetwo"));
    // The limits of messages do not apply to bytes.
    pair.client->setMaximumMessageSize(1000);
    QCOMPARE(pair.client->write(pattern(5000)), qint64(5000));
    pair.accepted->setReadBufferSize(1);
    pair.client->setWriteBufferSize(10 * 1000);
    qint64 count = 1;
    for (int i = 0; i < 1000 && count > 0; ++i) {
        count = pair.client->write(pattern(100 * 1000)); // takes what fits
        QVERIFY(pair.client->bytesToWrite() <= 10 * 1000);
    }
    QCOMPARE(count, qint64(0));
}

QTEST_GUILESS_MAIN(tst_NamedPipeMessages)
#include "tst_namedpipemessages.moc"
