// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests how MessageDevice handles messages, with a scripted engine.

#include "testsupport/scriptedmessagedevice.h"
#include "testsupport/testsupport.h"

#include <QtCore/qbuffer.h>
#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_MessageDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeMessages();
    void emptyMessage_isDelivered();
    void waitForReadyRead_returnsForEmptyMessage();
    void readMessageWithoutMessage_returnsNull();
    void bytesAndMessages_canBeReadInTurn();
    void readWithSmallBuffers_stopsAtTheBoundary();
    void peek_consumesNothing();
    void rollback_restoresBoundaries();
    void write_sendsOneMessage();
    void refusedMessages_data();
    void refusedMessages();
    void messageLargerThanWriteBuffer_isSentAlone();
    void messagesWrittenWhileConnecting();
    void destroyedWhileConnecting();
    void maximumMessageSize_isPassedToTheEngine();
    void transportWithoutBoundaries_failsWithUnsupported();
    void end_isReportedAfterTheLastMessage();
    void aSlotMayDeleteTheDevice();
    void readingBytes_discardsBoundaries();
    void closeWriteChannelOfMessages_failsWithUnsupported();
    void closeWriteChannelOfMessagesWhileConnecting_failsWithUnsupported();
    void newConnection_hasNoOldMessages();
    void messageRefusedByTheTransport_setsTheError();
    void failedMessages_areReportedOnConnectedDevice();
    void slotOfAFailureEndsTheConnection_nothingFollows_data();
    void slotOfAFailureEndsTheConnection_nothingFollows();
};

void tst_MessageDevice::wholeMessages()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QByteArrayList sent;
    for (const qint64 size : { 0, 1, 511, 512, 513, 64 * 1024, 0, 8 * 1024 * 1024 })
        sent += pattern(size, quint64(size));
    device.arrive(sent);
    for (const QByteArray &message : std::as_const(sent)) {
        QVERIFY(device.hasPendingMessages());
        QCOMPARE(device.pendingMessageSize(), message.size());
        QVERIFY(device.readMessage() == message);
    }
    QVERIFY(!device.hasPendingMessages());
    QCOMPARE(device.bytesAvailable(), 0);
}

void tst_MessageDevice::emptyMessage_isDelivered()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QSignalSpy readyRead(&device, &QIODevice::readyRead);
    device.arrive({ QByteArray() });
    QCOMPARE(readyRead.count(), 1);
    QVERIFY(device.hasPendingMessages());
    QCOMPARE(device.pendingMessageSize(), 0);
    const QByteArray message = device.readMessage();
    QVERIFY(message.isEmpty());
    QVERIFY(!message.isNull());
    QVERIFY(!device.hasPendingMessages());
}

void tst_MessageDevice::waitForReadyRead_returnsForEmptyMessage()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    device.script()->arriving.push_back({ QByteArray() });
    QVERIFY(device.waitForReadyRead(0));
    QVERIFY(device.hasPendingMessages());
    QVERIFY(!device.waitForReadyRead(0));
}

void tst_MessageDevice::readMessageWithoutMessage_returnsNull()
{
    ScriptedMessageDevice device;
    QVERIFY(device.readMessage().isNull()); // never connected
    device.connectAtOnce();
    QCOMPARE(device.pendingMessageSize(), -1);
    QVERIFY(device.readMessage().isNull());
    QVERIFY(!device.error());
}

void tst_MessageDevice::bytesAndMessages_canBeReadInTurn()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    device.arrive({ "abcdef", "", "ghi", "jk" });
    QCOMPARE(device.read(2), QByteArray("ab"));
    QCOMPARE(device.pendingMessageSize(), 4);
    QCOMPARE(device.readMessage(), QByteArray("cdef"));
    QCOMPARE(device.pendingMessageSize(), 0);
    QCOMPARE(device.read(1), QByteArray("g")); // reading bytes moves into the message
    QCOMPARE(device.readMessage(), QByteArray("hi"));
    device.arrive({ "lm" });
    QCOMPARE(device.readAll(), QByteArray("jklm"));
    QVERIFY(!device.hasPendingMessages());
}

void tst_MessageDevice::readWithSmallBuffers_stopsAtTheBoundary()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    const QByteArray first = pattern(513);
    const QByteArray second = pattern(64 * 1024, 1);
    device.arrive({ first, second });
    QByteArray read;
    while (device.pendingMessageSize() > 0 && read.size() < first.size()) {
        char piece[100];
        const qint64 wanted = std::min<qint64>(sizeof piece, device.pendingMessageSize());
        QCOMPARE(device.read(piece, wanted), wanted);
        read.append(piece, qsizetype(wanted));
    }
    QCOMPARE(read, first);
    QVERIFY(device.readMessage() == second);
}

void tst_MessageDevice::peek_consumesNothing()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    device.arrive({ "one", "", "three" });
    QCOMPARE(device.peek(100), QByteArray("onethree"));
    QCOMPARE(device.pendingMessageSize(), 3);
    QCOMPARE(device.readMessage(), QByteArray("one"));
    QCOMPARE(device.readMessage(), QByteArray(""));
    QCOMPARE(device.peek(2), QByteArray("th"));
    QCOMPARE(device.readMessage(), QByteArray("three"));
}

void tst_MessageDevice::rollback_restoresBoundaries()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    device.arrive({ "one", "", "three", "4" });
    for (int i = 0; i < 3; ++i) {
        device.startTransaction();
        QCOMPARE(device.readMessage(), QByteArray("one"));
        QVERIFY(device.readMessage().isEmpty());
        QCOMPARE(device.read(4), QByteArray("thre"));
        device.rollbackTransaction();
    }
    device.startTransaction();
    QCOMPARE(device.readMessage(), QByteArray("one"));
    QCOMPARE(device.pendingMessageSize(), 0);
    QVERIFY(device.readMessage().isEmpty());
    device.commitTransaction();
    QCOMPARE(device.readMessage(), QByteArray("three"));
    QCOMPARE(device.readMessage(), QByteArray("4"));
    QVERIFY(!device.hasPendingMessages());
}

void tst_MessageDevice::write_sendsOneMessage()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QCOMPARE(device.write("one"), 3);
    QVERIFY(device.writeMessage(QByteArray()));
    QVERIFY(device.writeMessage("three"));
    QCOMPARE(device.write(QByteArray()), 0); // QIODevice ignores a write of no bytes
    QCOMPARE(device.script()->sent, QByteArrayList({ "one", "", "three" }));
}

void tst_MessageDevice::refusedMessages_data()
{
    QTest::addColumn<bool>("connected");
    QTest::addColumn<qint64>("queued");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("code");
    QTest::addColumn<qint64>("written");
    QTest::newRow("not connected") << false << qint64(0) << qint64(1) << int(Error::InvalidOperation) << qint64(-1);
    QTest::newRow("too large") << true << qint64(0) << qint64(1001) << int(Error::MessageTooLarge) << qint64(-1);
    QTest::newRow("no room") << true << qint64(100) << qint64(401) << int(Error::ResourceExhausted) << qint64(0);
}

void tst_MessageDevice::refusedMessages()
{
    QFETCH(bool, connected);
    QFETCH(qint64, queued);
    QFETCH(qint64, size);
    QFETCH(int, code);
    QFETCH(qint64, written);
    ScriptedMessageDevice device;
    device.setMaximumMessageSize(1000);
    device.setWriteBufferSize(500);
    if (connected)
        device.connectAtOnce();
    device.script()->queued = queued;
    QSignalSpy errors(&device, &Device::errorOccurred);
    QVERIFY(!device.writeMessage(pattern(size)));
    QCOMPARE(int(device.error().code()), code);
    QCOMPARE(device.errorString(), device.error().message());
    if (connected) {
        QCOMPARE(device.write(pattern(size)), written);
        QVERIFY(device.writeMessage("fits"));
        QCOMPARE(device.script()->sent, QByteArrayList({ "fits" }));
        QCOMPARE(device.state(), Device::State::Connected);
    }
    QCoreApplication::processEvents();
    QCOMPARE(errors.count(), 0);
}

void tst_MessageDevice::messageLargerThanWriteBuffer_isSentAlone()
{
    ScriptedMessageDevice device;
    device.setWriteBufferSize(10);
    device.connectAtOnce();
    QVERIFY(device.writeMessage(pattern(100)));
    QVERIFY(!device.writeMessage("x"));
    device.script()->queued = 0;
    QVERIFY(device.writeMessage("x"));
}

void tst_MessageDevice::messagesWrittenWhileConnecting()
{
    ScriptedMessageDevice device;
    device.beginConnecting();
    QVERIFY(device.writeMessage("one"));
    QVERIFY(device.writeMessage(QByteArray()));
    QCOMPARE(device.write("three"), 5);
    QCOMPARE(device.bytesToWrite(), 8);
    device.finishConnecting();
    QCOMPARE(device.script()->sent, QByteArrayList({ "one", "", "three" }));
}

void tst_MessageDevice::destroyedWhileConnecting()
{
    for (const QByteArrayList &messages : { QByteArrayList { "one", "", "three" }, QByteArrayList { "" } }) {
        std::shared_ptr<MessageScript> script;
        {
            ScriptedMessageDevice device;
            script = device.script();
            device.beginConnecting();
            for (const QByteArray &message : messages)
                QVERIFY(device.writeMessage(message));
            device.close();
        }
        QCOMPARE(script->lingering, messages);
    }
}

void tst_MessageDevice::maximumMessageSize_isPassedToTheEngine()
{
    ScriptedMessageDevice device;
    QCOMPARE(device.maximumMessageSize(), 16 * 1024 * 1024);
    device.connectAtOnce();
    QCOMPARE(device.script()->maximumSize, 16 * 1024 * 1024);
    device.setMaximumMessageSize(5);
    QCOMPARE(device.script()->maximumSize, 5);
    device.setMaximumMessageSize(-1);
    QCOMPARE(device.maximumMessageSize(), 0);
    QVERIFY(device.writeMessage(pattern(17 * 1024 * 1024)));
}

void tst_MessageDevice::transportWithoutBoundaries_failsWithUnsupported()
{
    ScriptedMessageDevice device;
    device.script()->keepsMessages = false;
    device.connectAtOnce();
    device.arrive({ "some", "bytes" });
    QVERIFY(!device.hasPendingMessages());
    QCOMPARE(device.pendingMessageSize(), -1);
    QVERIFY(device.readMessage().isNull());
    QCOMPARE(device.error().code(), Error::Unsupported);
    QCOMPARE(device.readAll(), QByteArray("somebytes"));
    QVERIFY(device.writeMessage("whole"));
    QCOMPARE(device.script()->sent, QByteArrayList({ "whole" }));
}

void tst_MessageDevice::end_isReportedAfterTheLastMessage()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QSignalSpy closing(&device, &QIODevice::aboutToClose);
    device.arrive({ "last", "" });
    device.end();
    QCoreApplication::processEvents();
    QCOMPARE(device.state(), Device::State::Closed);
    QCOMPARE(device.readMessage(), QByteArray("last"));
    QCoreApplication::processEvents();
    QVERIFY(device.isReadable()); // one message is left
    QCOMPARE(closing.count(), 0);
    QVERIFY(device.hasPendingMessages());
    QVERIFY(!device.readMessage().isNull());
    QCoreApplication::processEvents();
    QVERIFY(!device.isReadable());
    QCOMPARE(closing.count(), 1);
}

void tst_MessageDevice::aSlotMayDeleteTheDevice()
{
    QPointer<ScriptedMessageDevice> device = new ScriptedMessageDevice;
    device->connectAtOnce();
    connect(device.data(), &QIODevice::readyRead, this, [&] { delete device.data(); });
    device->arrive({ "", "x" });
    QVERIFY(!device);
}

void tst_MessageDevice::readingBytes_discardsBoundaries()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    for (int i = 0; i < 1000; ++i) {
        device.arrive({ "x", "", "y" });
        QCOMPARE(device.readAll(), QByteArray("xy"));
        QCOMPARE(device.pendingMessageSize(), -1);
    }
    device.arrive({ "last" });
    QCOMPARE(device.readMessage(), QByteArray("last"));
}

void tst_MessageDevice::closeWriteChannelOfMessages_failsWithUnsupported()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QCoreApplication::processEvents();
    SignalLog log(device);
    device.closeWriteChannel();
    QCOMPARE(log.entries(), QStringList());
    QCOMPARE(device.error().code(), Error::Unsupported);
    QCoreApplication::processEvents();
    QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") });
    QVERIFY(!device.error());
    QCOMPARE(device.state(), Device::State::Connected);
    QVERIFY(device.writeMessage("on it goes"));
    QCOMPARE(device.script()->finished, 0);
}

void tst_MessageDevice::closeWriteChannelOfMessagesWhileConnecting_failsWithUnsupported()
{
    ScriptedMessageDevice device;
    device.beginConnecting();
    QVERIFY(device.writeMessage("before"));
    device.closeWriteChannel();
    QSignalSpy errors(&device, &Device::errorOccurred);
    device.finishConnecting();
    QCoreApplication::processEvents();
    QCOMPARE(errors.count(), 1);
    QCOMPARE(errors.first().first().value<Error>().code(), Error::Unsupported);
    QVERIFY(!device.error());
    QVERIFY(device.writeMessage("after"));
    QCOMPARE(device.script()->sent, QByteArrayList({ "before", "after" }));
}

void tst_MessageDevice::newConnection_hasNoOldMessages()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    device.arrive({ "", "old" });
    device.abort();
    QVERIFY(!device.hasPendingMessages());
    device.connectAtOnce();
    QVERIFY(!device.hasPendingMessages());
    device.arrive({ "new" });
    QCOMPARE(device.readMessage(), QByteArray("new"));
}

void tst_MessageDevice::messageRefusedByTheTransport_setsTheError()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QSignalSpy errors(&device, &Device::errorOccurred);
    device.script()->refusal = Error(Error::MessageTooLarge, 90, QStringLiteral("write to"));
    QVERIFY(!device.writeMessage("x"));
    QCOMPARE(device.error().code(), Error::MessageTooLarge);
    QCOMPARE(device.error().operation(), QStringLiteral("send a message to"));
    QCOMPARE(device.write("x"), -1);
    device.script()->refusal = Error();
    QVERIFY(device.writeMessage("x"));
    QCOMPARE(device.script()->sent, QByteArrayList({ "x" }));
    QCoreApplication::processEvents();
    QCOMPARE(errors.count(), 0);
}

static std::vector<Error> twoKindsOfFailures()
{
    const Error first(Error::NotFound, 2, QStringLiteral("write to"), QStringLiteral("one"));
    const Error second(Error::NotFound, 2, QStringLiteral("write to"), QStringLiteral("two"));
    return { first, first, second };
}

// A failure leaves the connection open and is reported after the data. Equal failures in a row
// are reported once.
void tst_MessageDevice::failedMessages_areReportedOnConnectedDevice()
{
    ScriptedMessageDevice device;
    device.connectAtOnce();
    QCoreApplication::processEvents();
    SignalLog log(device);
    QStringList subjects;
    connect(&device, &Device::errorOccurred, this, [&](const Error &error) {
        QCOMPARE(device.error(), error);
        subjects += error.subject();
    });
    device.fail(twoKindsOfFailures());
    QCOMPARE(log.names(), QStringList({ QStringLiteral("readyRead"), QStringLiteral("errorOccurred") }));
    QCOMPARE(subjects, QStringList({ QStringLiteral("one"), QStringLiteral("two") }));
    QCOMPARE(device.state(), Device::State::Connected);
    QVERIFY(device.writeMessage("on it goes"));
    QCOMPARE(device.readMessage(), QByteArray("x"));
}

void tst_MessageDevice::slotOfAFailureEndsTheConnection_nothingFollows_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("delete") << 0;
    QTest::newRow("abort") << 1;
    QTest::newRow("connect anew") << 2;
}

void tst_MessageDevice::slotOfAFailureEndsTheConnection_nothingFollows()
{
    QFETCH(int, how);
    auto *const device = new ScriptedMessageDevice;
    const QPointer<ScriptedMessageDevice> alive(device);
    device->connectAtOnce();
    QCoreApplication::processEvents();
    int errors = 0;
    connect(device, &Device::errorOccurred, this, [&] {
        ++errors;
        if (how == 0)
            return void(delete device);
        device->abort();
        if (how == 2)
            device->connectAtOnce();
    });
    device->fail(twoKindsOfFailures());
    QCOMPARE(errors, 1); // the second failure belongs to a connection that has ended
    QCOMPARE(alive.isNull(), how == 0);
    delete alive;
}

QTEST_GUILESS_MAIN(tst_MessageDevice)
#include "tst_messagedevice.moc"
