// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the example programs for Unix, as a user does.

#include "program.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/Fifo>
#include <QtInterprocess/Signals>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qdatetime.h>
#include <QtCore/qregularexpression.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ProgramsUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void collector_showsLinesOfSeveralWriters();
    void collector_refusesOtherFile();
    void proxy_forwardsBothDirections();
    void proxy_disconnectsClientIfTargetIsMissing();
    void reload_readsSettingsAgain();
    void reload_reportsMissingProcess();
    void timeService_servesWaitingClient();
    void timeService_needsSupervisor();
    void pool_replacesKilledWorker();
    void logDesk_receivesFile();
    void echoServer_answersClient();
    void fileBroker_passesFile();
    void datagramLog_showsSender();

private:
    QString path(const char *name) const { return m_directory.path() + QLatin1Char('/') + QLatin1String(name); }

    PrivateRuntimeDirectory m_directory;
};

void tst_ProgramsUnix::collector_showsLinesOfSeveralWriters()
{
    const QString fifo = path("log.fifo");
    Program collector(COLLECTOR, { fifo });
    QCOMPARE(collector.line(), "collecting");
    static const QRegularExpression form(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d (.*)$"));
    for (const char *text : { "backup: done", "cron: a line" }) {
        QCOMPARE(QProcess::execute(
                     QStringLiteral("/bin/sh"),
                     { QStringLiteral("-c"), QStringLiteral("echo \"$0\" >\"$1\""), QLatin1String(text), fifo }),
                 0);
        const QString line = QString::fromUtf8(collector.line());
        QVERIFY2(form.match(line).hasMatch(), qPrintable(line));
        QCOMPARE(form.match(line).captured(1), QLatin1String(text));
    }
    collector.process.terminate();
    QVERIFY(collector.hasEnded());
    QCOMPARE(collector.process.exitStatus(), QProcess::NormalExit);
    QVERIFY(!QFile::exists(fifo));
}

void tst_ProgramsUnix::collector_refusesOtherFile()
{
    const QString file = writeFile(path("file"), "content");
    Program collector(COLLECTOR, { file });
    QVERIFY(collector.hasEnded());
    QCOMPARE(collector.process.exitCode(), 1);
    QVERIFY(QFile::exists(file));
}

void tst_ProgramsUnix::proxy_forwardsBothDirections()
{
    UnixServer target;
    connect(&target, &UnixServer::newConnection, this, [&target] {
        UnixSocket *const socket = target.nextPendingConnection();
        connect(socket, &UnixSocket::readyRead, socket, [socket] { socket->write(socket->readAll().toUpper()); });
        connect(socket, &UnixSocket::readChannelFinished, socket, &UnixSocket::close);
    });
    QVERIFY(target.listen(UnixAddress::fromPath(path("target"))));
    Program proxy(PROXY, { path("proxy"), path("target") });
    QCOMPARE(proxy.line(), "listening");
    UnixSocket client;
    client.connectToServer(UnixAddress::fromPath(path("proxy")));
    client.write("hello");
    client.closeWriteChannel();
    QVERIFY(spinUntil([&client] { return client.state() == Device::State::Closed; }, Patience));
    QCOMPARE(client.readAll(), "HELLO");
    QCOMPARE(proxy.line(), "5 bytes sent, 5 bytes received");
}

void tst_ProgramsUnix::proxy_disconnectsClientIfTargetIsMissing()
{
    Program proxy(PROXY, { path("proxy"), path("missing") }, QProcess::MergedChannels);
    QCOMPARE(proxy.line(), "listening");
    UnixSocket client;
    client.connectToServer(UnixAddress::fromPath(path("proxy")));
    QVERIFY(spinUntil([&client] { return client.state() == Device::State::Closed; }, Patience));
    const QByteArray line = proxy.line();
    QVERIFY2(line.startsWith("proxy: connect to "), line.constData());
    QCOMPARE(proxy.line(), "0 bytes sent, 0 bytes received");
}

void tst_ProgramsUnix::reload_readsSettingsAgain()
{
    const QString file = writeFile(path("settings"), "hello\n");
    Program daemon(RELOAD, { file });
    QCOMPARE(daemon.line(), "greeting: hello");
    writeFile(file, "good morning\n");
    Program sender(RELOAD, { QStringLiteral("--send"), QString::number(daemon.process.processId()) });
    QVERIFY(sender.process.waitForStarted());
    const QByteArray id = QByteArray::number(sender.process.processId());
    QVERIFY(sender.hasEnded());
    QCOMPARE(sender.process.exitCode(), 0);
    QCOMPARE(daemon.line(), "SIGHUP from process " + id);
    QCOMPARE(daemon.line(), "greeting: good morning");
    daemon.process.terminate();
    QVERIFY(daemon.hasEnded());
    QCOMPARE(daemon.process.exitStatus(), QProcess::NormalExit);
}

void tst_ProgramsUnix::reload_reportsMissingProcess()
{
    Program ended(RELOAD, { QStringLiteral("--send"), QStringLiteral("0") }); // never a process
    QVERIFY(ended.hasEnded());
    QCOMPARE(ended.process.exitCode(), 1);
}

// The test is the supervisor: it owns the socket, and starts the service for a waiting client.
void tst_ProgramsUnix::timeService_servesWaitingClient()
{
    UnixDatagramSocket notifications;
    QVERIFY(notifications.bind(UnixAddress::fromPath(path("notify"))));
    UnixServer listener;
    listener.pauseAccepting();
    QVERIFY(listener.listen(UnixAddress::fromPath(path("time"))));
    UnixSocket client;
    client.connectToServer(UnixAddress::fromPath(path("time")));

    OwnedHandle owned(listener.nativeHandle());
    OwnedHandle passed = owned.duplicate();
    (void)owned.release();
    ChildHandles handles;
    QCOMPARE(handles.add(std::move(passed), 3), 3);
    QProcess service;
    service.setProcessChannelMode(QProcess::ForwardedChannels);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LISTEN_FDS"), QStringLiteral("1"));
    environment.insert(QStringLiteral("NOTIFY_SOCKET"), path("notify"));
    service.setProcessEnvironment(environment);
    service.setProgram(QStringLiteral("/bin/sh"));
    service.setArguments({ QStringLiteral("-c"), QStringLiteral("LISTEN_PID=$$; export LISTEN_PID; exec \"$0\" 1000"),
                           QStringLiteral(TIMESERVICE) });
    handles.start(service);

    QVERIFY(spinUntil([&client] { return client.state() == Device::State::Closed; }, Patience));
    const QString answer = QString::fromUtf8(client.readAll().trimmed());
    QVERIFY2(QDateTime::fromString(answer, Qt::ISODate).isValid(), qPrintable(answer));
    QVERIFY(spinUntil([&service] { return service.state() == QProcess::NotRunning; }, Patience)); // without clients
    QCOMPARE(service.exitStatus(), QProcess::NormalExit);
    QCOMPARE(service.exitCode(), 0);
    QByteArrayList states;
    QVERIFY(spinUntil([&] {
        while (notifications.hasPendingDatagrams())
            states += notifications.receiveDatagram().data();
        return states.size() >= 2;
    }));
    QVERIFY(states.constFirst().contains("READY=1"));
    QVERIFY(states.constLast().contains("STOPPING=1"));
}

void tst_ProgramsUnix::timeService_needsSupervisor()
{
    Program service(TIMESERVICE);
    QVERIFY(service.hasEnded());
    QCOMPARE(service.process.exitCode(), 1);
}

void tst_ProgramsUnix::pool_replacesKilledWorker()
{
    const QString fifo = path("blocks"); // a worker that opens it waits for a writer
    QVERIFY(!Fifo::create(fifo));
    QStringList files { fifo };
    for (int i = 0; i < 5; ++i)
        files += writeFile(path("file") + QString::number(i), "x");
    Program pool(POOL, files);
    const QByteArrayList words = pool.line().split(' '); // worker 4711: FILE
    QCOMPARE(words.value(2), fifo.toLocal8Bit());
    QVERIFY(!Signals::send(words.at(1).chopped(1).toLongLong(), Signals::fromName(QStringLiteral("KILL"))));
    QVERIFY(pool.hasEnded());
    QCOMPARE(pool.process.exitCode(), 1);
    const QByteArrayList lines = pool.remainingLines();
    QVERIFY2(lines.contains(fifo.toLocal8Bit() + ": the worker has ended"), lines.join('\n').constData());
    for (const QString &file : std::as_const(files).mid(1))
        QVERIFY2(lines.contains(file.toLocal8Bit() + ": " + sha256Of("x")), lines.join('\n').constData());
}

void tst_ProgramsUnix::logDesk_receivesFile()
{
    const QTemporaryDir folder;
    const QByteArray content = pattern(1000000);
    const QString file = writeFile(folder.filePath(QStringLiteral("file")), content);
    const QString output = folder.filePath(QStringLiteral("output"));
    const QString name = uniqueName();
    Program desk(LOGDESK,
                 { QStringLiteral("serve"), QStringLiteral("--senders"), QStringLiteral("1"),
                   QStringLiteral("--output"), output, name });
    QVERIFY(desk.line().startsWith("READY "));
    Program sender(LOGDESK, { QStringLiteral("send"), QStringLiteral("--name"), name, file });
    QVERIFY(sender.hasEnded());
    QCOMPARE(sender.process.exitCode(), 0);
    const QByteArrayList lines = sender.remainingLines();
    QVERIFY2(lines.constLast().endsWith("the desk received the same sha256 " + sha256Of(content)),
             lines.constLast().constData());
    QVERIFY(desk.hasEnded());
    QCOMPARE(desk.process.exitCode(), 0);
    const QStringList kept = QDir(output).entryList(QDir::Files);
    QCOMPARE(kept.size(), 1);
    QFile received(QDir(output).filePath(kept.constFirst()));
    QVERIFY(received.open(QIODevice::ReadOnly));
    QCOMPARE(firstDifference(received.readAll()), -1);
    QCOMPARE(received.size(), content.size());
}

void tst_ProgramsUnix::echoServer_answersClient()
{
    Program server(ECHOSERVER, {}, QProcess::MergedChannels);
    QVERIFY(server.line().startsWith("listening on "));
    Program client(ECHOCLIENT, {}, QProcess::MergedChannels);
    QVERIFY(client.hasEnded());
    QCOMPARE(client.remainingLines().join('\n'), "echo: hello\necho: world");
    QCOMPARE(client.process.exitCode(), 0);
}

void tst_ProgramsUnix::fileBroker_passesFile()
{
    writeFile(path("shared"), "content of the file");
    Program broker(FILEBROKER, { m_directory.path() });
    QByteArray content;
    QVERIFY(spinUntil( // the broker prints nothing when it listens
        [&] {
            Program client(FILEBROKER, { m_directory.path(), QStringLiteral("shared") }, QProcess::SeparateChannels);
            return client.hasEnded() && client.process.exitCode() == 0
                && !(content = client.process.readAllStandardOutput()).isEmpty();
        },
        Patience));
    QCOMPARE(content, "content of the file");
    Program client(FILEBROKER, { m_directory.path(), QStringLiteral("missing") });
    QVERIFY(client.hasEnded());
    QCOMPARE(client.process.exitCode(), 1);
}

void tst_ProgramsUnix::datagramLog_showsSender()
{
    Program log(DATAGRAMLOG, { path("log") }, QProcess::MergedChannels);
    qint64 sender = 0;
    QVERIFY(spinUntil( // the log prints nothing when it is ready
        [&] {
            Program client(DATAGRAMLOG, { path("log"), QStringLiteral("hello") }, QProcess::SeparateChannels);
            client.process.waitForStarted();
            sender = client.process.processId();
            return client.hasEnded() && client.process.exitCode() == 0;
        },
        Patience));
    const QByteArray line = log.line();
    QVERIFY2(line == QByteArray::number(sender) + " hello" || line == "-1 hello", line.constData());
}

QTEST_GUILESS_MAIN(tst_ProgramsUnix)
#include "tst_programs_unix.moc"
