// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests servers and clients without a QCoreApplication, in threads that Qt did not start.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qsemaphore.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ApplessServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thereIsNoApplication() { QVERIFY(!QCoreApplication::instance()); }
    void waitHonoursItsTime();
    void servesClientsOfPlainThreads();
    void servesInAPlainThread();
    void wait_endsWithTheData();
    void errors_areReportedByAWait();
    void destructor_closesPendingConnections();

private:
    PrivateRuntimeDirectory m_runtime;
};

static QString freshName()
{
    static std::atomic<int> counter { 0 };
    return QStringLiteral("appless-%1").arg(++counter);
}

void tst_ApplessServer::waitHonoursItsTime()
{
    LocalServer server;
    QVERIFY(server.listen(freshName()));
    QElapsedTimer timer;
    timer.start();
    bool timedOut = false;
    QVERIFY(!server.waitForNewConnection(120, &timedOut));
    QVERIFY(timedOut);
    QVERIFY(timer.elapsed() >= 120 && timer.elapsed() < 1120);
}

void tst_ApplessServer::servesClientsOfPlainThreads()
{
    constexpr int Count = 8;
    const QString name = freshName();
    LocalServer server;
    QVERIFY(server.listen(name));
    int announced = 0;
    connect(&server, &LocalServer::newConnection, this, [&] { ++announced; });
    std::atomic<int> answered { 0 };
    std::vector<std::thread> threads;
    for (int i = 0; i < Count; ++i) {
        threads.emplace_back([&answered, name, i] {
            LocalSocket client;
            client.connectToServer(name);
            client.write(QByteArray::number(i));
            client.closeWriteChannel();
            while (client.waitForReadyRead(20000)) {
            }
            answered += client.readAll() == QByteArray::number(i);
        });
    }
    for (int i = 0; i < Count; ++i) {
        QVERIFY(server.waitForNewConnection(20000));
        const std::unique_ptr<LocalSocket> accepted(server.nextPendingConnection());
        QVERIFY(accepted);
        while (accepted->waitForReadyRead(20000)) {
        } // reads until the end of the data
        accepted->write(accepted->readAll());
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(answered.load(), Count);
    QCOMPARE(announced, Count);
    QVERIFY(Device::drainAll(20000));
}

void tst_ApplessServer::servesInAPlainThread()
{
    const QString name = freshName();
    QSemaphore listening;
    std::thread thread([&] {
        LocalServer server;
        const bool listens = server.listen(name);
        listening.release();
        if (!listens || !server.waitForNewConnection(20000))
            return;
        LocalSocket *accepted = server.nextPendingConnection();
        accepted->write("from the thread");
        accepted->waitForBytesWritten(20000);
    });
    listening.acquire();
    LocalSocket client;
    client.connectToServer(name);
    const bool connected = client.waitForConnected(20000);
    while (client.waitForReadyRead(20000)) {
    }
    thread.join();
    QVERIFY(connected);
    QCOMPARE(client.readAll(), QByteArray("from the thread"));
}

// The peer has closed its write channel and waits for an answer. A wait for more input would
// never end.
void tst_ApplessServer::wait_endsWithTheData()
{
    const QString name = freshName();
    LocalServer server;
    QVERIFY(server.listen(name));
    LocalSocket client;
    client.connectToServer(name);
    client.write("question");
    client.closeWriteChannel();
    QVERIFY(client.waitForConnected(5000));
    QVERIFY(client.flush() || client.bytesToWrite() == 0);
    QVERIFY(server.waitForNewConnection(5000));
    LocalSocket *accepted = server.nextPendingConnection();
    QElapsedTimer timer;
    timer.start();
    while (accepted->waitForReadyRead(5000)) {
    }
    QVERIFY2(timer.elapsed() < 4000, "the wait continues after the end of the data");
    QCOMPARE(accepted->readAll(), QByteArray("question"));
    QCOMPARE(accepted->state(), Device::State::Connected);
    QVERIFY(!accepted->waitForReadyRead(5000)); // also false on repetition
    QVERIFY2(timer.elapsed() < 4000, "the wait continues after the end of the data");
    accepted->write("answer");
    QVERIFY(accepted->waitForBytesWritten(5000));
    QVERIFY(client.waitForReadyRead(5000));
    QCOMPARE(client.readAll(), QByteArray("answer"));
}

void tst_ApplessServer::errors_areReportedByAWait()
{
    LocalSocket client;
    SignalLog log(client);
    client.connectToServer(freshName());
    QVERIFY(log.entries().isEmpty());
    QVERIFY(!client.waitForConnected(5000));
    QCOMPARE(client.error().code(), Error::NotFound);
    QCOMPARE(log.names(), QStringList { QStringLiteral("errorOccurred") });
}

void tst_ApplessServer::destructor_closesPendingConnections()
{
    const QString name = freshName();
    LocalSocket client;
    {
        LocalServer server;
        QVERIFY(server.listen(name));
        client.connectToServer(name);
        QVERIFY(client.waitForConnected(5000));
        QVERIFY(server.waitForNewConnection(5000));
    }
    QVERIFY(client.waitForDisconnected(5000));
}

QTEST_APPLESS_MAIN(tst_ApplessServer)
#include "tst_applessserver.moc"
