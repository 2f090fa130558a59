// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A listener survives every error of accept() and of the calls around it.

#include "os/unix/call.h"
#include "os/unix/file.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qthread.h>

#include <atomic>
#include <deque>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

constexpr int ForEver = 1000000; // number of calls that fail

class tst_ServerFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { FaultPoint::disarmAll(); }

    void shortageInTheEventLoop_data();
    void shortageInTheEventLoop();
    void shortageWhileWaiting_data();
    void shortageWhileWaiting();
    void shortageInTheMiddleOfATurn();
    void everyShortageIsReported();
    void pausedDuringAShortage_data();
    void pausedDuringAShortage();
    void movedDuringAShortage();
    void closedDuringAShortage();
    void slotDeletesTheServer();
    void abortedConnections_areSkipped();
    void accept_isCalledOncePerConnection();
    void credentials_areAskedOncePerConnection();
    void listenFails_data();
    void listenFails();
    void listenOnAGenericNameFails();
    void optionalCallsThatFail_doNotPreventListening_data();
    void optionalCallsThatFail_doNotPreventListening();
    void filesWithoutPermissions_data();
    void filesWithoutPermissions();
    void socketOpenToOthers_isRefused();
    void failedRemoval_doesNotBlockTheNextServer();
    void shortageOfTheEventQueue();

private:
    void connectOne();

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<LocalServer> m_server;
    std::deque<LocalSocket> m_clients;
    QList<Error> m_errors;
    int m_served = 0;
    const QString Name = QStringLiteral("app");
};

void tst_ServerFaults::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_dir->path()));
    m_clients.clear();
    m_errors.clear();
    m_served = 0;
    m_server = std::make_unique<LocalServer>();
    LocalServer *server = m_server.get();
    connect(server, &LocalServer::errorOccurred, server, [this](const Error &error) { m_errors.append(error); });
    connect(server, &LocalServer::newConnection, server, [this, server] {
        server->nextPendingConnection();
        ++m_served;
    });
}

// Connects one client, which waits in the kernel's queue when this returns.
void tst_ServerFaults::connectOne()
{
    LocalSocket &client = m_clients.emplace_back();
    client.connectToServer(Name);
    QVERIFY2(client.waitForConnected(5000), qPrintable(client.error().message()));
}

void tst_ServerFaults::shortageInTheEventLoop_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("EMFILE") << EMFILE;
    QTest::newRow("ENFILE") << ENFILE;
    QTest::newRow("ENOMEM") << ENOMEM;
    QTest::newRow("ENOBUFS") << ENOBUFS;
}

void tst_ServerFaults::shortageInTheEventLoop()
{
    QFETCH(const int, fault);
    QVERIFY(m_server->listen(Name));
    connectOne();
    FaultPoint::arm(Call::Accept, fault, 1, ForEver);
    const qint64 cpu = processorMilliseconds();
    QVERIFY(spinUntil([&] { return !m_errors.isEmpty(); }));
    QTest::qWait(500); // the time that is measured
    const int calls = FaultPoint::calls(Call::Accept);
    QVERIFY2(calls >= 2 && calls <= 6, qPrintable(QString::number(calls))); // at 0, 50, 150, 350 and perhaps 750 ms
    QVERIFY2(processorMilliseconds() - cpu < 200, "it spins");
    QCOMPARE(m_errors.size(), 1);
    QCOMPARE(m_errors.first().code(), Error::ResourceExhausted);
    QCOMPARE(m_errors.first().nativeCode(), fault);
    QCOMPARE(m_errors.first().subject(), m_server->fullServerName());
    QCOMPARE(m_server->error(), m_errors.first());
    QVERIFY(m_server->isListening());
    FaultPoint::disarmAll();
    connectOne();
    QVERIFY(spinUntil([&] { return m_served == 2; }));
    QCOMPARE(m_errors.size(), 1);
}

void tst_ServerFaults::shortageWhileWaiting_data()
{
    shortageInTheEventLoop_data();
}

void tst_ServerFaults::shortageWhileWaiting()
{
    QFETCH(const int, fault);
    m_server->disconnect(SIGNAL(newConnection()));
    QVERIFY(m_server->listen(Name));
    connectOne();
    FaultPoint::arm(Call::Accept, fault, 1, ForEver);
    const qint64 cpu = processorMilliseconds();
    QElapsedTimer timer;
    timer.start();
    bool timedOut = false;
    QVERIFY(!m_server->waitForNewConnection(500, &timedOut));
    QVERIFY(timedOut);
    QVERIFY(timer.elapsed() >= 500 && timer.elapsed() < 2000);
    const int calls = FaultPoint::calls(Call::Accept);
    QVERIFY2(calls >= 2 && calls <= 6, qPrintable(QString::number(calls)));
    QVERIFY2(processorMilliseconds() - cpu < 200, "it spins");
    QCOMPARE(m_errors.size(), 1);
    QCOMPARE(m_errors.first().code(), Error::ResourceExhausted);
    FaultPoint::disarmAll();
    QVERIFY(m_server->waitForNewConnection(20000));
    QCOMPARE(m_errors.size(), 1);
}

// Connections that were accepted before the shortage are announced first.
void tst_ServerFaults::shortageInTheMiddleOfATurn()
{
    m_server->pauseAccepting();
    QVERIFY(m_server->listen(Name));
    for (int i = 0; i < 5; ++i)
        connectOne();
    int servedAtError = -1;
    connect(m_server.get(), &LocalServer::errorOccurred, this, [&] { servedAtError = m_served; });
    FaultPoint::arm(Call::Accept, EMFILE, 3, 1);
    m_server->resumeAccepting();
    QVERIFY(spinUntil([&] { return m_served == 5; }));
    QCOMPARE(servedAtError, 2);
    QCOMPARE(m_errors.size(), 1);
}

void tst_ServerFaults::everyShortageIsReported()
{
    QVERIFY(m_server->listen(Name));
    for (int round = 1; round <= 3; ++round) {
        FaultPoint::arm(Call::Accept, EMFILE, 1, 2);
        connectOne();
        QVERIFY(spinUntil([&] { return m_served == round; }));
        QVERIFY(spinUntil([&] { return m_errors.size() == round; })); // once per second
        FaultPoint::disarmAll();
    }
}

void tst_ServerFaults::pausedDuringAShortage_data()
{
    QTest::addColumn<bool>("wait");
    QTest::newRow("event loop") << false;
    QTest::newRow("waitForNewConnection") << true;
}

// If the caller pauses while the engine pauses by itself, resumeAccepting() starts it again.
void tst_ServerFaults::pausedDuringAShortage()
{
    QFETCH(const bool, wait);
    QVERIFY(m_server->listen(Name));
    connectOne();
    FaultPoint::arm(Call::Accept, EMFILE, 1, 1);
    QVERIFY(spinUntil([&] { return !m_errors.isEmpty(); }));
    m_server->pauseAccepting();
    const qint64 cpu = processorMilliseconds();
    if (wait)
        QVERIFY(!m_server->waitForNewConnection(400));
    else
        QTest::qWait(400); // longer than the delay of the engine
    QVERIFY2(processorMilliseconds() - cpu < 150, "it spins");
    QCOMPARE(m_served, 0);
    m_server->resumeAccepting();
    QVERIFY(spinUntil([&] { return m_served == 1; }, 5000));
}

void tst_ServerFaults::movedDuringAShortage()
{
    QVERIFY(m_server->listen(Name));
    connectOne();
    FaultPoint::arm(Call::Accept, EMFILE, 1, 1);
    QVERIFY(spinUntil([&] { return !m_errors.isEmpty(); }));
    Worker thread;
    LocalServer *server = m_server.release();
    server->disconnect(SIGNAL(newConnection()));
    std::atomic<int> served { 0 };
    connect(server, &LocalServer::newConnection, server, [&served] { ++served; });
    server->moveToThread(&thread);
    connect(&thread, &QThread::finished, server, &QObject::deleteLater);
    thread.start();
    QVERIFY(spinUntil([&] { return served == 1; }));
    thread.quit();
    QVERIFY(thread.join());
}

void tst_ServerFaults::closedDuringAShortage()
{
    QVERIFY(m_server->listen(Name));
    connectOne();
    FaultPoint::arm(Call::Accept, EMFILE, 1, ForEver);
    QVERIFY(spinUntil([&] { return !m_errors.isEmpty(); }));
    m_server->close();
    QVERIFY(spinUntil([&] { return m_clients.front().state() == Device::State::Closed; }));
    FaultPoint::disarmAll();
    QVERIFY(m_server->listen(Name)); // the delay does not continue
    QVERIFY(!m_server->error());
    connectOne();
    QVERIFY(spinUntil([&] { return m_served == 1; }));
}

void tst_ServerFaults::slotDeletesTheServer()
{
    for (const bool wait : { false, true }) {
        init();
        QVERIFY(m_server->listen(Name));
        connectOne();
        connect(m_server.get(), &LocalServer::errorOccurred, this, [&] { m_server.reset(); });
        FaultPoint::arm(Call::Accept, EMFILE, 1, ForEver);
        if (wait)
            QVERIFY(!m_server->waitForNewConnection(5000));
        else
            QVERIFY(spinUntil([&] { return !m_server; }));
        QVERIFY(!m_server);
        QCOMPARE(m_errors.size(), 1);
        FaultPoint::disarmAll();
        QVERIFY(spinUntil([&] { return m_clients.front().state() == Device::State::Closed; }));
    }
}

void tst_ServerFaults::abortedConnections_areSkipped()
{
    QVERIFY(m_server->listen(Name));
    FaultPoint::arm(Call::Accept, ECONNABORTED, 1, 5);
    connectOne();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(spinUntil([&] { return m_served == 1; }));
    QVERIFY(FaultPoint::calls(Call::Accept) > 5);
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(m_errors.size(), 0);
    QVERIFY(!m_server->error());
}

// A call of accept() that finds nothing is the most expensive way to learn that no client waits.
void tst_ServerFaults::accept_isCalledOncePerConnection()
{
    m_server->pauseAccepting();
    QVERIFY(m_server->listen(Name));
    for (int i = 0; i < 3; ++i)
        connectOne();
    FaultPoint::arm(Call::Accept, EMFILE, ForEver, 1); // counts the calls only
    m_server->resumeAccepting();
    QVERIFY(spinUntil([&] { return m_served == 3; }));
    connectOne();
    QVERIFY(spinUntil([&] { return m_served == 4; }));
    QCOMPARE(FaultPoint::calls(Call::Accept), 4);
}

// The server that admits the client passes what it learned on to the socket.
void tst_ServerFaults::credentials_areAskedOncePerConnection()
{
    QVERIFY(m_server->listen(Name));
    disconnect(m_server.get(), &LocalServer::newConnection, nullptr, nullptr);
    connectOne();
    FaultPoint::arm(Call::SocketOption, EPERM, ForEver, 1); // counts the calls only
    QVERIFY(m_server->waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(m_server->nextPendingConnection());
    QVERIFY(accepted);
    QCOMPARE(FaultPoint::calls(Call::SocketOption), 1);
    QVERIFY(accepted->peerCredentials().userId());
    QCOMPARE(accepted->peerCredentials().userId(), m_clients.front().peerCredentials().userId());
}

void tst_ServerFaults::listenFails_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("number"); // of the call that fails
    QTest::addColumn<int>("code");
    const auto row = [](const char *title, Call call, int fault, int number, Error::Code code) {
        QTest::addRow("%s, call %d", title, number) << int(call) << fault << number << int(code);
    };
    row("socket", Call::CreateSocket, EMFILE, 1, Error::ResourceExhausted);
    row("open", Call::Open, EMFILE, 1, Error::ResourceExhausted);
    row("open", Call::Open, EACCES, 1, Error::AccessDenied);
    row("bind", Call::Bind, EACCES, 1, Error::AccessDenied);
    row("bind", Call::Bind, EADDRINUSE, 1, Error::NameInUse);
    row("bind", Call::Bind, EROFS, 1, Error::AccessDenied);
    row("listen", Call::Listen, ENOBUFS, 1, Error::ResourceExhausted);
    // Each stat() call on the way fails, except two. The fourth looks at the opened lock, which
    // may not be removed yet. The sixth looks for a lock of an older version.
    for (const int number : { 1, 2, 3, 5, 7, 8 })
        row("stat", Call::Stat, EACCES, number, Error::AccessDenied);
}

void tst_ServerFaults::listenFails()
{
    QFETCH(const int, call);
    QFETCH(const int, fault);
    QFETCH(const int, number);
    QFETCH(const int, code);
    const int descriptors = openDescriptors();
    const LocalName path = LocalName::path(m_dir->filePath(Name)); // a path has no alternative place
    FaultPoint::arm(Call(call), fault, number, 1);
    QVERIFY(!m_server->listen(path));
    QVERIFY(FaultPoint::calls(Call(call)) >= number); // it was that call
    FaultPoint::disarmAll();
    QCOMPARE(int(m_server->error().code()), code);
    QCOMPARE(m_server->error().nativeCode(), fault);
    QCOMPARE(m_server->error().operation(), QStringLiteral("listen on"));
    QCOMPARE(m_server->error().subject(), m_dir->filePath(Name));
    QVERIFY(!m_server->isListening());
    QCOMPARE(m_errors.size(), 0); // the return value reported it
    QCOMPARE(openDescriptors(), descriptors);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList()); // nothing has changed
    QVERIFY2(m_server->listen(path), qPrintable(m_server->error().message()));
    connectOne();
    QVERIFY(spinUntil([&] { return m_served == 1; }));
}

// If a shortage hides the place of a generic name, listen() fails and leaves nothing behind. If
// it only prevents setting the permissions again, listen() succeeds.
void tst_ServerFaults::listenOnAGenericNameFails()
{
    const int descriptors = openDescriptors();
    int refusals = 0;
    for (int number = 1;; ++number) {
        FaultPoint::arm(Call::Open, EMFILE, number, 1);
        const bool listens = m_server->listen(Name);
        const bool isOver = FaultPoint::calls(Call::Open) < number;
        FaultPoint::disarmAll();
        QCOMPARE(m_server->error().code(), listens ? Error::NoError : Error::ResourceExhausted);
        QCOMPARE(Raw::namesIn(m_dir->path()).size(), listens ? 2 : 0);
        refusals += listens ? 0 : 1;
        m_server->close();
        QCOMPARE(openDescriptors(), descriptors);
        if (isOver) {
            QVERIFY(listens);
            QVERIFY(refusals > 3); // the folder as the place, to listen in and afterwards, and the lock
            return;
        }
    }
}

void tst_ServerFaults::optionalCallsThatFail_doNotPreventListening_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *title, Call call, int fault) { QTest::newRow(title) << int(call) << fault; };
    row("no room for the process ID: ENOSPC", Call::Send, ENOSPC);
    row("no room for the process ID: EDQUOT", Call::Send, EDQUOT);
    row("no room for the process ID: EFBIG", Call::Send, EFBIG);
    row("file system without locks: ENOLCK", Call::Lock, ENOLCK);
    row("file system without locks: ENOSYS", Call::Lock, ENOSYS);
    row("file system without locks: EOPNOTSUPP", Call::Lock, EOPNOTSUPP);
    row("file system without permissions: EPERM", Call::Chmod, EPERM);
    row("file system without permissions: EINVAL", Call::Chmod, EINVAL);
    row("policy against renaming: EACCES", Call::Rename, EACCES);
}

// The optional calls help, but none is required: a name still has one owner, and a crash frees
// it.
void tst_ServerFaults::optionalCallsThatFail_doNotPreventListening()
{
    QFETCH(const int, call);
    QFETCH(const int, fault);
    const QByteArray path = QFile::encodeName(m_dir->filePath(Name));
    QVERIFY(Raw::leaveStaleSocket(path));
    FaultPoint::arm(Call(call), fault, 1, ForEver);
    const bool listening = m_server->listen(Name);
    LocalServer second;
    const bool again = second.listen(Name);
    FaultPoint::disarmAll();
    QVERIFY2(listening, qPrintable(m_server->error().message()));
    QVERIFY(!again);
    QCOMPARE(second.error().code(), Error::NameInUse);
    QCOMPARE(Raw::modeOf(path) & 0022, 0); // no other user may connect
    connectOne();
    QVERIFY(spinUntil([&] { return m_served >= 1; }));
    m_server->close();
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

// If permissions cannot be set, listen() fails only if the socket would be open to others.
void tst_ServerFaults::socketOpenToOthers_isRefused()
{
    const Raw::Umask umask { 0 };
    FaultPoint::arm(Call::Chmod, EPERM, 1, ForEver);
    const bool listening = m_server->listen(Name);
    FaultPoint::disarmAll();
    QVERIFY(!listening);
    QCOMPARE(m_server->error().code(), Error::AccessDenied);
    QCOMPARE(m_server->error().nativeCode(), EPERM);
    QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
}

void tst_ServerFaults::filesWithoutPermissions_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("EPERM") << EPERM;
    QTest::newRow("EINVAL") << EINVAL;
}

// Some file systems refuse to change permissions. The permissions at creation suffice if they are
// the right ones.
void tst_ServerFaults::filesWithoutPermissions()
{
    QFETCH(const int, fault);
    const Raw::Umask umask { 077 };
    const QString fifo = m_dir->filePath(QStringLiteral("fifo"));
    constexpr auto Mine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    FaultPoint::arm(Call::Chmod, fault, 1, ForEver);
    const Error made = Fifo::create(fifo, Mine, Fifo::Umask::Ignored);
    const Error tooFew = Fifo::create(fifo + QStringLiteral("-2"), Mine | QFileDevice::ReadOther, Fifo::Umask::Ignored);
    const Error folder = os::makePrivateDirectory(QFile::encodeName(m_dir->filePath(QStringLiteral("folder"))));
    FaultPoint::disarmAll();
    QVERIFY2(!made, qPrintable(made.message()));
    QVERIFY2(!folder, qPrintable(folder.message()));
    QCOMPARE(tooFew.nativeCode(), fault);
    QCOMPARE(Raw::modeOf(QFile::encodeName(fifo)) & 0777, 0600);
    QCOMPARE(Raw::namesIn(m_dir->path()), (QStringList { QStringLiteral("fifo"), QStringLiteral("folder") }));
}

// Files that cannot be removed stay, as after a crash, and do not block the next server.
void tst_ServerFaults::failedRemoval_doesNotBlockTheNextServer()
{
    for (const QString &left :
         { Name, QStringLiteral(".qtipc-") + Name + QStringLiteral(".lock") }) { // first one file, then the other
        QVERIFY(m_server->listen(Name));
        FaultPoint::arm(Call::Unlink, EACCES, left == Name ? 1 : 2, 1);
        m_server->close();
        FaultPoint::disarmAll();
        QVERIFY(!m_server->isListening());
        QCOMPARE(Raw::namesIn(m_dir->path()), QStringList { left });
        LocalServer next;
        // Another thread may still be closing the listener, whose file still exists.
        QVERIFY2(spinUntil([&] { return next.listen(Name); }), qPrintable(next.error().message()));
        next.close();
        QCOMPARE(Raw::namesIn(m_dir->path()), QStringList());
    }
}

// If the kernel cannot watch one more descriptor, the call is retried.
void tst_ServerFaults::shortageOfTheEventQueue()
{
    FaultPoint::arm(Call::ChangeEventQueue, ENOSPC, 1, 3);
    QVERIFY(m_server->listen(Name));
    connectOne();
    QVERIFY(spinUntil([&] { return m_served == 1; }));
    QVERIFY(m_server->isListening());
}

QTEST_GUILESS_MAIN(tst_ServerFaults)
#include "tst_serverfaults.moc"
