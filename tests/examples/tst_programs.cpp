// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the programs of examples/programs by running each of them as a user does.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/Signals>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr int Patience = 60000; // milliseconds; Wine starts programs slowly

class Program
{
public:
    explicit Program(const char *path, const QStringList &arguments = {})
    {
        process.setProgram(QString::fromLocal8Bit(path));
        process.setArguments(arguments);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start();
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }

    // Returns the next line, or a null array if none comes. Runs the event loop meanwhile,
    // because other programs need input.
    QByteArray line()
    {
        (void)spinUntil([this] { return process.canReadLine() || process.state() == QProcess::NotRunning; }, Patience);
        return process.canReadLine() ? process.readLine().trimmed() : QByteArray();
    }
    bool hasEnded()
    {
        return spinUntil([this] { return process.state() == QProcess::NotRunning; }, Patience);
    }

    QProcess process;
};

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
    void viewer_isReplaced();
    void rpcDaemon_answers();
    void rpcDaemon_survivesNonsense();
    void filter_writesMatches();
    void filter_endsWithItsReader();
    void chatRoom_sendsToEverybody();
    void chatRoom_reconnectsItsClients();
    void threadPool_servesManyAtOnce();
    void supervisor_restartsItsWorker();
    void supervisor_endsItsWorker();

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

void tst_Programs::viewer_isReplaced()
{
    Program primary(VIEWER);
    QCOMPARE(primary.line(), "primary");
    Program successor(VIEWER, { QStringLiteral("--replace") });
    QCOMPARE(successor.line(), "primary");
    QCOMPARE(primary.line(), "replaced");
    QVERIFY(primary.hasEnded());
    QCOMPARE(primary.process.exitCode(), 0);
}

void tst_Programs::rpcDaemon_answers()
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

void tst_Programs::rpcDaemon_survivesNonsense()
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

void tst_Programs::filter_endsWithItsReader()
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

void tst_Programs::chatRoom_sendsToEverybody()
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
    const QByteArray expected = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex() + '\n';

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

QTEST_GUILESS_MAIN(tst_Programs)
#include "tst_programs.moc"
