// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests properties that change by themselves, which notify once per change, and settings that are
// bound. tst_metaobjects tests the rules for all properties.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/Pump>
#include <QtInterprocess/ReconnectingClient>
#include <QtInterprocess/SignalWatcher>

#include <QtCore/qbuffer.h>
#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

#include <csignal>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_PropertyChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listening_notifiesFromTheEventLoop();
    void listening_movedToAnotherThread();
    void serverName_notifiesOnEachChange();
    void serverName_refused();
    void reconnectingClient_isActiveAndConnected();
    void bytesTransferred_notifies();
    void pausedByABinding_resumes();
    void framingByABinding();
    void signalNumbers_notify();
    void queueCapacity_refused();
    void slotDestroysTheObject();

private:
    const PrivateRuntimeDirectory m_runtime;
};

void tst_PropertyChanges::listening_notifiesFromTheEventLoop()
{
    LocalServer server;
    QSignalSpy changes(&server, &Server::listeningChanged);
    QVERIFY(server.listen(uniqueName()));
    QCOMPARE(changes.count(), 0);
    QVERIFY(spinUntil([&] { return changes.count() == 1; }));
    server.close();
    QVERIFY(spinUntil([&] { return changes.count() == 2; }));
    server.close();
    QVERIFY(!server.listen(QString()));
    QCoreApplication::processEvents();
    QCOMPARE(changes.count(), 2);
}

void tst_PropertyChanges::listening_movedToAnotherThread()
{
    Worker thread;
    auto *const server = new LocalServer;
    int changes = 0;
    connect(server, &Server::listeningChanged, server, [&] {
        ++changes;
        QCOMPARE(QThread::currentThread(), &thread);
        server->deleteLater();
        thread.quit();
    });
    QVERIFY(server->listen(uniqueName()));
    server->moveToThread(&thread);
    thread.start();
    QVERIFY(thread.join());
    QCOMPARE(changes, 1);
}

void tst_PropertyChanges::serverName_notifiesOnEachChange()
{
    LocalServer server;
    const QString name = uniqueName();
    QVERIFY(server.listen(name));
    LocalSocket socket;
    QSignalSpy changes(&socket, &LocalSocket::serverNameChanged);
    socket.connectToServer(name);
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Connected; }));
    QCOMPARE(changes.count(), 1);
    socket.abort();
    socket.connectToServer(name);
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Connected; }));
    QCOMPARE(changes.count(), 1);
    socket.abort();
    const OwnedHandle peer = socket.createPeer();
    QVERIFY(spinUntil([&] { return changes.count() == 2; }));
    QVERIFY(socket.serverName().isEmpty());
}

void tst_PropertyChanges::serverName_refused()
{
    LocalSocket socket;
    const OwnedHandle peer = socket.createPeer();
    QSignalSpy changes(&socket, &LocalSocket::serverNameChanged);
    QSignalSpy errors(&socket, &Device::errorOccurred);
    socket.setServerName(uniqueName());
    QVERIFY(spinUntil([&] { return errors.count() == 1; }));
    QCOMPARE(changes.count(), 0);
}

void tst_PropertyChanges::reconnectingClient_isActiveAndConnected()
{
    LocalServer server;
    const QString name = uniqueName();
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    QSignalSpy active(&client, &ReconnectingClient::isActiveChanged);
    QSignalSpy connected(&client, &ReconnectingClient::isConnectedChanged);
    client.connectToServer(name);
    QVERIFY(spinUntil([&] { return active.count() == 1; }));
    QVERIFY(server.listen(name));
    QVERIFY(spinUntil([&] { return connected.count() == 1; }));
    QVERIFY(client.isConnected());
    client.close();
    QVERIFY(spinUntil([&] { return active.count() == 2; }));
    QCOMPARE(connected.count(), 2);
    client.close();
    QCoreApplication::processEvents();
    QCOMPARE(active.count(), 2);
    QCOMPARE(connected.count(), 2);
}

void tst_PropertyChanges::bytesTransferred_notifies()
{
    QByteArray bytes(100'000, 'x');
    QBuffer source(&bytes);
    source.open(QIODevice::ReadOnly);
    const Pipe out = createPipe();
    Pump pump(&source, out.writer.get());
    qint64 before = 0;
    connect(&pump, &Pump::bytesTransferredChanged, this, [&] {
        QVERIFY(pump.bytesTransferred() > before);
        before = pump.bytesTransferred();
    });
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(before, 100'000);
}

void tst_PropertyChanges::pausedByABinding_resumes()
{
    QByteArray bytes("one\ntwo\n");
    QBuffer source(&bytes);
    source.open(QIODevice::ReadOnly);
    const Pipe out = createPipe();
    Pump pump(&source, out.writer.get());
    QProperty<bool> isBusy(true);
    pump.bindablePaused().setBinding([&] { return isBusy.value(); });
    QVERIFY(pump.isPaused());
    QCoreApplication::processEvents();
    QCOMPARE(pump.bytesTransferred(), 0);
    isBusy = false;
    QVERIFY(spinUntil([&] { return pump.bytesTransferred() == 8; }));
}

void tst_PropertyChanges::framingByABinding()
{
    QBuffer device;
    device.open(QIODevice::ReadWrite);
    MessageChannel channel(&device);
    QProperty<bool> isText(true);
    using Framing = MessageChannel::Framing;
    channel.bindableFraming().setBinding([&] { return isText ? Framing::Lines : Framing::LengthPrefix; });
    QVERIFY(channel.send("a"));
    isText = false;
    QVERIFY(channel.send("b"));
    QCOMPARE(device.data(), QByteArray("a\n\0\0\0\1b", 7));
}

void tst_PropertyChanges::signalNumbers_notify()
{
    SignalWatcher watcher;
    QSignalSpy changes(&watcher, &SignalWatcher::signalNumbersChanged);
    QSignalSpy received(&watcher, &SignalWatcher::received);
    QVERIFY(watcher.watch(SIGINT, SignalWatcher::OneShot));
    QVERIFY(watcher.watch(SIGINT, SignalWatcher::OneShot));
    QCOMPARE(changes.count(), 1);
    QVERIFY(!watcher.watch(-1));
    QCOMPARE(changes.count(), 1);
    watcher.unwatch(SIGINT);
    watcher.unwatch(SIGINT);
    QCOMPARE(changes.count(), 2);
#if QTINTERPROCESS_HAS_UNIX
    QVERIFY(watcher.watch(SIGINT, SignalWatcher::OneShot));
    ::raise(SIGINT);
    QVERIFY(spinUntil([&] { return received.count() == 1; }));
    QVERIFY(spinUntil([&] { return changes.count() == 4; }));
    QVERIFY(watcher.signalNumbers().isEmpty());
#endif
}

void tst_PropertyChanges::queueCapacity_refused()
{
    SignalWatcher watcher({ SIGINT });
    QSignalSpy changes(&watcher, &SignalWatcher::queueCapacityChanged);
    watcher.setQueueCapacity(2);
    QCOMPARE(watcher.error().code(), Error::InvalidOperation);
    QCOMPARE(changes.count(), 0);
}

void tst_PropertyChanges::slotDestroysTheObject()
{
    auto *const server = new LocalServer;
    connect(server, &Server::maxPendingConnectionsChanged, this, [server] { delete server; });
    server->setMaxPendingConnections(3);

    auto *const socket = new LocalSocket;
    connect(socket, &Device::readBufferSizeChanged, this, [socket] { delete socket; });
    socket->setReadBufferSize(3);

    QByteArray bytes("bytes");
    QBuffer source(&bytes);
    source.open(QIODevice::ReadOnly);
    const Pipe out = createPipe();
    QPointer<Pump> pump = new Pump(&source, out.writer.get());
    connect(pump, &Pump::bytesTransferredChanged, this, [&] { delete pump; });
    QVERIFY(spinUntil([&] { return !pump; }));
}

QTEST_GUILESS_MAIN(tst_PropertyChanges)
#include "tst_propertychanges.moc"
