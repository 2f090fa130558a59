// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A process that has no free descriptors.

#include "testsupport/platform.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qelapsedtimer.h>

#include <algorithm>
#include <deque>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ServerShortage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void outOfDescriptors();
    void outOfDescriptorsWithoutAnEventLoop();
    void clientOutOfDescriptors();

private:
    PrivateRuntimeDirectory m_runtime;
};

namespace {

using Clients = std::deque<LocalSocket>;

void connectAll(Clients &clients, int count, const QString &name)
{
    for (int i = 0; i < count; ++i)
        clients.emplace_back().connectToServer(name);
}

bool allConnected(const Clients &clients)
{
    return std::all_of(clients.begin(), clients.end(),
                       [](const LocalSocket &s) { return s.state() == Device::State::Connected; });
}

// Takes all free descriptors of this process while it exists.
class NoDescriptors
{
public:
    NoDescriptors()
    {
        (void)openDescriptors(); // waits for handles that are being closed
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit low = m_before;
        low.rlim_cur = 256;
        ::setrlimit(RLIMIT_NOFILE, &low);
        for (int fd = ::dup(0); fd != -1; fd = ::dup(0))
            m_taken.emplace_back(fd);
    }
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    bool isTrue() const { return ::dup(0) == -1 && errno == EMFILE; }

private:
    rlimit m_before = {};
    std::vector<OwnedHandle> m_taken;
};

} // namespace

// UndefinedBehaviorSanitizer needs descriptors itself when it first sees an object of a class.
void tst_ServerShortage::initTestCase()
{
    const QString name = uniqueName();
    LocalServer server;
    server.setListenBacklogSize(0); // so that some of them wait with a timer
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 10, name);
    QVERIFY(spinUntil([&] { return allConnected(clients) && server.hasPendingConnections(); }));
    QVERIFY(server.waitForNewConnection(5000));
    // The check of a name's files needs them as well.
    const QByteArray path = QFile::encodeName(server.fullServerName());
    QCOMPARE(::unlink(path.constData()), 0);
    QVERIFY(spinUntil([&] { return Raw::isSocket(path); }));
}

void tst_ServerShortage::outOfDescriptors()
{
    const QString name = uniqueName();
    LocalServer server;
    server.pauseAccepting();
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 5, name);
    QVERIFY(spinUntil([&] { return allConnected(clients); }));
    QList<Error> errors;
    int announced = 0;
    connect(&server, &LocalServer::errorOccurred, this, [&](const Error &error) { errors.append(error); });
    connect(&server, &LocalServer::newConnection, this, [&] { ++announced; });
    {
        const NoDescriptors shortage;
        QVERIFY(shortage.isTrue());
        const qint64 cpu = processorMilliseconds();
        server.resumeAccepting();
        QVERIFY(spinUntil([&] { return !errors.isEmpty(); }));
        QTest::qWait(500); // the time that is measured
        QVERIFY2(processorMilliseconds() - cpu < 200, "it spins");
        QCOMPARE(errors.size(), 1);
        QCOMPARE(errors.first().code(), Error::ResourceExhausted);
        QCOMPARE(errors.first().nativeCode(), EMFILE);
        QCOMPARE(errors.first().message(),
                 QStringLiteral("accept a connection on \"%1\": out of resources (%2)")
                     .arg(server.fullServerName(), qt_error_string(EMFILE)));
        QVERIFY(server.isListening());
        QCOMPARE(announced, 0);
    }
    QVERIFY(spinUntil([&] { return announced == 5; }));
    QCOMPARE(errors.size(), 1);
    connectAll(clients, 1, name);
    QVERIFY(spinUntil([&] { return announced == 6; }));
}

void tst_ServerShortage::outOfDescriptorsWithoutAnEventLoop()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    Clients clients;
    connectAll(clients, 1, name);
    QVERIFY(clients.front().waitForConnected(5000));
    int errors = 0;
    connect(&server, &LocalServer::errorOccurred, this, [&] { ++errors; });
    {
        const NoDescriptors shortage;
        const qint64 cpu = processorMilliseconds();
        QElapsedTimer timer;
        timer.start();
        bool timedOut = false;
        QVERIFY(!server.waitForNewConnection(500, &timedOut));
        QVERIFY(timedOut);
        QVERIFY(timer.elapsed() >= 500);
        QVERIFY2(processorMilliseconds() - cpu < 200, "it spins");
        QCOMPARE(errors, 1);
    }
    QVERIFY(server.waitForNewConnection(20000));
    QVERIFY(server.nextPendingConnection());
    QCOMPARE(errors, 1);
}

void tst_ServerShortage::clientOutOfDescriptors()
{
    const QString name = uniqueName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    {
        const NoDescriptors shortage;
        client.connectToServer(name);
        QCOMPARE(client.state(), Device::State::Connecting);
    }
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::ResourceExhausted);
    QCOMPARE(client.error().nativeCode(), EMFILE);
    LocalServer second;
    {
        const NoDescriptors shortage;
        QVERIFY(!second.listen(name + QStringLiteral("-2")));
    }
    QCOMPARE(second.error().code(), Error::ResourceExhausted);
    QCOMPARE(second.error().nativeCode(), EMFILE);
    client.connectToServer(name);
    QVERIFY(client.waitForConnected(5000));
}

QTEST_GUILESS_MAIN(tst_ServerShortage)
#include "tst_servershortage.moc"
