// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests both roles with programs that do not use this library. The bytes arrive as they were
// written.

#include "ecosystem/connectedpair.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>
#include <QtCore/qstandardpaths.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 Size = 8 * 1024 * 1024;

QByteArray sink(const QByteArray &bytes)
{
    return "SINK " + QByteArray::number(bytes.size()) + ' '
        + QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex() + '\n';
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Runs the event loop until the program ends, and returns its output.
QByteArray outputOf(Peer &peer)
{
    if (!runUntil([&] { return peer.process.state() == QProcess::NotRunning; }, 60000))
        return "still running";
    peer.output += peer.process.readAllStandardOutput();
    if (peer.process.exitStatus() != QProcess::NormalExit || peer.process.exitCode() != 0)
        return "failed: " + peer.output;
    return peer.output;
}

// Returns the first client of a server, or null if none connects.
LocalSocket *accept(LocalServer &server)
{
    return runUntil([&] { return server.hasPendingConnections(); }) ? server.nextPendingConnection() : nullptr;
}

bool becomesClosed(LocalSocket &socket)
{
    return runUntil([&] { return socket.state() == Device::State::Closed; }, 60000);
}

} // namespace

class tst_ForeignPeers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_folder.reset(); }

    void socatClientSends_data() { kinds(); }
    void socatClientSends();
    void socatClientReceives_data() { kinds(); }
    void socatClientReceives();
    void socatClientBothWays_data() { kinds(); }
    void socatClientBothWays();
    void socatServerReceives_data() { kinds(); }
    void socatServerReceives();
    void socatServerSends_data() { kinds(); }
    void socatServerSends();
    void socatServerBothWays_data() { kinds(); }
    void socatServerBothWays();
    void pythonClient_data() { kinds(); }
    void pythonClient();
    void pythonClientHalfCloses_data() { kinds(); }
    void pythonClientHalfCloses();
    void pythonClientClosesWithUnreadInput_data() { kinds(); }
    void pythonClientClosesWithUnreadInput();
    void pythonServer_data() { kinds(); }
    void pythonServer();
    void pythonServerReadsSlowly_data() { kinds(); }
    void pythonServerReadsSlowly();
    void pythonServerSends_data() { kinds(); }
    void pythonServerSends();

private:
    static void kinds();
    QString name() const;
    QString inFolder(const char *file) const { return m_folder->filePath(QString::fromLatin1(file)); }
    QString socatAddress(const char *verb) const;
    QStringList python(const char *mode, qint64 size = Size) const;
    bool connectInTheEnd(LocalSocket &socket) const;

    QString m_socat;
    QString m_python;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_abstract;
};

void tst_ForeignPeers::initTestCase()
{
    m_socat = QStandardPaths::findExecutable(QStringLiteral("socat"));
    m_python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    QVERIFY2(!m_socat.isEmpty(), "socat is missing: install it, or set QTINTERPROCESS_ECOSYSTEM_TESTS to OFF");
    QVERIFY2(!m_python.isEmpty(), "python3 is missing: install it, or set QTINTERPROCESS_ECOSYSTEM_TESTS to OFF");
}

void tst_ForeignPeers::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_abstract = uniqueName();
    QFile file(inFolder("in"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(pattern(Size)) == Size);
}

void tst_ForeignPeers::kinds()
{
    QTest::addColumn<bool>("isAbstract");
    QTest::newRow("path") << false;
    if (LocalName::isSupported(LocalName::Kind::Namespaced))
        QTest::newRow("abstract") << true;
}

QString tst_ForeignPeers::name() const
{
    QFETCH(bool, isAbstract);
    return isAbstract ? QLatin1Char('@') + m_abstract : inFolder("socket");
}

QString tst_ForeignPeers::socatAddress(const char *verb) const
{
    QFETCH(bool, isAbstract);
    return QLatin1String(isAbstract ? "ABSTRACT-" : "UNIX-") + QLatin1String(verb) + QLatin1Char(':')
        + (isAbstract ? m_abstract : inFolder("socket"));
}

QStringList tst_ForeignPeers::python(const char *mode, qint64 size) const
{
    return { QStringLiteral(FOREIGN_PEER_SCRIPT), QString::fromLatin1(mode), name(), QString::number(size) };
}

// socat does not report that it listens. The client connects again until it succeeds.
bool tst_ForeignPeers::connectInTheEnd(LocalSocket &socket) const
{
    const QDeadlineTimer deadline(20000);
    do {
        socket.connectToServer(name());
        if (!runUntil([&] { return socket.state() != Device::State::Connecting; }))
            return false;
    } while (socket.state() == Device::State::Closed && !deadline.hasExpired());
    return socket.state() == Device::State::Connected;
}

// ---- socat

void tst_ForeignPeers::socatClientSends()
{
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    Peer peer({ QStringLiteral("-u"), QStringLiteral("OPEN:") + inFolder("in"), socatAddress("CONNECT") }, m_socat);
    LocalSocket *socket = accept(server);
    QVERIFY(socket);
    QVERIFY(becomesClosed(*socket));
    QVERIFY2(!socket->error(), qPrintable(socket->error().message()));
    QVERIFY(socket->readAll() == pattern(Size));
    QCOMPARE(outputOf(peer), QByteArray());
}

void tst_ForeignPeers::socatClientReceives()
{
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    Peer peer({ QStringLiteral("-u"), socatAddress("CONNECT"), QStringLiteral("CREATE:") + inFolder("out") }, m_socat);
    LocalSocket *socket = accept(server);
    QVERIFY(socket);
    QCOMPARE(socket->write(pattern(Size)), Size);
    socket->close();
    QCOMPARE(outputOf(peer), QByteArray());
    QVERIFY(contentOf(inFolder("out")) == pattern(Size));
}

void tst_ForeignPeers::socatClientBothWays()
{
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    Peer peer({ QStringLiteral("-t60"), QStringLiteral("STDIO"), socatAddress("CONNECT") }, m_socat);
    peer.process.write(pattern(Size));
    peer.process.closeWriteChannel();
    LocalSocket *socket = accept(server);
    QVERIFY(socket);
    QByteArray received;
    connect(socket, &LocalSocket::readyRead, this, [&] { received += socket->readAll(); });
    connect(socket, &LocalSocket::readChannelFinished, this, [&] {
        received += socket->readAll();
        socket->close();
    });
    QCOMPARE(socket->write(pattern(Size, 5)), Size);
    QVERIFY(outputOf(peer) == pattern(Size, 5));
    QVERIFY(received == pattern(Size));
}

void tst_ForeignPeers::socatServerReceives()
{
    Peer peer({ QStringLiteral("-u"), socatAddress("LISTEN"), QStringLiteral("CREATE:") + inFolder("out") }, m_socat);
    LocalSocket socket;
    QVERIFY(connectInTheEnd(socket));
    QCOMPARE(socket.write(pattern(Size)), Size);
    socket.close();
    QCOMPARE(outputOf(peer), QByteArray());
    QVERIFY(contentOf(inFolder("out")) == pattern(Size));
}

void tst_ForeignPeers::socatServerSends()
{
    Peer peer({ QStringLiteral("-u"), QStringLiteral("OPEN:") + inFolder("in"), socatAddress("LISTEN") }, m_socat);
    LocalSocket socket;
    QVERIFY(connectInTheEnd(socket));
    QVERIFY(becomesClosed(socket));
    QVERIFY2(!socket.error(), qPrintable(socket.error().message()));
    QVERIFY(socket.readAll() == pattern(Size));
    QCOMPARE(outputOf(peer), QByteArray());
}

void tst_ForeignPeers::socatServerBothWays()
{
    Peer peer({ QStringLiteral("-t60"), socatAddress("LISTEN"), QStringLiteral("EXEC:cat") }, m_socat);
    LocalSocket socket;
    QVERIFY(connectInTheEnd(socket));
    QCOMPARE(socket.write(pattern(Size)), Size);
    socket.closeWriteChannel();
    QVERIFY(becomesClosed(socket));
    QVERIFY2(!socket.error(), qPrintable(socket.error().message()));
    QVERIFY(socket.readAll() == pattern(Size));
    QCOMPARE(outputOf(peer), QByteArray());
}

// ---- Python

void tst_ForeignPeers::pythonClient()
{
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    Peer peer(python("client-exchange"), m_python);
    LocalSocket *socket = accept(server);
    QVERIFY(socket);
    QCOMPARE(socket->write(pattern(Size, 5)), Size);
    socket->closeWriteChannel();
    QVERIFY(becomesClosed(*socket));
    QVERIFY2(!socket->error(), qPrintable(socket->error().message()));
    QVERIFY(socket->readAll() == pattern(Size));
    QCOMPARE(outputOf(peer), sink(pattern(Size, 5)));
}

void tst_ForeignPeers::pythonClientHalfCloses()
{
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    Peer peer(python("client-halfclose"), m_python);
    LocalSocket *socket = accept(server);
    QVERIFY(socket);
    QByteArray request;
    connect(socket, &LocalSocket::readChannelFinished, this, [&] {
        request = socket->readAll();
        QCOMPARE(socket->state(), Device::State::Connected);
        QCOMPARE(socket->write(pattern(Size, 5)), Size); // more than the kernel takes at once
        socket->close();
    });
    QCOMPARE(outputOf(peer), sink(pattern(Size, 5)));
    QVERIFY(request == pattern(Size));
}

// The kernel resets such a connection. The bytes sent before the reset must still arrive.
void tst_ForeignPeers::pythonClientClosesWithUnreadInput()
{
    constexpr qint64 Sent = 100'000; // must fit into the kernel buffers, because nobody reads before the end
    LocalServer server;
    QVERIFY2(server.listen(name()), qPrintable(server.error().message()));
    Peer peer(python("client-unread", Sent), m_python);
    LocalSocket *socket = accept(server);
    QVERIFY(socket);
    socket->setReadBufferSize(1000); // most of the input is still in the kernel at the reset
    QVERIFY(peer.waitForLine("SENT"));
    QCOMPARE(socket->write("never read"), qint64(10));
    QVERIFY(socket->flush());
    peer.process.write("close\n");
    QVERIFY(peer.waitForFinished());
    QCOMPARE(peer.process.exitCode(), 0);
    SignalLog log(*socket);
    QByteArray received = socket->readAll();
    connect(socket, &LocalSocket::readyRead, this, [&] { received += socket->readAll(); });
    QVERIFY(becomesClosed(*socket));
    received += socket->readAll();
    QCOMPARE(received.size(), qsizetype(Sent));
    QCOMPARE(firstDifference(received), qint64(-1));
    QVERIFY(runUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(socket->error().code(), Error::PeerClosed);
}

void tst_ForeignPeers::pythonServer()
{
    Peer peer(python("server-exchange"), m_python);
    QVERIFY(peer.waitForLine("READY"));
    LocalSocket socket;
    socket.connectToServer(name());
    QCOMPARE(socket.write(pattern(Size, 5)), Size); // before the connection is established
    socket.closeWriteChannel();
    QVERIFY(becomesClosed(socket));
    QVERIFY2(!socket.error(), qPrintable(socket.error().message()));
    QVERIFY(socket.readAll() == pattern(Size));
    QCOMPARE(outputOf(peer), "READY\n" + sink(pattern(Size, 5)));
}

void tst_ForeignPeers::pythonServerReadsSlowly()
{
    Peer peer(python("server-slow"), m_python);
    QVERIFY(peer.waitForLine("READY"));
    LocalSocket socket;
    socket.setWriteBufferSize(64 * 1024);
    socket.connectToServer(name());
    const QByteArray data = pattern(Size);
    qint64 accepted = 0;
    const auto writeMore = [&] {
        accepted += socket.write(data.constData() + accepted, Size - accepted);
        QVERIFY(socket.bytesToWrite() <= 64 * 1024);
        if (accepted == Size)
            socket.close();
    };
    const auto connection = connect(&socket, &LocalSocket::bytesWritten, this, [&] {
        if (accepted < Size)
            writeMore();
    });
    writeMore();
    QCOMPARE(outputOf(peer), "READY\n" + sink(data));
    QCOMPARE(accepted, Size);
}

void tst_ForeignPeers::pythonServerSends()
{
    Peer peer(python("server-send"), m_python);
    QVERIFY(peer.waitForLine("READY"));
    LocalSocket socket;
    socket.setReadBufferSize(10'000);
    QByteArray received;
    connect(&socket, &LocalSocket::readyRead, this, [&] { received += socket.read(7'000); });
    socket.connectToServer(name());
    QVERIFY(becomesClosed(socket));
    received += socket.readAll();
    QVERIFY(received == pattern(Size));
    QCOMPARE(outputOf(peer), QByteArray("READY\n"));
}

QTEST_GUILESS_MAIN(tst_ForeignPeers)
#include "tst_foreignpeers.moc"
