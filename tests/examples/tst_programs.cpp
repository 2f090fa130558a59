// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the example programs that work on every platform, as a user does.

#include "program.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PacketPipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/Signals>

#include <QtCore/qdir.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

// Sends a question and returns the answer, up to that many lines.
QByteArray answerOf(const QString &server, const QByteArray &question, int lines = 1)
{
    LocalSocket client;
    client.connectToServer(server);
    if (!client.waitForConnected(Patience))
        return client.errorString().toUtf8();
    client.write(question);
    QByteArray answer;
    while (answer.count('\n') < lines && client.waitForReadyRead(Patience))
        answer += client.readAll();
    return answer;
}

QJsonObject call(const QString &server, const QByteArray &request)
{
    return QJsonDocument::fromJson(answerOf(server, request + '\n')).object();
}

} // namespace

class tst_Programs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void viewer_opensFilesInOneProcess();
    void viewer_replaceTakesOver();
    void rpcDaemon_answersRequests();
    void rpcDaemon_reportsInvalidRequests();
    void filter_writesMatches();
    void filter_endsWhenItsReaderCloses();
    void chatRoom_sendsToAllMembers();
    void chatRoom_reconnectsItsClients();
    void lineCounter_readsThePipeOfItsClient();
    void threadPool_servesManyAtOnce();
    void supervisor_restartsItsWorker();
    void supervisor_endsItsWorker();
    void pool_hashesFiles();
    void primes_printsNumbers();
    void progress_showsEachReport();
    void snapshot_sendsTheFile();
    void snapshot_abandonsClientThatDoesNotRead();
    void waitFor_reportsTheEnd();
    void waitFor_reportsMissingProcess();
    void waitFor_reportsTimeout();
    void logDesk_reportsWrongUsage_data();
    void logDesk_reportsWrongUsage();
    void echoServer_answersBlockingClient();

private:
    PrivateRuntimeDirectory m_directory;
};

void tst_Programs::viewer_opensFilesInOneProcess()
{
    Program primary(VIEWER);
    QCOMPARE(primary.line(), "primary");
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("picture")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("12345") == 5);
    file.close();

    Program secondary(VIEWER, { file.fileName() });
    QCOMPARE(secondary.line(), "opened");
    QVERIFY(secondary.hasEnded());
    QCOMPARE(secondary.process.exitCode(), 0);
    QCOMPARE(primary.line(), "open: picture, 5 bytes");

    Program another(VIEWER, { QStringLiteral("nothing") });
    QCOMPARE(another.line(), "some files cannot be opened");
    QVERIFY(another.hasEnded());
    QCOMPARE(another.process.exitCode(), 3);
    QCOMPARE(primary.line(), "cannot open: nothing");
}

void tst_Programs::viewer_replaceTakesOver()
{
    Program primary(VIEWER);
    QCOMPARE(primary.line(), "primary");
    Program successor(VIEWER, { QStringLiteral("--replace") });
    QCOMPARE(successor.line(), "primary");
    QCOMPARE(primary.line(), "replaced");
    QVERIFY(primary.hasEnded());
    QCOMPARE(primary.process.exitCode(), 0);
}

void tst_Programs::rpcDaemon_answersRequests()
{
    const QString name = uniqueName();
    Program daemon(RPCDAEMON, { name });
    QCOMPARE(daemon.line(), "listening");
    const QJsonObject sum = call(name, R"({"jsonrpc":"2.0","id":7,"method":"sum","params":[1,2.5]})");
    QCOMPARE(sum.value(QLatin1String("id")).toInt(), 7);
    QCOMPARE(sum.value(QLatin1String("result")).toDouble(), 3.5);
    const QJsonObject who = call(name, R"({"jsonrpc":"2.0","id":"a","method":"whoAmI"})");
    QCOMPARE(who.value(QLatin1String("result")).toObject().value(QLatin1String("process")).toInteger(),
             QCoreApplication::applicationPid());
    // A notification gets no answer, so the line answers the second request.
    const QJsonObject second = call(name,
                                    R"({"jsonrpc":"2.0","method":"sum"} )"
                                    "\n"
                                    R"({"jsonrpc":"2.0","id":2,"method":"sum"})");
    QCOMPARE(second.value(QLatin1String("id")).toInt(), 2);
    daemon.process.terminate();
    QVERIFY(daemon.hasEnded());
    QCOMPARE(daemon.process.exitStatus(), QProcess::NormalExit);
}

void tst_Programs::rpcDaemon_reportsInvalidRequests()
{
    const QString name = uniqueName();
    Program daemon(RPCDAEMON, { name });
    QCOMPARE(daemon.line(), "listening");
    const auto codeOf = [&name](const QByteArray &request) {
        return call(name, request).value(QLatin1String("error")).toObject().value(QLatin1String("code")).toInt();
    };
    QCOMPARE(codeOf("nonsense"), -32700);
    QCOMPARE(codeOf("[]"), -32600);
    QCOMPARE(codeOf(R"({"id":1,"method":"nonsense"})"), -32601);
}

void tst_Programs::filter_writesMatches()
{
    Program filter(FILTER, { QStringLiteral("b") });
    filter.process.write("ab\nc\nbb"); // the last line has no line end
    filter.process.closeWriteChannel();
    QVERIFY(filter.hasEnded());
    QCOMPARE(filter.process.readAll(), "1:ab\n3:bb\n");
    QCOMPARE(filter.process.exitCode(), 0);

    Program nothing(FILTER, { QStringLiteral("b") });
    nothing.process.write("a\n");
    nothing.process.closeWriteChannel();
    QVERIFY(nothing.hasEnded());
    QCOMPARE(nothing.process.exitCode(), 1);
}

void tst_Programs::filter_endsWhenItsReaderCloses()
{
    PipeReader reader;
    ChildHandles handles;
    QCOMPARE(handles.add(reader.createPipe(), 1), 1);
    QProcess filter;
    filter.setProgram(QString::fromLocal8Bit(FILTER));
    filter.setArguments({ QStringLiteral("b") });
    handles.start(filter);
    filter.write(QByteArray("b\n").repeated(1 << 20));
    QVERIFY(spinUntil([&reader] { return reader.bytesAvailable() >= 8; }, Patience));
    QVERIFY(reader.readAll().startsWith("1:b\n2:b\n"));
    reader.close();
    QVERIFY(spinUntil([&filter] { return filter.state() == QProcess::NotRunning; }, Patience));
    QCOMPARE(filter.exitStatus(), QProcess::NormalExit);
    QCOMPARE(filter.exitCode(), 0);
}

void tst_Programs::chatRoom_sendsToAllMembers()
{
    qputenv("CHATROOM", uniqueName().toUtf8());
    Program room(CHATROOM, { QStringLiteral("serve") });
    QCOMPARE(room.line(), "open");
    Program anna(CHATROOM, { QStringLiteral("anna") });
    Program bert(CHATROOM, { QStringLiteral("bert") });
    QCOMPARE(anna.line(), "* in the room");
    QCOMPARE(bert.line(), "* in the room");
    anna.process.write("hello\n");
    QCOMPARE(anna.line(), "anna: hello");
    QCOMPARE(bert.line(), "anna: hello");
    bert.process.write("bye"); // and closes
    bert.process.closeWriteChannel();
    QCOMPARE(anna.line(), "bert: bye");
    QVERIFY(bert.hasEnded());
    QCOMPARE(bert.process.exitCode(), 0);
}

void tst_Programs::chatRoom_reconnectsItsClients()
{
    qputenv("CHATROOM", uniqueName().toUtf8());
    Program anna(CHATROOM, { QStringLiteral("anna") });
    anna.process.write("is somebody there?\n"); // kept until a room opens
    for (int i = 0; i < 2; ++i) {
        Program room(CHATROOM, { QStringLiteral("serve") });
        QCOMPARE(room.line(), "open");
        QCOMPARE(anna.line(), "* in the room");
        QCOMPARE(anna.line(), i == 0 ? "anna: is somebody there?" : "anna: again");
        room.process.kill();
        QVERIFY(room.hasEnded());
        QCOMPARE(anna.line(), "* out of the room");
        anna.process.write("again\n");
    }
}

void tst_Programs::lineCounter_readsThePipeOfItsClient()
{
    const QString name = uniqueName();
    Program server(LINECOUNTER, { name });
    QCOMPARE(server.line(), "listening");
    QTemporaryDir folder;
    const QString file = writeFile(folder.filePath(QStringLiteral("file")), QByteArray("a line\n").repeated(50'000));
    Program client(LINECOUNTER, { name, file });
    QCOMPARE(client.line(), "50000 lines");
    QVERIFY(client.hasEnded());
    QCOMPARE(client.process.exitCode(), 0);
}

void tst_Programs::threadPool_servesManyAtOnce()
{
    const QString name = uniqueName();
    Program server(THREADPOOL, { name });
    QCOMPARE(server.line(), "listening");
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("file")));
    const QByteArray content(3000000, 'x');
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    const QByteArray expected = sha256Of(content) + '\n';

    std::vector<std::unique_ptr<Worker>> clients;
    std::atomic<int> right = 0;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<Worker>([&] {
            if (answerOf(name, file.fileName().toUtf8() + "\nnothing\n", 2).startsWith(expected + "error: "))
                ++right;
        }));
        clients.back()->start();
    }
    for (const auto &client : clients)
        QVERIFY(client->join());
    QCOMPARE(right.load(), 20);
    server.process.terminate();
    QVERIFY(server.hasEnded());
    QCOMPARE(server.process.exitStatus(), QProcess::NormalExit);
}

void tst_Programs::supervisor_restartsItsWorker()
{
    Program supervisor(SUPERVISOR);
    QList<qint64> workers;
    for (int i = 0; i < 2; ++i) {
        const QList<QByteArray> words = supervisor.line().split(' '); // worker 4711: ready
        QCOMPARE(words.value(2), "ready");
        workers += words.at(1).chopped(1).toLongLong();
        if (i == 0) {
            QVERIFY(!Signals::send(workers.constFirst(), 9));
            QCOMPARE(supervisor.line(), "worker has ended");
        }
    }
    QVERIFY(workers.at(0) != workers.at(1));
}

void tst_Programs::supervisor_endsItsWorker()
{
    Program supervisor(SUPERVISOR);
    QVERIFY(supervisor.line().endsWith("ready"));
    supervisor.process.terminate();
    QVERIFY(supervisor.line().endsWith("ending"));
    QCOMPARE(supervisor.line(), "worker has ended");
    QVERIFY(supervisor.hasEnded());
    QCOMPARE(supervisor.process.exitStatus(), QProcess::NormalExit);
}

void tst_Programs::pool_hashesFiles()
{
    const QTemporaryDir folder;
    QStringList files;
    QByteArrayList expected;
    for (int i = 0; i < 6; ++i) {
        files += writeFile(folder.filePath(QString::number(i)), QByteArray::number(i));
        expected += files.constLast().toLocal8Bit() + ": " + sha256Of(QByteArray::number(i));
    }
    Program pool(POOL, files + QStringList(folder.filePath(QStringLiteral("missing"))));
    QVERIFY(pool.hasEnded());
    QCOMPARE(pool.process.exitCode(), 0);
    const QByteArrayList lines = pool.remainingLines();
    QCOMPARE(lines.size(), 4 + 7); // workers and answers
    for (const QByteArray &line : std::as_const(expected))
        QVERIFY2(lines.contains(line), lines.join('\n').constData());
    QVERIFY(lines.join('\n').contains("missing: error: "));
}

void tst_Programs::primes_printsNumbers()
{
    Program few(PRIMES, { QStringLiteral("10") });
    QVERIFY(few.hasEnded());
    QCOMPARE(few.remainingLines().join(' '), "2 3 5 7 11 13 17 19 23 29");
    Program many(PRIMES, { QStringLiteral("20000") });
    QVERIFY(many.hasEnded());
    QCOMPARE(many.process.exitCode(), 0);
    const QByteArrayList lines = many.remainingLines();
    QCOMPARE(lines.size(), 20000);
    QCOMPARE(lines.constLast(), "224737");
}

void tst_Programs::progress_showsEachReport()
{
    Program progress(PROGRESS);
    QVERIFY(progress.hasEnded());
    const QByteArrayList lines = progress.remainingLines();
    if (createPacketPipe().error == Error::Unsupported) {
        QCOMPARE(progress.process.exitCode(), 1);
        QCOMPARE(lines, QByteArrayList());
        return;
    }
    QCOMPARE(progress.process.exitCode(), 0);
    QCOMPARE(lines.size(), 12);
    for (const QByteArray &worker :
         { QByteArrayLiteral("worker 1: "), QByteArrayLiteral("worker 2: "), QByteArrayLiteral("worker 3: ") }) {
        QByteArrayList steps;
        for (const QByteArray &line : lines) {
            if (line.startsWith(worker))
                steps += line.mid(worker.size());
        }
        QCOMPARE(steps.join(' '), "25 % 50 % 75 % 100 %");
    }
}

void tst_Programs::snapshot_sendsTheFile()
{
    const QTemporaryDir folder;
    const QByteArray content = pattern(20000000);
    const QString name = uniqueName();
    Program server(SNAPSHOT, { writeFile(folder.filePath(QStringLiteral("file")), content), name });
    QCOMPARE(server.line(), "listening");
    LocalSocket client;
    QByteArray received;
    connect(&client, &LocalSocket::readyRead, this, [&] { received += client.readAll(); });
    client.connectToServer(name);
    QVERIFY(spinUntil([&client] { return client.state() == Device::State::Closed; }, Patience));
    QCOMPARE(received.size(), content.size());
    QCOMPARE(firstDifference(received), -1);
}

void tst_Programs::snapshot_abandonsClientThatDoesNotRead()
{
    const QTemporaryDir folder;
    const QString name = uniqueName();
    Program server(
        SNAPSHOT,
        { writeFile(folder.filePath(QStringLiteral("file")), pattern(20000000)), name, QStringLiteral("300") });
    QCOMPARE(server.line(), "listening");
    LocalSocket client;
    client.setReadBufferSize(1);
    client.connectToServer(name);
    QCOMPARE(server.line(), "reading: 1, abandoned: 0");
    QByteArray line = server.line();
    if (line == "reading: 1, abandoned: 1") // the client is counted, and about to be removed
        line = server.line();
    QCOMPARE(line, "reading: 0, abandoned: 1");
}

void tst_Programs::waitFor_reportsTheEnd()
{
    Program process(FILTER, { QStringLiteral("b") });
    QVERIFY(process.process.waitForStarted());
    const QByteArray id = QByteArray::number(process.process.processId());
    Program waiter(WAITFOR, { QString::fromLatin1(id) });
    QCOMPARE(waiter.line(), "waiting for process " + id);
    process.process.kill();
    const QByteArray line = waiter.line();
    QVERIFY2(line.startsWith("process " + id), line.constData());
    QVERIFY(waiter.hasEnded());
    QCOMPARE(waiter.process.exitCode(), 0);
}

void tst_Programs::waitFor_reportsMissingProcess()
{
    Program waiter(WAITFOR, { QString::number(0x7ffffffc) }); // above the IDs of every system
    QVERIFY(waiter.hasEnded());
    QCOMPARE(waiter.process.exitCode(), 1);
}

void tst_Programs::waitFor_reportsTimeout()
{
    const QString id = QString::number(QCoreApplication::applicationPid());
    Program waiter(WAITFOR, { id, QStringLiteral("1") });
    QVERIFY(waiter.hasEnded());
    QCOMPARE(waiter.remainingLines().constLast(), "process " + id.toLatin1() + " still runs");
    QCOMPARE(waiter.process.exitCode(), 3);
}

void tst_Programs::logDesk_reportsWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("message");
    const auto serve = QStringLiteral("serve");
    const auto send = QStringLiteral("send");
    QTest::newRow("no command") << QStringList() << QByteArray("a command is missing or unknown; use serve or send");
    QTest::newRow("no file") << QStringList { send } << QByteArray("send needs at least one FILE");
    QTest::newRow("rate") << QStringList { send, QStringLiteral("--rate"), QStringLiteral("0"), QStringLiteral("f") }
                          << QByteArray("--rate must be a whole number of at least 1");
    QTest::newRow("two names") << QStringList { serve, QStringLiteral("a"), QStringLiteral("b") }
                               << QByteArray("serve takes at most one NAME");
    QTest::newRow("access") << QStringList { serve, QStringLiteral("--access"), QStringLiteral("all") }
                            << QByteArray("--access must be user, group or everyone");
    QTest::newRow("senders") << QStringList { serve, QStringLiteral("--senders"), QStringLiteral("x") }
                             << QByteArray("--interval and --senders must be whole numbers of at least 1");
}

void tst_Programs::logDesk_reportsWrongUsage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, message);
    Program desk(LOGDESK, arguments, QProcess::MergedChannels);
    QVERIFY(desk.hasEnded());
    QCOMPARE(desk.process.exitCode(), 2);
    QCOMPARE(desk.remainingLines().join('\n'), "logdesk: " + message + " (see --help)");
}

void tst_Programs::echoServer_answersBlockingClient()
{
    Program server(ECHOSERVER, {}, QProcess::MergedChannels);
    QVERIFY(server.line().startsWith("listening on "));
    Program client(BLOCKINGCLIENT, {}, QProcess::MergedChannels);
    QVERIFY(client.hasEnded());
    QCOMPARE(client.remainingLines().join('\n'), "echo: hello\necho: world");
    QCOMPARE(client.process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_Programs)
#include "tst_programs.moc"
