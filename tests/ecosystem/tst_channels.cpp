// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests MessageChannel over Qt's own sockets, and with Python scripts that implement the
// framings.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LineReader>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/Pump>

#include <QtCore/qbuffer.h>
#include <QtCore/qcbormap.h>
#include <QtNetwork/qlocalserver.h>
#include <QtNetwork/qlocalsocket.h>
#include <QtNetwork/qtcpserver.h>
#include <QtNetwork/qtcpsocket.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Channels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tcpSockets();
    void localSocketsOfQt();
    void tcpSocketsWithoutAnEventLoop();
    void python();
    void pythonInOtherFramings_data();
    void pythonInOtherFramings();
    void pumpAndLinesOverTcp();

private:
    static void converse(QIODevice &near, QIODevice &far, const std::function<void()> &hangUp);

    const PrivateRuntimeDirectory m_runtime;
};

void tst_Channels::converse(QIODevice &near, QIODevice &far, const std::function<void()> &hangUp)
{
    MessageChannel one(&near);
    MessageChannel other(&far);
    QByteArrayList messages;
    connect(&other, &MessageChannel::messageReceived, &other, [&](const QByteArray &message) { other.send(message); });
    connect(&one, &MessageChannel::messageReceived, &one, [&](const QByteArray &message) { messages += message; });
    QByteArrayList sent;
    for (int i = 0; i < 200; ++i) {
        sent += pattern(i * i * 10, quint64(i));
        QVERIFY2(one.send(sent.last()), qPrintable(one.error().message()));
    }
    QVERIFY(spinUntil([&] { return messages.size() == sent.size(); }));
    QVERIFY(messages == sent);
    QVERIFY(one.send("last"));
    hangUp();
    QVERIFY(spinUntil([&] { return other.isFinished(); }));
    QVERIFY(!other.error());
}

void tst_Channels::tcpSockets()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QVERIFY(server.waitForNewConnection(20000) && socket.waitForConnected(20000));
    converse(socket, *server.nextPendingConnection(), [&] { socket.disconnectFromHost(); });
}

void tst_Channels::localSocketsOfQt()
{
    QLocalServer server;
    QVERIFY(server.listen(uniqueName()));
    QLocalSocket socket;
    socket.connectToServer(server.serverName());
    QVERIFY(server.waitForNewConnection(20000) && socket.waitForConnected(20000));
    converse(socket, *server.nextPendingConnection(), [&] { socket.disconnectFromServer(); });
}

void tst_Channels::tcpSocketsWithoutAnEventLoop()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket socket;
    MessageChannel channel(&socket);
    socket.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QVERIFY(channel.send("while connecting"));
    QVERIFY(server.waitForNewConnection(20000) && socket.waitForConnected(20000));
    MessageChannel far(server.nextPendingConnection());
    QByteArray heard;
    connect(&far, &MessageChannel::messageReceived, &far, [&](const QByteArray &message) { heard = message; });
    QVERIFY(channel.waitForSent(20000));
    QVERIFY(far.waitForMessage(20000));
    QCOMPARE(heard, QByteArray("while connecting"));
}

static const char Peer[] = R"(
import socket, struct, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
f = s.makefile('rwb')
while True:
    header = f.read(4)
    if not header: break
    message = f.read(struct.unpack('>I', header)[0])
    answer = message[::-1]
    f.write(struct.pack('>I', len(answer)) + answer)
    f.flush()
)";

void tst_Channels::python()
{
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    TestSupport::Peer python({ QStringLiteral("-c"), QString::fromLatin1(::Peer), server.fullServerName() },
                             QStringLiteral("python3"));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    LocalSocket *const socket = server.nextPendingConnection();
    MessageChannel channel(socket);
    QByteArrayList answers;
    connect(&channel, &MessageChannel::messageReceived, &channel,
            [&](const QByteArray &message) { answers += message; });
    const QByteArray large = pattern(1'000'000);
    QVERIFY(channel.send("abc") && channel.send(QByteArray()) && channel.send(large));
    QVERIFY(spinUntil([&] { return answers.size() == 3; }));
    QCOMPARE(answers[0], QByteArray("cba"));
    QCOMPARE(answers[1], QByteArray(""));
    QVERIFY(std::equal(large.rbegin(), large.rend(), answers[2].begin(), answers[2].end()));
    socket->close();
    QVERIFY(python.process.state() == QProcess::NotRunning || python.waitForFinished());
    QCOMPARE(python.process.exitCode(), 0);
}

// A Python peer for JSON Lines, varlink's NUL and LSP's Content-Length.
static const char FramingPeer[] = R"(
import json, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
f = s.makefile('rwb')
framing = sys.argv[2]
def upTo(end):
    message = b''
    while not message.endswith(end):
        byte = f.read(1)
        if not byte: sys.exit(0 if not message else 1)
        message += byte
    return message[:-1]
def read():
    if framing == 'lines': return f.readline()[:-1] or sys.exit(0)
    if framing == 'nul': return upTo(b'\0')
    length = 0
    while True:
        line = f.readline()
        if not line: sys.exit(0)
        if line == b'\r\n': return f.read(length)
        name, value = line.split(b':')
        if name.lower() == b'content-length': length = int(value)
while True:
    value = json.loads(read())
    value['answer'] = value['question'] * 2
    answer = json.dumps(value).encode()
    header = b'Content-Length: %d\r\nContent-Type: application/json\r\n\r\n' % len(answer) if framing == 'lsp' else b''
    f.write(header + answer + {'lines': b'\n', 'nul': b'\0', 'lsp': b''}[framing])
    f.flush()
)";

void tst_Channels::pythonInOtherFramings_data()
{
    QTest::addColumn<MessageChannel::Framing>("framing");
    QTest::newRow("lines") << MessageChannel::Framing::Lines;
    QTest::newRow("nul") << MessageChannel::Framing::Nul;
    QTest::newRow("lsp") << MessageChannel::Framing::ContentLength;
}

void tst_Channels::pythonInOtherFramings()
{
    QFETCH(const MessageChannel::Framing, framing);
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    TestSupport::Peer python({ QStringLiteral("-c"), QString::fromLatin1(FramingPeer), server.fullServerName(),
                               QString::fromLatin1(QTest::currentDataTag()) },
                             QStringLiteral("python3"));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    MessageChannel channel(server.nextPendingConnection());
    channel.setFraming(framing);
    channel.setFormat(MessageChannel::Format::Json);
    for (int i = 0; i < 20; ++i) {
        const QString question = QStringLiteral("\u00fc\n").repeated(i * i);
        QVERIFY(channel.sendValue(QCborMap { { QStringLiteral("question"), question } }));
        const auto answer = channel.receiveValue(20000);
        QVERIFY2(answer, qPrintable(channel.error().message()));
        QCOMPARE((*answer)[QStringLiteral("answer")].toString(), question + question);
    }
    channel.close();
    QVERIFY(python.process.state() == QProcess::NotRunning || python.waitForFinished());
    QCOMPARE(python.process.exitCode(), 0);
}

void tst_Channels::pumpAndLinesOverTcp()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QBuffer source;
    source.setData(QByteArray("a line of text\r\n").repeated(100'000) + "last");
    QVERIFY(source.open(QIODevice::ReadOnly));
    const Pump pump(&source, &socket);
    // TCP sockets have no half-close in Qt.
    connect(&pump, &Pump::finished, &socket, &QTcpSocket::disconnectFromHost);
    QVERIFY(server.waitForNewConnection(20000));
    LineReader reader(server.nextPendingConnection());
    QByteArrayList lines;
    connect(&reader, &LineReader::lineReceived, this, [&](const QByteArray &line) { lines += line; });
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QVERIFY(pump.isFinished() && !pump.error());
    QCOMPARE(lines.size(), 100'001);
    QCOMPARE(lines.first(), QByteArray("a line of text"));
    QCOMPARE(lines.last(), QByteArray("last"));
}

QTEST_GUILESS_MAIN(tst_Channels)
#include "tst_channels.moc"
