// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Handles with messages on Windows: the header that carries their numbers, and peers that forge it.

#include "os/win/call.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/NamedPipeServer>
#include <QtInterprocess/NamedPipeSocket>

#include <QtCore/qendian.h>
#include <QtTest/qsignalspy.h>

#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

static std::vector<OwnedHandle> numberedHandles(int first, int count)
{
    std::vector<OwnedHandle> handles;
    for (int i = 0; i < count; ++i)
        handles.emplace_back(openNumbered(first + i));
    return handles;
}

static void appendBigEndian(QByteArray &bytes, quint64 value, int size)
{
    for (int i = size - 1; i >= 0; --i)
        bytes.append(char(value >> (8 * i)));
}

// Returns a message as the documentation of MessageChannel specifies it.
static QByteArray specified(const QByteArray &message, const QList<quint64> &numbers)
{
    QByteArray bytes;
    appendBigEndian(bytes, quint64(message.size()), 4);
    appendBigEndian(bytes, quint64(numbers.size()), 4);
    for (const quint64 number : numbers)
        appendBigEndian(bytes, number, 8);
    return bytes + message;
}

class tst_ChannelHandlesWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void headerWithNumbers_isAsSpecified();
    void limitOfZero_keepsTheWireFormat();
    void foreignSender_isUnderstood();
    void receivedHandles_areNotInheritable();
    void forgedNumber_endsTheChannel_data();
    void forgedNumber_endsTheChannel();
    void forgedNumber_closesNoHandle();
    void tooManyNumbers_endTheChannel();
    void incompleteMessage_closesItsHandles();
    void failedDuplication_takesTheOthersBack();
    void deniedProcess_keepsTheHandles();
    void unidentifiedSender_isRefused();
    void connectingDevice_refusesHandles();
    void functionsOfTheSocket_areUnsupported();
    void namedPipes();

private:
    void connectBoth();

    std::unique_ptr<LocalServer> server;
    std::unique_ptr<LocalSocket> nearSocket;
    std::unique_ptr<LocalSocket> farSocket;
    std::unique_ptr<MessageChannel> far;
    std::vector<Error> m_errors;
    QByteArrayList m_messages;
    std::vector<OwnedHandle> m_handles;
};

void tst_ChannelHandlesWin::connectBoth()
{
    server = std::make_unique<LocalServer>();
    nearSocket = std::make_unique<LocalSocket>();
    QVERIFY(server->listen(uniqueName()));
    nearSocket->connectToServer(server->serverName());
    QVERIFY(server->waitForNewConnection(20000) && nearSocket->waitForConnected(20000));
    farSocket.reset(server->nextPendingConnection());
    farSocket->setParent(nullptr);
    far = std::make_unique<MessageChannel>(farSocket.get());
    far->setMaximumHandles(2);
    connect(far.get(), &MessageChannel::errorOccurred, this, [&](const Error &error) { m_errors.push_back(error); });
    connect(far.get(), &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        m_messages += message;
        m_handles = far->takeHandles();
    });
}

void tst_ChannelHandlesWin::init()
{
    m_errors.clear();
    m_messages.clear();
    m_handles.clear();
    connectBoth();
}

void tst_ChannelHandlesWin::cleanup()
{
    FaultPoint::disarmAll();
    far.reset();
    nearSocket.reset();
    farSocket.reset();
    server.reset();
}

void tst_ChannelHandlesWin::headerWithNumbers_isAsSpecified()
{
    far.reset(); // the test reads the bytes
    MessageChannel near(nearSocket.get());
    near.setMaximumHandles(2);
    QVERIFY(near.send("abc"));
    QVERIFY(near.send("with", numberedHandles(5, 2)));
    QVERIFY(spinUntil([&] { return farSocket->bytesAvailable() == 11 + 28; }));
    QCOMPARE(farSocket->read(11), specified("abc", {}));
    const QByteArray bytes = farSocket->readAll();
    const quint64 first = qFromBigEndian<quint64>(bytes.constData() + 8);
    const quint64 second = qFromBigEndian<quint64>(bytes.constData() + 16);
    QCOMPARE(bytes, specified("with", { first, second }));
    const OwnedHandle a { qintptr(first) }; // this process is the peer, too
    const OwnedHandle b { qintptr(second) };
    QCOMPARE(numberIn(a.get()), 5);
    QCOMPARE(numberIn(b.get()), 6);
}

void tst_ChannelHandlesWin::limitOfZero_keepsTheWireFormat()
{
    far.reset();
    MessageChannel near(nearSocket.get());
    QVERIFY(near.send("abc"));
    QVERIFY(spinUntil([&] { return farSocket->bytesAvailable() == 7; }));
    QCOMPARE(farSocket->readAll(), MessageChannel::frame("abc"));
}

void tst_ChannelHandlesWin::foreignSender_isUnderstood()
{
    const qintptr number = openNumbered(9); // in the receiver's process, which is this one
    const QByteArray bytes = specified("one", { quint64(number) }) + specified("none", {});
    for (const char byte : bytes) {
        nearSocket->write(&byte, 1);
        nearSocket->flush();
    }
    QVERIFY(spinUntil([&] { return m_messages.size() >= 1; }));
    QVERIFY(spinUntil([&] { return m_messages.size() == 2; }));
    QCOMPARE(m_messages, QByteArrayList({ "one", "none" }));
    QVERIFY(m_handles.empty()); // those of the second message
    QVERIFY(m_errors.empty());
}

void tst_ChannelHandlesWin::receivedHandles_areNotInheritable()
{
    const qintptr number = openNumbered(9);
    QVERIFY(::SetHandleInformation(os::toHandle(number), HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    nearSocket->write(specified("one", { quint64(number) }));
    QVERIFY(spinUntil([&] { return m_handles.size() == 1; }));
    DWORD flags = 0;
    QVERIFY(::GetHandleInformation(os::toHandle(m_handles[0].get()), &flags));
    QVERIFY(!(flags & HANDLE_FLAG_INHERIT));
    QCOMPARE(numberIn(m_handles[0].get()), 9);
}

void tst_ChannelHandlesWin::forgedNumber_endsTheChannel_data()
{
    QTest::addColumn<quint64>("number");
    QTest::newRow("null") << quint64(0);
    QTest::newRow("this process") << ~quint64(0); // GetCurrentProcess()
    QTest::newRow("this thread") << quint64(-2);
    QTest::newRow("token of this process") << quint64(-4);
    QTest::newRow("not open") << quint64(0x7fff'fff0);
    QTest::newRow("more than 32 bits") << quint64(0x1'0000'0004);
    QTest::newRow("negative in 32 bits") << quint64(0xffff'ffff);
}

void tst_ChannelHandlesWin::forgedNumber_endsTheChannel()
{
    QFETCH(const quint64, number);
    nearSocket->write(specified("x", { number }));
    QVERIFY(spinUntil([&] { return far->isFinished() && !m_errors.empty(); }));
    QCOMPARE(m_errors.size(), size_t(1));
    QCOMPARE(m_errors[0].code(), Error::InvalidMessage);
    QVERIFY(m_messages.isEmpty());
}

void tst_ChannelHandlesWin::forgedNumber_closesNoHandle()
{
    const OwnedHandle good(openNumbered(1));
    const OwnedHandle guarded(openNumbered(2));
    constexpr DWORD Protect = HANDLE_FLAG_PROTECT_FROM_CLOSE;
    QVERIFY(::SetHandleInformation(os::toHandle(guarded.get()), Protect, Protect));
    const QList<QList<quint64>> forged { { quint64(good.get()), quint64(good.get()) },
                                         { quint64(good.get()), quint64(good.get()) + 1 },
                                         { quint64(good.get()), 0 },
                                         { quint64(good.get()), quint64(guarded.get()) } };
    for (const QList<quint64> &numbers : forged) {
        m_errors.clear();
        nearSocket->write(specified("x", numbers));
        QVERIFY(spinUntil([&] { return !m_errors.empty(); }));
        QCOMPARE(m_errors[0].code(), Error::InvalidMessage);
        cleanup();
        connectBoth();
    }
    QVERIFY(::SetHandleInformation(os::toHandle(guarded.get()), Protect, 0));
    QCOMPARE(numberIn(good.get()), 1);
    QCOMPARE(numberIn(guarded.get()), 2);
}

void tst_ChannelHandlesWin::tooManyNumbers_endTheChannel()
{
    QByteArray header;
    appendBigEndian(header, 1, 4);
    appendBigEndian(header, 0xffff'ffff, 4); // nothing else is sent
    nearSocket->write(header);
    QVERIFY(spinUntil([&] { return far->isFinished() && !m_errors.empty(); }));
    QCOMPARE(m_errors[0].code(), Error::MessageTooLarge);
    QVERIFY2(m_errors[0].message().contains(QLatin1String("4294967295 handles")), qPrintable(m_errors[0].message()));
}

void tst_ChannelHandlesWin::incompleteMessage_closesItsHandles()
{
    const qintptr number = openNumbered(3);
    nearSocket->write(specified("abc", { quint64(number) }).chopped(1));
    nearSocket->close();
    QVERIFY(spinUntil([&] { return far->isFinished() && !m_errors.empty(); }));
    QCOMPARE(m_errors[0].code(), Error::PartialMessage);
    DWORD flags = 0;
    QVERIFY(!::GetHandleInformation(os::toHandle(number), &flags));
}

void tst_ChannelHandlesWin::failedDuplication_takesTheOthersBack()
{
    MessageChannel near(nearSocket.get());
    near.setMaximumHandles(2);
    QVERIFY(near.send("first", numberedHandles(1, 1))); // opens the process
    QVERIFY(spinUntil([&] { return m_messages.size() == 1; }));
    std::vector<OwnedHandle> handles = numberedHandles(2, 2);
    const int open = openDescriptors();
    FaultPoint::arm(Call::Duplicate, ERROR_ACCESS_DENIED, 2);
    QVERIFY(!near.send("second", std::move(handles)));
    FaultPoint::disarmAll();
    QCOMPARE(near.error().code(), Error::AccessDenied);
    QCOMPARE(openDescriptors(), open);
    QCOMPARE(handles.size(), size_t(2));
    QCOMPARE(near.bytesToWrite(), 0);
    QVERIFY(near.send("third", std::move(handles)));
    QVERIFY(spinUntil([&] { return m_messages.size() == 2; }));
    QCOMPARE(m_messages.last(), QByteArray("third"));
    QCOMPARE(numberIn(m_handles.at(1).get()), 3);
}

void tst_ChannelHandlesWin::deniedProcess_keepsTheHandles()
{
    MessageChannel near(nearSocket.get());
    near.setMaximumHandles(1);
    std::vector<OwnedHandle> handles = numberedHandles(1, 1);
    FaultPoint::arm(Call::OpenProcess, ERROR_ACCESS_DENIED);
    QVERIFY(!near.send("x", std::move(handles)));
    QCOMPARE(near.error().code(), Error::AccessDenied);
    QCOMPARE(handles.size(), size_t(1));
    QCOMPARE(near.bytesToWrite(), 0);
    QVERIFY(near.send("x", std::move(handles))); // the next one is allowed
    QVERIFY(spinUntil([&] { return m_handles.size() == 1; }));
}

// The message arrives, its handles do not.
void tst_ChannelHandlesWin::unidentifiedSender_isRefused()
{
    const OwnedHandle handle(openNumbered(1));
    FaultPoint::arm(Call::Impersonate, ERROR_CANNOT_IMPERSONATE);
    nearSocket->write(specified("x", { quint64(handle.get()) }));
    nearSocket->write(specified("y", { quint64(handle.get()) })); // asked once
    QVERIFY(spinUntil([&] { return m_messages.size() == 2 && !m_errors.empty(); }));
    QVERIFY(m_handles.empty());
    QCOMPARE(m_errors.size(), size_t(1));
    QCOMPARE(m_errors[0].code(), Error::AccessDenied);
    QVERIFY(!far->isFinished());
    QCOMPARE(numberIn(handle.get()), 1); // still open
}

void tst_ChannelHandlesWin::connectingDevice_refusesHandles()
{
    LocalSocket socket;
    MessageChannel channel(&socket);
    channel.setMaximumHandles(1);
    socket.connectToServer(server->serverName());
    std::vector<OwnedHandle> handles = numberedHandles(1, 1);
    QCOMPARE(socket.state(), Device::State::Connecting); // nothing is connected inside the call
    QVERIFY(!channel.send("x", std::move(handles)));
    QCOMPARE(channel.error().code(), Error::InvalidOperation);
    QCOMPARE(handles.size(), size_t(1));
    socket.abort();
}

void tst_ChannelHandlesWin::functionsOfTheSocket_areUnsupported()
{
    QSignalSpy errors(nearSocket.get(), &LocalSocket::errorOccurred);
    std::vector<OwnedHandle> handles = numberedHandles(1, 1);
    QCOMPARE(nearSocket->write("x", std::move(handles)), -1);
    QCOMPARE(nearSocket->error().code(), Error::Unsupported);
    QCOMPARE(handles.size(), size_t(1));
    nearSocket->setMaximumPendingHandles(1);
    QCOMPARE(nearSocket->error().code(), Error::Unsupported);
    QVERIFY(spinUntil([&] { return errors.size() == 1; }));
    QCOMPARE(nearSocket->maximumPendingHandles(), 0);
    QCOMPARE(nearSocket->state(), Device::State::Connected);
}

void tst_ChannelHandlesWin::namedPipes()
{
    NamedPipeServer pipes;
    QVERIFY(pipes.listen(uniqueName()));
    NamedPipeSocket client;
    client.connectToServer(pipes.fullServerName());
    QVERIFY(pipes.waitForNewConnection(20000) && client.waitForConnected(20000));
    const std::unique_ptr<NamedPipeSocket> accepted(pipes.nextPendingConnection());
    MessageChannel sender(accepted.get());
    MessageChannel receiver(&client);
    sender.setMaximumHandles(1);
    receiver.setMaximumHandles(1);
    QVERIFY(sender.send("from the server", numberedHandles(4, 1)));
    QVERIFY(sender.waitForSent());
    QCOMPARE(receiver.receive(20000).value_or(QByteArray()), QByteArray("from the server"));
    const std::vector<OwnedHandle> handles = receiver.takeHandles();
    QCOMPARE(handles.size(), size_t(1));
    QCOMPARE(numberIn(handles[0].get()), 4);
}

QTEST_GUILESS_MAIN(tst_ChannelHandlesWin)

#include "tst_channelhandles_win.moc"
