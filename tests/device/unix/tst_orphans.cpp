// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests daemon() after opening: once the parent has ended, its devices go on in the child.

#include "testsupport/testsupport.h"
#include "testsupport/unix/devicekinds.h"
#include "testsupport/unix/forked.h"

#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixServer>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Orphans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void server_data() { forks(); }
    void server();
    void socket_data() { forks(); }
    void socket();
    void waitingWithoutAnEventLoop();
    void connecting();
    void closingDevice();
    void fileWithAThread();
    void signalWatcher();
    void processWatcher();
    void whileTheParentLives_childReadsNothing();

private:
    static void forks();

    PrivateRuntimeDirectory m_runtime;
};

namespace {

// Runs before() in a new process, which then forks and ends. The last descendant runs after().
template <typename Before, typename After>
void daemonize(int forks, Before before, After after)
{
    const int status = runForked([&](ChildChecks &checks) {
        auto opened = before();
        for (int i = 0; i < forks; ++i) {
            const pid_t child = ::fork();
            if (child != 0)
                ::_exit(child == -1);
            ::setsid();
        }
        ::alarm(20);
        after(*opened, checks);
    });
    QCOMPARE(status, 0);
}

// A socket pair of which this process keeps one end.
struct Line
{
    Line() { (void)::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends); }

    OwnedHandle ends0() { return OwnedHandle(std::exchange(ends[0], -1)); }
    OwnedHandle ends1() { return OwnedHandle(std::exchange(ends[1], -1)); }

    int ends[2] = { -1, -1 };
};

// Reads until the end, or until size bytes have arrived.
QByteArray readFrom(UnixSocket &socket, qsizetype size)
{
    QByteArray got;
    while (got.size() < size && socket.waitForReadyRead(10000))
        got += socket.readAll();
    return got;
}

} // namespace

void tst_Orphans::forks()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one fork") << 1;
    QTest::newRow("two forks") << 2;
}

void tst_Orphans::server()
{
    QFETCH(int, count);
    const QString name = uniqueName();
    const auto listen = [&] {
        auto server = std::make_unique<LocalServer>();
        (void)server->listen(name);
        return server;
    };
    daemonize(count, listen, [&](LocalServer &server, ChildChecks &) {
        QEventLoop loop;
        QObject::connect(&server, &LocalServer::newConnection, &loop, [&] {
            LocalSocket *const client = server.nextPendingConnection();
            QObject::connect(client, &Device::readyRead, client, [client] { client->write(client->readAll()); });
            QObject::connect(client, &Device::disconnected, &loop, &QEventLoop::quit);
        });
        loop.exec();
        server.close();
    });
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
    client.write("hello");
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 5; }));
    QCOMPARE(client.readAll(), QByteArray("hello"));
    const QString path = client.fullServerName();
    client.close();
    QVERIFY(spinUntil([&] { return !QFile::exists(path); })); // the child has released the name
}

// The child sends the queued output and answers its input.
void tst_Orphans::socket()
{
    QFETCH(int, count);
    Line line;
    const auto open = [&] {
        auto socket = std::make_unique<UnixSocket>();
        socket->adopt(line.ends1());
        socket->write("queued ");
        return socket;
    };
    daemonize(count, open, [&](UnixSocket &socket, ChildChecks &) {
        QEventLoop loop;
        QObject::connect(&socket, &Device::readyRead, &loop, [&] { socket.write(socket.readAll()); });
        QObject::connect(&socket, &Device::disconnected, &loop, &QEventLoop::quit);
        loop.exec();
    });
    UnixSocket peer;
    QVERIFY(peer.adopt(line.ends0()));
    line.ends1().reset();
    QCOMPARE(readFrom(peer, 7), QByteArray("queued "));
    peer.write("answer");
    QCOMPARE(readFrom(peer, 6), QByteArray("answer"));
}

void tst_Orphans::waitingWithoutAnEventLoop()
{
    Line line;
    const auto open = [&] {
        auto socket = std::make_unique<UnixSocket>();
        socket->adopt(line.ends1());
        return socket;
    };
    daemonize(1, open, [&](UnixSocket &socket, ChildChecks &) {
        while (!socket.waitForReadyRead(10000) && socket.error().code() == Error::InvalidOperation)
            ::usleep(1000); // the parent still lives
        socket.write(socket.readAll());
        socket.waitForBytesWritten(10000);
    });
    UnixSocket peer;
    QVERIFY(peer.adopt(line.ends0()));
    line.ends1().reset();
    peer.write("answer");
    QCOMPARE(readFrom(peer, 6), QByteArray("answer"));
}

// The FIFO has no reader yet.
void tst_Orphans::connecting()
{
    const QString path = QDir(m_runtime.path()).filePath(uniqueName());
    QVERIFY(!Fifo::create(path));
    const auto open = [&] {
        auto fifo = std::make_unique<Fifo>(path);
        fifo->open(QIODevice::WriteOnly);
        fifo->write("early");
        return fifo;
    };
    daemonize(1, open, [&](Fifo &fifo, ChildChecks &) {
        spinUntil([&] { return fifo.state() == Device::State::Connected && fifo.bytesToWrite() == 0; });
        fifo.close();
    });
    Fifo reader(path);
    QVERIFY(reader.open(QIODevice::ReadOnly));
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 5; }));
    QCOMPARE(reader.readAll(), QByteArray("early"));
}

// The parent ends between close() and the delivery. drainAll() of the child delivers the output.
void tst_Orphans::closingDevice()
{
    Line line;
    const QByteArray data = pattern(4 * 1024 * 1024);
    const auto open = [&] {
        auto socket = std::make_unique<UnixSocket>();
        socket->adopt(line.ends1());
        socket->write(data);
        socket->close();
        return socket;
    };
    daemonize(1, open, [&](UnixSocket &socket, ChildChecks &) {
        spinUntil([&] { return socket.state() == Device::State::Closed || !Device::drainAll(0); });
        Device::drainAll(10000);
    });
    UnixSocket peer;
    QVERIFY(peer.adopt(line.ends0()));
    line.ends1().reset();
    QVERIFY(readFrom(peer, data.size()) == data);
}

void tst_Orphans::fileWithAThread()
{
    const QByteArray path = QFile::encodeName(QDir(m_runtime.path()).filePath(uniqueName()));
    const auto open = [&] {
        auto writer = std::make_unique<PipeWriter>();
        writer->adopt(OwnedHandle(::open(path.constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600)));
        writer->write("before ");
        spinUntil([&] { return writer->bytesToWrite() == 0; });
        return writer;
    };
    daemonize(1, open, [&](PipeWriter &writer, ChildChecks &) {
        spinUntil([&] { return writer.write("after") == 5; });
        spinUntil([&] { return writer.bytesToWrite() == 0; });
        writer.close();
        Device::drainAll(5000);
    });
    QFile file(QFile::decodeName(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray got;
    QVERIFY(spinUntil([&] { return (got += file.readAll()).size() >= 12; }));
    QCOMPARE(got, QByteArray("before after"));
}

void tst_Orphans::signalWatcher()
{
    Line line;
    struct Opened
    {
        UnixSocket socket;
        SignalWatcher watcher { QList<int> { SIGUSR1 } };
    };
    const auto open = [&] {
        auto opened = std::make_unique<Opened>();
        opened->socket.adopt(line.ends1());
        return opened;
    };
    daemonize(1, open, [&](Opened &opened, ChildChecks &) {
        QEventLoop loop;
        QObject::connect(&opened.watcher, &SignalWatcher::received, &loop, [&] { opened.socket.write("signal"); });
        QObject::connect(&opened.socket, &Device::readyRead, &loop, [&] {
            opened.socket.readAll();
            ::raise(SIGUSR1);
        });
        QObject::connect(&opened.socket, &Device::disconnected, &loop, &QEventLoop::quit);
        loop.exec();
    });
    UnixSocket peer;
    QVERIFY(peer.adopt(line.ends0()));
    line.ends1().reset();
    peer.write("raise it");
    QCOMPARE(readFrom(peer, 6), QByteArray("signal"));
}

// The watched process is not a child of the new process.
void tst_Orphans::processWatcher()
{
    Line line;
    const pid_t watched = startForked([](ChildChecks &) { ::pause(); });
    struct Opened
    {
        UnixSocket socket;
        ProcessWatcher watcher;
    };
    const auto open = [&] {
        auto opened = std::make_unique<Opened>();
        opened->socket.adopt(line.ends1());
        opened->watcher.watch(watched);
        return opened;
    };
    daemonize(1, open, [&](Opened &opened, ChildChecks &) {
        QEventLoop loop;
        QObject::connect(&opened.watcher, &ProcessWatcher::exited, &loop, [&] { opened.socket.write("exited"); });
        QObject::connect(&opened.socket, &Device::disconnected, &loop, &QEventLoop::quit);
        loop.exec();
    });
    UnixSocket peer;
    QVERIFY(peer.adopt(line.ends0()));
    line.ends1().reset();
    QVERIFY(!peer.waitForReadyRead(300));
    ::kill(watched, SIGKILL);
    QVERIFY(waitForForked(watched) != -1);
    QCOMPARE(readFrom(peer, 6), QByteArray("exited"));
}

void tst_Orphans::whileTheParentLives_childReadsNothing()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    const pid_t child = startForked([](ChildChecks &) { QEventLoop().exec(); });
    std::vector<std::unique_ptr<LocalSocket>> clients;
    for (int i = 0; i < 30; ++i) {
        clients.push_back(std::make_unique<LocalSocket>());
        clients.back()->connectToServer(name);
        QVERIFY(spinUntil([&] { return server.hasPendingConnections(); }, 5000));
        LocalSocket *const accepted = server.nextPendingConnection();
        accepted->write("x");
        QVERIFY(spinUntil([&] { return clients.back()->bytesAvailable() == 1; }, 5000));
        QTest::qWait(10);
    }
    ::kill(child, SIGKILL);
    QVERIFY(waitForForked(child) != -1);
}

QTEST_GUILESS_MAIN(tst_Orphans)
#include "tst_orphans.moc"
