// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests MessageChannel in each framing, and its blocking calls.

#include "testsupport/scriptedstream.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qbuffer.h>
#include <QtCore/qcbormap.h>
#include <QtCore/qelapsedtimer.h>
#include <QtTest/qsignalspy.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

using Framing = MessageChannel::Framing;
using Format = MessageChannel::Format;

class tst_Framings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onTheWire_data();
    void onTheWire();
    void byteByByte_data() { framings(); }
    void byteByByte();
    void overSockets_data() { framings(); }
    void overSockets();
    void fromAFile_data() { framings(); }
    void fromAFile();
    void delimiterInAMessage_isRefused_data();
    void delimiterInAMessage_isRefused();
    void lineEnds();
    void longestMessage_isReceived_data();
    void longestMessage_isReceived();
    void longerMessage_endsTheChannel_data() { longestMessage_isReceived_data(); }
    void longerMessage_endsTheChannel();
    void headerInOtherForms_isUnderstood_data();
    void headerInOtherForms_isUnderstood();
    void hostileHeader_endsTheChannel_data();
    void hostileHeader_endsTheChannel();
    void truncatedStream_reportsPartialMessage_data() { framings(); }
    void truncatedStream_reportsPartialMessage();
    void longMessageInPieces_takesLinearTime_data() { framings(); }
    void longMessageInPieces_takesLinearTime();
    void destroyChannelInASlot_leavesTheNextBytes_data() { framings(); }
    void destroyChannelInASlot_leavesTheNextBytes();
    void framingChangedInASlot_appliesToTheNextMessage();
    void jsonByLines();
    void encodedOnce_isSentToMany();
    void receive_returnsMessagesInPlaceOfEmittingThem();
    void receive_timesOut();
    void receive_returnsNothingAtTheEnd();
    void receive_worksWithoutAnEventLoop();
    void receive_takesMessagesWhilePaused();
    void receive_returnsIfASlotDestroysTheChannel();
    void receiveValue_continuesAfterInvalidBytes();

private:
    static void framings()
    {
        QTest::addColumn<Framing>("framing");
        QTest::newRow("length prefix") << Framing::LengthPrefix;
        QTest::newRow("lines") << Framing::Lines;
        QTest::newRow("NUL") << Framing::Nul;
        QTest::newRow("content length") << Framing::ContentLength;
    }
    static QByteArray inFrames(const QByteArrayList &messages, Framing framing)
    {
        QByteArray stream;
        for (const QByteArray &message : messages)
            stream += MessageChannel::frame(message, framing);
        return stream;
    }

    const PrivateRuntimeDirectory m_runtime;
};

void tst_Framings::onTheWire_data()
{
    QTest::addColumn<Framing>("framing");
    QTest::addColumn<QByteArray>("wire");
    QTest::newRow("length prefix") << Framing::LengthPrefix << QByteArray("\0\0\0\5hello\0\0\0\0", 13);
    QTest::newRow("lines") << Framing::Lines << QByteArray("hello\n\n");
    QTest::newRow("NUL") << Framing::Nul << QByteArray("hello\0\0", 7);
    QTest::newRow("content length") << Framing::ContentLength
                                    << QByteArray("Content-Length: 5\r\n\r\nhelloContent-Length: 0\r\n\r\n");
}

void tst_Framings::onTheWire()
{
    QFETCH(const Framing, framing);
    QFETCH(const QByteArray, wire);
    ScriptedStream device;
    MessageChannel channel(&device);
    QCOMPARE(channel.framing(), Framing::LengthPrefix);
    channel.setFraming(framing);
    QCOMPARE(channel.framing(), framing);
    QVERIFY(channel.send("hello") && channel.send(""));
    QCOMPARE(device.written, wire);
    QCOMPARE(inFrames({ "hello", "" }, framing), wire);
    ChannelLog log(channel);
    device.feed(wire);
    QCOMPARE(log.messages, QByteArrayList({ "hello", "" }));
    QVERIFY(!log.messages[1].isNull());
}

void tst_Framings::byteByByte()
{
    QFETCH(const Framing, framing);
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFraming(framing);
    ChannelLog log(channel);
    const QByteArrayList sent { "first", "", "a\rb", QByteArray(300, 'x'), "\xff: \t", "last" };
    for (const char byte : inFrames(sent, framing))
        device.feed(QByteArray(1, byte));
    QCOMPARE(log.messages, sent);
    device.end();
    QCOMPARE(log.events.last(), QStringLiteral("finished"));
    QVERIFY(!channel.error());
}

void tst_Framings::overSockets()
{
    QFETCH(const Framing, framing);
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    LocalSocket socket;
    socket.connectToServer(server.serverName());
    QVERIFY(server.waitForNewConnection(20000) && socket.waitForConnected(20000));
    MessageChannel near(&socket);
    MessageChannel far(server.nextPendingConnection());
    near.setFraming(framing);
    far.setFraming(framing);
    ChannelLog log(far);
    QByteArrayList sent;
    for (int i = 0; i < 100; ++i) {
        sent += QByteArray(i * i * 10, char('a' + i % 26));
        QVERIFY(near.send(sent.last()));
    }
    QVERIFY(spinUntil([&] { return log.messages.size() == sent.size(); }));
    QVERIFY(log.messages == sent);
    near.close();
    QVERIFY(spinUntil([&] { return far.isFinished(); }));
    QVERIFY(!far.error());
}

// A device with random access emits no signal at its end.
void tst_Framings::fromAFile()
{
    QFETCH(const Framing, framing);
    QBuffer sink;
    QVERIFY(sink.open(QIODevice::WriteOnly));
    MessageChannel writing(MessageChannel::Ends { nullptr, &sink });
    writing.setFraming(framing);
    QVERIFY(writing.send("one") && writing.send("two"));
    QBuffer file;
    file.setData(sink.data());
    QVERIFY(file.open(QIODevice::ReadOnly));
    MessageChannel reading(&file);
    reading.setFraming(framing);
    ChannelLog log(reading);
    ScriptedStream::settle();
    QCOMPARE(log.events,
             QStringList({ QStringLiteral("message"), QStringLiteral("message"), QStringLiteral("finished") }));
}

void tst_Framings::delimiterInAMessage_isRefused_data()
{
    QTest::addColumn<Framing>("framing");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("LF") << Framing::Lines << QByteArray("a\nb");
    QTest::newRow("LF at the end") << Framing::Lines << QByteArray("a\n");
    QTest::newRow("CR at the end") << Framing::Lines << QByteArray("a\r");
    QTest::newRow("NUL") << Framing::Nul << QByteArray("a\0b", 3);
    QTest::newRow("NUL behind many bytes") << Framing::Nul << QByteArray(100000, 'x') + '\0';
}

void tst_Framings::delimiterInAMessage_isRefused()
{
    QFETCH(const Framing, framing);
    QFETCH(const QByteArray, message);
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFraming(framing);
    ChannelLog log(channel);
    QVERIFY(!channel.send(message));
    QCOMPARE(channel.error().code(), Error::InvalidMessage);
    QVERIFY(!channel.error().reason().isEmpty());
    QVERIFY(device.written.isEmpty());
    QVERIFY(MessageChannel::frame(message, framing).isNull());
    QVERIFY(channel.send("goes on"));
    QVERIFY(!device.written.isEmpty());
    QVERIFY(log.events.isEmpty());
    channel.setFraming(Framing::LengthPrefix);
    QVERIFY(channel.send(message));
}

void tst_Framings::lineEnds()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFraming(Framing::Lines);
    ChannelLog log(channel);
    device.feed("unix\ndos\r\n\r\n\nin\rside\ntwo\r\r\nnul");
    device.feed(QByteArray("\0byte\n", 6));
    QCOMPARE(log.messages, QByteArrayList({ "unix", "dos", "", "", "in\rside", "two\r", QByteArray("nul\0byte", 8) }));
}

void tst_Framings::longestMessage_isReceived_data()
{
    QTest::addColumn<Framing>("framing");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("LF") << Framing::Lines << QByteArray() << QByteArray("\n");
    QTest::newRow("CR LF") << Framing::Lines << QByteArray() << QByteArray("\r\n");
    QTest::newRow("NUL") << Framing::Nul << QByteArray() << QByteArray(1, '\0');
    QTest::newRow("content length") << Framing::ContentLength << QByteArray("Content-Length: 100\r\n\r\n")
                                    << QByteArray();
}

void tst_Framings::longestMessage_isReceived()
{
    QFETCH(const Framing, framing);
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    for (const int piece : { 1, 7, 1000 }) {
        ScriptedStream device;
        MessageChannel channel(&device);
        channel.setFraming(framing);
        channel.setMaximumMessageSize(100);
        ChannelLog log(channel);
        const QByteArray stream = (before + QByteArray(100, 'x') + after).repeated(3);
        for (qsizetype at = 0; at < stream.size(); at += piece)
            device.feed(stream.mid(at, piece));
        QCOMPARE(log.messages, QByteArrayList(3, QByteArray(100, 'x')));
        QVERIFY(!channel.error());
    }
}

void tst_Framings::longerMessage_endsTheChannel()
{
    QFETCH(const Framing, framing);
    QFETCH(QByteArray, before);
    for (const int piece : { 1, 7, 1000 }) {
        ScriptedStream device;
        MessageChannel channel(&device);
        channel.setFraming(framing);
        channel.setMaximumMessageSize(100);
        ChannelLog log(channel);
        // The message has no delimiter. The reader reports the error without waiting for one.
        const QByteArray stream = before.replace("100", "101") + QByteArray(102, 'x');
        for (qsizetype at = 0; at < stream.size() && device.isOpen(); at += piece)
            device.feed(stream.mid(at, piece));
        QCOMPARE(log.events, QStringList({ QStringLiteral("error"), QStringLiteral("finished") }));
        QCOMPARE(channel.error().code(), Error::MessageTooLarge);
        QVERIFY(channel.error().reason().contains(QStringLiteral("100")));
        QVERIFY(!device.isOpen());
    }
}

void tst_Framings::headerInOtherForms_isUnderstood_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("case") << QByteArray("CONTENT-length: 3\r\n\r\n");
    QTest::newRow("LF alone") << QByteArray("Content-Length: 3\n\n");
    QTest::newRow("no space") << QByteArray("Content-Length:3\r\n\r\n");
    QTest::newRow("spaces") << QByteArray("Content-Length: \t 3 \t\r\n\r\n");
    QTest::newRow("leading zeros") << QByteArray("Content-Length: 003\r\n\r\n");
    QTest::newRow("type behind it") << QByteArray(
        "Content-Length: 3\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n");
    QTest::newRow("type in front") << QByteArray("Content-Type: a/b\r\nContent-Length: 3\r\n\r\n");
    QTest::newRow("field without a value") << QByteArray("X:\r\nContent-Length: 3\r\n\r\n");
    QTest::newRow("large") << "X: " + QByteArray(8000, 'x') + "\r\nContent-Length: 3\r\n\r\n";
}

void tst_Framings::headerInOtherForms_isUnderstood()
{
    QFETCH(const QByteArray, header);
    for (const int piece : { 1, 10000 }) {
        ScriptedStream device;
        MessageChannel channel(&device);
        channel.setFraming(Framing::ContentLength);
        ChannelLog log(channel);
        const QByteArray stream = (header + "abc").repeated(2);
        for (qsizetype at = 0; at < stream.size(); at += piece)
            device.feed(stream.mid(at, piece));
        QVERIFY2(!channel.error(), qPrintable(channel.error().message()));
        QCOMPARE(log.messages, QByteArrayList({ "abc", "abc" }));
    }
}

void tst_Framings::hostileHeader_endsTheChannel_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<Error::Code>("code");
    const auto row = [](const char *name, const QByteArray &header, Error::Code code = Error::InvalidMessage) {
        QTest::newRow(name) << header << code;
    };
    row("no field", "\r\n");
    row("no length", "Content-Type: a/b\r\n\r\n");
    row("no colon", "Content-Length 3\r\n");
    row("no name", ": 3\r\n");
    row("no value", "Content-Length:\r\n");
    row("not a number", "Content-Length: three\r\n");
    row("negative", "Content-Length: -1\r\n");
    row("plus", "Content-Length: +3\r\n");
    row("hexadecimal", "Content-Length: 0x3\r\n");
    row("fraction", "Content-Length: 3.0\r\n");
    row("list", "Content-Length: 3, 3\r\n");
    row("two numbers", "Content-Length: 3 3\r\n");
    row("NUL in the number", QByteArray("Content-Length: 3\0\r\n", 20));
    row("twice the same", "Content-Length: 3\r\ncontent-length: 3\r\n");
    row("twice another", "Content-Length: 3\r\nContent-Length: 4\r\n");
    row("space in front of the colon", "Content-Length : 3\r\n");
    row("continued", "Content-Length: 3\r\n 4\r\n");
    row("control characters", "Content\x01Length: 3\r\n");
    row("not ASCII", "Cont\xc3\xa9nt: 3\r\n");
    row("endless line", QByteArray(9000, 'x'));
    row("endless fields", QByteArray("a: b\r\n").repeated(3000));
    row("endless empty fields", QByteArray("a:\n").repeated(9000));
    row("HTTP", "GET / HTTP/1.1\r\n");
    row("too large", "Content-Length: 16777217\r\n\r\n", Error::MessageTooLarge);
    row("too large for 63 bits", "Content-Length: 9999999999999999999\r\n\r\n", Error::MessageTooLarge);
    row("too large for anything", "Content-Length: " + QByteArray(5000, '9') + "\r\n\r\n", Error::MessageTooLarge);
}

void tst_Framings::hostileHeader_endsTheChannel()
{
    QFETCH(const QByteArray, header);
    QFETCH(const Error::Code, code);
    for (const int piece : { 1, 100000 }) {
        ScriptedStream device;
        MessageChannel channel(&device);
        channel.setFraming(Framing::ContentLength);
        ChannelLog log(channel);
        device.feed("Content-Length: 2\r\n\r\nok");
        for (qsizetype at = 0; at < header.size() && device.isOpen(); at += piece)
            device.feed(header.mid(at, piece));
        QCOMPARE(log.events,
                 QStringList({ QStringLiteral("message"), QStringLiteral("error"), QStringLiteral("finished") }));
        QCOMPARE(channel.error().code(), code);
        QVERIFY(!device.isOpen());
    }
}

void tst_Framings::truncatedStream_reportsPartialMessage()
{
    QFETCH(const Framing, framing);
    const QByteArray first = MessageChannel::frame("whole", framing);
    const QByteArray second = MessageChannel::frame("broken", framing);
    for (qsizetype size = 1; size < second.size(); ++size) {
        ScriptedStream device;
        MessageChannel channel(&device);
        channel.setFraming(framing);
        ChannelLog log(channel);
        device.feed(first + second.left(size));
        device.end();
        QCOMPARE(log.messages, QByteArrayList({ "whole" }));
        QCOMPARE(channel.error().code(), Error::PartialMessage);
        QVERIFY(channel.isFinished());
    }
}

// A reader that starts anew with each piece would scan 250 GB.
void tst_Framings::longMessageInPieces_takesLinearTime()
{
    QFETCH(const Framing, framing);
    constexpr qsizetype Size = 16'000'000;
    constexpr qsizetype Piece = 500;
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFraming(framing);
    ChannelLog log(channel);
    const QByteArray stream = MessageChannel::frame(QByteArray(Size, 'x'), framing);
    QElapsedTimer timer;
    timer.start();
    for (qsizetype at = 0; at < stream.size(); at += Piece) {
        device.feed(stream.mid(at, Piece));
        QVERIFY(timer.elapsed() < 20000);
    }
    QCOMPARE(log.messages.size(), 1);
    QCOMPARE(log.messages[0].size(), Size);
}

void tst_Framings::destroyChannelInASlot_leavesTheNextBytes()
{
    QFETCH(const Framing, framing);
    ScriptedStream device;
    auto channel = std::make_unique<MessageChannel>(&device);
    channel->setFraming(framing);
    connect(channel.get(), &MessageChannel::messageReceived, this, [&] { channel.reset(); });
    device.feed(MessageChannel::frame("switch", framing) + "another protocol");
    QVERIFY(!channel);
    QCOMPARE(device.readAll(), QByteArray("another protocol"));
}

void tst_Framings::framingChangedInASlot_appliesToTheNextMessage()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFraming(Framing::Lines);
    ChannelLog log(channel);
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        if (message == "binary")
            channel.setFraming(Framing::LengthPrefix);
    });
    device.feed("text\nbinary\n" + inFrames({ "\n", "more" }, Framing::LengthPrefix));
    QCOMPARE(log.messages, QByteArrayList({ "text", "binary", "\n", "more" }));
    // In the middle of a message, the new framing applies to the next message.
    device.feed(inFrames({ "half" }, Framing::LengthPrefix).left(6));
    channel.setFraming(Framing::Nul);
    device.feed("lf" + inFrames({ "last" }, Framing::Nul));
    QCOMPARE(log.messages.mid(4), QByteArrayList({ "half", "last" }));
}

void tst_Framings::jsonByLines()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setFraming(Framing::Lines);
    channel.setFormat(Format::Json);
    ChannelLog log(channel);
    QList<QCborValue> values;
    connect(&channel, &MessageChannel::valueReceived, this, [&](const QCborValue &value) { values += value; });
    device.feed("{\"a\":1}\r\n\n \"two\" \nnonsense\n[]\n");
    QCOMPARE(values,
             QList<QCborValue>({ QCborMap { { QStringLiteral("a"), 1 } }, QStringLiteral("two"), QCborArray() }));
    QCOMPARE(int(log.errors.size()), 1); // the empty line is not an error
    QCOMPARE(channel.error().code(), Error::InvalidMessage);
    QVERIFY(channel.sendValue(QStringLiteral("line\nfeed and NUL")));
    QCOMPARE(device.written, QByteArray("\"line\\nfeed and NUL\"\n"));
    channel.setFormat(Format::Cbor);
    QVERIFY(!channel.sendValue(QStringLiteral("line\nfeed")));
    QCOMPARE(channel.error().code(), Error::InvalidMessage);
}

void tst_Framings::encodedOnce_isSentToMany()
{
    const QCborValue value = QCborMap { { QStringLiteral("news"), QCborArray { 1, 2.5, true } } };
    for (const Format format : { Format::Cbor, Format::Json }) {
        const QByteArray news = MessageChannel::encode(value, format);
        for (int i = 0; i < 3; ++i) {
            ScriptedStream device;
            MessageChannel channel(&device);
            channel.setFormat(format);
            QVERIFY(channel.send(news));
            const QByteArray encoded = std::exchange(device.written, QByteArray());
            QVERIFY(channel.sendValue(value));
            QCOMPARE(encoded, device.written);
            QCOMPARE(encoded, MessageChannel::frame(news));
        }
    }
}

void tst_Framings::receive_returnsMessagesInPlaceOfEmittingThem()
{
    const Pipe pipe = createPipe();
    MessageChannel sender(MessageChannel::Ends { nullptr, pipe.writer.get() });
    MessageChannel receiver(MessageChannel::Ends { pipe.reader.get(), nullptr });
    ChannelLog log(receiver);
    QVERIFY(sender.send("one") && sender.send("") && sender.send("two") && sender.waitForSent(20000));
    QCOMPARE(receiver.receive(20000), std::optional<QByteArray>("one"));
    QCOMPARE(receiver.receive(-1), std::optional<QByteArray>(""));
    QVERIFY(log.events.isEmpty());
    QVERIFY(spinUntil([&] { return log.messages.size() == 1; })); // the remaining message is emitted as usual
    QCOMPARE(log.messages[0], QByteArray("two"));
}

void tst_Framings::receive_timesOut()
{
    const Pipe pipe = createPipe();
    MessageChannel receiver(MessageChannel::Ends { pipe.reader.get(), nullptr });
    receiver.setFraming(Framing::Lines);
    QVERIFY(pipe.writer->write("half a li") > 0 && pipe.writer->waitForBytesWritten(20000));
    QVERIFY(!receiver.receive(50));
    QCOMPARE(receiver.error().code(), Error::TimedOut);
    QVERIFY(!receiver.receive(0));
    QVERIFY(!receiver.isFinished());
    QVERIFY(pipe.writer->write("ne\n") > 0 && pipe.writer->waitForBytesWritten(20000));
    QCOMPARE(receiver.receive(20000), std::optional<QByteArray>("half a line"));
    QVERIFY(!receiver.error());
}

void tst_Framings::receive_returnsNothingAtTheEnd()
{
    Pipe pipe = createPipe();
    MessageChannel sender(MessageChannel::Ends { nullptr, pipe.writer.get() });
    MessageChannel receiver(MessageChannel::Ends { pipe.reader.get(), nullptr });
    ChannelLog log(receiver);
    QVERIFY(sender.send("last"));
    sender.close();
    QCOMPARE(receiver.receive(20000), std::optional<QByteArray>("last"));
    QVERIFY(!receiver.receive(20000));
    QVERIFY(receiver.isFinished());
    QVERIFY(!receiver.error());
    QVERIFY(!receiver.receive(-1));
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished") }));
    // The device is closed by the program itself.
    const Pipe other = createPipe();
    MessageChannel closed(MessageChannel::Ends { other.reader.get(), nullptr });
    other.reader->close();
    QVERIFY(!closed.receive(-1));
    QVERIFY(closed.isFinished());
}

void tst_Framings::receive_worksWithoutAnEventLoop()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    const QString name = server.serverName();
    std::atomic<bool> allRight { false };
    Worker thread([&] {
        LocalSocket socket;
        socket.connectToServer(name);
        MessageChannel channel(&socket);
        channel.setFraming(Framing::ContentLength);
        channel.setFormat(Format::Json);
        bool isRight = true;
        for (int i = 0; i < 10; ++i) {
            isRight = isRight && channel.sendValue(i);
            const auto answer = channel.receiveValue(20000);
            isRight = isRight && answer && *answer == QCborValue(i + 1);
        }
        allRight = isRight;
    });
    thread.start();
    QVERIFY(server.waitForNewConnection(20000));
    MessageChannel far(server.nextPendingConnection());
    far.setFraming(Framing::ContentLength);
    far.setFormat(Format::Json);
    while (const auto question = far.receiveValue(20000))
        QVERIFY(far.sendValue(question->toInteger() + 1));
    QVERIFY(far.isFinished());
    QVERIFY(thread.join());
    QVERIFY(allRight);
}

void tst_Framings::receive_takesMessagesWhilePaused()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setPaused(true);
    ChannelLog log(channel);
    device.feed(inFrames({ "one", "two" }, Framing::LengthPrefix));
    QVERIFY(log.events.isEmpty());
    QCOMPARE(channel.receive(0), std::optional<QByteArray>("one"));
    ScriptedStream::settle();
    QCOMPARE(channel.receive(0), std::optional<QByteArray>("two"));
    QVERIFY(!channel.receive(0));
    device.end();
    QVERIFY(log.events.isEmpty());
    QVERIFY(!channel.receive(0));
    QCOMPARE(log.events, QStringList({ QStringLiteral("finished") }));
}

void tst_Framings::receive_returnsIfASlotDestroysTheChannel()
{
    ScriptedStream device;
    auto channel = std::make_unique<MessageChannel>(&device);
    channel->setPaused(true);
    channel->setMaximumMessageSize(3);
    connect(channel.get(), &MessageChannel::errorOccurred, this, [&] { channel.reset(); });
    device.feed(inFrames({ "long" }, Framing::LengthPrefix));
    QVERIFY(!channel->receiveValue(20000));
    QVERIFY(!channel);
}

void tst_Framings::receiveValue_continuesAfterInvalidBytes()
{
    ScriptedStream device;
    MessageChannel channel(&device);
    channel.setPaused(true);
    channel.setFraming(Framing::Lines);
    channel.setFormat(Format::Json);
    ChannelLog log(channel);
    device.feed("1\n\nnonsense\n2\n" + QByteArray(200, '[') + '\n');
    QCOMPARE(channel.receiveValue(0), std::optional<QCborValue>(1));
    QVERIFY(!channel.receiveValue(0));
    QCOMPARE(channel.error().code(), Error::InvalidMessage);
    QVERIFY(log.events.isEmpty());
    QCOMPARE(channel.receiveValue(0), std::optional<QCborValue>(2));
    QVERIFY(!channel.error());
    QVERIFY(!channel.receiveValue(0));
    QCOMPARE(channel.error().code(), Error::MessageTooLarge);
    QCOMPARE(log.events, QStringList({ QStringLiteral("error"), QStringLiteral("finished") }));
}

QTEST_GUILESS_MAIN(tst_Framings)
#include "tst_framings.moc"
