// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Connecting: which errors occur, that they are reported later, and that a full backlog causes no
// blocking and no spinning.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qthread.h>

#include <atomic>
#include <deque>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Connecting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void errors_data();
    void errors();
    void unusedAbstractName_isRefused();
    void missingPermission_failsWithAccessDenied();
    void errors_areNotEmittedInsideTheCall();
    void connectWhileConnected_failsWithInvalidOperation();
    void connectWhileConnecting_failsWithInvalidOperation();
    void slotConnectsAgainAfterAnError();
    void fullBacklogDoesNotBlock();
    void fullBacklogTimesOut_data();
    void fullBacklogTimesOut();
    void fullBacklogTimesOutAtOnce();
    void fullBacklogClearsInTheEventLoop();
    void fullBacklogClearsWhileWaiting();
    void fullBacklogEndsWithTheServer();
    void fullBacklog_isLeftByAbort();
    void fullBacklogInAnotherThread();
    void waitForConnectedHonoursItsTime();

private:
    PrivateRuntimeDirectory m_runtime;
};

namespace {

// A server that accepts no client and whose backlog is full. Linux takes one client more than the
// backlog. Other systems may take more, and refuse the rest. So clients are added until one has
// to wait.
class FullServer
{
public:
    explicit FullServer(const QString &name)
    {
        server.setListenBacklogSize(1);
        server.pauseAccepting();
        if (!server.listen(name))
            return;
        const QByteArray path = QFile::encodeName(server.fullServerName());
        for (int i = 0; i < 100 && !isFull; ++i) {
            OwnedHandle client = Raw::nonBlocking(Raw::socketOf());
            const Raw::Address address(path);
            isFull = ::connect(int(client.get()), address.data(), address.size) == -1 && errno == EAGAIN;
            if (!isFull)
                waiting.push_back(std::move(client));
        }
    }

    LocalServer server;
    std::vector<OwnedHandle> waiting;
    bool isFull = false;
};

} // namespace

// Opens the descriptors that a thread opens once, so that later counts include them.
void tst_Connecting::initTestCase()
{
    LocalSocket client;
    client.connectToServer(uniqueName());
    QVERIFY(!client.waitForConnected(5000));
}

void tst_Connecting::errors_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("nativeCode");
    QTest::addColumn<QString>("reason"); // %1: the system's text
    const auto row = [](const char *title, const char *what, Error::Code code, int nativeCode, const char *reason) {
        QTest::newRow(title) << QString::fromLatin1(what) << int(code) << nativeCode << QString::fromLatin1(reason);
    };
    const char *const missing = "no server has that name";
    const char *const refused = "no server listens there; a server that ended may have left the file behind";
    const char *const invalid = "the name is not that of such a server (%1)";
    row("nothing there", "missing", Error::NotFound, ENOENT, missing);
    row("no folder", "missing/app", Error::NotFound, ENOENT, missing);
    row("crashed server", "stale", Error::ConnectionRefused, ECONNREFUSED, refused);
    row("bound, but not listening", "bound", Error::ConnectionRefused, ECONNREFUSED, refused);
    row("below a file", "file/app", Error::InvalidName, ENOTDIR, invalid);
    row("circle of links", "circle", Error::InvalidName, ELOOP, invalid);
    row("datagram socket", "datagram", Error::InvalidName, EPROTOTYPE, invalid);
#ifdef Q_OS_LINUX // elsewhere ENOTSOCK
    row("ordinary file", "file", Error::ConnectionRefused, ECONNREFUSED, refused);
    row("folder", "folder", Error::ConnectionRefused, ECONNREFUSED, refused);
#endif
}

void tst_Connecting::errors()
{
    QFETCH(const QString, what);
    QFETCH(const int, code);
    QFETCH(QString, reason);
    QFETCH(const int, nativeCode);
    const QTemporaryDir dir;
    const auto place = [&](const char *name) { return QFile::encodeName(dir.filePath(QString::fromLatin1(name))); };
    QVERIFY(Raw::leaveStaleSocket(place("stale")));
    QVERIFY(Raw::writeFile(place("file"), "precious"));
    QCOMPARE(::symlink("circle", place("circle").constData()), 0);
    QVERIFY(QDir().mkdir(dir.filePath(QStringLiteral("folder"))));
    const OwnedHandle bound = Raw::serve(place("bound"), -1);
    const OwnedHandle datagram = Raw::serve(place("datagram"), -1, SOCK_DGRAM);
    QVERIFY(bound && datagram);

    const QString path = dir.filePath(what);
    const int descriptors = openDescriptors();
    LocalSocket client;
    SignalLog log(client);
    client.connectToServer(LocalName::path(path));
    client.write("lost");
    QVERIFY(log.entries().isEmpty());
    QCOMPARE(client.state(), Device::State::Connecting);
    QVERIFY(!client.error());
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
    QCOMPARE(int(client.error().code()), code);
    QCOMPARE(client.error().nativeCode(), nativeCode);
    QCOMPARE(client.error().operation(), QStringLiteral("connect to"));
    QCOMPARE(client.error().subject(), path);
    reason.replace(QStringLiteral("%1"), qt_error_string(nativeCode));
    QCOMPARE(client.error().message(), QStringLiteral("connect to \"%1\": %2").arg(path, reason));
    QCOMPARE(client.errorString(), client.error().message());
    QCOMPARE(log.count(QStringLiteral("errorOccurred")), 1);
    QVERIFY(log.entries().contains(QStringLiteral("errorOccurred[Closed]")));
    QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") }); // never connected, so never disconnected
    QVERIFY(!client.isOpen());
    QCOMPARE(client.bytesToWrite(), 0);
    QCOMPARE(openDescriptors(), descriptors);
    QCOMPARE(Raw::contentOf(place("file")), QByteArray("precious"));
}

// Linux reports an abstract name that does not exist like one without a listener: there is no
// file.
void tst_Connecting::unusedAbstractName_isRefused()
{
    const LocalName name = LocalName::namespaced(uniqueName());
    const bool supported = LocalName::isSupported(LocalName::Kind::Namespaced);
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), supported ? Error::ConnectionRefused : Error::Unsupported);
    QCOMPARE(client.error().nativeCode(), supported ? ECONNREFUSED : 0);
    const QString reason = supported ? QStringLiteral("no server listens on that name")
                                     : QStringLiteral("abstract names exist on Linux only; use a path");
    QCOMPARE(client.error().message(), QStringLiteral("connect to \"%1\": %2").arg(name.toString(), reason));
}

// Root has every permission, so the test connects as another user.
void tst_Connecting::missingPermission_failsWithAccessDenied()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    const QString path = server.fullServerName();
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0), 0);
    QCOMPARE(::chmod(QFile::encodeName(m_runtime.path()).constData(), 0755), 0);
    const bool isRoot = ::geteuid() == 0;
    if (isRoot)
        QCOMPARE(::seteuid(65534), 0);
    LocalSocket client;
    client.connectToServer(LocalName::path(path));
    if (isRoot)
        QCOMPARE(::seteuid(0), 0);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::AccessDenied);
    QCOMPARE(client.error().message(),
             QStringLiteral("connect to \"%1\": this user may not connect to the server (%2)")
                 .arg(path, qt_error_string(EACCES)));
    QCOMPARE(client.error().nativeCode(), EACCES);
}

void tst_Connecting::errors_areNotEmittedInsideTheCall()
{
    for (const bool wait : { false, true }) {
        LocalSocket client;
        SignalLog log(client);
        bool inside = false;
        int insideCount = 0;
        log.inSlot = [&](const QString &) { insideCount += inside; };
        for (const QString &name : { uniqueName(), QString(), QStringLiteral("a/b"), QString(300, QLatin1Char('n')) }) {
            log.clear();
            inside = true;
            client.connectToServer(name);
            inside = false;
            QCOMPARE(client.state(), Device::State::Connecting);
            QVERIFY(!client.error());
            if (wait)
                QVERIFY(!client.waitForConnected(5000));
            else
                QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
            QVERIFY(client.error());
            QCOMPARE(log.count(QStringLiteral("errorOccurred")), 1);
        }
        QCOMPARE(insideCount, 0);
    }
}

void tst_Connecting::connectWhileConnected_failsWithInvalidOperation()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(server.waitForNewConnection(5000));
    LocalSocket *accepted = server.nextPendingConnection();
    const qintptr handle = client.nativeHandle();
    SignalLog log(client);
    client.connectToServer(uniqueName());
    QVERIFY(log.entries().isEmpty()); // reported later
    QCOMPARE(client.error().code(), Error::InvalidOperation);
    QCOMPARE(client.state(), Device::State::Connected);
    QVERIFY(spinUntil([&] { return !log.entries().isEmpty(); }));
    QCOMPARE(log.entries(), QStringList { QStringLiteral("errorOccurred[Connected]") });
    QCOMPARE(client.nativeHandle(), handle);
    QCOMPARE(client.serverName(), name);
    client.write("alive");
    QVERIFY(spinUntil([&] { return accepted->bytesAvailable() == 5; }));
    accepted->write("too");
    QVERIFY(spinUntil([&] { return client.bytesAvailable() == 3; }));
}

void tst_Connecting::connectWhileConnecting_failsWithInvalidOperation()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    client.connectToServer(uniqueName());
    QCOMPARE(client.state(), Device::State::Connecting);
    QCOMPARE(client.error().code(), Error::InvalidOperation);
    QVERIFY(client.waitForConnected(5000));
    QCOMPARE(client.serverName(), name);
    QVERIFY(server.waitForNewConnection(5000));
}

void tst_Connecting::slotConnectsAgainAfterAnError()
{
    const QString name = uniqueName();
    LocalServer server;
    LocalSocket client;
    int failures = 0;
    connect(&client, &LocalSocket::errorOccurred, this, [&] {
        if (++failures == 3)
            QVERIFY(server.listen(name));
        client.connectToServer(name);
    });
    client.connectToServer(name);
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Connected; }));
    QCOMPARE(failures, 3);
    QVERIFY(!client.error());
}

void tst_Connecting::fullBacklogDoesNotBlock()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    std::deque<LocalSocket> clients;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 10; ++i)
        clients.emplace_back().connectToServer(name);
    QVERIFY2(timer.elapsed() < 10 * 50, qPrintable(QString::number(timer.elapsed())));
    for (const LocalSocket &client : clients)
        QCOMPARE(client.state(), Device::State::Connecting);
}

void tst_Connecting::fullBacklogTimesOut_data()
{
    QTest::addColumn<bool>("inEventLoop");
    QTest::newRow("event loop") << true;
    QTest::newRow("waitForConnected") << false;
}

void tst_Connecting::fullBacklogTimesOut()
{
    QFETCH(const bool, inEventLoop);
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    LocalSocket client;
    QCOMPARE(client.connectTimeout(), 30000);
    client.setConnectTimeout(500);
    SignalLog log(client);
    const int descriptors = openDescriptors();
    const qint64 cpu = processorMilliseconds();
    QElapsedTimer timer;
    timer.start();
    client.connectToServer(name);
    QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(client.state(), Device::State::Connecting);
    if (inEventLoop)
        QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
    else
        QVERIFY(!client.waitForConnected(-1));
    QVERIFY2(timer.elapsed() >= 495, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(processorMilliseconds() - cpu < 150, qPrintable(QString::number(processorMilliseconds() - cpu)));
    QCOMPARE(client.error().code(), Error::TimedOut);
    QCOMPARE(
        client.error().message(),
        QStringLiteral("connect to \"%1\": timed out; the server does not accept connections and its backlog is full")
            .arg(full.server.fullServerName()));
    QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") });
    QCOMPARE(openDescriptors(), descriptors);
}

void tst_Connecting::fullBacklogTimesOutAtOnce()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    LocalSocket client;
    client.setConnectTimeout(0);
    client.connectToServer(name);
    QCOMPARE(client.state(), Device::State::Connecting);
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::TimedOut);
}

void tst_Connecting::fullBacklogClearsInTheEventLoop()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    LocalSocket client;
    client.connectToServer(name);
    client.write("hello");
    for (int i = 0; i < 50; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(client.state(), Device::State::Connecting);
    QByteArray received;
    connect(&full.server, &LocalServer::newConnection, this, [&] {
        LocalSocket *accepted = full.server.nextPendingConnection();
        connect(accepted, &LocalSocket::readyRead, this, [&received, accepted] { received += accepted->readAll(); });
    });
    full.server.resumeAccepting();
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Connected && received == "hello"; }));
    QVERIFY(!client.error());
}

void tst_Connecting::fullBacklogClearsWhileWaiting()
{
    const QString name = uniqueName();
    Peer server({ QStringLiteral("gate"), name, QStringLiteral("1") });
    QVERIFY(server.waitForLine("READY"));
    // More clients than fit, so that the last ones find a full backlog.
    std::deque<LocalSocket> clients;
    for (int i = 0; i < 8; ++i)
        clients.emplace_back().connectToServer(name);
    QVERIFY(!clients.back().waitForConnected(50));
    QCOMPARE(clients.back().state(), Device::State::Connecting);
    server.process.write("open\n");
    server.process.waitForBytesWritten();
    for (LocalSocket &client : clients) {
        QVERIFY2(client.waitForConnected(20000), qPrintable(client.error().message()));
        QVERIFY(client.waitForReadyRead(20000));
        QCOMPARE(client.readAll(), QByteArray("in"));
    }
}

void tst_Connecting::fullBacklogEndsWithTheServer()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    LocalSocket client;
    client.connectToServer(name);
    full.server.close();
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Closed; }));
    QCOMPARE(client.error().code(), Error::NotFound);
}

void tst_Connecting::fullBacklog_isLeftByAbort()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    LocalSocket client;
    SignalLog log(client);
    client.connectToServer(name);
    client.write("never sent");
    client.abort();
    QCOMPARE(client.state(), Device::State::Closed);
    full.server.resumeAccepting();
    QVERIFY(spinUntil([&] { return full.server.hasPendingConnections(); }));
    const size_t others = full.waiting.size();
    for (size_t i = 0; i < others; ++i) {
        QVERIFY(full.server.waitForNewConnection(5000));
        QVERIFY(full.server.nextPendingConnection());
    }
    QVERIFY(!full.server.waitForNewConnection(250)); // longer than the longest delay between two attempts
    QCOMPARE(log.names(), QStringList());
}

void tst_Connecting::fullBacklogInAnotherThread()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    auto *client = new LocalSocket;
    client->connectToServer(name);
    Worker thread;
    std::atomic<bool> connectedThere { false };
    connect(client, &LocalSocket::connected, client, [&] { connectedThere = QThread::currentThread() == &thread; });
    client->moveToThread(&thread);
    connect(&thread, &QThread::finished, client, &QObject::deleteLater);
    thread.start();
    full.server.resumeAccepting();
    QVERIFY(spinUntil([&] { return connectedThere.load(); }));
    thread.quit();
    QVERIFY(thread.join());
}

void tst_Connecting::waitForConnectedHonoursItsTime()
{
    const QString name = uniqueName();
    FullServer full(name);
    QVERIFY(full.isFull);
    LocalSocket client;
    client.connectToServer(name);
    QElapsedTimer timer;
    timer.start();
    const qint64 cpu = processorMilliseconds();
    QVERIFY(!client.waitForConnected(300));
    QVERIFY2(timer.elapsed() >= 300, qPrintable(QString::number(timer.elapsed())));
    QVERIFY2(timer.elapsed() < 1300, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(processorMilliseconds() - cpu < 100);
    QCOMPARE(client.state(), Device::State::Connecting); // the connect timeout is far away
    QCOMPARE(client.error().code(), Error::TimedOut); // of the wait
    QVERIFY(!client.waitForConnected(0));
    full.server.resumeAccepting();
    QVERIFY(spinUntil([&] { return client.state() == Device::State::Connected; }));
}

QTEST_GUILESS_MAIN(tst_Connecting)
#include "tst_connecting.moc"
