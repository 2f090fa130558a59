// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests qtipc listen --exec, which runs a program for each client.

#include "tool.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcExec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void programServesOneClient();
    void programServesMessages();
    void programKnowsItsClient();
    void programThatFails_givesTheExitStatus();
    void programThatEndsAtOnce_closesTheConnection();
    void programThatIsMissing_isAnError();
    void severalClients_haveAProgramEach();
    void tooManyClients_wait();
    void clientThatGoes_endsTheInputOfTheProgram();
    void emptyCommand_isWrongUsage();

private:
    static QString peer(const char *arguments)
    {
        return QLatin1Char('"') + testPeerProgram() + QLatin1String("\" ") + QLatin1String(arguments);
    }
    static QStringList listen(const QString &command, const QStringList &more)
    {
        return words("listen --json --exec") << command << more;
    }

    PrivateRuntimeDirectory m_runtime;
};

// Sends all bytes, and reads until the connection ends.
static QByteArray ask(const QString &name, const QByteArray &question, bool endsWriting)
{
    LocalSocket socket;
    socket.connectToServer(name);
    socket.write(question);
    if (endsWriting)
        socket.closeWriteChannel();
    QByteArray answer;
    const bool ended = spinUntil([&] {
        if (socket.isReadable())
            answer += socket.readAll();
        return socket.state() == Device::State::Closed || (!endsWriting && answer.size() == question.size());
    });
    if (socket.isReadable())
        answer += socket.readAll();
    return ended ? answer : QByteArray("no end");
}

void tst_QtipcExec::programServesOneClient()
{
    const QString name = uniqueName();
    Tool server(listen(peer("copy -"), { name }));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    const QByteArray data = pattern(1024 * 1024);
    QVERIFY(ask(name, data, localSocketTraits().halfClose) == data);
    QVERIFY(spinUntil([&] { return server.process.state() == QProcess::NotRunning; }));
    QCOMPARE(server.process.exitCode(), 0);
    QCOMPARE(server.process.readAllStandardOutput(), QByteArray());
    QVERIFY(server.event(QStringLiteral("started")).value(QLatin1String("pid")).toInteger() > 0);
}

void tst_QtipcExec::programServesMessages()
{
    const QString name = uniqueName();
    Tool server(listen(peer("copy -"), words("--messages cbor") << name));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    LocalSocket socket;
    socket.connectToServer(name);
    MessageChannel channel(&socket);
    QCborValue answer;
    connect(&channel, &MessageChannel::valueReceived, this, [&](const QCborValue &value) { answer = value; });
    QVERIFY(channel.sendValue(QCborValue(QStringLiteral("hello"))));
    QVERIFY(spinUntil([&] { return answer == QCborValue(QStringLiteral("hello")); }));
    channel.close();
    QVERIFY(spinUntil([&] { return server.process.state() == QProcess::NotRunning; }));
    QCOMPARE(server.process.exitCode(), 0);
}

void tst_QtipcExec::programKnowsItsClient()
{
    if (!localSocketTraits().namesAreFiles)
        QSKIP("needs a shell");
    const QString name = uniqueName();
    Tool server(listen(QStringLiteral("sh -c \"echo $QTIPC_PEER_PID $QTIPC_PEER_UID\""), { name }));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    const QByteArray answer = ask(name, {}, true);
    const QJsonObject peer = server.event(QStringLiteral("connected"));
    const QByteArray expected = QByteArray::number(peer.value(QLatin1String("pid")).toInteger()) + ' '
        + QByteArray::number(peer.value(QLatin1String("uid")).toInteger()) + '\n';
    QCOMPARE(answer, expected);
}

void tst_QtipcExec::programThatFails_givesTheExitStatus()
{
    const QString name = uniqueName();
    Tool server(listen(peer(""), { name })); // the program requires arguments
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    QCOMPARE(ask(name, {}, true), QByteArray());
    QVERIFY(spinUntil([&] { return server.process.state() == QProcess::NotRunning; }));
    QCOMPARE(server.process.exitCode(), 2);
    QCOMPARE(server.event(QStringLiteral("ended")).value(QLatin1String("exit")).toInt(), 2);
}

// A client that still sends is disconnected at once.
void tst_QtipcExec::programThatEndsAtOnce_closesTheConnection()
{
    const QString name = uniqueName();
    Tool server(listen(peer(""), { name }));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    LocalSocket socket;
    socket.connectToServer(name);
    socket.write(pattern(4 * 1024 * 1024));
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QVERIFY(spinUntil([&] { return server.process.state() == QProcess::NotRunning; }));
    QCOMPARE(server.process.exitCode(), 2);
}

void tst_QtipcExec::programThatIsMissing_isAnError()
{
    const QString name = uniqueName();
    Tool server(listen(QStringLiteral("/nonexistent/program"), { name }));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    QCOMPARE(ask(name, {}, true), QByteArray());
    QVERIFY(spinUntil([&] { return server.process.state() == QProcess::NotRunning; }));
    QCOMPARE(server.process.exitCode(), 3);
    QCOMPARE(server.event(QStringLiteral("error")).value(QLatin1String("code")).toString(), QStringLiteral("NotFound"));
}

void tst_QtipcExec::severalClients_haveAProgramEach()
{
    const QString name = uniqueName();
    Tool server(listen(peer("copy -"), words("--keep-open") << name));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    LocalSocket waiting; // waits during the whole loop
    waiting.connectToServer(name);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(ask(name, QByteArray::number(i), localSocketTraits().halfClose), QByteArray::number(i));
    waiting.write("last");
    QVERIFY(spinUntil([&] { return waiting.bytesAvailable() == 4; }));
    QCOMPARE(server.process.state(), QProcess::Running);
}

void tst_QtipcExec::tooManyClients_wait()
{
    const QString name = uniqueName();
    Tool server(listen(peer("copy -"), words("--keep-open --max-clients 1") << name));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    LocalSocket first;
    first.connectToServer(name);
    first.write("1");
    QVERIFY(spinUntil([&] { return first.bytesAvailable() == 1; }));
    LocalSocket second;
    second.connectToServer(name);
    second.write("2");
    QVERIFY(spinUntil([&] { return second.state() == Device::State::Connected; }));
    first.write("1");
    QVERIFY(spinUntil([&] { return first.bytesAvailable() == 2; }));
    QCOMPARE(server.said().count("\"started\""), 1);
    QCOMPARE(second.bytesAvailable(), qint64(0));
    first.close();
    QVERIFY(spinUntil([&] { return second.bytesAvailable() == 1; }));
    QCOMPARE(server.said().count("\"ended\""), 1);
}

void tst_QtipcExec::clientThatGoes_endsTheInputOfTheProgram()
{
    const QString name = uniqueName();
    Tool server(listen(peer("copy -"), { name }));
    QVERIFY(!server.event(QStringLiteral("listening")).isEmpty());
    {
        LocalSocket socket;
        socket.connectToServer(name);
        QVERIFY(!server.event(QStringLiteral("started")).isEmpty());
        socket.abort();
    }
    QVERIFY(spinUntil([&] { return server.process.state() == QProcess::NotRunning; }));
    QVERIFY(!server.event(QStringLiteral("ended")).isEmpty());
}

void tst_QtipcExec::emptyCommand_isWrongUsage()
{
    Tool tool(listen(QStringLiteral(" "), { uniqueName() }));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 2);
    Tool none(words("listen --exec cat --max-clients 0") << uniqueName());
    QVERIFY(none.finish());
    QCOMPARE(none.process.exitCode(), 2);
}

QTEST_GUILESS_MAIN(tst_QtipcExec)
#include "tst_qtipc_exec.moc"
