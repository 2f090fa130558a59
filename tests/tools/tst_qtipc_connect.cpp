// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests qtipc connect and send: repeated attempts, and the presentation of received bytes.

#include "tool.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qregularexpression.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcConnect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retry_waitsForTheServer();
    void retry_endsAfterItsTime();
    void retry_stopsAtOtherErrors();
    void noReply_deliversTheWholeInput();
    void hex_showsBytes();
    void timestamps_areInOutputAndEvents();
    void bytesBeforeAnError_areShown();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_QtipcConnect::retry_waitsForTheServer()
{
    const QString name = uniqueName();
    Tool client(words("connect --json --retry -1") << name);
    client.process.write("question\n");
    QVERIFY(!client.event(QStringLiteral("retrying")).isEmpty());
    LocalServer server;
    QVERIFY(server.listen(name));
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    QVERIFY(spinUntil([&] { return socket->canReadLine(); }));
    QCOMPARE(socket->readLine(), QByteArray("question\n"));
    socket->write("answer\n");
    socket->close();
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.readAllStandardOutput(), QByteArray("answer\n"));
    QCOMPARE(client.process.exitCode(), 0);
}

void tst_QtipcConnect::retry_endsAfterItsTime()
{
    Tool client(words("connect --json --retry 120") << uniqueName());
    QVERIFY(client.finish());
    QCOMPARE(client.process.exitCode(), 3);
    QCOMPARE(client.said().count("\"retrying\""), 1);
    QCOMPARE(client.said().count("\"error\""), 1);
}

void tst_QtipcConnect::retry_stopsAtOtherErrors()
{
    Tool client(words("connect --json --retry -1") << QString(5000, QLatin1Char('x')));
    QVERIFY(client.finish());
    QCOMPARE(client.process.exitCode(), 2);
}

void tst_QtipcConnect::noReply_deliversTheWholeInput()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Tool client(words("send --quiet --no-reply") << name);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    client.process.write("first ");
    QVERIFY(spinUntil([&] { return socket->bytesAvailable() == 6; }));
    client.process.write("last");
    QVERIFY(client.finish());
    QCOMPARE(client.process.exitCode(), 0);
    QVERIFY(spinUntil([&] { return socket->state() == Device::State::Closed; }));
    QCOMPARE(socket->readAll(), QByteArray("first last"));
}

void tst_QtipcConnect::hex_showsBytes()
{
    const QString name = uniqueName();
    Tool listener(words("listen --json --hex") << name);
    QVERIFY(!listener.event(QStringLiteral("listening")).isEmpty());
    Tool client(words("send --quiet --no-reply --message hello") << name);
    QVERIFY(client.finish());
    QVERIFY2(listener.finish(), listener.said().constData());
    QCOMPARE(listener.process.readAllStandardOutput(),
             QByteArray("00000000  68 65 6c 6c 6f 0a                                 |hello.|\n"));
    QCOMPARE(listener.event(QStringLiteral("end")).value(QLatin1String("received")).toInt(), 6);
}

void tst_QtipcConnect::timestamps_areInOutputAndEvents()
{
    const QString name = uniqueName();
    Tool listener(words("listen --json --timestamps") << name);
    const QRegularExpression time(QStringLiteral(R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"));
    const QJsonObject listening = listener.event(QStringLiteral("listening"));
    QVERIFY(time.match(listening.value(QLatin1String("time")).toString()).hasMatch());
    Tool client(words("send --quiet --no-reply --message hello") << name);
    QVERIFY(client.finish());
    QVERIFY2(listener.finish(), listener.said().constData());
    const QString line = QString::fromUtf8(listener.process.readAllStandardOutput());
    QVERIFY2(time.match(line).hasMatch() && line.endsWith(QLatin1String("Z hello\n")), qPrintable(line));
}

// If the peer closes with unread input, some systems report an error. The bytes of the peer come
// first.
void tst_QtipcConnect::bytesBeforeAnError_areShown()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Tool client(words("connect --json") << name);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    socket->setReadBufferSize(1);
    client.process.write(QByteArray(100000, 'x'));
    QVERIFY(spinUntil([&] { return socket->bytesAvailable() == 1; }));
    const QByteArray words = pattern(400000) + '\n';
    socket->write(words);
    QByteArray shown;
    QVERIFY(spinUntil([&] {
        shown += client.process.readAllStandardOutput();
        if (socket->bytesToWrite() == 0)
            socket->abort();
        return client.process.state() == QProcess::NotRunning;
    }));
    shown += client.process.readAllStandardOutput();
    QVERIFY(shown == words);
}

QTEST_GUILESS_MAIN(tst_QtipcConnect)
#include "tst_qtipc_connect.moc"
