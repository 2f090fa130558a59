// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Handles travel with the messages of a MessageChannel: each with its message, once, and without a
// leak.

#include "testsupport/sanitizers.h"
#include "testsupport/scriptedstream.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcbormap.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qrandom.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

using HandleList = std::vector<OwnedHandle>;

// Returns count handles, numbered from first on.
HandleList numbered(int first, int count)
{
    HandleList handles;
    for (int i = 0; i < count; ++i)
        handles.emplace_back(openNumbered(first + i));
    return handles;
}

QList<int> numbersOf(const HandleList &handles)
{
    QList<int> numbers;
    for (const OwnedHandle &handle : handles)
        numbers.append(numberIn(handle.get()));
    return numbers;
}

QList<int> range(int first, int count)
{
    QList<int> numbers;
    for (int i = 0; i < count; ++i)
        numbers.append(first + i);
    return numbers;
}

} // namespace

class tst_ChannelHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void messageWithHandles_bringsThem();
    void valueWithHandles_bringsThem();
    void messagesOfOneTurn_keepTheirHandles();
    void manyMessages_eachHasItsHandles();
    void framings_data();
    void framings();
    void numberOfHandles_data();
    void numberOfHandles();
    void bothDirections();
    void untakenHandles_areClosed();
    void surplusHandles_areClosedAndReported();
    void pausedChannel_losesNoHandle();
    void pausedChannel_boundsOpenHandles();
    void clearedDevice_continues();
    void limitOfTheDevice_keepsHandlesWithTheirMessage();
    void fullWriteBuffer_keepsTheHandles();
    void closeRightAfterSend_deliversHandles();
    void destroyRightAfterSend_deliversHandles();
    void closeWhileDeviceTakesAPart_deliversHandles();
    void receiverGone_closesHandles();
    void deviceWithoutHandles_isUnsupported_data();
    void deviceWithoutHandles_isUnsupported();
    void refusedMessage_keepsItsHandles_data();
    void refusedMessage_keepsItsHandles();
    void limitOfZero_closesHandles();
    void receive_bringsHandles();
    void waitForMessage_bringsHandlesToTheSlot();
    void incompleteMessage_closesItsHandles();
    void destroyedInTheSlot_closesHandles();
    void nextChannel_getsTheNextHandles();
    void movesToAnotherThread();
    void otherProcess_returnsHandles();
    void killedPeer_leavesNoHandle();

private:
    bool listen();
    bool accept(Peer &peer);

    // A received message with the numbers of its handles.
    struct Received
    {
        QByteArray message;
        QList<int> numbers;

        friend bool operator==(const Received &a, const Received &b)
        {
            return a.message == b.message && a.numbers == b.numbers;
        }
    };

    void connectBoth(int limit);
    void record(MessageChannel &channel);
    bool isReceived(qsizetype count) const
    {
        return spinUntil([&] { return m_received.size() >= count; });
    }
    bool besideBytes() const { return localSocketTraits().handlesBesideBytes; }

    const PrivateRuntimeDirectory m_runtime;
    std::unique_ptr<LocalServer> server;
    std::unique_ptr<LocalSocket> nearSocket;
    std::unique_ptr<LocalSocket> farSocket;
    std::unique_ptr<MessageChannel> near;
    std::unique_ptr<MessageChannel> far;
    QList<Received> m_received;
    std::vector<Error> m_errors;
    int m_before = 0;
};

void tst_ChannelHandles::connectBoth(int limit)
{
    server = std::make_unique<LocalServer>();
    server->setReceivesHandles(true);
    nearSocket = std::make_unique<LocalSocket>();
    near = std::make_unique<MessageChannel>(nearSocket.get());
    near->setMaximumHandles(limit);
    QVERIFY(server->listen(uniqueName()));
    nearSocket->connectToServer(server->serverName());
    QVERIFY(server->waitForNewConnection(20000) && nearSocket->waitForConnected(20000));
    farSocket.reset(server->nextPendingConnection());
    farSocket->setParent(nullptr);
    far = std::make_unique<MessageChannel>(farSocket.get());
    far->setMaximumHandles(limit);
    record(*far);
}

void tst_ChannelHandles::record(MessageChannel &channel)
{
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        m_received.append({ message, numbersOf(channel.takeHandles()) });
    });
    connect(&channel, &MessageChannel::errorOccurred, this, [&](const Error &error) { m_errors.push_back(error); });
}

// Opens what the library opens once per process.
void tst_ChannelHandles::initTestCase()
{
    QVERIFY(allowDescriptors(4096));
    connectBoth(1);
    QVERIFY(near->send(pattern(3'000'000), numbered(1, 1)));
    near.reset();
    nearSocket.reset();
    QVERIFY(isReceived(1));
    cleanup();
}

void tst_ChannelHandles::init()
{
    m_received.clear();
    m_errors.clear();
    m_before = openDescriptors();
}

// No handle stays open after any test.
void tst_ChannelHandles::cleanup()
{
    near.reset();
    far.reset();
    nearSocket.reset();
    farSocket.reset();
    server.reset();
    (void)Device::drainAll(5000);
    if (m_before > 0 && !IsThreadSanitizer) // which opens a pipe with its first report
        QVERIFY2(spinUntil([&] { return openDescriptors() <= m_before; }), "a handle stays open");
}

void tst_ChannelHandles::messageWithHandles_bringsThem()
{
    connectBoth(2);
    HandleList handles = numbered(7, 2);
    QVERIFY(near->send("take these", std::move(handles)));
    QVERIFY(handles.empty());
    QVERIFY(isReceived(1));
    QVERIFY(m_received == QList<Received>({ { "take these", { 7, 8 } } }));
    QVERIFY(far->takeHandles().empty());
    QVERIFY(near->send("none"));
    QVERIFY(isReceived(2));
    QVERIFY(m_received.last() == (Received { "none", {} }));
}

void tst_ChannelHandles::valueWithHandles_bringsThem()
{
    connectBoth(2);
    QList<int> numbers;
    QCborValue got;
    connect(far.get(), &MessageChannel::valueReceived, this, [&](const QCborValue &value) {
        got = value;
        numbers = numbersOf(far->takeHandles());
    });
    disconnect(far.get(), &MessageChannel::messageReceived, this, nullptr);
    const QCborMap sent { { QStringLiteral("frame"), 1 } };
    QVERIFY(near->sendValue(sent, numbered(3, 2)));
    QVERIFY(spinUntil([&] { return numbers.size() == 2; }));
    QCOMPARE(numbers, QList<int>({ 3, 4 }));
    QCOMPARE(got.toMap(), sent);
}

void tst_ChannelHandles::messagesOfOneTurn_keepTheirHandles()
{
    connectBoth(2);
    QVERIFY(near->send("a"));
    QVERIFY(near->send("b", numbered(1, 2)));
    QVERIFY(near->send("c"));
    QVERIFY(near->send("d", numbered(3, 1)));
    QVERIFY(near->send("e", numbered(4, 1)));
    QVERIFY(near->send(""));
    QVERIFY(isReceived(6));
    QVERIFY(m_received
            == QList<Received>(
                { { "a", {} }, { "b", { 1, 2 } }, { "c", {} }, { "d", { 3 } }, { "e", { 4 } }, { "", {} } }));
    QVERIFY(m_errors.empty());
}

// Small and large messages, in turns of random length.
void tst_ChannelHandles::manyMessages_eachHasItsHandles()
{
    connectBoth(3);
    QRandomGenerator random(20261130);
    QList<Received> sent;
    int number = 0;
    for (int i = 0; i < 300; ++i) {
        const int size = random.bounded(20) == 0 ? random.bounded(300'000) : random.bounded(60);
        const int count = random.bounded(4);
        const QByteArray message = pattern(size, quint64(i));
        QVERIFY(near->send(message, numbered(number, count)));
        sent.append({ message, range(number, count) });
        number += count;
        if (random.bounded(6) == 0)
            QCoreApplication::processEvents();
    }
    QVERIFY(isReceived(sent.size()));
    QVERIFY(m_errors.empty());
    for (qsizetype i = 0; i < sent.size(); ++i)
        QVERIFY2(m_received[i] == sent[i], qPrintable(QStringLiteral("message %1").arg(i)));
}

void tst_ChannelHandles::framings_data()
{
    QTest::addColumn<MessageChannel::Framing>("framing");
    QTest::newRow("length") << MessageChannel::Framing::LengthPrefix;
    QTest::newRow("lines") << MessageChannel::Framing::Lines;
    QTest::newRow("nul") << MessageChannel::Framing::Nul;
    QTest::newRow("fields") << MessageChannel::Framing::ContentLength;
}

void tst_ChannelHandles::framings()
{
    QFETCH(const MessageChannel::Framing, framing);
    connectBoth(2);
    near->setFraming(framing);
    far->setFraming(framing);
    if (!besideBytes() && framing != MessageChannel::Framing::LengthPrefix) {
        HandleList handles = numbered(1, 1);
        QVERIFY(!near->send("x", std::move(handles)));
        QCOMPARE(near->error().code(), Error::InvalidOperation);
        QCOMPARE(handles.size(), size_t(1));
        return;
    }
    for (int i = 0; i < 50; ++i) {
        QVERIFY(near->send("with", numbered(i, 1 + i % 2)));
        QVERIFY(near->send("without"));
    }
    QVERIFY(isReceived(100));
    for (int i = 0; i < 50; ++i) {
        QVERIFY(m_received[2 * i] == (Received { "with", range(i, 1 + i % 2) }));
        QVERIFY(m_received[2 * i + 1] == (Received { "without", {} }));
    }
}

void tst_ChannelHandles::numberOfHandles_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("size");
    for (const int count : { 1, 252, 253, 254, 700 }) {
        QTest::addRow("%d, small", count) << count << 10;
        QTest::addRow("%d, large", count) << count << 4'000'000;
    }
}

void tst_ChannelHandles::numberOfHandles()
{
    QFETCH(const int, count);
    QFETCH(const int, size);
    connectBoth(count);
    QVERIFY(near->send("before"));
    QVERIFY2(near->send(pattern(size), numbered(0, count)), qPrintable(near->error().message()));
    QVERIFY(near->send("after", numbered(count, 1)));
    QVERIFY(isReceived(3));
    QCOMPARE(m_received[1].numbers, range(0, count));
    QCOMPARE(firstDifference(m_received[1].message), -1);
    QVERIFY(m_received[2] == (Received { "after", { count } }));
    QVERIFY(m_errors.empty());
}

void tst_ChannelHandles::bothDirections()
{
    connectBoth(1);
    QList<Received> back;
    connect(near.get(), &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        back.append({ message, numbersOf(near->takeHandles()) });
    });
    for (int i = 0; i < 20; ++i) {
        QVERIFY(near->send("there", numbered(i, 1)));
        QVERIFY(far->send("back", numbered(100 + i, 1)));
    }
    QVERIFY(isReceived(20) && spinUntil([&] { return back.size() == 20; }));
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(m_received[i].numbers, QList<int> { i });
        QCOMPARE(back[i].numbers, QList<int> { 100 + i });
    }
}

void tst_ChannelHandles::untakenHandles_areClosed()
{
    connectBoth(3);
    disconnect(far.get(), &MessageChannel::messageReceived, this, nullptr);
    QSignalSpy messages(far.get(), &MessageChannel::messageReceived);
    const int open = openDescriptors();
    for (int i = 0; i < 50; ++i)
        QVERIFY(near->send("x", numbered(0, 3)));
    QVERIFY(spinUntil([&] { return messages.size() == 50; }));
    QVERIFY(spinUntil([&] { return openDescriptors() <= open; }));
    QVERIFY(far->takeHandles().empty());
}

void tst_ChannelHandles::surplusHandles_areClosedAndReported()
{
    connectBoth(5);
    far->setMaximumHandles(2);
    if (!besideBytes()) { // the header announces them, as it does the size
        QVERIFY(near->send("x", numbered(0, 3)));
        QVERIFY(spinUntil([&] { return far->isFinished() && !m_errors.empty(); }));
        QCOMPARE(m_errors[0].code(), Error::MessageTooLarge);
        return;
    }
    for (int i = 0; i < 20; ++i) {
        QVERIFY(near->send("x", numbered(0, 5)));
        QVERIFY(near->send("y", numbered(7, 2)));
    }
    QVERIFY(isReceived(40));
    for (int i = 0; i < 20; ++i) {
        QVERIFY(m_received[2 * i] == (Received { "x", { 0, 1 } }));
        QVERIFY(m_received[2 * i + 1] == (Received { "y", { 7, 8 } }));
    }
    QCOMPARE(m_errors.size(), size_t(1)); // others follow after a second
    QCOMPARE(m_errors[0].code(), Error::ResourceExhausted);
    QVERIFY2(m_errors[0].message().contains(QLatin1String("more than 2 handles came with a message")),
             qPrintable(m_errors[0].message()));
    QVERIFY(!far->isFinished());
    QCOMPARE(farSocket->state(), Device::State::Connected);
}

void tst_ChannelHandles::pausedChannel_losesNoHandle()
{
    connectBoth(2);
    QVERIFY(near->send("first", numbered(0, 1)));
    QVERIFY(isReceived(1));
    far->setPaused(true);
    constexpr int Count = 200;
    for (int i = 1; i <= Count; ++i)
        QVERIFY(near->send("x", numbered(2 * i, i % 3)));
    QVERIFY(spinUntil([&] { return farSocket->bytesAvailable() > 0; }));
    QCOMPARE(m_received.size(), 1);
    far->setPaused(false);
    QVERIFY(isReceived(1 + Count));
    for (int i = 1; i <= Count; ++i)
        QCOMPARE(m_received[i].numbers, range(2 * i, i % 3));
    QVERIFY(m_errors.empty());
}

void tst_ChannelHandles::pausedChannel_boundsOpenHandles()
{
    if (!besideBytes())
        QSKIP("the handles are made by the sender");
    connectBoth(4);
    far->setPaused(true);
    for (int i = 0; i < 100; ++i)
        QVERIFY(near->send("x", numbered(i, 1)));
    QVERIFY(near->waitForSent());
    const int open = openDescriptors();
    QVERIFY(spinUntil([&] { return farSocket->pendingHandles() >= 4; }));
    for (int i = 0; i < 50; ++i)
        QCoreApplication::processEvents();
    QVERIFY(farSocket->pendingHandles() < 8);
    QVERIFY(openDescriptors() <= open + 8);
    far->setPaused(false);
    QVERIFY(isReceived(100));
    for (int i = 0; i < 100; ++i)
        QCOMPARE(m_received[i].numbers, QList<int> { i });
}

// A device that was full of handles drops them with its input, and reads on.
void tst_ChannelHandles::clearedDevice_continues()
{
    if (!besideBytes())
        QSKIP("the handles are made by the sender");
    connectBoth(1);
    far->setPaused(true);
    QVERIFY(near->send("dropped", numbered(0, 1)));
    QVERIFY(spinUntil([&] { return farSocket->pendingHandles() == 1; }));
    farSocket->clear();
    QCOMPARE(farSocket->pendingHandles(), 0);
    far->setPaused(false);
    QVERIFY(near->send("next", numbered(1, 1)));
    QVERIFY(isReceived(1));
    QVERIFY(m_received[0] == (Received { "next", { 1 } }));
}

// The channel holds what the device does not take, in order.
void tst_ChannelHandles::limitOfTheDevice_keepsHandlesWithTheirMessage()
{
    connectBoth(2);
    nearSocket->setWriteBufferSize(1000);
    farSocket->setReadBufferSize(1000);
    far->setPaused(true);
    QList<Received> sent;
    for (int i = 0; i < 200; ++i) {
        const QByteArray message = pattern(i % 7 == 0 ? 60'000 : 300, quint64(i));
        QVERIFY(near->send(message, numbered(2 * i, i % 3)));
        sent.append({ message, range(2 * i, i % 3) });
    }
    QVERIFY(near->bytesToWrite() > nearSocket->bytesToWrite());
    far->setPaused(false);
    QVERIFY(isReceived(sent.size()));
    for (qsizetype i = 0; i < sent.size(); ++i)
        QVERIFY2(m_received[i] == sent[i], qPrintable(QStringLiteral("message %1").arg(i)));
    QCOMPARE(near->bytesToWrite(), 0);
}

void tst_ChannelHandles::fullWriteBuffer_keepsTheHandles()
{
    connectBoth(1);
    near->setWriteBufferSize(100);
    QVERIFY(near->send(QByteArray(200, 'x'), numbered(1, 1)));
    HandleList handles = numbered(2, 1);
    QVERIFY(!near->send("more", std::move(handles)));
    QCOMPARE(near->error().code(), Error::ResourceExhausted);
    QCOMPARE(handles.size(), size_t(1));
    bool ready = false;
    connect(near.get(), &MessageChannel::readyToSend, this, [&] { ready = near->send("more", std::move(handles)); });
    QVERIFY(isReceived(2));
    QVERIFY(ready);
    QVERIFY(m_received[1] == (Received { "more", { 2 } }));
}

void tst_ChannelHandles::closeRightAfterSend_deliversHandles()
{
    connectBoth(2);
    QVERIFY(near->send("last", numbered(5, 2)));
    near->close();
    QVERIFY(isReceived(1));
    QVERIFY(m_received[0] == (Received { "last", { 5, 6 } }));
    QVERIFY(spinUntil([&] { return far->isFinished(); }));
    QVERIFY(m_errors.empty());
}

void tst_ChannelHandles::destroyRightAfterSend_deliversHandles()
{
    connectBoth(2);
    QVERIFY(near->send(pattern(1'000'000), numbered(5, 2)));
    QVERIFY(near->send("last", numbered(7, 1)));
    near.reset();
    nearSocket.reset();
    QVERIFY(isReceived(2));
    QCOMPARE(m_received[0].numbers, range(5, 2));
    QVERIFY(m_received[1] == (Received { "last", { 7 } }));
}

void tst_ChannelHandles::closeWhileDeviceTakesAPart_deliversHandles()
{
    connectBoth(1);
    nearSocket->setWriteBufferSize(100);
    for (int i = 0; i < 50; ++i)
        QVERIFY(near->send(pattern(90), numbered(i, 1)));
    near->close();
    near.reset();
    nearSocket.reset();
    QVERIFY(isReceived(50));
    for (int i = 0; i < 50; ++i)
        QCOMPARE(m_received[i].numbers, QList<int> { i });
}

void tst_ChannelHandles::receiverGone_closesHandles()
{
    connectBoth(2);
    nearSocket->setWriteBufferSize(1000);
    far->setPaused(true);
    farSocket->setReadBufferSize(1000);
    for (int i = 0; i < 100; ++i)
        QVERIFY(near->send(pattern(20'000), numbered(i, 2)));
    far.reset();
    farSocket->abort();
    QSignalSpy finished(near.get(), &MessageChannel::finished);
    QVERIFY(spinUntil([&] { return !finished.isEmpty(); }));
    HandleList handles = numbered(1, 1);
    QVERIFY(!near->send("x", std::move(handles)));
    QCOMPARE(handles.size(), size_t(1));
} // cleanup() finds what stays open

void tst_ChannelHandles::deviceWithoutHandles_isUnsupported_data()
{
    QTest::addColumn<bool>("pipe");
    QTest::newRow("a foreign device") << false;
    QTest::newRow("a pipe") << true;
}

void tst_ChannelHandles::deviceWithoutHandles_isUnsupported()
{
    QFETCH(const bool, pipe);
    ScriptedStream stream;
    Pipe ends = createPipe();
    MessageChannel channel(
        MessageChannel::Ends { nullptr, pipe ? static_cast<QIODevice *>(ends.writer.get()) : &stream });
    channel.setMaximumHandles(1);
    HandleList handles = numbered(1, 1);
    QVERIFY(!channel.send("x", std::move(handles)));
    QCOMPARE(channel.error().code(), Error::Unsupported);
    QVERIFY2(channel.error().message().contains(QLatin1String("cannot pass handles")),
             qPrintable(channel.error().message()));
    QCOMPARE(numbersOf(handles), QList<int> { 1 });
    QCOMPARE(channel.bytesToWrite(), 0);
    QVERIFY(channel.send("without"));
}

void tst_ChannelHandles::refusedMessage_keepsItsHandles_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<Error::Code>("code");
    QTest::newRow("an invalid handle") << "invalid" << Error::InvalidOperation;
    QTest::newRow("too large") << "large" << Error::MessageTooLarge;
    QTest::newRow("a closed device") << "closed" << Error::InvalidOperation;
    QTest::newRow("a forbidden byte") << "line" << Error::InvalidMessage;
}

void tst_ChannelHandles::refusedMessage_keepsItsHandles()
{
    QFETCH(const QString, what);
    QFETCH(const Error::Code, code);
    connectBoth(2);
    HandleList handles = numbered(1, 1);
    if (what == QLatin1String("invalid"))
        handles.emplace_back();
    else if (what == QLatin1String("large"))
        near->setMaximumMessageSize(3);
    else if (what == QLatin1String("closed"))
        nearSocket->close();
    else
        near->setFraming(MessageChannel::Framing::Lines);
    const size_t count = handles.size();
    QVERIFY(!near->send("a\nmessage", std::move(handles)));
    QCOMPARE(near->error().code(), code);
    QCOMPARE(handles.size(), count);
    QCOMPARE(numberIn(handles[0].get()), 1);
    QCOMPARE(near->bytesToWrite(), 0);
}

void tst_ChannelHandles::limitOfZero_closesHandles()
{
    connectBoth(0);
    QCOMPARE(far->maximumHandles(), 0);
    if (!besideBytes()) {
        HandleList handles = numbered(1, 1);
        QVERIFY(!near->send("x", std::move(handles)));
        QCOMPARE(near->error().code(), Error::InvalidOperation);
        return;
    }
    near->send("x", numbered(1, 3));
    near->send("y");
    QVERIFY(isReceived(2));
    QVERIFY(m_received == QList<Received>({ { "x", {} }, { "y", {} } }));
    QVERIFY(m_errors.empty());
}

void tst_ChannelHandles::receive_bringsHandles()
{
    connectBoth(2);
    far->setPaused(true);
    QVERIFY(near->send("a", numbered(1, 2)));
    QVERIFY(near->send("b"));
    QVERIFY(near->sendValue(QCborValue(5), numbered(3, 1)));
    QVERIFY(near->waitForSent());
    QCOMPARE(far->receive().value_or(QByteArray()), QByteArray("a"));
    QCOMPARE(numbersOf(far->takeHandles()), QList<int>({ 1, 2 }));
    QVERIFY(far->takeHandles().empty());
    QCOMPARE(far->receive().value_or(QByteArray()), QByteArray("b"));
    QVERIFY(far->takeHandles().empty());
    QCOMPARE(far->receiveValue().value_or(QCborValue()), QCborValue(5));
    QCOMPARE(numbersOf(far->takeHandles()), QList<int>({ 3 }));
}

void tst_ChannelHandles::waitForMessage_bringsHandlesToTheSlot()
{
    connectBoth(1);
    QVERIFY(near->send("a", numbered(1, 1)));
    QVERIFY(near->waitForSent());
    QVERIFY(far->waitForMessage());
    QVERIFY(m_received == QList<Received>({ { "a", { 1 } } }));
}

// The sender dies inside a message that has brought its handles.
void tst_ChannelHandles::incompleteMessage_closesItsHandles()
{
    if (!besideBytes())
        QSKIP("only a foreign sender does this");
    connectBoth(2);
    near.reset();
    QCOMPARE(nearSocket->write(QByteArray::fromHex("0000000a") + "abc", numbered(1, 2)), 7);
    nearSocket->close();
    QVERIFY(spinUntil([&] { return far->isFinished(); }));
    QCOMPARE(m_errors.size(), size_t(1));
    QCOMPARE(m_errors[0].code(), Error::PartialMessage);
    QVERIFY(far->takeHandles().empty());
    nearSocket.reset();
    farSocket.reset();
    server.reset();
    QVERIFY(spinUntil([&] { return openDescriptors() <= m_before; }));
}

void tst_ChannelHandles::destroyedInTheSlot_closesHandles()
{
    connectBoth(2);
    connect(far.get(), &MessageChannel::messageReceived, this, [&] {
        far.release()->deleteLater();
        farSocket.reset();
    });
    QVERIFY(near->send("a", numbered(1, 2)));
    QVERIFY(near->send("b", numbered(3, 2)));
    QVERIFY(spinUntil([&] { return !farSocket; }));
    QCOMPARE(m_received.size(), 1);
}

// A slot destroys the channel, and another one continues with the device.
void tst_ChannelHandles::nextChannel_getsTheNextHandles()
{
    connectBoth(2);
    QVERIFY(near->send("a", numbered(1, 2)));
    QVERIFY(near->send("b", numbered(3, 2)));
    QVERIFY(near->send("c", numbered(5, 1)));
    QVERIFY(near->waitForSent());
    bool changed = false;
    connect(far.get(), &MessageChannel::messageReceived, this, [&] {
        if (std::exchange(changed, true))
            return;
        far = std::make_unique<MessageChannel>(farSocket.get());
        far->setMaximumHandles(2);
        record(*far);
    });
    QVERIFY(isReceived(3));
    QVERIFY(m_received == QList<Received>({ { "a", { 1, 2 } }, { "b", { 3, 4 } }, { "c", { 5 } } }));
}

// The handles are on their way when the receiver moves.
void tst_ChannelHandles::movesToAnotherThread()
{
    connectBoth(1);
    disconnect(far.get(), nullptr, this, nullptr);
    for (int i = 0; i < 50; ++i)
        QVERIFY(near->send("x", numbered(i, 1)));
    QVERIFY(near->waitForSent());
    std::atomic<int> got { 0 };
    std::atomic<bool> wrong { false };
    Worker receiver([&] {
        QEventLoop loop;
        connect(far.get(), &MessageChannel::messageReceived, &loop, [&] {
            wrong = wrong || numbersOf(far->takeHandles()) != QList<int> { got };
            if (++got == 50)
                loop.quit();
        });
        loop.exec();
        far.reset();
        farSocket.reset();
    });
    farSocket->moveToThread(&receiver);
    far->moveToThread(&receiver);
    receiver.start();
    QVERIFY(receiver.join());
    QCOMPARE(got, 50);
    QVERIFY(!wrong);
}

bool tst_ChannelHandles::listen()
{
    server = std::make_unique<LocalServer>();
    server->setReceivesHandles(true);
    return server->listen(uniqueName());
}

// Makes far the channel to a process that has connected.
bool tst_ChannelHandles::accept(Peer &peer)
{
    if (!peer.waitForLine("READY") || !(server->hasPendingConnections() || server->waitForNewConnection(20000)))
        return false;
    farSocket.reset(server->nextPendingConnection());
    farSocket->setParent(nullptr);
    far = std::make_unique<MessageChannel>(farSocket.get());
    far->setMaximumHandles(8);
    record(*far);
    return true;
}

void tst_ChannelHandles::otherProcess_returnsHandles()
{
    QVERIFY(listen());
    Peer peer({ QStringLiteral("handles"), server->serverName() });
    QVERIFY(accept(peer));
    for (int i = 0; i < 100; ++i) {
        QVERIFY2(far->send(pattern(10 * i), numbered(10 * i, i % 9)), qPrintable(far->error().message()));
        if (i % 20 == 19)
            QVERIFY(isReceived(i + 1)); // the system limits the handles in transit
    }
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(m_received[i].message, pattern(10 * i));
        QCOMPARE(m_received[i].numbers, range(10 * i, i % 9));
    }
    far->close();
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitCode(), 0);
    QVERIFY(m_errors.empty());
}

// Handles are in flight in both directions when the peer is killed.
void tst_ChannelHandles::killedPeer_leavesNoHandle()
{
    for (int round = 0; round < scaled(20); ++round) {
        QVERIFY(listen());
        Peer peer({ QStringLiteral("handles"), server->serverName() });
        const qsizetype before = m_received.size();
        QVERIFY(accept(peer));
        for (int i = 0; i < 30; ++i)
            QVERIFY(far->send(pattern(1000), numbered(i, i % 4)));
        QVERIFY(spinUntil([&] { return m_received.size() > before + round % 5; }));
        peer.kill9();
        QVERIFY(spinUntil([&] { return far->isFinished(); }));
        far.reset();
        farSocket.reset();
        server.reset();
    }
} // cleanup() finds what stays open

QTEST_GUILESS_MAIN(tst_ChannelHandles)

#include "tst_channelhandles.moc"
