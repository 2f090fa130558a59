// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The command line tool, as far as it is that of Unix.

#include "support/testsupport.h"

#include <QtInterprocess/Signals>

#include <QtCore/qtemporarydir.h>

#include <signal.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fifo();
    void fifoFailures();
    void streams();
    void filesThatMayNotGrow();
    void packets();
    void datagrams();
    void signalsArrive();
    void signalsThatCannotBe();

private:
    QString path() const { return m_dir.path() + QLatin1Char('/') + uniqueName(); }
    static void start(QProcess &tool, const QStringList &arguments)
    {
        tool.start(QStringLiteral(QTIPC_PROGRAM), arguments);
    }
    static int run(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess tool;
        start(tool, arguments);
        tool.write(input);
        tool.closeWriteChannel();
        const bool ended = spinUntil([&] { return tool.state() == QProcess::NotRunning; });
        return ended && tool.exitStatus() == QProcess::NormalExit ? tool.exitCode() : -1;
    }

    QTemporaryDir m_dir;
};

static QStringList words(const char *line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

static bool hasSaid(QProcess &process, const QByteArray &text)
{
    QByteArray said;
    return spinUntil([&] { return (said += process.readAllStandardError()).contains(text); });
}

void tst_QtipcUnix::fifo()
{
    const QString name = path();
    QCOMPARE(run(words("fifo create --mode 640") << name), 0);
    QCOMPARE(QFile::permissions(name) & QFileDevice::Permissions(0x7777) & ~QFileDevice::Permissions(0x0700),
             QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup);
    QProcess reader;
    start(reader, words("fifo read --quiet") << name);
    const QByteArray data = pattern(2 * 1024 * 1024);
    QCOMPARE(run(words("fifo write") << name, data), 0);
    QVERIFY(spinUntil([&] { return reader.state() == QProcess::NotRunning; }));
    QCOMPARE(reader.exitCode(), 0);
    QVERIFY(reader.readAllStandardOutput() == data);
    // And for several writers, one after the other.
    QProcess keeper;
    start(keeper, words("fifo read --keep-open") << name);
    QCOMPARE(run(words("fifo write") << name, "one\n"), 0);
    QCOMPARE(run(words("fifo write") << name, "two\n"), 0);
    QVERIFY(spinUntil([&] { return keeper.bytesAvailable() == 8; }));
    QCOMPARE(keeper.readAllStandardOutput(), QByteArray("one\ntwo\n"));
    QCOMPARE(keeper.state(), QProcess::Running);
    keeper.kill();
    QVERIFY(keeper.waitForFinished());
    QCOMPARE(run(words("fifo remove") << name), 0);
    QVERIFY(!QFile::exists(name));
}

void tst_QtipcUnix::fifoFailures()
{
    const QString name = path();
    QCOMPARE(run(words("fifo read") << name), 3);
    QCOMPARE(run(words("fifo create") << name), 0);
    QCOMPARE(run(words("fifo create") << name), 6);
    QCOMPARE(run(words("fifo write --timeout 50") << name, "x"), 5);
    QCOMPARE(run(words("fifo remove /dev/null")), 2);
    QCOMPARE(run(words("fifo create --mode 999") << path()), 2);
    QCOMPARE(run(words("fifo explode") << name), 2);
}

void tst_QtipcUnix::streams()
{
    const QString name = path();
    QProcess server;
    start(server, words("unix --listen") << name);
    QVERIFY(hasSaid(server, "listening"));
    server.write("answer");
    server.closeWriteChannel();
    QProcess client;
    start(client, words("unix") << name);
    client.write("question");
    client.closeWriteChannel();
    QVERIFY(
        spinUntil([&] { return client.state() == QProcess::NotRunning && server.state() == QProcess::NotRunning; }));
    QCOMPARE(client.readAllStandardOutput(), QByteArray("answer"));
    QCOMPARE(server.readAllStandardOutput(), QByteArray("question"));
    QCOMPARE(client.exitCode() + server.exitCode(), 0);
}

// Neither the lock file nor what it says ends it.
void tst_QtipcUnix::filesThatMayNotGrow()
{
    const QString socket = path();
    const QString errors = m_dir.filePath(QStringLiteral("errors"));
    QProcess server;
    server.start(QStringLiteral("/bin/sh"),
                 { QStringLiteral("-c"), QStringLiteral("ulimit -f 0; exec \"$0\" listen \"$1\" 2>\"$2\""),
                   QStringLiteral(QTIPC_PROGRAM), socket, errors });
    server.closeWriteChannel();
    QVERIFY(spinUntil([&] { return QFile::exists(socket) || server.state() == QProcess::NotRunning; }));
    // The file is there a moment before the server listens.
    QVERIFY(spinUntil([&] { return run({ QStringLiteral("connect"), socket }, "hello\n") == 0; }));
    QVERIFY(spinUntil([&] { return server.state() == QProcess::NotRunning; }));
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.readAllStandardOutput(), QByteArray("hello\n"));
    QCOMPARE(QFileInfo(errors).size(), qint64(0));
}

void tst_QtipcUnix::packets()
{
    const QString name = path();
    QProcess server;
    start(server, words("unix --type seqpacket --listen") << name);
    QVERIFY(hasSaid(server, "listening"));
    server.closeWriteChannel(); // it has nothing to say
    QCOMPARE(run(words("unix --type seqpacket --json") << name, "first message\nsecond\n"), 0);
    QVERIFY(spinUntil([&] { return server.bytesAvailable() == 21; }));
    QCOMPARE(server.readAllStandardOutput(), QByteArray("first message\nsecond\n"));
    QVERIFY(spinUntil([&] { return server.state() == QProcess::NotRunning; }));
    QCOMPARE(server.exitCode(), 0);
}

void tst_QtipcUnix::datagrams()
{
    const QString name = path();
    QProcess receiver;
    start(receiver, words("unix --type dgram --listen") << name);
    QVERIFY(hasSaid(receiver, "listening"));
    QCOMPARE(run(words("unix --type dgram") << name, "one\ntwo\n"), 0);
    QVERIFY(spinUntil([&] { return receiver.bytesAvailable() == 8; }));
    QCOMPARE(receiver.readAllStandardOutput(), QByteArray("one\ntwo\n"));
    receiver.kill();
    QVERIFY(receiver.waitForFinished());
}

void tst_QtipcUnix::signalsArrive()
{
    QProcess watcher;
    start(watcher, words("signal watch --json --count 3 USR1 RTMIN+1 WINCH"));
    QVERIFY(hasSaid(watcher, "watching"));
    const QString id = QString::number(watcher.processId());
    QCOMPARE(run(words("signal send USR1") << id), 0);
    QVERIFY(hasSaid(watcher, R"("name":"SIGUSR1")"));
#ifdef SIGRTMIN
    QCOMPARE(run(words("signal send --value 42 SIGRTMIN+1") << id), 0);
    QVERIFY(hasSaid(watcher, R"("value":42)"));
#else
    QCOMPARE(run(words("signal send USR1") << id), 0);
    QVERIFY(hasSaid(watcher, R"("name":"SIGUSR1")"));
#endif
    QCOMPARE(run(words("signal send 28") << id), Signals::fromName(QStringLiteral("WINCH")) == 28 ? 0 : 2);
    QVERIFY(spinUntil([&] { return watcher.state() == QProcess::NotRunning; }));
    QCOMPARE(watcher.exitStatus(), QProcess::NormalExit);
    QCOMPARE(watcher.exitCode(), 0);
}

void tst_QtipcUnix::signalsThatCannotBe()
{
    QCOMPARE(run(words("signal watch KILL")), 1);
    QCOMPARE(run(words("signal watch NOSUCH")), 2);
    QCOMPARE(run(words("signal watch")), 2);
    QCOMPARE(run(words("signal send TERM 0")), 2);
    QCOMPARE(run(words("signal send TERM -1")), 2);
    QCOMPARE(run(words("signal send --group TERM 1")), 1);
    QCOMPARE(run(words("signal send --value x USR1 4711")), 2);
    QProcess gone;
    gone.start(QStringLiteral("/bin/true"), QStringList());
    QVERIFY(gone.waitForStarted());
    const QString id = QString::number(gone.processId());
    QVERIFY(gone.waitForFinished());
    QCOMPARE(run(words("signal send TERM") << id), 3);
    QCOMPARE(run(words("signal probe") << id), 3);
}

QTEST_GUILESS_MAIN(tst_QtipcUnix)
#include "tst_qtipc_unix.moc"
