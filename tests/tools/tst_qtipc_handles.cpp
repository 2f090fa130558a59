// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests qtipc unix --pass and --handles, which transfer open files.

#include "tool.h"

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixServer>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <fcntl.h>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_QtipcHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void stream_passesFiles();
    void packet_passesFiles();
    void writable_opensForWriting();
    void missingFile_preventsTheConnection();
    void received_areReportedAndClosed_data();
    void received_areReportedAndClosed();
    void withoutHandles_noneAreReceived();
    void wrongUsage_data();
    void wrongUsage();

private:
    QString path(const char *name) const { return m_dir.filePath(QLatin1String(name)); }
    QString newSocket() const { return m_dir.filePath(uniqueName()); }

    QTemporaryDir m_dir;
};

static QByteArray contents(const OwnedHandle &handle)
{
    QFile file;
    return file.open(int(handle.get()), QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

static int accessMode(const OwnedHandle &handle)
{
    return ::fcntl(int(handle.get()), F_GETFL) & (O_ACCMODE | O_NONBLOCK);
}

void tst_QtipcHandles::init()
{
    for (const char *const name : { "one", "two" }) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(name), qint64(3));
    }
}

void tst_QtipcHandles::stream_passesFiles()
{
    const QString name = newSocket();
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(name)));
    std::unique_ptr<UnixSocket> socket;
    connect(&server, &UnixServer::newConnection, this, [&] {
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        socket->setMaximumPendingHandles(8);
    });
    Tool tool(words("unix --json --message open --pass") << path("one") << words("--pass") << path("two") << name);
    QVERIFY(spinUntil([&] { return socket && socket->canReadLine(); }));
    QCOMPARE(socket->readLine(), QByteArray("open\n"));
    const std::vector<OwnedHandle> handles = socket->takeHandles();
    QCOMPARE(handles.size(), std::size_t(2));
    QCOMPARE(contents(handles[0]), QByteArray("one"));
    QCOMPARE(contents(handles[1]), QByteArray("two"));
    QCOMPARE(accessMode(handles[0]), O_RDONLY);
    socket->write("opened\n");
    socket->close();
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 0);
    QCOMPARE(tool.process.readAllStandardOutput(), QByteArray("opened\n"));
    QCOMPARE(tool.event(QStringLiteral("end")).value(QLatin1String("sent")).toInt(), 5);
}

void tst_QtipcHandles::packet_passesFiles()
{
    const QString name = newSocket();
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(name)));
    std::unique_ptr<UnixSeqPacketSocket> socket;
    connect(&server, &UnixSeqPacketServer::newConnection, this, [&] {
        socket.reset(server.nextPendingConnection());
        socket->setParent(nullptr);
        socket->setMaximumPendingHandles(8);
    });
    Tool tool(words("unix --json --type seqpacket --message open --pass") << path("two") << name);
    QVERIFY(spinUntil([&] { return socket && socket->hasPendingMessages(); }));
    QCOMPARE(socket->readMessage(), QByteArray("open"));
    const std::vector<OwnedHandle> handles = socket->takeHandles();
    QCOMPARE(handles.size(), std::size_t(1));
    QCOMPARE(contents(handles[0]), QByteArray("two"));
    socket->close();
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 0);
}

void tst_QtipcHandles::writable_opensForWriting()
{
    const QString name = newSocket();
    UnixDatagramSocket socket;
    socket.setMaximumPendingHandles(8);
    QVERIFY(socket.bind(UnixAddress::fromPath(name)));
    Tool tool(words("unix --quiet --type dgram --message log --writable --pass") << path("one") << name);
    QVERIFY(spinUntil([&] { return socket.hasPendingMessages(); }));
    QCOMPARE(socket.readMessage(), QByteArray("log"));
    const std::vector<OwnedHandle> handles = socket.takeHandles();
    QCOMPARE(handles.size(), std::size_t(1));
    QCOMPARE(accessMode(handles[0]), O_RDWR);
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 0);
}

void tst_QtipcHandles::missingFile_preventsTheConnection()
{
    const QString name = newSocket();
    UnixServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(name)));
    Tool tool(words("unix --json --message open --pass") << path("one") << words("--pass /nonexistent/file") << name);
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 3);
    QVERIFY(tool.said().contains("/nonexistent/file"));
    QVERIFY(!server.waitForNewConnection(0));
}

void tst_QtipcHandles::received_areReportedAndClosed_data()
{
    QTest::addColumn<QString>("type");
    for (const char *const type : { "stream", "seqpacket", "dgram" })
        QTest::newRow(type) << QString::fromLatin1(type);
}

void tst_QtipcHandles::received_areReportedAndClosed()
{
    QFETCH(const QString, type);
    const QString name = newSocket();
    Tool receiver(words("unix --json --listen --handles 4 --type") << type << name);
    QVERIFY(!receiver.event(QStringLiteral("listening")).isEmpty());
    Tool sender(words("unix --quiet --message take --pass") << path("one") << words("--type") << type << name);
    const QJsonObject handle = receiver.event(QStringLiteral("handle"));
    QCOMPARE(handle.value(QLatin1String("type")).toString(), QStringLiteral("file"));
    QCOMPARE(handle.value(QLatin1String("access")).toString(), QStringLiteral("read"));
    QCOMPARE(handle.value(QLatin1String("size")).toInt(), 3);
    QVERIFY(spinUntil([&] { return receiver.process.bytesAvailable() == 5; }));
    QCOMPARE(receiver.process.readAllStandardOutput(), QByteArray("take\n"));
}

void tst_QtipcHandles::withoutHandles_noneAreReceived()
{
    const QString name = newSocket();
    Tool receiver(words("unix --json --listen") << name);
    QVERIFY(!receiver.event(QStringLiteral("listening")).isEmpty());
    Tool sender(words("unix --json --message take --pass") << path("one") << name);
    QVERIFY(spinUntil([&] { return receiver.process.bytesAvailable() == 5; }));
    QVERIFY(!receiver.said().contains("\"handle\""));
}

void tst_QtipcHandles::wrongUsage_data()
{
    QTest::addColumn<QString>("options");
    QTest::newRow("without a message") << QStringLiteral("--pass /dev/null");
    QTest::newRow("messages of a channel") << QStringLiteral("--pass /dev/null --message x --messages text");
    QTest::newRow("a negative number") << QStringLiteral("--handles -1");
    QTest::newRow("messages of packets") << QStringLiteral("--type seqpacket --messages text");
}

void tst_QtipcHandles::wrongUsage()
{
    QFETCH(const QString, options);
    Tool tool(words("unix") << options.split(QLatin1Char(' ')) << newSocket());
    QVERIFY(tool.finish());
    QCOMPARE(tool.process.exitCode(), 2);
}

QTEST_GUILESS_MAIN(tst_QtipcHandles)
#include "tst_qtipc_handles.moc"
