// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests messages with programs that do not use this library. Message boundaries and handles
// arrive as they were sent.

#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qstandardpaths.h>

#include <memory>

#include <fcntl.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

const QList<qint64> &sizes()
{
    static const QList<qint64> list { 1, 511, 512, 513, 65'535, 65'536, 65'537, 200'000, 300'000, 2 };
    return list;
}

QStringList sizeArguments()
{
    QStringList arguments;
    for (const qint64 size : sizes())
        arguments += QString::number(size);
    return arguments;
}

// Creates a message as the Python script does.
QByteArray messageOf(qint64 number, qint64 size)
{
    QByteArray message(qsizetype(size), Qt::Uninitialized);
    for (qint64 i = 0; i < size; ++i)
        message[qsizetype(i)] = char(number + i % 256);
    return message;
}

QByteArray got(qint64 number, const QByteArray &message)
{
    return "GOT " + QByteArray::number(number) + ' ' + QByteArray::number(message.size()) + ' '
        + QCryptographicHash::hash(message, QCryptographicHash::Sha1).toHex() + '\n';
}

QByteArray allGot()
{
    QByteArray lines;
    for (qsizetype i = 0; i < sizes().size(); ++i)
        lines += got(i, messageOf(i, sizes()[i]));
    return lines;
}

// Runs the event loop until the program ends, and returns its output.
QByteArray outputOf(Peer &peer)
{
    if (!spinUntil([&] { return peer.process.state() == QProcess::NotRunning; }, 60000))
        return "still running";
    peer.output += peer.process.readAllStandardOutput();
    if (peer.process.exitStatus() != QProcess::NormalExit || peer.process.exitCode() != 0)
        return "failed: " + peer.output;
    return peer.output;
}

// Creates the reading end of a pipe that holds one letter and has no writer.
OwnedHandle pipeWith(char letter)
{
    int ends[2] = { -1, -1 };
    if (::pipe(ends) != 0 || ::write(ends[1], &letter, 1) != 1)
        return {};
    ::close(ends[1]);
    return OwnedHandle(ends[0]);
}

std::vector<OwnedHandle> pipesWith(const QByteArray &letters)
{
    std::vector<OwnedHandle> pipes;
    for (const char letter : letters)
        pipes.push_back(pipeWith(letter));
    return pipes;
}

// Returns the letter of each handle, or "?" if the handle is empty or not close-on-exec.
QByteArray contentOf(const std::vector<OwnedHandle> &handles)
{
    QByteArray content;
    for (const OwnedHandle &handle : handles) {
        char letter = '?';
        const bool isRight = (::fcntl(int(handle.get()), F_GETFD) & FD_CLOEXEC) != 0
            && ::read(int(handle.get()), &letter, 1) == 1;
        content += isRight ? letter : '?';
    }
    return content;
}

const QList<QByteArray> &texts()
{
    static const QList<QByteArray> list { "a", "sixteen of these", "bc", "xyz" };
    return list;
}

} // namespace

class tst_ForeignMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void packetClient_data() { kinds(); }
    void packetClient();
    void packetServer_data() { kinds(); }
    void packetServer();
    void datagramClient_data() { kinds(); }
    void datagramClient();
    void datagramServer_data() { kinds(); }
    void datagramServer();
    void packetsWithHandlesComeIn();
    void packetsWithHandlesGoOut();
    void datagramsWithHandlesComeIn();
    void datagramsWithHandlesGoOut();
    void socatClientOfPackets();
    void socatServerOfPackets();
    void socatReceivesDatagrams();
    void socatSendsDatagrams();

private:
    static void kinds();
    UnixAddress address(const char *name) const;
    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    QStringList python(const char *mode, const UnixAddress &where, const QStringList &arguments = {}) const;

    QString m_socat;
    QString m_python;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_abstract;
};

void tst_ForeignMessages::initTestCase()
{
    m_socat = QStandardPaths::findExecutable(QStringLiteral("socat"));
    m_python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    QVERIFY2(!m_socat.isEmpty(), "socat is missing: install it, or set QTINTERPROCESS_ECOSYSTEM_TESTS to OFF");
    QVERIFY2(!m_python.isEmpty(), "python3 is missing: install it, or set QTINTERPROCESS_ECOSYSTEM_TESTS to OFF");
}

void tst_ForeignMessages::init()
{
    REQUIRE_PACKET_SOCKETS_IF_NAMED();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_abstract = uniqueName();
}

void tst_ForeignMessages::kinds()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("path") << false;
    if (UnixAddress::maximumAbstractLength() > 0)
        QTest::newRow("abstract") << true;
}

UnixAddress tst_ForeignMessages::address(const char *name) const
{
    QFETCH(bool, isAbstract);
    return isAbstract ? UnixAddress::abstract(m_abstract.toLatin1() + name) : UnixAddress::fromPath(path(name));
}

QStringList tst_ForeignMessages::python(const char *mode, const UnixAddress &where, const QStringList &arguments) const
{
    return QStringList { QStringLiteral(FOREIGN_MESSAGES_SCRIPT), QString::fromLatin1(mode), where.toString() }
    + arguments;
}

// ---- Python

void tst_ForeignMessages::packetClient()
{
    UnixSeqPacketServer server;
    QVERIFY2(server.listen(address("server")), qPrintable(server.error().message()));
    QByteArrayList received;
    connect(&server, &UnixSeqPacketServer::newConnection, this, [&] {
        UnixSeqPacketSocket *const socket = server.nextPendingConnection();
        connect(socket, &QIODevice::readyRead, this, [&, socket] {
            while (socket->hasPendingMessages()) {
                received += socket->readMessage();
                QVERIFY(socket->writeMessage(received.last()));
            }
        });
        connect(socket, &QIODevice::readChannelFinished, socket, [socket] { socket->close(); });
    });
    Peer peer(python("packet-client", server.serverAddress(), sizeArguments()), m_python);
    QCOMPARE(outputOf(peer), allGot());
    QCOMPARE(received.size(), sizes().size());
    for (qsizetype i = 0; i < sizes().size(); ++i)
        QVERIFY(received[i] == messageOf(i, sizes()[i]));
}

void tst_ForeignMessages::packetServer()
{
    const UnixAddress where = address("server");
    Peer peer(python("packet-server", where, { QString::number(sizes().size()) }), m_python);
    QVERIFY(peer.waitForLine("READY"));
    UnixSeqPacketSocket socket;
    socket.connectToServer(where);
    for (qsizetype i = 0; i < sizes().size(); ++i)
        QVERIFY2(socket.writeMessage(messageOf(i, sizes()[i])), qPrintable(socket.error().message()));
    QByteArrayList received;
    connect(&socket, &QIODevice::readyRead, this, [&] {
        while (socket.hasPendingMessages())
            received += socket.readMessage();
    });
    QVERIFY(spinUntil([&] { return received.size() == sizes().size(); }));
    for (qsizetype i = 0; i < sizes().size(); ++i)
        QVERIFY(received[i] == messageOf(i, sizes()[i]));
    socket.closeWriteChannel();
    QCOMPARE(outputOf(peer), QByteArray("READY\n"));
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QVERIFY(!socket.error());
}

void tst_ForeignMessages::datagramClient()
{
    UnixDatagramSocket server;
    QVERIFY2(server.bind(address("server")), qPrintable(server.error().message()));
    const UnixAddress client = address("client");
    connect(&server, &QIODevice::readyRead, this, [&] {
        while (server.hasPendingDatagrams()) {
            const UnixDatagram datagram = server.receiveDatagram();
            QCOMPARE(datagram.sender(), client);
            QVERIFY(server.writeDatagram(datagram.data(), datagram.sender()));
        }
    });
    Peer peer(python("datagram-client", server.localAddress(), QStringList { client.toString() } + sizeArguments()),
              m_python);
    QCOMPARE(outputOf(peer), allGot());
}

void tst_ForeignMessages::datagramServer()
{
    const UnixAddress where = address("server");
    Peer peer(python("datagram-server", where, { QString::number(sizes().size()) }), m_python);
    QVERIFY(peer.waitForLine("READY"));
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(address("client")));
    for (qsizetype i = 0; i < sizes().size(); ++i)
        QVERIFY2(socket.writeDatagram(messageOf(i, sizes()[i]), where), qPrintable(socket.error().message()));
    QByteArrayList received;
    connect(&socket, &QIODevice::readyRead, this, [&] {
        while (socket.hasPendingDatagrams()) {
            const UnixDatagram datagram = socket.receiveDatagram();
            QCOMPARE(datagram.sender(), where);
            received += datagram.data();
        }
    });
    QVERIFY(spinUntil([&] { return received.size() == sizes().size(); }));
    for (qsizetype i = 0; i < sizes().size(); ++i)
        QVERIFY(received[i] == messageOf(i, sizes()[i]));
    QCOMPARE(outputOf(peer), QByteArray("READY\n"));
}

// ---- handles

static QStringList textArguments()
{
    QStringList arguments;
    for (const QByteArray &text : texts())
        arguments += QString::fromLatin1(text);
    return arguments;
}

void tst_ForeignMessages::packetsWithHandlesComeIn()
{
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("server"))));
    Peer peer(python("packet-gives", server.serverAddress(), textArguments()), m_python);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    UnixSeqPacketSocket *const socket = server.nextPendingConnection();
    socket->setMaximumPendingHandles(100);
    QByteArrayList received;
    connect(socket, &QIODevice::readyRead, this, [&] {
        while (socket->hasPendingMessages()) {
            received += socket->readMessage();
            QCOMPARE(contentOf(socket->takeHandles()), received.last());
        }
    });
    QVERIFY(spinUntil([&] { return received.size() == texts().size(); }));
    QCOMPARE(received, texts());
    QCOMPARE(socket->pendingHandles(), 0);
    QCOMPARE(outputOf(peer), QByteArray());
}

static QByteArray allGiven()
{
    QByteArray lines = "READY\n";
    for (const QByteArray &text : texts())
        lines += "GIVEN " + text + ' ' + text + '\n';
    return lines;
}

void tst_ForeignMessages::packetsWithHandlesGoOut()
{
    const UnixAddress where = UnixAddress::fromPath(path("server"));
    Peer peer(python("packet-takes", where, { QString::number(texts().size()) }), m_python);
    QVERIFY(peer.waitForLine("READY"));
    UnixSeqPacketSocket socket;
    socket.connectToServer(where);
    for (const QByteArray &text : texts()) // the first messages are queued while connecting
        QVERIFY2(socket.writeMessage(text, pipesWith(text)), qPrintable(socket.error().message()));
    QCOMPARE(outputOf(peer), allGiven());
}

void tst_ForeignMessages::datagramsWithHandlesComeIn()
{
    UnixDatagramSocket server;
    server.setMaximumPendingHandles(100);
    QVERIFY(server.bind(UnixAddress::fromPath(path("server"))));
    Peer peer(python("datagram-gives", server.localAddress(), textArguments()), m_python);
    QByteArrayList received;
    connect(&server, &QIODevice::readyRead, this, [&] {
        while (server.hasPendingDatagrams()) {
            const UnixDatagram datagram = server.receiveDatagram();
            QVERIFY(!datagram.areHandlesTruncated());
            QCOMPARE(contentOf(datagram.handles()), datagram.data());
            received += datagram.data();
        }
    });
    QVERIFY(spinUntil([&] { return received.size() == texts().size(); }));
    QCOMPARE(received, texts());
    QCOMPARE(outputOf(peer), QByteArray());
}

void tst_ForeignMessages::datagramsWithHandlesGoOut()
{
    const UnixAddress where = UnixAddress::fromPath(path("server"));
    Peer peer(python("datagram-takes", where, { QString::number(texts().size()) }), m_python);
    QVERIFY(peer.waitForLine("READY"));
    UnixDatagramSocket socket;
    QVERIFY(socket.open());
    for (const QByteArray &text : texts())
        QVERIFY2(socket.writeDatagram(text, where, pipesWith(text)), qPrintable(socket.error().message()));
    QCOMPARE(outputOf(peer), allGiven());
}

// ---- socat

void tst_ForeignMessages::socatClientOfPackets()
{
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(path("server"))));
    Peer peer({ QStringLiteral("-t60"), QStringLiteral("STDIO"),
                QStringLiteral("UNIX-CONNECT:%1,type=5").arg(path("server")) },
              m_socat);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    UnixSeqPacketSocket *const socket = server.nextPendingConnection();
    QByteArrayList received;
    connect(socket, &QIODevice::readyRead, this, [&] {
        while (socket->hasPendingMessages()) {
            received += socket->readMessage();
            socket->writeMessage("you said " + received.last());
            socket->writeMessage("!");
        }
    });
    connect(socket, &QIODevice::readChannelFinished, socket, [socket] { socket->close(); });
    peer.process.write("one piece");
    QVERIFY(spinUntil([&] { return received.size() == 1; }));
    peer.process.closeWriteChannel();
    QCOMPARE(outputOf(peer), QByteArray("you said one piece!"));
    QCOMPARE(received, QByteArrayList({ "one piece" }));
    QVERIFY(!socket->error());
}

void tst_ForeignMessages::socatServerOfPackets()
{
    Peer peer({ QStringLiteral("-t60"), QStringLiteral("UNIX-LISTEN:%1,type=5").arg(path("server")),
                QStringLiteral("EXEC:cat") },
              m_socat);
    UnixSeqPacketSocket socket;
    // socat does not report that it listens. The client connects again until it succeeds.
    QVERIFY(spinUntil([&] {
        if (socket.state() == Device::State::Closed)
            socket.connectToServer(UnixAddress::fromPath(path("server")));
        return socket.state() == Device::State::Connected;
    }));
    QByteArrayList received;
    connect(&socket, &QIODevice::readyRead, this, [&] {
        while (socket.hasPendingMessages())
            received += socket.readMessage();
    });
    for (int i = 1; i <= 10; ++i) { // one after the other, because cat ignores message boundaries
        const QByteArray message = pattern(i * 700, quint64(i));
        QVERIFY(socket.writeMessage(message));
        QVERIFY(spinUntil([&] { return received.size() == i; }));
        QVERIFY(received.last() == message);
    }
    socket.closeWriteChannel();
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(outputOf(peer), QByteArray());
}

void tst_ForeignMessages::socatReceivesDatagrams()
{
    Peer peer({ QStringLiteral("-u"), QStringLiteral("UNIX-RECV:") + path("server"), QStringLiteral("STDOUT") },
              m_socat);
    const UnixAddress where = UnixAddress::fromPath(path("server"));
    QVERIFY(spinUntil([&] { return QFile::exists(path("server")); }));
    UnixDatagramSocket socket;
    QVERIFY(socket.open());
    QByteArray sent;
    for (int i = 0; i < 100; ++i) {
        sent += QByteArray::number(i) + '\n';
        QVERIFY(socket.writeDatagram(QByteArray::number(i) + '\n', where));
    }
    QByteArray said;
    QVERIFY(spinUntil([&] {
        said += peer.process.readAllStandardOutput();
        return said.size() == sent.size();
    }));
    QCOMPARE(said, sent);
}

void tst_ForeignMessages::socatSendsDatagrams()
{
    UnixDatagramSocket server;
    QVERIFY(server.bind(UnixAddress::fromPath(path("server"))));
    Peer peer({ QStringLiteral("-u"), QStringLiteral("STDIN"), QStringLiteral("UNIX-SENDTO:") + path("server") },
              m_socat);
    peer.process.write("in one piece");
    QVERIFY(spinUntil([&] { return server.hasPendingDatagrams(); }));
    QCOMPARE(server.receiveDatagram().data(), QByteArray("in one piece"));
    peer.process.closeWriteChannel();
    QCOMPARE(outputOf(peer), QByteArray());
}

QTEST_GUILESS_MAIN(tst_ForeignMessages)
#include "tst_foreignmessages.moc"
