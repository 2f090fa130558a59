// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests qtipc as its users call it.

#include "tool.h"

#include "testsupport/sanitizers.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/SingleInstance>

#include <QtCore/qtemporaryfile.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Qtipc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void help_isShown_data();
    void help_isShown();
    void wrongUsage_data();
    void wrongUsage();
    void input_arrivesAtTheListener();
    void connect_transfersBothDirections();
    void keepOpen_servesSeveralClients();
    void sending();
    void exitStatus_namesTheCause();
    void memoryIsBounded();
    void brokenOutput_endsTheClient();
    void pipes();
    void pipe_returnsTheExitStatusOfTheProgram();
    void signalsOfThisSystem();
    void instances();
    void waiting();
    void waits_timeOut();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_Qtipc::help_isShown_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("expected");
    const std::pair<const char *, const char *> rows[] = {
        { "--help", "Exit status" },
        { "listen --help", "qtipc listen " },
        { "connect --help", "journalctl" },
        { "send --help", "--message" },
        { "pipe --help", "sort -u" },
        { "--version", "qtipc 0." },
        { "instance --help", "org.example.App" },
        { "signal --help", "RTMIN+3" },
        { "wait --help", "pidof" },
    };
    for (const auto &[arguments, expected] : rows)
        QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(expected);
}

void tst_Qtipc::help_isShown()
{
    QFETCH(QString, arguments);
    QFETCH(QString, expected);
    Tool tool(arguments.split(QLatin1Char(' ')));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 0);
    const QString text = QString::fromLocal8Bit(tool.process.readAllStandardOutput());
    QVERIFY2(text.contains(expected), qPrintable(text));
    QCOMPARE(tool.said(), QByteArray());
}

void tst_Qtipc::wrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *const arguments : { "", "nonsense", "listen", "listen a b", "connect", "connect --timeout x name",
                                         "listen --access nobody name", "listen --unknown name", "pipe" })
        QTest::newRow(arguments) << QString::fromLatin1(arguments);
}

void tst_Qtipc::wrongUsage()
{
    QFETCH(QString, arguments);
    Tool tool(arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 2);
    QVERIFY(!tool.said().isEmpty());
    QCOMPARE(tool.process.readAllStandardOutput(), QByteArray());
}

void tst_Qtipc::input_arrivesAtTheListener()
{
    const QString name = uniqueName();
    Tool listener(words("listen --json") << name);
    QCOMPARE(listener.event(QStringLiteral("listening")).value(QLatin1String("name")).toString(), name);
    Tool client(words("connect --json") << name);
    const QJsonObject peer = listener.event(QStringLiteral("connected"));
    QCOMPARE(peer.value(QLatin1String("pid")).toInteger(), client.process.processId());
    const QByteArray data = pattern(8 * 1024 * 1024);
    client.process.write(data);
    QByteArray received;
    connect(&listener.process, &QProcess::readyReadStandardOutput, this,
            [&] { received += listener.process.readAllStandardOutput(); });
    listener.process.closeWriteChannel();
    QVERIFY(client.finish());
    QVERIFY(listener.finish());
    received += listener.process.readAllStandardOutput();
    QVERIFY(received == data);
    QCOMPARE(client.process.exitCode(), 0);
    QCOMPARE(listener.process.exitCode(), 0);
    QCOMPARE(listener.event(QStringLiteral("end")).value(QLatin1String("received")).toInteger(), data.size());
    QCOMPARE(client.event(QStringLiteral("end")).value(QLatin1String("sent")).toInteger(), data.size());
}

void tst_Qtipc::connect_transfersBothDirections()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Tool client(words("connect --json") << name);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    client.process.write("question\n");
    QVERIFY(spinUntil([&] { return socket->canReadLine(); }));
    QCOMPARE(socket->readLine(), QByteArray("question\n"));
    socket->write("answer\n");
    QVERIFY(spinUntil([&] { return client.process.canReadLine(); }));
    QCOMPARE(client.process.readLine(), QByteArray("answer\n"));
    socket->write("last words\n");
    socket->close();
    // Although its own input is still open.
    QVERIFY(spinUntil([&] { return client.process.state() == QProcess::NotRunning; }));
    QCOMPARE(client.process.exitCode(), 0);
    QCOMPARE(client.process.readAllStandardOutput(), QByteArray("last words\n"));
}

void tst_Qtipc::keepOpen_servesSeveralClients()
{
    const QString name = uniqueName();
    Tool listener(words("listen --json --keep-open") << name);
    QVERIFY(!listener.event(QStringLiteral("listening")).isEmpty());
    for (int i = 0; i < 3; ++i) {
        Tool client(words("send --json --message hello") << name);
        QVERIFY(client.finish());
        QVERIFY2(client.process.exitCode() == 0, client.said().constData());
    }
    QByteArray received;
    QVERIFY(spinUntil([&] {
        received += listener.process.readAllStandardOutput();
        return received.size() == 18;
    }));
    QCOMPARE(received, QByteArray("hello\nhello\nhello\n"));
    QCOMPARE(listener.event(QStringLiteral("ended")).value(QLatin1String("received")).toInt(), 6);
    // The name has one owner.
    Tool other(words("listen --json") << name);
    QVERIFY(other.finish());
    QCOMPARE(other.process.exitCode(), 6);
}

void tst_Qtipc::sending()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        connect(socket, &LocalSocket::readyRead, socket, [socket] {
            if (!socket->canReadLine())
                return;
            socket->write(socket->readLine().toUpper());
            socket->close();
        });
    });
    Tool asking(words("send --quiet --message question") << name);
    QVERIFY(asking.finish());
    QCOMPARE(asking.process.exitCode(), 0);
    QCOMPARE(asking.process.readAllStandardOutput(), QByteArray(localSocketTraits().halfClose ? "QUESTION\n" : ""));
    QCOMPARE(asking.said(), QByteArray());
    Tool telling(words("send --no-reply --message text") << name);
    QVERIFY(telling.finish());
    QCOMPARE(telling.process.exitCode(), 0);
    QCOMPARE(telling.process.readAllStandardOutput(), QByteArray());
}

void tst_Qtipc::exitStatus_namesTheCause()
{
    Tool nobody(words("connect --json") << uniqueName());
    QVERIFY(nobody.finish());
    QCOMPARE(nobody.process.exitCode(), 3);
    QCOMPARE(nobody.event(QStringLiteral("error")).value(QLatin1String("code")).toString(), QStringLiteral("NotFound"));
    Tool tooLong(words("connect --json") << QString(5000, QLatin1Char('x')));
    QVERIFY(tooLong.finish());
    QCOMPARE(tooLong.process.exitCode(), 2);
}

// Nobody reads the output of the listener, so it stops reading, and so does the client.
void tst_Qtipc::memoryIsBounded()
{
    if (residentKilobytes() < 0)
        QSKIP("this system does not report the memory of a process");
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(QByteArray(64 * 1024 * 1024, 'x'));
    file.close();
    Tool client(words("--version")); // restarted below with other arguments
    QVERIFY(client.finish());
    client.process.setStandardInputFile(file.fileName());
    client.process.start(QStringLiteral(QTIPC_PROGRAM), words("connect") << name);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    socket->setReadBufferSize(1000);
    QVERIFY(spinUntil([&] { return socket->bytesAvailable() == 1000; }));
    const qint64 before = residentKilobytes(client.process.processId());
    qint64 taken = 0;
    while (taken < 16 * 1024 * 1024) { // a quarter of it, slowly; the rest is not read
        const qint64 count = socket->readAll().size();
        taken += count;
        QVERIFY(count > 0 || spinUntil([&] { return socket->bytesAvailable() > 0; }));
        socket->setReadBufferSize(1024 * 1024);
    }
    const qint64 after = residentKilobytes(client.process.processId());
    QVERIFY2(!MeasuresMemory || after - before < 8 * 1024, qPrintable(QStringLiteral("%1 KiB").arg(after - before)));
}

void tst_Qtipc::brokenOutput_endsTheClient()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    QProcess client;
    client.setProgram(QStringLiteral(QTIPC_PROGRAM));
    client.setArguments(words("connect --json") << name);
    PipeReader output;
    ChildHandles handles;
    handles.add(output.createPipe(), 1);
    handles.start(client);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    socket->write("first line\n");
    QVERIFY(spinUntil([&] { return output.canReadLine(); }));
    output.abort(); // as head -n 1 does
    socket->write(pattern(4 * 1024 * 1024));
    QVERIFY(spinUntil([&] { return client.state() == QProcess::NotRunning; }));
    QCOMPARE(client.exitStatus(), QProcess::NormalExit); // not ended by a signal
    QCOMPARE(client.exitCode(), 1);
    const QByteArray said = client.readAllStandardError();
    QVERIFY2(said.contains("\"code\":\"PeerClosed\""), said.constData());
}

void tst_Qtipc::pipes()
{
    Tool tool(words("pipe --json --") << testPeerProgram() << words("copy -"));
    const QByteArray data = pattern(2 * 1024 * 1024);
    tool.process.write(data);
    QVERIFY(tool.finish());
    QVERIFY(tool.process.readAllStandardOutput() == data);
    QCOMPARE(tool.process.exitCode(), 0);
    QCOMPARE(tool.event(QStringLiteral("end")).value(QLatin1String("received")).toInteger(), data.size());
}

void tst_Qtipc::pipe_returnsTheExitStatusOfTheProgram()
{
    Tool failing(words("pipe --") << testPeerProgram()); // the program requires arguments
    QVERIFY(failing.finish());
    QCOMPARE(failing.process.exitCode(), 2);
    Tool missing(words("pipe -- /nonexistent/program"));
    QVERIFY(missing.finish());
    QCOMPARE(missing.process.exitCode(), 3);
}

void tst_Qtipc::signalsOfThisSystem()
{
    Tool tool({ QStringLiteral("signal"), QStringLiteral("list") });
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 0);
    const QByteArray list = tool.process.readAllStandardOutput();
    for (const char *const line : { " 2 SIGINT", " 9 SIGKILL", "15 SIGTERM" })
        QVERIFY2(list.contains(line), list.constData());
    Tool probe(words("signal probe") << QString::number(QCoreApplication::applicationPid()));
    QVERIFY(probe.finish());
    QCOMPARE(probe.process.exitCode(), 0);
}

void tst_Qtipc::instances()
{
    const QString id = uniqueName();
    Tool nobody(words("instance --json") << id);
    QVERIFY(nobody.finish());
    QCOMPARE(nobody.process.exitCode(), 3);
    SingleInstance instance(id);
    QVERIFY(instance.isPrimary());
    QStringList arguments;
    QByteArray payload;
    connect(&instance, &SingleInstance::requestReceived, this, [&](const InstanceRequest &request) {
        arguments = request.arguments();
        payload = request.payload();
        request.reply(9, "opened");
    });
    Tool tool(words("instance --payload bytes") << id << words("app --option a|b"));
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 9);
    QCOMPARE(tool.process.readAllStandardOutput(), QByteArray("opened"));
    QCOMPARE(arguments, words("app --option a|b"));
    QCOMPARE(payload, QByteArray("bytes"));
}

void tst_Qtipc::waiting()
{
    Peer one({ QStringLiteral("exit"), QStringLiteral("0") });
    Peer two({ QStringLiteral("exit"), QStringLiteral("0") });
    QVERIFY(one.waitForLine("READY") && two.waitForLine("READY"));
    Tool tool(words("wait --json") << QString::number(one.processId()) << QString::number(two.processId()));
    QVERIFY(!tool.event(QStringLiteral("waiting")).isEmpty());
    const qint64 first = one.processId();
    one.process.write("now\n");
    QCOMPARE(tool.event(QStringLiteral("exited")).value(QLatin1String("pid")).toInteger(), first);
    QCOMPARE(tool.process.state(), QProcess::Running);
    two.process.write("now\n");
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 0);
}

void tst_Qtipc::waits_timeOut()
{
    Peer peer({ QStringLiteral("exit"), QStringLiteral("0") });
    QVERIFY(peer.waitForLine("READY"));
    const QString id = QString::number(peer.processId());
    Tool late(words("wait --json --timeout 50") << id);
    QVERIFY(late.finish());
    QCOMPARE(late.process.exitCode(), 5);
    Tool gone(words("wait --json 2147483632")); // above the largest process ID of any system
    QVERIFY(gone.finish());
    QCOMPARE(gone.process.exitCode(), 3);
    QVERIFY(gone.said().contains("NotFound"));
}

QTEST_GUILESS_MAIN(tst_Qtipc)
#include "tst_qtipc.moc"
