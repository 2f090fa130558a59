// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the Unix commands of qtipc.

#include "tool.h"

#include "testsupport/sanitizers.h"
#include "testsupport/unix/packetsockets.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/OwnedHandle>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/Signals>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qtemporarydir.h>
#include <QtCore/qtemporaryfile.h>

#include <fcntl.h>
#include <memory>
#include <signal.h>
#include <stdlib.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void fifo();
    void fifoFailures();
    void streams();
    void fileSizeLimitOfZero_doesNotEndTheServer();
    void packets();
    void datagrams();
    void lineWithoutEnd_isAMessage();
    void lineAboveTheMaximum_isAnError();
    void unreadOutput_stopsReceivingPackets_data();
    void unreadOutput_stopsReceivingPackets();
    void serverThatDoesNotRead_stopsTheInput();
    void controlSequencesOnATerminal_data();
    void controlSequencesOnATerminal();
    void signalsArrive();
    void invalidSignals_areRefused();

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
    // The same for several writers, one after the other.
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

// Under a file size limit of 0, neither the lock file nor the output ends the process.
void tst_QtipcUnix::fileSizeLimitOfZero_doesNotEndTheServer()
{
    if (IsThreadSanitizer)
        QSKIP("the runtime of ThreadSanitizer writes to a file before the program starts");
    const QString socket = path();
    const QString errors = m_dir.filePath(QStringLiteral("errors"));
    QProcess server;
    server.start(QStringLiteral("/bin/sh"),
                 { QStringLiteral("-c"), QStringLiteral("ulimit -f 0; exec \"$0\" listen \"$1\" 2>\"$2\""),
                   QStringLiteral(QTIPC_PROGRAM), socket, errors });
    server.closeWriteChannel();
    QVERIFY(spinUntil([&] { return QFile::exists(socket) || server.state() == QProcess::NotRunning; }));
    // The file exists shortly before the server listens.
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
    server.closeWriteChannel(); // the server has no input
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

void tst_QtipcUnix::lineWithoutEnd_isAMessage()
{
    REQUIRE_PACKET_SOCKETS();
    const QString name = path();
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(name)));
    QByteArrayList messages;
    connect(&server, &UnixSeqPacketServer::newConnection, this, [&] {
        UnixSeqPacketSocket *const socket = server.nextPendingConnection();
        connect(socket, &Device::readyRead, this, [socket, &messages] {
            while (socket->hasPendingMessages())
                messages += socket->readMessage();
        });
        connect(socket, &Device::readChannelFinished, socket, &Device::close);
    });
    QCOMPARE(run(words("unix --type seqpacket") << name, "first\nlast"), 0);
    QVERIFY(spinUntil([&] { return messages.size() == 2; }));
    QCOMPARE(messages, QByteArrayList({ "first", "last" }));
}

void tst_QtipcUnix::lineAboveTheMaximum_isAnError()
{
    REQUIRE_PACKET_SOCKETS();
    const QString name = path();
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(name)));
    QCOMPARE(run(words("unix --type seqpacket") << name, QByteArray(9 * 1024 * 1024, 'x')), 1);
}

void tst_QtipcUnix::unreadOutput_stopsReceivingPackets_data()
{
    QTest::addColumn<QString>("type");
    QTest::newRow("packets") << QStringLiteral("seqpacket");
    QTest::newRow("datagrams") << QStringLiteral("dgram");
}

void tst_QtipcUnix::unreadOutput_stopsReceivingPackets()
{
    QFETCH(const QString, type);
    const QString name = path();
    PipeReader out;
    out.setReadBufferSize(1);
    ChildHandles handles;
    handles.add(out.createPipe(), 1);
    QProcess tool;
    tool.setProgram(QStringLiteral(QTIPC_PROGRAM));
    tool.setArguments(words("unix --listen --type") << type << name);
    handles.start(tool);
    QVERIFY(hasSaid(tool, "listening"));
    UnixSeqPacketSocket packets;
    UnixDatagramSocket datagrams;
    const bool isPackets = type == QLatin1String("seqpacket");
    MessageDevice &client = isPackets ? static_cast<MessageDevice &>(packets) : datagrams;
    const QByteArray message(32 * 1024 - 1, 'x');
    constexpr qint64 Enough = 2000; // 64 MiB
    qint64 sent = 0;
    const auto send = [&] {
        while (sent < Enough && client.bytesToWrite() < 256 * 1024 && client.writeMessage(message))
            ++sent;
    };
    connect(&client, &Device::bytesWritten, this, send);
    connect(&client, &Device::connected, this, send);
    if (isPackets)
        packets.connectToServer(UnixAddress::fromPath(name));
    else
        datagrams.connectToServer(UnixAddress::fromPath(name));
    int turns = 0;
    QVERIFY(spinUntil([&] { return ++turns > 200; }));
    QVERIFY2(sent > 0 && sent < 200, qPrintable(QString::number(sent)));
    // When the output is read, all messages arrive.
    qint64 received = 0;
    connect(&out, &Device::readyRead, this, [&] { received += out.skip(out.bytesAvailable()); });
    out.setReadBufferSize(0);
    received += out.skip(out.bytesAvailable());
    QVERIFY(spinUntil([&] { return received == Enough * 32 * 1024; }, 60000));
    tool.kill();
    QVERIFY(tool.waitForFinished());
}

void tst_QtipcUnix::serverThatDoesNotRead_stopsTheInput()
{
    REQUIRE_PACKET_SOCKETS();
    if (residentKilobytes() < 0 || !MeasuresMemory)
        QSKIP("needs reported memory without sanitizers");
    const QString name = path();
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(name)));
    constexpr int Lines = 1000;
    constexpr int Size = 64 * 1024;
    QTemporaryFile input;
    QVERIFY(input.open());
    QCOMPARE(input.write((QByteArray(Size - 1, 'x') + '\n').repeated(Lines)), qint64(Lines) * Size);
    input.close();
    QProcess tool;
    tool.setStandardInputFile(input.fileName());
    start(tool, words("unix --type seqpacket") << name);
    QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<UnixSeqPacketSocket> socket(server.nextPendingConnection());
    socket->setReadBufferSize(1);
    int turns = 0;
    QVERIFY(spinUntil([&] { return ++turns > 200; }));
    const qint64 memory = residentKilobytes(tool.processId());
    QVERIFY2(memory > 0 && memory < 48 * 1024, qPrintable(QString::number(memory)));
    int received = 0;
    connect(socket.get(), &Device::readyRead, this, [&] {
        while (socket->hasPendingMessages())
            received += int(socket->readMessage().size() == Size - 1);
    });
    socket->setReadBufferSize(0);
    QVERIFY(spinUntil([&] { return received == Lines; }, 60000));
    socket->close();
    QVERIFY(spinUntil([&] { return tool.state() == QProcess::NotRunning; }));
}

void tst_QtipcUnix::controlSequencesOnATerminal_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("escaped");
    QTest::newRow("stream") << words("unix") << true;
    QTest::newRow("stream, raw") << words("unix --raw") << false;
    QTest::newRow("messages") << words("unix --messages text") << true;
    QTest::newRow("local socket") << words("connect") << true;
    QTest::newRow("packets") << words("unix --type seqpacket") << true;
}

void tst_QtipcUnix::controlSequencesOnATerminal()
{
    QFETCH(const QStringList, options);
    QFETCH(const bool, escaped);
    const QString name = path();
    const QByteArray evil = "\x1b]0;title\x07 Gr\xc3\xbc\xc3\x9f"
                            "e\n";
    UnixServer streams;
    UnixSeqPacketServer packets;
    if (options.last() == QLatin1String("seqpacket"))
        QVERIFY(packets.listen(UnixAddress::fromPath(name)));
    else
        QVERIFY(streams.listen(UnixAddress::fromPath(name)));
    const auto serve = [&](Device *client) {
        if (options.contains(QLatin1String("--messages")))
            client->write(QByteArray(3, '\0') + char(evil.size()));
        client->write(evil);
        client->close();
    };
    connect(&streams, &UnixServer::newConnection, this, [&] { serve(streams.nextPendingConnection()); });
    connect(&packets, &UnixSeqPacketServer::newConnection, this, [&] { serve(packets.nextPendingConnection()); });
    OwnedHandle master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    QVERIFY(master && ::grantpt(int(master.get())) == 0 && ::unlockpt(int(master.get())) == 0);
    ChildHandles handles;
    handles.add(OwnedHandle(::open(::ptsname(int(master.get())), O_RDWR | O_NOCTTY | O_CLOEXEC)), 1);
    PipeReader terminal;
    QVERIFY(terminal.adopt(std::move(master)));
    QProcess tool;
    tool.setProgram(QStringLiteral(QTIPC_PROGRAM));
    tool.setArguments(options + QStringList(name));
    handles.start(tool);
    tool.closeWriteChannel();
    QByteArray shown;
    QVERIFY(spinUntil([&] { return (shown += terminal.readAll()).contains('\n'); }));
    QVERIFY2(shown.contains("Gr\xc3\xbc\xc3\x9f"
                            "e"),
             shown.constData());
    QCOMPARE(shown.contains('\x1b'), !escaped);
    QCOMPARE(shown.contains("\\u001b]0;title\\u0007"), escaped);
    QVERIFY(spinUntil([&] { return tool.state() == QProcess::NotRunning; }));
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

void tst_QtipcUnix::invalidSignals_areRefused()
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
