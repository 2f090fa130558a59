// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests qtipc --messages against a program that uses MessageChannel.

#include "tool.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeReader>

#include <QtCore/qcbormap.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lineBecomesAMessage_data();
    void lineBecomesAMessage();
    void messageBecomesALine_data();
    void messageBecomesALine();
    void send_showsOneAnswer();
    void send_toAServerThatDoesNotAnswer_fails();
    void send_withoutReply_deliversAll();
    void listen_receivesMessages();
    void listen_keepOpen_receivesFromSeveral();
    void invalidJsonLine_isReportedAndSkipped_data();
    void invalidJsonLine_isReportedAndSkipped();
    void invalidJsonMessage_isReportedAndSkipped();
    void otherProtocol_failsWithMessageTooLarge();
    void manyMessages_arriveInOrder();
    void unreadOutput_stopsReceivingMessages();
    void wrongFormat_isWrongUsage();

private:
    // Returns the next client of the server.
    std::unique_ptr<LocalSocket> accept()
    {
        if (!spinUntil([&] { return m_server.hasPendingConnections(); }))
            return nullptr;
        std::unique_ptr<LocalSocket> socket(m_server.nextPendingConnection());
        socket->setParent(nullptr);
        return socket;
    }

    PrivateRuntimeDirectory m_runtime;
    LocalServer m_server;
    QString m_name;

private Q_SLOTS:
    void init()
    {
        m_name = uniqueName();
        QVERIFY(m_server.listen(m_name));
    }
    void cleanup() { m_server.close(); }
};

void tst_QtipcMessages::lineBecomesAMessage_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("message");
    const QByteArray cbor = QCborMap({ { QStringLiteral("a"), QCborValue(1) } }).toCborValue().toCbor();
    QTest::newRow("text") << QStringLiteral("text") << QByteArray("two words") << QByteArray("two words");
    QTest::newRow("empty text") << QStringLiteral("text") << QByteArray() << QByteArray();
    QTest::newRow("json") << QStringLiteral("json") << QByteArray(R"( {"a" : 1} )") << QByteArray(R"({"a":1})");
    QTest::newRow("cbor") << QStringLiteral("cbor") << QByteArray(R"({"a":1})") << cbor;
    QTest::newRow("cbor, a number") << QStringLiteral("cbor") << QByteArray("10") << QByteArray("\x0a");
    QTest::newRow("diagnostic") << QStringLiteral("diagnostic") << QByteArray(R"({"a":1})") << cbor;
}

void tst_QtipcMessages::lineBecomesAMessage()
{
    QFETCH(const QString, format);
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, message);
    Tool client(words("connect --json --messages") << format << m_name);
    client.process.write(line + '\n');
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    QByteArrayList received;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &bytes) { received += bytes; });
    QVERIFY(spinUntil([&] { return !received.isEmpty(); }));
    QCOMPARE(received, QByteArrayList({ message }));
    channel.close();
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.exitCode(), 0);
    QCOMPARE(client.event(QStringLiteral("end")).value(QLatin1String("sent")).toInt(), 1);
}

void tst_QtipcMessages::messageBecomesALine_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("line");
    QCborMap map({ { QStringLiteral("k"), QCborValue(QByteArray("\x01\x02")) } });
    const QByteArray cbor = map.toCborValue().toCbor();
    QTest::newRow("text") << QStringLiteral("text") << QByteArray("two words") << QByteArray("two words\n");
    QTest::newRow("json") << QStringLiteral("json") << QByteArray("{ \"b\": [1, null] }")
                          << QByteArray("{\"b\":[1,null]}\n");
    QTest::newRow("cbor") << QStringLiteral("cbor") << cbor << QByteArray("{\"k\":\"AQI\"}\n");
    QTest::newRow("diagnostic") << QStringLiteral("diagnostic") << cbor << QByteArray("{\"k\": h'0102'}\n");
    QTest::newRow("hex") << QStringLiteral("cbor --hex") << QByteArray("\x0a")
                         << QByteArray("00000000  0a                                                |.|\n");
}

void tst_QtipcMessages::messageBecomesALine()
{
    QFETCH(const QString, options);
    QFETCH(const QByteArray, message);
    Tool client(words("connect --json --messages") << options.split(QLatin1Char(' ')) << m_name);
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    QVERIFY(channel.send(message));
    channel.close();
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QTEST(client.process.readAllStandardOutput(), "line");
    QCOMPARE(client.process.exitCode(), 0);
}

void tst_QtipcMessages::send_showsOneAnswer()
{
    Tool client(QStringList(words("send --quiet --messages json --message")) << QStringLiteral("[1]") << m_name);
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    connect(&channel, &MessageChannel::messageReceived, &channel, [&](const QByteArray &message) {
        channel.send('[' + message + ']');
        channel.send("\"an event\""); // and keeps the connection open
    });
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.exitCode(), 0);
    QCOMPARE(client.process.readAllStandardOutput(), QByteArray("[[1]]\n"));
}

void tst_QtipcMessages::send_toAServerThatDoesNotAnswer_fails()
{
    Tool client(words("send --json --messages text --message question") << m_name);
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    connect(&channel, &MessageChannel::messageReceived, &channel, &MessageChannel::close);
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.exitCode(), 1);
    QCOMPARE(client.event(QStringLiteral("error")).value(QLatin1String("code")).toString(),
             QStringLiteral("PeerClosed"));
    QCOMPARE(client.said().count("\"error\""), 1);
}

void tst_QtipcMessages::send_withoutReply_deliversAll()
{
    Tool client(words("send --quiet --no-reply --messages text") << m_name);
    client.process.write("one\ntwo");
    client.process.closeWriteChannel();
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    QByteArrayList received;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) { received += message; });
    QVERIFY(spinUntil([&] { return channel.isFinished(); }));
    QCOMPARE(received, QByteArrayList({ "one", "two" }));
    // Although the server keeps the connection open.
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.exitCode(), 0);
}

void tst_QtipcMessages::listen_receivesMessages()
{
    const QString name = uniqueName();
    Tool listener(words("listen --json --messages json") << name);
    QVERIFY(!listener.event(QStringLiteral("listening")).isEmpty());
    listener.process.write("\"welcome\"\n");
    LocalSocket socket;
    socket.connectToServer(name);
    MessageChannel channel(&socket);
    QByteArrayList received;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) { received += message; });
    QVERIFY(channel.send("true"));
    QVERIFY(spinUntil([&] { return received.size() == 1; }));
    QCOMPARE(received.first(), QByteArray("\"welcome\""));
    QVERIFY(spinUntil([&] { return listener.process.canReadLine(); }));
    QCOMPARE(listener.process.readLine(), QByteArray("true\n"));
    channel.close();
    QVERIFY(listener.finish());
    QCOMPARE(listener.process.exitCode(), 0);
}

void tst_QtipcMessages::listen_keepOpen_receivesFromSeveral()
{
    const QString name = uniqueName();
    Tool listener(words("listen --json --keep-open --messages cbor") << name);
    QVERIFY(!listener.event(QStringLiteral("listening")).isEmpty());
    QByteArray received;
    for (int i = 1; i <= 3; ++i) {
        Tool client(words("send --no-reply --messages cbor --message") << QStringLiteral("[%1]").arg(i) << name);
        QVERIFY(client.finish());
        QCOMPARE(client.process.exitCode(), 0);
        QVERIFY(spinUntil([&] { return (received += listener.process.readAllStandardOutput()).size() == 4 * i; }));
    }
    QCOMPARE(received, QByteArray("[1]\n[2]\n[3]\n"));
    QCOMPARE(listener.event(QStringLiteral("ended")).value(QLatin1String("received")).toInt(), 1);
}

void tst_QtipcMessages::invalidJsonLine_isReportedAndSkipped_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *const line : { "{", "nonsense", "1, 2", "1] [2", "{\"a\":1}}" })
        QTest::newRow(line) << QByteArray(line);
}

void tst_QtipcMessages::invalidJsonLine_isReportedAndSkipped()
{
    QFETCH(const QByteArray, line);
    Tool client(words("connect --json --messages json") << m_name);
    client.process.write(line + "\n\n3\n");
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    QByteArrayList received;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) { received += message; });
    QVERIFY(spinUntil([&] { return !received.isEmpty(); }));
    QCOMPARE(received, QByteArrayList({ "3" }));
    channel.close();
    QVERIFY(client.finish());
    QCOMPARE(client.event(QStringLiteral("error")).value(QLatin1String("code")).toString(),
             QStringLiteral("InvalidMessage"));
    QCOMPARE(client.process.exitCode(), 1);
}

void tst_QtipcMessages::invalidJsonMessage_isReportedAndSkipped()
{
    Tool client(words("connect --json --messages json") << m_name);
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    QVERIFY(channel.send("nonsense") && channel.send("[]"));
    channel.close();
    QVERIFY(client.finish());
    QCOMPARE(client.process.readAllStandardOutput(), QByteArray("[]\n"));
    QCOMPARE(client.event(QStringLiteral("error")).value(QLatin1String("code")).toString(),
             QStringLiteral("InvalidMessage"));
    QCOMPARE(client.process.exitCode(), 1);
}

void tst_QtipcMessages::otherProtocol_failsWithMessageTooLarge()
{
    Tool client(words("connect --json --messages text") << m_name);
    const auto socket = accept();
    QVERIFY(socket);
    socket->write("HTTP/1.1 200 OK\n"); // read as a length of 1213486160
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.exitCode(), 1);
    QCOMPARE(client.event(QStringLiteral("error")).value(QLatin1String("code")).toString(),
             QStringLiteral("MessageTooLarge"));
}

void tst_QtipcMessages::manyMessages_arriveInOrder()
{
    Tool client(words("connect --quiet --messages text") << m_name);
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    QByteArray lines;
    const int count = scaled(5000);
    for (int i = 0; i < count; ++i)
        lines += QByteArray::number(i) + '\n';
    client.process.write(lines);
    QByteArray received;
    connect(&channel, &MessageChannel::messageReceived, this, [&](const QByteArray &message) {
        received += message + '\n';
        channel.send(message); // an echo
    });
    QByteArray echoed;
    QVERIFY(spinUntil([&] {
        echoed += client.process.readAllStandardOutput();
        return echoed.size() == lines.size();
    }));
    QVERIFY(received == lines);
    QVERIFY(echoed == lines);
}

void tst_QtipcMessages::unreadOutput_stopsReceivingMessages()
{
    PipeReader output;
    output.setReadBufferSize(1);
    ChildHandles handles;
    handles.add(output.createPipe(), 1);
    QProcess client;
    client.setProgram(QStringLiteral(QTIPC_PROGRAM));
    client.setArguments(words("connect --messages text") << m_name);
    handles.start(client);
    const auto socket = accept();
    QVERIFY(socket);
    MessageChannel channel(socket.get());
    channel.setWriteBufferSize(256 * 1024);
    const QByteArray message(32 * 1024 - 1, 'x');
    const qint64 enough = scaled(2000); // 64 MiB
    qint64 sent = 0;
    const auto send = [&] {
        while (sent < enough && channel.send(message))
            ++sent;
    };
    connect(&channel, &MessageChannel::readyToSend, this, send);
    send();
    int turns = 0;
    QVERIFY(spinUntil([&] { return ++turns > 200; }));
    QVERIFY2(sent > 0 && sent < 150, qPrintable(QString::number(sent)));
    // When the output is read, all messages arrive.
    qint64 received = 0;
    connect(&output, &Device::readyRead, this, [&] { received += output.skip(output.bytesAvailable()); });
    output.setReadBufferSize(0);
    received += output.skip(output.bytesAvailable());
    QVERIFY(spinUntil([&] { return received == enough * 32 * 1024; }, 60000));
    client.kill();
    QVERIFY(client.waitForFinished());
}

void tst_QtipcMessages::wrongFormat_isWrongUsage()
{
    Tool tool(words("connect --messages xml") << m_name);
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 2);
    QVERIFY(tool.said().contains("diagnostic"));
}

QTEST_GUILESS_MAIN(tst_QtipcMessages)
#include "tst_qtipc_messages.moc"
