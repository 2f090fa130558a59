// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The process at the other end of a Unix domain socket, and the sizes of the kernel's buffers.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtTest/qsignalspy.h>

#include <memory>

#include <grp.h>
#include <poll.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_PeerInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groups();
    void groupsOfAnotherProcess();
    void processHandle();
    void withoutAConnection();
    void pairOfDatagramSockets_knowsItsMaker();
    void datagramPeerChosenByName_isUnknown();
    void adoptedDatagramSocketWithANamedPeer_isUnknown();
    void bufferSizes();
    void bufferSizesOfPackets();
    void bufferSizesOfDatagrams();
    void bufferSizesBeforeConnecting_data();
    void bufferSizesBeforeConnecting();

private:
    const PrivateRuntimeDirectory m_runtime;
};

static bool isLinux() // without the restrictions of other systems
{
    return UnixAddress::maximumAbstractLength() > 0;
}

static QSet<quint32> ownGroups()
{
    std::vector<gid_t> groups(1024);
    const int count = ::getgroups(int(groups.size()), groups.data());
    return QSet<quint32>(groups.begin(), groups.begin() + qMax(count, 0));
}

void tst_PeerInfo::groups()
{
    const auto pair = UnixSocket::createPair();
    const auto groups = pair.first->peerGroups();
    QCOMPARE(groups.has_value(), isLinux());
    if (groups)
        QCOMPARE(QSet<quint32>(groups->begin(), groups->end()), ownGroups());
}

// The peer is another process, which has other groups if this process may set them.
void tst_PeerInfo::groupsOfAnotherProcess()
{
    if (!isLinux())
        QSKIP("this system does not report the peer's groups");
    UnixServer server;
    server.setAccess(Access::Everyone);
    const QString path = m_runtime.path() + QLatin1String("/groups");
    QVERIFY(server.listen(UnixAddress::fromPath(path)));
    const bool root = ::geteuid() == 0;
    QStringList command { QStringLiteral("python3"), QStringLiteral("-c"),
                          QStringLiteral("import socket, sys\n"
                                         "s = socket.socket(socket.AF_UNIX)\n"
                                         "s.connect(sys.argv[1])\n"
                                         "s.recv(1)\n"),
                          path };
    if (root)
        command = QStringList({ QStringLiteral("setpriv"), QStringLiteral("--groups"), QStringLiteral("4711,4712") })
            + command;
    Peer peer(command.mid(1), command.first());
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<UnixSocket> socket(server.nextPendingConnection());
    const auto groups = socket->peerGroups();
    QVERIFY(groups);
    const QSet<quint32> expected = root ? QSet<quint32>({ 4711, 4712 }) : ownGroups();
    QCOMPARE(QSet<quint32>(groups->begin(), groups->end()), expected);
}

void tst_PeerInfo::processHandle()
{
    UnixSeqPacketServer server;
    const QString path = m_runtime.path() + QLatin1String("/process");
    if (!server.listen(UnixAddress::fromPath(path)))
        QSKIP("this system has no SOCK_SEQPACKET sockets");
    Peer peer({ QStringLiteral("-c"),
                QStringLiteral("import socket, sys\n"
                               "s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n"
                               "s.connect(sys.argv[1])\n"
                               "s.recv(1)\n"),
                path },
              QStringLiteral("python3"));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<UnixSeqPacketSocket> socket(server.nextPendingConnection());
    Error error;
    const OwnedHandle process = socket->peerProcessHandle(&error);
    if (!process) {
        QCOMPARE(error.code(), Error::Unsupported); // an older kernel, or another system
        return;
    }
    QVERIFY(!error);
    pollfd entry = { int(process.get()), POLLIN, 0 };
    QCOMPARE(::poll(&entry, 1, 0), 0);
    peer.kill9();
    QCOMPARE(::poll(&entry, 1, 10000), 1); // it has ended
}

void tst_PeerInfo::withoutAConnection()
{
    UnixSocket socket;
    QVERIFY(!socket.peerGroups());
    Error error;
    QVERIFY(!socket.peerProcessHandle(&error));
    QCOMPARE(error.code(), Error::InvalidOperation);
}

void tst_PeerInfo::pairOfDatagramSockets_knowsItsMaker()
{
    const auto pair = UnixDatagramSocket::createPair();
    const PeerCredentials maker = pair.first->peerCredentials();
#ifdef Q_OS_LINUX
    QCOMPARE(maker.processId(), QCoreApplication::applicationPid());
    QCOMPARE(maker.userId(), quint32(::geteuid()));
#else
    Q_UNUSED(maker)
#endif
    const auto groups = pair.first->peerGroups();
    QCOMPARE(groups.has_value(), isLinux());
    if (groups)
        QCOMPARE(QSet<quint32>(groups->begin(), groups->end()), ownGroups());
    Error error;
    const OwnedHandle process = pair.first->peerProcessHandle(&error);
    QVERIFY(process || error.code() == Error::Unsupported);
    // The peer is known as long as the pair is connected.
    QVERIFY(pair.first->connectToPeer(UnixAddress()));
    QCOMPARE(pair.first->peerCredentials().processId(), std::nullopt);
    QVERIFY(!pair.first->peerGroups());
}

// The kernel still reports the maker of the pair.
void tst_PeerInfo::datagramPeerChosenByName_isUnknown()
{
    const UnixAddress address = UnixAddress::fromPath(m_runtime.path() + QLatin1String("/named"));
    UnixDatagramSocket named, connected;
    QVERIFY(named.bind(address));
    const auto pair = UnixDatagramSocket::createPair();
    QVERIFY(pair.first->connectToPeer(address));
    connected.connectToServer(address);
    QVERIFY(connected.waitForConnected(5000));
    for (const UnixDatagramSocket *const socket : { pair.first.get(), &connected, &named }) {
        QCOMPARE(socket->peerCredentials().processId(), std::nullopt);
        QCOMPARE(socket->peerCredentials().userId(), std::nullopt);
        QVERIFY(!socket->peerGroups());
        Error error;
        QVERIFY(!socket->peerProcessHandle(&error));
        QCOMPARE(error.code(), Error::InvalidOperation);
    }
}

void tst_PeerInfo::adoptedDatagramSocketWithANamedPeer_isUnknown()
{
    const UnixAddress address = UnixAddress::fromPath(m_runtime.path() + QLatin1String("/other"));
    UnixDatagramSocket named, adopted;
    QVERIFY(named.bind(address));
    int ends[2] = { -1, -1 };
    QCOMPARE(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
    const OwnedHandle other(ends[1]);
    const Raw::Address to(address.bytes());
    QCOMPARE(::connect(ends[0], to.data(), to.size), 0);
    QVERIFY(adopted.adopt(OwnedHandle(ends[0])));
    QCOMPARE(adopted.peerAddress(), address);
    QCOMPARE(adopted.peerCredentials().processId(), std::nullopt);
    QVERIFY(!adopted.peerGroups());
}

void tst_PeerInfo::bufferSizes()
{
    const auto pair = UnixSocket::createPair();
    UnixSocket &socket = *pair.first;
    const int before = socket.sendBufferSize();
    QVERIFY(before > 0 && socket.receiveBufferSize() > 0);
    socket.setSendBufferSize(32 * 1024);
    QVERIFY2(socket.sendBufferSize() >= 32 * 1024 && socket.sendBufferSize() <= 64 * 1024,
             qPrintable(QString::number(socket.sendBufferSize())));
    socket.setReceiveBufferSize(64 * 1024);
    QVERIFY(socket.receiveBufferSize() >= 64 * 1024);
    // A peer that does not read receives no more than the buffer size.
    socket.write(QByteArray(4 * 1024 * 1024, 'x'));
    const qint64 small = 4 * 1024 * 1024 - socket.bytesToWrite();
    QVERIFY2(small <= 64 * 1024, qPrintable(QString::number(small)));
}

// A message that is larger than the send buffer enlarges it, also a message that is already
// queued.
template <typename Socket>
static void checkMessageBuffers(Socket &socket, Socket &peer)
{
    QVERIFY(socket.sendBufferSize() > 0 && socket.receiveBufferSize() > 0);
    socket.setReceiveBufferSize(64 * 1024);
    QVERIFY(socket.receiveBufferSize() >= 64 * 1024);
    socket.setSendBufferSize(16 * 1024);
    QVERIFY2(socket.sendBufferSize() >= 16 * 1024 && socket.sendBufferSize() <= 32 * 1024,
             qPrintable(QString::number(socket.sendBufferSize())));
    // A peer that does not read receives no more than the buffer size.
    for (int i = 0; i < 64; ++i)
        QVERIFY(socket.writeMessage(QByteArray(1024, 'x')));
    QVERIFY(socket.bytesToWrite() >= 32 * 1024);
    const QByteArray large(100 * 1024, 'y');
    QVERIFY(socket.writeMessage(large));
    QVERIFY(socket.sendBufferSize() > large.size());
    socket.setSendBufferSize(16 * 1024);
    QVERIFY(socket.sendBufferSize() < large.size());
    QByteArray last;
    QVERIFY(spinUntil([&] {
        while (peer.hasPendingMessages())
            last = peer.readMessage();
        return last == large;
    }));
    QVERIFY(!socket.error());
}

void tst_PeerInfo::bufferSizesOfPackets()
{
    const auto pair = UnixSeqPacketSocket::createPair();
    if (!pair.first)
        QSKIP("this system has no SOCK_SEQPACKET sockets");
    checkMessageBuffers(*pair.first, *pair.second);
}

void tst_PeerInfo::bufferSizesOfDatagrams()
{
    const auto pair = UnixDatagramSocket::createPair();
    checkMessageBuffers(*pair.first, *pair.second);
}

void tst_PeerInfo::bufferSizesBeforeConnecting_data()
{
    QTest::addColumn<int>("type");
    QTest::newRow("stream") << int(SOCK_STREAM);
    QTest::newRow("packets") << int(SOCK_SEQPACKET);
    QTest::newRow("datagrams") << int(SOCK_DGRAM);
}

template <typename Socket>
static void checkBuffersBeforeConnecting(const UnixAddress &address)
{
    Socket socket;
    QCOMPARE(socket.sendBufferSize(), 0);
    socket.setSendBufferSize(16 * 1024);
    QCOMPARE(socket.sendBufferSize(), 16 * 1024);
    for (int i = 0; i < 2; ++i) { // for each connection
        socket.connectToServer(address);
        QVERIFY(socket.waitForConnected(5000));
        QVERIFY2(socket.sendBufferSize() >= 16 * 1024 && socket.sendBufferSize() <= 32 * 1024,
                 qPrintable(QString::number(socket.sendBufferSize())));
        socket.abort();
    }
    QCOMPARE(socket.sendBufferSize(), 16 * 1024);
}

void tst_PeerInfo::bufferSizesBeforeConnecting()
{
    QFETCH(int, type);
    const UnixAddress address = UnixAddress::fromPath(m_runtime.path() + QLatin1String("/buffers"));
    UnixServer streams;
    UnixSeqPacketServer packets;
    UnixDatagramSocket datagrams;
    if (type == SOCK_STREAM) {
        QVERIFY(streams.listen(address));
        checkBuffersBeforeConnecting<UnixSocket>(address);
    } else if (type == SOCK_DGRAM) {
        QVERIFY(datagrams.bind(address));
        checkBuffersBeforeConnecting<UnixDatagramSocket>(address);
    } else if (!packets.listen(address)) {
        QSKIP("this system has no SOCK_SEQPACKET sockets");
    } else {
        checkBuffersBeforeConnecting<UnixSeqPacketSocket>(address);
    }
}

QTEST_GUILESS_MAIN(tst_PeerInfo)
#include "tst_peerinfo.moc"
