// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests calls that a device refuses: they change nothing, report the reason, and leave the
// connection without an error. Uses Unix domain sockets.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>

#include <QtTest/qsignalspy.h>

#include <functional>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

using Call = std::function<bool(Device &device)>; // returns false if refused
Q_DECLARE_METATYPE(Call)

namespace {

std::vector<OwnedHandle> oneHandle()
{
    std::vector<OwnedHandle> handles;
    handles.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return handles;
}

template <typename Class>
auto &as(Device &device)
{
    return static_cast<Class &>(device);
}

template <typename Class>
std::unique_ptr<Device> adopted(int type, QIODevice::OpenMode mode, OwnedHandle &peer)
{
    int ends[2] = { -1, -1 };
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return nullptr;
    peer = OwnedHandle(ends[1]);
    auto device = std::make_unique<Class>();
    return device->adopt(OwnedHandle(ends[0]), mode) ? std::move(device) : nullptr;
}

std::unique_ptr<Device> adopted(const QString &kind, QIODevice::OpenMode mode, OwnedHandle &peer)
{
    if (kind == QLatin1String("stream"))
        return adopted<UnixSocket>(SOCK_STREAM, mode, peer);
    if (kind == QLatin1String("local"))
        return adopted<LocalSocket>(SOCK_STREAM, mode, peer);
    if (kind == QLatin1String("packets"))
        return adopted<UnixSeqPacketSocket>(SOCK_SEQPACKET, mode, peer);
    return adopted<UnixDatagramSocket>(SOCK_DGRAM, mode, peer);
}

} // namespace

class tst_RefusedCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void readOnlyDevice_sendsNothing_data();
    void readOnlyDevice_sendsNothing();
    void refusedCall_leavesNoError_data();
    void refusedCall_leavesNoError();
    void refusedCall_isClearedByTheNextWait();
    void refusedCallOfAClosedDevice_setsItsError();
    void setServerNameWhileConnected_isRefused();
    void listeningServer_hasNoErrorAfterARefusedCall();
    void channel_hasNoErrorAfterARefusedCall();
    void openedDevice_emitsNoStateChange_data();
    void openedDevice_emitsNoStateChange();
    void adopt_emitsOneStateChange();
};

void tst_RefusedCalls::readOnlyDevice_sendsNothing_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Call>("send");
    const auto add = [](const char *name, const char *kind, const Call &send) {
        QTest::newRow(name) << QString::fromLatin1(kind) << send;
    };
    const Call channel = [](Device &device) { return MessageChannel(&device).send("x"); };
    const Call write = [](Device &device) { return device.write("x") == 1; };
    add("UnixSocket, bytes", "stream", write);
    add("UnixSocket, handles", "stream",
        [](Device &device) { return as<UnixSocket>(device).write("x", oneHandle()) == 1; });
    add("LocalSocket, bytes", "local", write);
    add("LocalSocket, channel", "local", channel);
    add("UnixSeqPacketSocket, bytes", "packets", write);
    add("UnixSeqPacketSocket, message", "packets",
        [](Device &device) { return as<UnixSeqPacketSocket>(device).MessageDevice::writeMessage("x"); });
    add("UnixSeqPacketSocket, no bytes", "packets",
        [](Device &device) { return as<UnixSeqPacketSocket>(device).MessageDevice::writeMessage(QByteArray()); });
    add("UnixSeqPacketSocket, handles", "packets",
        [](Device &device) { return as<UnixSeqPacketSocket>(device).writeMessage("x", oneHandle()); });
    add("UnixDatagramSocket, message", "datagrams",
        [](Device &device) { return as<UnixDatagramSocket>(device).MessageDevice::writeMessage("x"); });
    add("UnixDatagramSocket, handles", "datagrams",
        [](Device &device) { return as<UnixDatagramSocket>(device).writeMessage("x", oneHandle()); });
    add("UnixDatagramSocket, to an address", "datagrams", [](Device &device) {
        return as<UnixDatagramSocket>(device).writeDatagram("x", UnixAddress::fromPath(QStringLiteral("/nowhere")));
    });
    add("UnixDatagramSocket, handles to an address", "datagrams", [](Device &device) {
        return as<UnixDatagramSocket>(device).writeDatagram("x", UnixAddress::fromPath(QStringLiteral("/nowhere")),
                                                            oneHandle());
    });
}

void tst_RefusedCalls::readOnlyDevice_sendsNothing()
{
    QFETCH(const QString, kind);
    QFETCH(const Call, send);
    OwnedHandle peer;
    const auto device = adopted(kind, QIODevice::ReadOnly, peer);
    QVERIFY(device);
    QSignalSpy errors(device.get(), &Device::errorOccurred);
    QVERIFY(!device->isWritable());
    QVERIFY(!send(*device));
    QCOMPARE(device->bytesToWrite(), 0);
    device->flush();
    QVERIFY(::send(int(peer.get()), "hello", 5, MSG_NOSIGNAL) == 5);
    QVERIFY(spinUntil([&] { return device->bytesAvailable() == 5; })); // input still arrives
    char byte = 0;
    QCOMPARE(::recv(int(peer.get()), &byte, 1, MSG_DONTWAIT), ssize_t(-1));
    QCOMPARE(errno, EAGAIN);
    QCOMPARE(errors.count(), 0);
    QVERIFY(!device->error());
}

void tst_RefusedCalls::refusedCall_leavesNoError_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<Call>("call");
    QTest::addColumn<Error::Code>("code");
    QTest::addColumn<int>("told");
    const auto add = [](const char *name, const char *kind, Error::Code code, int told, const Call &call) {
        QTest::newRow(name) << QString::fromLatin1(kind) << call << code << told;
    };
    const Call open = [](Device &device) { return device.open(QIODevice::ReadWrite); };
    for (const char *const kind : { "stream", "local", "packets", "datagrams" })
        add(qPrintable(QLatin1String("open(), ") + QLatin1String(kind)), kind, Error::InvalidOperation, 1, open);
    add("connecting a UnixSocket", "stream", Error::InvalidOperation, 1, [](Device &device) {
        as<UnixSocket>(device).connectToServer(UnixAddress::fromPath(QStringLiteral("/nowhere")));
        return false;
    });
    add("connecting a LocalSocket", "local", Error::InvalidOperation, 1, [](Device &device) {
        as<LocalSocket>(device).connectToServer(QStringLiteral("/nowhere"));
        return false;
    });
    add("adopting", "packets", Error::InvalidOperation, 1,
        [](Device &device) { return as<UnixSeqPacketSocket>(device).adopt(OwnedHandle(::dup(0))); });
    add("binding", "datagrams", Error::InvalidOperation, 1,
        [](Device &device) { return as<UnixDatagramSocket>(device).bind(UnixAddress()); });
    add("a peer that is not there", "datagrams", Error::NotFound, 1, [](Device &device) {
        return as<UnixDatagramSocket>(device).connectToPeer(UnixAddress::fromPath(QStringLiteral("/nowhere/at/all")));
    });
    add("no half-close", "datagrams", Error::Unsupported, 1, [](Device &device) {
        device.closeWriteChannel();
        return false;
    });
    add("too large a message", "packets", Error::MessageTooLarge, 0, [](Device &device) {
        as<MessageDevice>(device).setMaximumMessageSize(3);
        return as<MessageDevice>(device).writeMessage("four");
    });
    add("too large a write", "packets", Error::MessageTooLarge, 0, [](Device &device) {
        as<MessageDevice>(device).setMaximumMessageSize(3);
        return device.write("four") >= 0;
    });
    add("handles without bytes", "stream", Error::InvalidOperation, 0,
        [](Device &device) { return as<UnixSocket>(device).write(QByteArray(), oneHandle()) >= 0; });
    add("no handle", "packets", Error::InvalidOperation, 0,
        [](Device &device) { return as<UnixSeqPacketSocket>(device).writeMessage("x", std::vector<OwnedHandle>(1)); });
    add("no address", "datagrams", Error::InvalidName, 0,
        [](Device &device) { return as<UnixDatagramSocket>(device).writeDatagram("x", UnixAddress()); });
}

void tst_RefusedCalls::refusedCall_leavesNoError()
{
    QFETCH(const QString, kind);
    if (kind == QLatin1String("packets"))
        REQUIRE_PACKET_SOCKETS();
    QFETCH(const Call, call);
    QFETCH(const Error::Code, code);
    QFETCH(const int, told);
    OwnedHandle peer;
    const auto device = adopted(kind, QIODevice::ReadWrite, peer);
    QVERIFY(device);
    QCoreApplication::processEvents();
    QList<Error> errors;
    connect(device.get(), &Device::errorOccurred, this, [&](const Error &error) {
        errors += error;
        QCOMPARE(device->error(), error); // set before the signal
    });
    QVERIFY(!call(*device));
    QCOMPARE(device->error().code(), code);
    QCOMPARE(device->errorString(), device->error().message());
    QVERIFY(errors.isEmpty()); // not from inside the call
    QCoreApplication::processEvents();
    QCOMPARE(errors.size(), told);
    QVERIFY(!device->error());
    QCOMPARE(device->state(), Device::State::Connected);
    QCOMPARE(device->write("yes"), qint64(3));
    device->flush();
    char bytes[10];
    QCOMPARE(::recv(int(peer.get()), bytes, sizeof bytes, MSG_DONTWAIT), ssize_t(3));
}

// For programs without an event loop.
void tst_RefusedCalls::refusedCall_isClearedByTheNextWait()
{
    REQUIRE_PACKET_SOCKETS();
    OwnedHandle peer;
    const auto device = adopted(QStringLiteral("packets"), QIODevice::ReadWrite, peer);
    auto &packets = as<MessageDevice>(*device);
    packets.setMaximumMessageSize(3);
    QVERIFY(!packets.writeMessage("four"));
    QCOMPARE(packets.error().code(), Error::MessageTooLarge);
    QVERIFY(packets.writeMessage("one"));
    QVERIFY(packets.error()); // still set: a caller may check once after several calls
    (void)packets.waitForReadyRead(0);
    QCOMPARE(packets.error().code(), Error::TimedOut); // the error of the wait itself
}

void tst_RefusedCalls::refusedCallOfAClosedDevice_setsItsError()
{
    UnixSocket socket;
    QSignalSpy errors(&socket, &Device::errorOccurred);
    QVERIFY(!socket.adopt(OwnedHandle(::open("/dev/null", O_RDWR | O_CLOEXEC))));
    const Error why = socket.error();
    QVERIFY(why);
    QVERIFY(spinUntil([&] { return errors.count() == 1; }));
    QCOMPARE(socket.error(), why);
    // The reason for the end of a connection stays set.
    QCOMPARE(socket.write("x", oneHandle()), qint64(-1));
    QCOMPARE(socket.error().operation(), QStringLiteral("send handles to"));
    QCoreApplication::processEvents();
    QCOMPARE(socket.error(), why);
}

void tst_RefusedCalls::setServerNameWhileConnected_isRefused()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    LocalSocket socket;
    socket.setServerName(server.serverName());
    QSignalSpy errors(&socket, &Device::errorOccurred);
    socket.connectToServer();
    socket.setServerName(QStringLiteral("another")); // still connecting
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    QCOMPARE(socket.serverName(), server.serverName());
    QVERIFY(socket.waitForConnected(5000));
    QCOMPARE(errors.count(), 1);
    QVERIFY(!socket.error());
    socket.setServerName(QStringLiteral("another"));
    QCOMPARE(socket.error().operation(), QStringLiteral("set the name of"));
    QCOMPARE(socket.serverName(), server.serverName());
    QVERIFY(spinUntil([&] { return errors.count() == 2; }));
    QVERIFY(!socket.error());
    socket.abort();
    socket.setServerName(QStringLiteral("another"));
    QCOMPARE(socket.serverName(), QStringLiteral("another"));
}

void tst_RefusedCalls::listeningServer_hasNoErrorAfterARefusedCall()
{
    LocalServer server;
    QSignalSpy errors(&server, &Server::errorOccurred);
    QVERIFY(server.listen(uniqueName()));
    QVERIFY(!server.listen(uniqueName()));
    QCOMPARE(server.error().code(), Error::InvalidOperation);
    QVERIFY(server.isListening());
    QCoreApplication::processEvents();
    QVERIFY(!server.error());
    QVERIFY(!server.listen(uniqueName()));
    (void)server.waitForNewConnection(0);
    QCOMPARE(server.error().code(), Error::TimedOut); // the error of the wait itself
    QCOMPARE(errors.count(), 0);
}

void tst_RefusedCalls::channel_hasNoErrorAfterARefusedCall()
{
    OwnedHandle peer;
    const auto device = adopted(QStringLiteral("local"), QIODevice::ReadWrite, peer);
    MessageChannel channel(device.get());
    QSignalSpy errors(&channel, &MessageChannel::errorOccurred);
    channel.setMaximumMessageSize(3);
    QVERIFY(!channel.send("four"));
    QCOMPARE(channel.error().code(), Error::MessageTooLarge);
    QVERIFY(channel.send("one"));
    QVERIFY(channel.error());
    QVERIFY(spinUntil([&] { return !channel.error(); }));
    QCOMPARE(errors.count(), 0);
}

void tst_RefusedCalls::openedDevice_emitsNoStateChange_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *const kind : { "stream", "local", "packets", "datagrams", "accepted", "a pair" })
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void tst_RefusedCalls::openedDevice_emitsNoStateChange()
{
    QFETCH(const QString, kind);
    LocalServer server;
    OwnedHandle peer;
    LocalSocket client;
    std::unique_ptr<Device> device;
    std::unique_ptr<Device> other;
    if (kind == QLatin1String("a pair")) {
        std::tie(device, other) = UnixSocket::createPair();
    } else if (kind == QLatin1String("accepted")) {
        QVERIFY(server.listen(uniqueName()));
        client.connectToServer(server.serverName());
        QVERIFY(server.waitForNewConnection(5000));
        device.reset(server.nextPendingConnection());
    } else {
        device = adopted(kind, QIODevice::ReadWrite, peer);
    }
    QVERIFY(device);
    SignalLog log(*device);
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(log.entries(), QStringList());
}

void tst_RefusedCalls::adopt_emitsOneStateChange()
{
    int ends[2] = { -1, -1 };
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const OwnedHandle peer(ends[1]);
    UnixSocket socket;
    SignalLog log(socket);
    QVERIFY(socket.adopt(OwnedHandle(ends[0])));
    QVERIFY(log.entries().isEmpty());
    QVERIFY(spinUntil([&] { return !log.entries().isEmpty(); }));
    QCOMPARE(log.entries(), QStringList { QStringLiteral("stateChanged[Connected]") });
}

QTEST_GUILESS_MAIN(tst_RefusedCalls)
#include "tst_refusedcalls.moc"
