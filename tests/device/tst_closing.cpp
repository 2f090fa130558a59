// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that close() loses no written data, even if the object is destroyed, no event loop runs
// or the process ends.

#include "testsupport/platform.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qthread.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Closing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closeWith64MiBQueued_deliversAll();
    void withoutAnEventLoop();
    void processExit_deliversAll();
    void closeWithReaderInAnotherProcess_deliversAll();
    void drainAll_deliversOutputOfClosedDevice();
    void drainAll_reportsLostOutput();
    void drainAll_returnsAfterItsTimeout();
    void closeBeforeConnected_deliversOutput();
    void destroyBeforeConnected_deliversOutput();
    void reconnectWhileClosing_deliversOldOutput();
    void backgroundThread_endsAfterDelivery();
    void disconnect_keepsReceivedBytes();
    void peerKilled_reportsPeerClosed();
    void peerKilledWithUnreadInput_reportsPeerClosed();

private:
    struct Ends
    {
        std::unique_ptr<LocalServer> server;
        std::unique_ptr<LocalSocket> near, far;
    };
    static Ends connectedEnds();

    PrivateRuntimeDirectory m_runtime;
};

tst_Closing::Ends tst_Closing::connectedEnds()
{
    Ends ends { std::make_unique<LocalServer>(), std::make_unique<LocalSocket>(), nullptr };
    const QString name = uniqueName();
    if (!ends.server->listen(name))
        return ends;
    ends.near->connectToServer(name);
    if (ends.near->waitForConnected(5000) && ends.server->waitForNewConnection(5000))
        ends.far.reset(ends.server->nextPendingConnection());
    ends.far->setParent(nullptr);
    return ends;
}

static QByteArray readAllByWaiting(LocalSocket &socket)
{
    QByteArray data;
    while (socket.waitForReadyRead(20000))
        data += socket.readAll();
    return data + socket.readAll();
}

void tst_Closing::closeWith64MiBQueued_deliversAll()
{
    Ends ends = connectedEnds();
    const QByteArray data = pattern(64 * 1024 * 1024);
    QCOMPARE(ends.near->write(data), qint64(data.size()));
    ends.near->close();
    ends.near.reset();
    QByteArray received;
    connect(ends.far.get(), &LocalSocket::readyRead, this, [&] { received += ends.far->readAll(); });
    QVERIFY(spinUntil([&] { return ends.far->state() == Device::State::Closed; }, 60000));
    QVERIFY(received == data);
    QVERIFY(!ends.far->error());
}

void tst_Closing::withoutAnEventLoop()
{
    Ends ends = connectedEnds();
    const QByteArray data = pattern(10 * 1024 * 1024);
    ends.near->write(data);
    ends.near.reset();
    QVERIFY(readAllByWaiting(*ends.far) == data);
}

void tst_Closing::processExit_deliversAll()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    constexpr qint64 Size = 20 * 1024 * 1024;
    Peer sender({ QStringLiteral("send"), name, QString::number(Size) });
    QVERIFY(server.waitForNewConnection(20000));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    const QByteArray received = readAllByWaiting(*socket);
    QCOMPARE(qint64(received.size()), Size);
    QCOMPARE(firstDifference(received), qint64(-1));
    QVERIFY(sender.waitForFinished());
    QCOMPARE(sender.process.exitCode(), 0);
}

void tst_Closing::closeWithReaderInAnotherProcess_deliversAll()
{
    const QString name = uniqueName();
    Peer reader({ QStringLiteral("sink"), name });
    QVERIFY(reader.waitForLine("READY"));
    const QByteArray data = pattern(8 * 1024 * 1024);
    {
        LocalSocket socket;
        socket.connectToServer(name);
        QVERIFY(socket.waitForConnected(20000));
        QCOMPARE(socket.write(data), qint64(data.size()));
        socket.close();
    }
    const QByteArray hash = QCryptographicHash::hash(data, QCryptographicHash::Sha1).toHex();
    QVERIFY2(reader.waitForLine("SINK " + QByteArray::number(data.size()) + ' ' + hash), reader.output.constData());
    QVERIFY(Device::drainAll(20000));
}

void tst_Closing::drainAll_deliversOutputOfClosedDevice()
{
    Ends ends = connectedEnds();
    const QByteArray data = pattern(8 * 1024 * 1024);
    ends.near->write(data);
    ends.near->close();
    QCOMPARE(ends.near->state(), Device::State::Closing);
    QByteArray received;
    Worker reader([&] { received = readAllByWaiting(*ends.far); });
    ends.far->moveToThread(&reader);
    reader.start();
    QVERIFY(Device::drainAll(20000)); // as at the end of main(), where no event loop runs
    QVERIFY(reader.join());
    QVERIFY(received == data);
    // The state changes as soon as an event loop runs.
    QVERIFY(spinUntil([&] { return ends.near->state() == Device::State::Closed; }));
}

void tst_Closing::drainAll_reportsLostOutput()
{
    QVERIFY(Device::drainAll(0));
    Ends ends = connectedEnds();
    ends.near->write(pattern(8 * 1024 * 1024));
    ends.near.reset();
    ends.far->abort(); // the peer never reads
    QVERIFY(!Device::drainAll(20000));
    QVERIFY(Device::drainAll(0)); // a loss is reported once
    // The same for a loss that is known immediately.
    ends = connectedEnds();
    ends.near->write("never read");
    ends.far->abort();
    (void)openDescriptors(); // waits for another thread that may still close the descriptor
    ends.near.reset();
    QVERIFY(!Device::drainAll(0));
}

void tst_Closing::drainAll_returnsAfterItsTimeout()
{
    Ends ends = connectedEnds();
    const QByteArray data = pattern(8 * 1024 * 1024);
    ends.near->write(data);
    ends.near.reset();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!Device::drainAll(60));
    QVERIFY(timer.elapsed() >= 60 && timer.elapsed() < 2000);
    QVERIFY(readAllByWaiting(*ends.far) == data);
    QVERIFY(Device::drainAll(20000));
}

// Fills the backlog of a server. A later client connects in the background, after close() or its
// destructor.
static void fillBacklog(LocalServer &server, const QString &name, std::vector<std::unique_ptr<LocalSocket>> &clients)
{
    server.pauseAccepting();
    server.setListenBacklogSize(0);
    QVERIFY(server.listen(name));
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<LocalSocket>());
        clients.back()->connectToServer(name);
        if (!clients.back()->waitForConnected(20))
            return; // the next client finds the backlog full
    }
    QFAIL("the backlog never fills");
}

static QByteArray lastOf(LocalServer &server, const QByteArray &wanted)
{
    server.resumeAccepting();
    QByteArray received;
    while (!received.contains(wanted) && server.waitForNewConnection(20000)) {
        const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
        if (socket->waitForReadyRead(100))
            received = readAllByWaiting(*socket);
    }
    return received;
}

void tst_Closing::closeBeforeConnected_deliversOutput()
{
    LocalServer server;
    std::vector<std::unique_ptr<LocalSocket>> clients;
    const QString name = uniqueName();
    fillBacklog(server, name, clients);
    LocalSocket late;
    late.connectToServer(name);
    late.write("said and gone");
    late.close();
    QCOMPARE(late.state(), Device::State::Closing);
    QByteArray received;
    server.resumeAccepting();
    connect(&server, &LocalServer::newConnection, this, [&] {
        LocalSocket *const socket = server.nextPendingConnection();
        connect(socket, &LocalSocket::readyRead, this, [&, socket] { received += socket->readAll(); });
    });
    QVERIFY(spinUntil([&] { return received == "said and gone" && late.state() == Device::State::Closed; }));
}

void tst_Closing::destroyBeforeConnected_deliversOutput()
{
    LocalServer server;
    std::vector<std::unique_ptr<LocalSocket>> clients;
    const QString name = uniqueName();
    fillBacklog(server, name, clients);
    {
        LocalSocket late;
        late.connectToServer(name);
        late.write("said and gone");
    }
    QVERIFY(!Device::drainAll(50)); // still on its way
    QCOMPARE(lastOf(server, "said and gone"), QByteArray("said and gone"));
    QVERIFY(Device::drainAll(20000));
}

void tst_Closing::reconnectWhileClosing_deliversOldOutput()
{
    Ends first = connectedEnds();
    Ends second = connectedEnds();
    SignalLog log(*first.near);
    const QByteArray data = pattern(8 * 1024 * 1024);
    first.near->write(data);
    first.near->close();
    first.near->connectToServer(second.server->serverName());
    QVERIFY(first.near->waitForConnected(5000));
    QCOMPARE(log.names(), QStringList({ QStringLiteral("disconnected"), QStringLiteral("connected") }));
    QVERIFY(readAllByWaiting(*first.far) == data);
    first.near->write("new");
    first.near->flush();
    QVERIFY(second.server->waitForNewConnection(5000));
    const std::unique_ptr<LocalSocket> accepted(second.server->nextPendingConnection());
    QVERIFY(accepted->waitForReadyRead(5000));
    QCOMPARE(accepted->readAll(), QByteArray("new"));
}

void tst_Closing::backgroundThread_endsAfterDelivery()
{
    if (threadCount() < 0)
        QSKIP("this system does not count threads");
    const auto sendInTheBackground = [](int &during) {
        Ends ends = connectedEnds();
        ends.near->write(pattern(4 * 1024 * 1024));
        ends.near.reset();
        during = threadCount();
        readAllByWaiting(*ends.far);
        QVERIFY(Device::drainAll(20000));
    };
    int during = 0;
    sendInTheBackground(during); // warms up: permanent threads start here
    if (localSocketTraits().lingersInAThread)
        QVERIFY(spinUntil([&] { return threadCount() < during; }));
    const int before = threadCount();
    for (int i = 0; i < 5; ++i) {
        sendInTheBackground(during);
        if (localSocketTraits().lingersInAThread)
            QVERIFY2(during > before, qPrintable(QStringLiteral("%1, then %2").arg(before).arg(during)));
        QVERIFY(spinUntil([&] { return threadCount() <= before; }));
    }
}

void tst_Closing::disconnect_keepsReceivedBytes()
{
    Ends ends = connectedEnds();
    ends.far->write("arrived");
    QVERIFY(ends.far->waitForBytesWritten(5000));
    QVERIFY(ends.near->waitForReadyRead(5000));
    ends.near->write("bye");
    ends.near->disconnectFromServer();
    QVERIFY(spinUntil([&] { return ends.near->state() == Device::State::Closed; }));
    QCOMPARE(ends.near->readAll(), QByteArray("arrived"));
    QCOMPARE(readAllByWaiting(*ends.far), QByteArray("bye"));
}

void tst_Closing::peerKilled_reportsPeerClosed()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    Peer peer({ QStringLiteral("die"), name, QStringLiteral("100000") });
    QVERIFY(server.waitForNewConnection(20000));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    QByteArray received;
    while (received.size() < 100000 && socket->waitForReadyRead(20000))
        received += socket->readAll();
    QVERIFY(peer.waitForFinished());
    socket->write("to nobody");
    QVERIFY(socket->waitForDisconnected(20000));
    QCOMPARE(received, pattern(100000)); // all data that the peer sent before
    QCOMPARE(socket->state(), Device::State::Closed);
    QCOMPARE(socket->error().code(), Error::PeerClosed);
}

void tst_Closing::peerKilledWithUnreadInput_reportsPeerClosed()
{
    if (!localSocketTraits().deathWithUnreadIsAnError)
        QSKIP("on this system a killed peer is like a closed one until something is written");
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    Peer peer({ QStringLiteral("die"), name, QStringLiteral("100000") });
    QVERIFY(server.waitForNewConnection(20000));
    const std::unique_ptr<LocalSocket> socket(server.nextPendingConnection());
    socket->write("never read"); // the peer is dead, or dies with this data unread
    socket->flush();
    const QByteArray received = readAllByWaiting(*socket);
    QCOMPARE(qint64(received.size()), qint64(100000)); // all data that the peer sent before
    QCOMPARE(socket->state(), Device::State::Closed);
    QCOMPARE(socket->error().code(), Error::PeerClosed);
}

QTEST_GUILESS_MAIN(tst_Closing)
#include "tst_closing.moc"
