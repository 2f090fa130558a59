// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests handles that devices and servers give away, to another object or to another thread.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeReader>

#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;
using State = Device::State;

class tst_HandedOver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takenHandle_continuesInAnotherDevice();
    void takenHandle_inputStaysWithTheDevice();
    void takenHandle_queuedOutputIsSentFirst();
    void takenHandle_deviceCanReconnect();
    void takeHandleWithWaitingOutput_isRefused();
    void deviceWithoutAConnection_hasNoHandle();
    void slotOfConnectedTakesTheHandle();
    void pendingHandle_isServedInAThread();
    void nextPendingDevice_isTheConnection();
    void handler_getsEachConnection();
    void handler_isCalledByAWait();
    void emptyHandler_restoresTheQueue();
    void handlerThatKeepsNothing_closesTheConnection();
    void handlerMayDestroyTheServer();

private:
    struct Pair
    {
        std::unique_ptr<LocalSocket> near;
        std::unique_ptr<LocalSocket> far;
    };
    Pair pair();
    void connectSome(int count);

    PrivateRuntimeDirectory m_runtime;
    LocalServer m_server;
    std::vector<std::unique_ptr<LocalSocket>> m_clients;
};

tst_HandedOver::Pair tst_HandedOver::pair()
{
    Pair ends { std::make_unique<LocalSocket>(), nullptr };
    LocalServer server;
    if (!server.listen(uniqueName()))
        return {};
    ends.near->connectToServer(server.serverName());
    if (!ends.near->waitForConnected(5000) || !server.waitForNewConnection(5000))
        return {};
    ends.far.reset(server.nextPendingConnection());
    ends.far->setParent(nullptr);
    QCoreApplication::processEvents();
    return ends;
}

// Starts to connect the clients. They may need an event loop to finish.
void tst_HandedOver::connectSome(int count)
{
    m_server.close();
    m_clients.clear();
    QVERIFY(m_server.listen(uniqueName()));
    for (int i = 0; i < count; ++i) {
        m_clients.push_back(std::make_unique<LocalSocket>());
        m_clients.back()->connectToServer(m_server.serverName());
    }
}

void tst_HandedOver::takenHandle_continuesInAnotherDevice()
{
    const Pair ends = pair();
    QVERIFY(ends.far);
    SignalLog near(*ends.near);
    SignalLog far(*ends.far);
    OwnedHandle handle = ends.near->takeHandle();
    QVERIFY2(handle.isValid(), qPrintable(ends.near->errorString()));
    QCOMPARE(ends.near->state(), State::Closed);
    QCOMPARE(ends.near->nativeHandle(), qintptr(OwnedHandle::Invalid));
    QVERIFY(near.entries().isEmpty()); // not from inside the call
    QVERIFY(spinUntil([&] { return !ends.near->isOpen(); }));
    QCOMPARE(near.entries(),
             (QStringList { QStringLiteral("stateChanged[Closed]"), QStringLiteral("disconnected[Closed]") }));
    QVERIFY(!ends.near->error());

    LocalSocket next;
    QVERIFY2(next.adopt(std::move(handle)), qPrintable(next.errorString()));
    next.write("from the next");
    ends.far->write("to the next");
    QVERIFY(spinUntil([&] { return next.bytesAvailable() == 11 && ends.far->bytesAvailable() == 13; }));
    QCOMPARE(far.count(QStringLiteral("disconnected")), 0);
    next.close();
    QVERIFY(spinUntil([&] { return ends.far->state() == State::Closed; }));
    QVERIFY(!ends.far->error());
}

void tst_HandedOver::takenHandle_inputStaysWithTheDevice()
{
    const Pair ends = pair();
    QVERIFY(ends.far);
    ends.far->write("before");
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == 6; }));
    const OwnedHandle handle = ends.near->takeHandle();
    QVERIFY(handle.isValid());
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(ends.near->write("x"), -1);
    QCOMPARE(ends.near->readAll(), QByteArray("before"));
    QVERIFY(spinUntil([&] { return !ends.near->isOpen(); }));
}

void tst_HandedOver::takenHandle_queuedOutputIsSentFirst()
{
    const Pair ends = pair();
    QVERIFY(ends.far);
    QSignalSpy written(ends.near.get(), &Device::bytesWritten);
    ends.near->write("queued");
    const OwnedHandle handle = ends.near->takeHandle();
    if (!handle.isValid()) { // on systems that write in the background
        QCOMPARE(ends.near->error().code(), Error::InvalidOperation);
        QVERIFY(!localSocketTraits().halfClose);
        return;
    }
    QVERIFY(spinUntil([&] { return ends.far->bytesAvailable() == 6; }));
    QCOMPARE(written.count(), 1);
    QCOMPARE(written[0][0].toLongLong(), 6);
}

void tst_HandedOver::takenHandle_deviceCanReconnect()
{
    const Pair ends = pair();
    QVERIFY(ends.far);
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    const OwnedHandle handle = ends.near->takeHandle();
    QVERIFY(handle.isValid());
    ends.near->connectToServer(server.serverName());
    QVERIFY(ends.near->waitForConnected(5000));
    QCOMPARE(ends.far->state(), State::Connected);
}

void tst_HandedOver::takeHandleWithWaitingOutput_isRefused()
{
    const Pair ends = pair();
    QVERIFY(ends.far);
    const QByteArray data = pattern(16 * 1024 * 1024);
    ends.near->write(data);
    QSignalSpy errors(ends.near.get(), &Device::errorOccurred);
    QVERIFY(!ends.near->takeHandle().isValid());
    QCOMPARE(ends.near->error().code(), Error::InvalidOperation);
    QCOMPARE(ends.near->error().reason(), QStringLiteral("not all output is sent; wait until bytesToWrite() is 0"));
    QCOMPARE(ends.near->state(), State::Connected);
    QByteArray received;
    QVERIFY(spinUntil([&] {
        received += ends.far->readAll();
        return received.size() == data.size();
    }));
    QVERIFY(received == data);
    QCOMPARE(errors.count(), 0);
    QVERIFY(!ends.near->error());
    QVERIFY(spinUntil([&] { return ends.near->bytesToWrite() == 0; }));
    QVERIFY(ends.near->takeHandle().isValid());
}

void tst_HandedOver::deviceWithoutAConnection_hasNoHandle()
{
    LocalSocket socket;
    QVERIFY(!socket.takeHandle().isValid());
    QCOMPARE(socket.error().code(), Error::InvalidOperation);
    LocalServer server;
    QVERIFY(server.listen(uniqueName()));
    socket.connectToServer(server.serverName());
    QVERIFY(!socket.takeHandle().isValid()); // still connecting
    QVERIFY(socket.waitForConnected(5000));
    QVERIFY(socket.takeHandle().isValid());
    QVERIFY(!socket.takeHandle().isValid());
    QVERIFY(!server.takePendingHandle().isValid());
}

// When connected() is emitted, nothing has been read from the connection.
void tst_HandedOver::slotOfConnectedTakesTheHandle()
{
    connectSome(0);
    LocalSocket socket;
    LocalSocket next;
    connect(&socket, &Device::connected, this, [&] { QVERIFY(next.adopt(socket.takeHandle())); });
    socket.connectToServer(m_server.serverName());
    QVERIFY(spinUntil([&] { return next.isValid() && m_server.hasPendingConnections(); }));
    const std::unique_ptr<Device> far(m_server.nextPendingDevice());
    far->write("x");
    QVERIFY(spinUntil([&] { return next.bytesAvailable() == 1; }));
    QCOMPARE(socket.state(), State::Closed);
}

void tst_HandedOver::pendingHandle_isServedInAThread()
{
    connectSome(1);
    QVERIFY(m_clients[0]->waitForConnected(5000));
    QVERIFY(m_server.waitForNewConnection(5000));
    OwnedHandle handle = m_server.takePendingHandle();
    QVERIFY(handle.isValid());
    QVERIFY(!m_server.hasPendingConnections());
    Worker thread([&] {
        LocalSocket socket;
        if (socket.adopt(std::move(handle)) && socket.waitForReadyRead(5000))
            socket.write(socket.readAll().toUpper());
        socket.close();
        (void)socket.waitForDisconnected(5000);
    });
    thread.start();
    m_clients[0]->write("hello");
    QVERIFY(spinUntil([&] { return m_clients[0]->bytesAvailable() == 5; }));
    QCOMPARE(m_clients[0]->readAll(), QByteArray("HELLO"));
    QVERIFY(thread.join());
}

void tst_HandedOver::nextPendingDevice_isTheConnection()
{
    connectSome(1);
    QVERIFY(m_clients[0]->waitForConnected(5000));
    QVERIFY(m_server.waitForNewConnection(5000));
    Server &any = m_server;
    Device *const device = any.nextPendingDevice();
    QVERIFY(device);
    QCOMPARE(device->parent(), &m_server);
    const auto *const socket = qobject_cast<LocalSocket *>(device);
    QVERIFY(socket);
    QCOMPARE(socket->serverName(), m_server.serverName());
    QVERIFY(!any.nextPendingDevice());
}

void tst_HandedOver::handler_getsEachConnection()
{
    constexpr int Count = 40; // exceeds the pending limit and the free instances of a named pipe
    QSignalSpy connections(&m_server, &Server::newConnection);
    std::vector<std::unique_ptr<LocalSocket>> served;
    m_server.setConnectionHandler([&](OwnedHandle handle, const PeerCredentials &peer) {
        QCOMPARE(peer.processId(), std::optional<qint64>(QCoreApplication::applicationPid()));
        served.push_back(std::make_unique<LocalSocket>());
        QVERIFY(served.back()->adopt(std::move(handle)));
    });
    connectSome(Count);
    QVERIFY(served.empty()); // not from inside listen()
    QVERIFY(spinUntil([&] {
        return served.size() == Count
            && std::all_of(m_clients.begin(), m_clients.end(), [](auto &client) { return client->isValid(); });
    }));
    QCOMPARE(connections.count(), 0);
    QVERIFY(!m_server.hasPendingConnections());
    for (const auto &client : m_clients)
        client->write("x");
    QVERIFY(spinUntil([&] {
        return std::all_of(served.begin(), served.end(), [](auto &socket) { return socket->bytesAvailable() == 1; });
    }));
    m_server.setConnectionHandler({});
}

void tst_HandedOver::handler_isCalledByAWait()
{
    int calls = 0;
    m_server.setConnectionHandler([&](OwnedHandle, const PeerCredentials &) { ++calls; });
    connectSome(1);
    QVERIFY(m_clients[0]->waitForConnected(5000));
    QVERIFY(m_server.waitForNewConnection(5000));
    QCOMPARE(calls, 1);
    QVERIFY(!m_server.waitForNewConnection(0));
    QVERIFY(m_server.error() == Error::TimedOut);
    m_server.setConnectionHandler({});
}

void tst_HandedOver::emptyHandler_restoresTheQueue()
{
    int calls = 0;
    connectSome(1);
    QVERIFY(m_clients[0]->waitForConnected(5000));
    QVERIFY(m_server.waitForNewConnection(5000));
    m_server.setConnectionHandler([&](OwnedHandle, const PeerCredentials &) {
        ++calls;
        m_server.setConnectionHandler({}); // destroys the handler that runs
        ++calls;
    });
    QVERIFY(m_server.hasPendingConnections());
    LocalSocket second;
    second.connectToServer(m_server.serverName());
    QVERIFY(spinUntil([&] { return calls == 2; }));
    QVERIFY(m_server.takePendingHandle().isValid());
    QVERIFY(!m_server.hasPendingConnections());
    LocalSocket third;
    third.connectToServer(m_server.serverName());
    QVERIFY(spinUntil([&] { return m_server.hasPendingConnections(); }));
    QCOMPARE(calls, 2);
}

void tst_HandedOver::handlerThatKeepsNothing_closesTheConnection()
{
    m_server.setConnectionHandler([](OwnedHandle, const PeerCredentials &) {});
    connectSome(1);
    QVERIFY(spinUntil([&] { return m_clients[0]->state() == State::Closed; }));
    m_server.setConnectionHandler({});
}

void tst_HandedOver::handlerMayDestroyTheServer()
{
    auto *const server = new LocalServer;
    const QPointer<LocalServer> alive(server);
    QVERIFY(server->listen(uniqueName()));
    LocalSocket first;
    first.connectToServer(server->serverName());
    LocalSocket second;
    second.connectToServer(server->serverName());
    QVERIFY(first.waitForConnected(5000) && second.waitForConnected(5000));
    OwnedHandle kept;
    server->setConnectionHandler([&, server](OwnedHandle handle, const PeerCredentials &) {
        kept = std::move(handle);
        delete server;
    });
    QVERIFY(spinUntil([&] { return !alive; }));
    QVERIFY(kept.isValid());
    QVERIFY(spinUntil([&] { return second.state() == State::Closed; }));
    QCOMPARE(first.state(), State::Connected);
}

QTEST_GUILESS_MAIN(tst_HandedOver)
#include "tst_handedover.moc"
