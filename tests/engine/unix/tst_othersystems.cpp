// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Calls answer as on macOS and on the BSDs.

#include "os/unix/call.h"
#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtTest/qsignalspy.h>

#include <cerrno>
#include <functional>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

constexpr int ForEver = 1000000; // number of calls that fail

class tst_OtherSystems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }

    void withoutPacketSockets_listenFailsWithUnsupported_data() { refusals(); }
    void withoutPacketSockets_listenFailsWithUnsupported();
    void withoutPacketSockets_connectFailsWithUnsupported_data() { refusals(); }
    void withoutPacketSockets_connectFailsWithUnsupported();
    void withoutPacketSockets_createPairFailsWithUnsupported_data() { refusals(); }
    void withoutPacketSockets_createPairFailsWithUnsupported();
    void clientThatHasGone_isAcceptedWithItsInput();
    void adoptedSocket_raisesNoSigpipe_data();
    void adoptedSocket_raisesNoSigpipe();
    void socketThatCannotBeQuiet_isNotAdopted();

private:
    static void refusals();
    UnixAddress address() const { return UnixAddress::fromPath(m_dir.filePath(QStringLiteral("app"))); }

    QTemporaryDir m_dir;
};

void tst_OtherSystems::refusals()
{
    QTest::addColumn<int>("error");
    QTest::newRow("EPROTONOSUPPORT") << EPROTONOSUPPORT;
    QTest::newRow("EPROTOTYPE") << EPROTOTYPE;
    QTest::newRow("ESOCKTNOSUPPORT") << ESOCKTNOSUPPORT;
}

static void compareRefusal(const Error &error, int native)
{
    QCOMPARE(error.code(), Error::Unsupported);
    QCOMPARE(error.nativeCode(), native);
    QCOMPARE(error.reason(), QStringLiteral("this system has no sequenced-packet sockets of the Unix domain"));
}

void tst_OtherSystems::withoutPacketSockets_listenFailsWithUnsupported()
{
    QFETCH(const int, error);
    const int descriptors = openDescriptors();
    UnixSeqPacketServer server;
    QSignalSpy errors(&server, &Server::errorOccurred);
    FaultPoint::arm(Call::CreateSocket, error, 1, ForEver);
    QVERIFY(!server.listen(address()));
    FaultPoint::disarmAll();
    compareRefusal(server.error(), error);
    QCOMPARE(server.error().operation(), QStringLiteral("listen on"));
    QCOMPARE(server.error().subject(), address().toString());
    QVERIFY(!server.isListening());
    QCOMPARE(errors.size(), 0); // the return value reported it
    QCOMPARE(openDescriptors(), descriptors);
    QCOMPARE(Raw::namesIn(m_dir.path()), QStringList());
}

void tst_OtherSystems::withoutPacketSockets_connectFailsWithUnsupported()
{
    QFETCH(const int, error);
    UnixServer server; // of streams, so that the name exists
    QVERIFY(server.listen(address()));
    const int descriptors = openDescriptors();
    UnixSeqPacketSocket socket;
    QSignalSpy errors(&socket, &Device::errorOccurred);
    FaultPoint::arm(Call::CreateSocket, error, 1, ForEver);
    socket.connectToServer(address());
    QVERIFY(!socket.waitForConnected(5000));
    FaultPoint::disarmAll();
    compareRefusal(socket.error(), error);
    QCOMPARE(socket.error().operation(), QStringLiteral("connect to"));
    QCOMPARE(socket.error().subject(), address().toString());
    QCOMPARE(socket.state(), Device::State::Closed);
    QVERIFY(spinUntil([&] { return errors.size() == 1; }));
    QCOMPARE(openDescriptors(), descriptors);
}

void tst_OtherSystems::withoutPacketSockets_createPairFailsWithUnsupported()
{
    QFETCH(const int, error);
    const int descriptors = openDescriptors();
    Error why;
    FaultPoint::arm(Call::SocketPair, error, 1, ForEver);
    const auto pair = UnixSeqPacketSocket::createPair(&why);
    FaultPoint::disarmAll();
    QVERIFY(!pair.first && !pair.second);
    compareRefusal(why, error);
    QCOMPARE(why.operation(), QStringLiteral("create a socket pair"));
    QCOMPARE(openDescriptors(), descriptors);
}

// On macOS the socket of such a client refuses SO_NOSIGPIPE.
void tst_OtherSystems::clientThatHasGone_isAcceptedWithItsInput()
{
    UnixServer server;
    QVERIFY(server.listen(address()));
    FaultPoint::arm(Call::KeepQuiet, EINVAL, 1, ForEver);
    UnixSocket client;
    client.connectToServer(address());
    QVERIFY(client.waitForConnected(5000));
    client.write("last words");
    client.close();
    QVERIFY2(server.waitForNewConnection(5000), qPrintable(server.error().message()));
    const std::unique_ptr<UnixSocket> accepted(server.nextPendingConnection());
    QVERIFY(spinUntil([&] { return accepted->state() == Device::State::Closed; }));
    QCOMPARE(accepted->readAll(), QByteArray("last words"));
    QVERIFY(FaultPoint::calls(Call::KeepQuiet) >= 2); // of the client and of the accepted socket
}

void tst_OtherSystems::adoptedSocket_raisesNoSigpipe_data()
{
    using Adopt = std::function<bool(OwnedHandle)>;
    QTest::addColumn<int>("type");
    QTest::addColumn<Adopt>("adopt");
    const auto row = [](const char *title, int type, auto socket) {
        QTest::newRow(title) << type
                             << Adopt([socket](OwnedHandle handle) { return socket->adopt(std::move(handle)); });
    };
    row("UnixSocket", SOCK_STREAM, std::make_shared<UnixSocket>());
    row("LocalSocket", SOCK_STREAM, std::make_shared<LocalSocket>());
    row("UnixDatagramSocket", SOCK_DGRAM, std::make_shared<UnixDatagramSocket>());
    if (hasPacketSockets())
        row("UnixSeqPacketSocket", SOCK_SEQPACKET, std::make_shared<UnixSeqPacketSocket>());
}

void tst_OtherSystems::adoptedSocket_raisesNoSigpipe()
{
    QFETCH(const int, type);
    QFETCH(const std::function<bool(OwnedHandle)>, adopt);
    int fds[2] = {};
    QCOMPARE(::socketpair(AF_UNIX, type, 0, fds), 0);
    const OwnedHandle peer(fds[1]);
    FaultPoint::arm(Call::KeepQuiet, EINVAL, ForEver, 1); // counts the calls only
    QVERIFY(adopt(OwnedHandle(fds[0])));
    QCOMPARE(FaultPoint::calls(Call::KeepQuiet), 1);
}

void tst_OtherSystems::socketThatCannotBeQuiet_isNotAdopted()
{
    int fds[2] = {};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    const OwnedHandle peer(fds[1]);
    UnixSocket socket;
    FaultPoint::arm(Call::KeepQuiet, ENOBUFS);
    QVERIFY(!socket.adopt(OwnedHandle(fds[0])));
    QCOMPARE(socket.error().code(), Error::ResourceExhausted);
    QCOMPARE(socket.state(), Device::State::Closed);
}

QTEST_GUILESS_MAIN(tst_OtherSystems)
#include "tst_othersystems.moc"
