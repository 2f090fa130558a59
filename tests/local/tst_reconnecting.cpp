// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests ReconnectingClient with a server that comes and goes.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/ReconnectingClient>

#include <QtCore/qpointer.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

class ClientLog : public QObject
{
public:
    explicit ClientLog(ReconnectingClient &client)
    {
        connect(&client, &ReconnectingClient::connected, this, [this] { events += QStringLiteral("connected"); });
        connect(&client, &ReconnectingClient::disconnected, this, [this] { events += QStringLiteral("disconnected"); });
        connect(&client, &ReconnectingClient::errorOccurred, this, [this] { events += QStringLiteral("error"); });
        connect(&client, &ReconnectingClient::stopped, this, [this] { events += QStringLiteral("stopped"); });
        connect(&client, &ReconnectingClient::reconnectScheduled, this, [this](int pause) {
            events += QStringLiteral("scheduled");
            pauses += pause;
        });
    }

    qsizetype count(const char *event) const { return events.count(QLatin1String(event)); }

    QStringList events;
    QList<int> pauses;
};

QStringList eventsOf(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

// A server that collects the bytes of its clients.
class SinkServer : public QObject
{
public:
    SinkServer()
    {
        connect(&server, &LocalServer::newConnection, this, [this] {
            ++connections;
            last = server.nextPendingConnection();
            LocalSocket *const socket = last;
            connect(socket, &QIODevice::readyRead, this, [this, socket] { received += socket->readAll(); });
            connect(socket, &Device::disconnected, socket, &QObject::deleteLater);
        });
    }

    LocalServer server;
    QPointer<LocalSocket> last;
    QByteArray received;
    int connections = 0;
};

} // namespace

class tst_Reconnecting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { (void)Device::drainAll(); } // drops the losses of the previous test
    void serverThatComesLater_isConnectedTo();
    void connectionThatEnds_isReestablished();
    void eachConnection_hasItsOwnChannel();
    void unreadInputOfAConnection_canBeReadAfterItsEnd();
    void pausesGrow_upToTheLongest();
    void serverThatClosesAtOnce_doesNotResetThePauses();
    void impossibleName_stops();
    void writeWithoutAConnection_isRefused();
    void keptOutput_goesOutFirstAndOnce();
    void keptOutput_isBounded();
    void keptOutput_isDeliveredByClose();
    void keptOutput_isDeliveredByTheDestructor();
    void keptOutputWithoutAServer_isCountedAsLost();
    void keptOutput_isDiscardedByAbort();
    void close_deliversAndStops();
    void abort_stops();
    void closeInThePause_stops();
    void anotherServer_isConnectedToAtOnce();
    void anotherServerAfterClose_emitsDisconnectedFirst();
    void slotMayClose_data() { signalNames(); }
    void slotMayClose();
    void slotMayDestroyTheClient_data() { signalNames(); }
    void slotMayDestroyTheClient();
    void slotMayDestroyTheSocketsReader();
    void movedToAnotherThread_continuesThere();

private:
    static void signalNames()
    {
        QTest::addColumn<QString>("signal");
        for (const char *const name : { "connected", "disconnected", "error", "scheduled", "stopped" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    static void onSignal(ReconnectingClient &client, const QString &signal, const std::function<void()> &slot);
    static void makeHappen(ReconnectingClient &client, SinkServer &server, const QString &signal);

    const PrivateRuntimeDirectory m_runtime;
};

void tst_Reconnecting::serverThatComesLater_isConnectedTo()
{
    const QString name = uniqueName();
    ReconnectingClient client;
    QCOMPARE(client.delays().first, 100);
    QCOMPARE(client.delays().most, 5000);
    client.setDelays({ 1, 20 });
    ClientLog log(client);
    client.connectToServer(name);
    QVERIFY(client.isActive());
    QVERIFY(log.events.isEmpty());
    QVERIFY(spinUntil([&] { return log.count("scheduled") >= 3; }));
    QCOMPARE(log.events.mid(0, 4), eventsOf("error scheduled error scheduled"));
    QCOMPARE(client.error().code(), Error::NotFound);
    QVERIFY(!client.isConnected());
    SinkServer server;
    QVERIFY(server.server.listen(name));
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    QCOMPARE(client.serverName(), name);
    QVERIFY(!client.error());
    QCOMPARE(client.socket()->state(), Device::State::Connected);
}

void tst_Reconnecting::connectionThatEnds_isReestablished()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    ClientLog log(client);
    client.connectToServer(server.server.serverName());
    for (int i = 1; i <= 5; ++i) {
        QVERIFY(spinUntil([&] { return server.connections == i && client.isConnected(); }));
        server.last->close();
        QVERIFY(spinUntil([&] { return log.count("scheduled") == i; }));
    }
    QCOMPARE(log.events.mid(0, 6), eventsOf("connected disconnected scheduled connected disconnected scheduled"));
}

void tst_Reconnecting::eachConnection_hasItsOwnChannel()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    QByteArrayList messages;
    int finished = 0;
    connect(&client, &ReconnectingClient::connected, this, [&](LocalSocket *socket) {
        auto *const channel = new MessageChannel(socket, socket);
        connect(channel, &MessageChannel::messageReceived, this,
                [&](const QByteArray &message) { messages += message; });
        connect(channel, &MessageChannel::finished, this, [&] { ++finished; });
        QVERIFY(channel->send("hello"));
    });
    client.connectToServer(server.server.serverName());
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(spinUntil([&] { return server.received.size() == 9 * i; }));
        server.last->write(MessageChannel::frame("answer"));
        server.last->write("\0\0", 2); // half a message
        server.last->close();
        QVERIFY(spinUntil([&] { return finished == i; }));
        QCOMPARE(messages, QByteArrayList(i, "answer"));
    }
}

void tst_Reconnecting::unreadInputOfAConnection_canBeReadAfterItsEnd()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    QList<QPointer<LocalSocket>> sockets;
    connect(&client, &ReconnectingClient::connected, this, [&](LocalSocket *socket) { sockets += socket; });
    client.connectToServer(server.server.serverName());
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(spinUntil([&] { return sockets.size() == i && server.connections == i; }));
        server.last->write("unread");
        server.last->close();
    }
    QVERIFY(spinUntil([&] { return sockets.size() == 4; }));
    // Earlier sockets are deleted.
    QVERIFY(spinUntil([&] { return sockets[0].isNull() && sockets[1].isNull(); }));
    QVERIFY(sockets[2]);
    QCOMPARE(sockets[2]->readAll(), QByteArray("unread"));
    QVERIFY(spinUntil([&] { return sockets[2].isNull(); }));
    QVERIFY(client.isConnected());
}

void tst_Reconnecting::pausesGrow_upToTheLongest()
{
    ReconnectingClient client;
    client.setDelays({ 4, 40 });
    ClientLog log(client);
    client.connectToServer(uniqueName());
    QVERIFY(spinUntil([&] { return log.pauses.size() >= 12; }));
    QCOMPARE(log.pauses[0], 4);
    const QList<int> longest { 4, 8, 16, 32, 40, 40, 40, 40, 40, 40, 40, 40 };
    for (qsizetype i = 1; i < longest.size(); ++i)
        QVERIFY2(log.pauses[i] >= longest[i] / 2 && log.pauses[i] <= longest[i], qPrintable(QString::number(i)));
    client.setDelays({ -1, -1 });
    QCOMPARE(client.delays().first, 1);
    QCOMPARE(client.delays().most, 1);
}

void tst_Reconnecting::serverThatClosesAtOnce_doesNotResetThePauses()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    connect(&server.server, &LocalServer::newConnection, this, [&] { server.last->close(); });
    ReconnectingClient client;
    client.setDelays({ 2, 2000 });
    ClientLog log(client);
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return log.pauses.size() == 5; }));
    QVERIFY2(log.pauses[4] >= 16, qPrintable(QString::number(log.pauses[4])));
}

void tst_Reconnecting::impossibleName_stops()
{
    ReconnectingClient client;
    client.setKeepsOutput(true);
    ClientLog log(client);
    client.connectToServer(QString());
    QVERIFY(client.write("never"));
    QVERIFY(spinUntil([&] { return !client.isActive(); }));
    QCOMPARE(log.events, eventsOf("error stopped"));
    QCOMPARE(client.error().code(), Error::InvalidName);
    QVERIFY(!client.write("x"));
    // The object is still usable.
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    QVERIFY(client.write("now") && spinUntil([&] { return server.received == "now"; }));
}

void tst_Reconnecting::writeWithoutAConnection_isRefused()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    QVERIFY(!client.write("not active"));
    QCOMPARE(client.error().code(), Error::InvalidOperation);
    client.connectToServer(server.server.serverName());
    QVERIFY(!client.keepsOutput());
    QVERIFY(!client.write("not connected"));
    QCOMPARE(client.error().code(), Error::InvalidOperation);
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    QVERIFY(client.write("all") && client.write(" right"));
    QVERIFY(spinUntil([&] { return server.received == "all right"; }));
}

void tst_Reconnecting::keptOutput_goesOutFirstAndOnce()
{
    const QString name = uniqueName();
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    client.setKeepsOutput(true);
    connect(&client, &ReconnectingClient::connected, this, [&] { QVERIFY(client.write("3")); });
    ClientLog log(client);
    client.connectToServer(name);
    QVERIFY(client.write("1"));
    QVERIFY(spinUntil([&] { return log.count("scheduled") >= 3; }));
    QVERIFY(client.write("2")); // during a pause or an attempt
    SinkServer server;
    QVERIFY(server.server.listen(name));
    QVERIFY(spinUntil([&] { return server.received == "123"; }));
    server.last->close();
    QVERIFY(spinUntil([&] { return server.received == "1233" && client.isConnected(); }));
}

void tst_Reconnecting::keptOutput_isBounded()
{
    const QString name = uniqueName();
    ReconnectingClient client;
    QCOMPARE(client.writeBufferSize(), 16 * 1024 * 1024);
    client.setWriteBufferSize(10);
    client.setKeepsOutput(true);
    client.setDelays({ 1, 1 });
    client.connectToServer(name);
    QVERIFY(client.write("12345678"));
    QVERIFY(!client.write("abc"));
    QCOMPARE(client.error().code(), Error::ResourceExhausted);
    QVERIFY(client.write("90"));
    SinkServer server;
    QVERIFY(server.server.listen(name));
    QVERIFY(spinUntil([&] { return server.received == "1234567890"; }));
    QVERIFY(spinUntil([&] { return client.isConnected() && client.socket()->bytesToWrite() == 0; }));
    QVERIFY(!client.write("larger than all"));
    client.setWriteBufferSize(0);
    QVERIFY(client.write("larger than all"));
}

void tst_Reconnecting::keptOutput_isDeliveredByClose()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setKeepsOutput(true);
    ClientLog log(client);
    client.connectToServer(server.server.serverName());
    QVERIFY(client.write("kept"));
    client.close();
    QVERIFY(!client.isActive());
    QVERIFY(spinUntil([&] { return server.received == "kept"; }));
    QVERIFY(log.events.isEmpty());
    QVERIFY(Device::drainAll());
}

void tst_Reconnecting::keptOutput_isDeliveredByTheDestructor()
{
    const QString name = uniqueName();
    SinkServer server;
    {
        ReconnectingClient client;
        client.setDelays({ 1, 60'000 });
        client.setKeepsOutput(true);
        ClientLog log(client);
        client.connectToServer(name);
        QVERIFY(client.write("kept"));
        QVERIFY(spinUntil([&] { return log.count("scheduled") >= 3; }));
        QVERIFY(server.server.listen(name));
    } // destroyed during a pause
    QVERIFY(spinUntil([&] { return server.received == "kept"; }));
    QVERIFY(Device::drainAll());
}

void tst_Reconnecting::keptOutputWithoutAServer_isCountedAsLost()
{
    {
        ReconnectingClient client;
        client.setKeepsOutput(true);
        client.connectToServer(uniqueName());
        QVERIFY(client.write("lost"));
    }
    QVERIFY(!Device::drainAll());
    QVERIFY(Device::drainAll());
}

void tst_Reconnecting::keptOutput_isDiscardedByAbort()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setKeepsOutput(true);
    client.connectToServer(server.server.serverName());
    QVERIFY(client.write("discarded"));
    client.abort();
    client.connectToServer(server.server.serverName());
    QVERIFY(client.write("kept"));
    QVERIFY(spinUntil([&] { return server.received == "kept"; }));
    QVERIFY(Device::drainAll());
}

void tst_Reconnecting::close_deliversAndStops()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    ClientLog log(client);
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    const QByteArray data = pattern(3'000'000);
    QVERIFY(client.write(data));
    client.close();
    QVERIFY(!client.isActive() && !client.socket());
    QVERIFY(spinUntil([&] { return log.count("disconnected") == 1 && server.received == data; }));
    QCOMPARE(log.events, eventsOf("connected disconnected"));
    QCOMPARE(server.connections, 1);
    client.close();
    client.abort();
}

void tst_Reconnecting::abort_stops()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    ClientLog log(client);
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    client.abort();
    QVERIFY(!client.isActive() && !client.socket());
    QVERIFY(spinUntil([&] { return log.count("disconnected") == 1; }));
    QCOMPARE(log.events, eventsOf("connected disconnected"));
}

void tst_Reconnecting::closeInThePause_stops()
{
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    ClientLog log(client);
    client.connectToServer(uniqueName());
    QVERIFY(spinUntil([&] { return log.count("scheduled") == 1; }));
    client.close();
    const QStringList before = log.events;
    // The other client makes many attempts meanwhile.
    ReconnectingClient other;
    other.setDelays({ 1, 1 });
    ClientLog otherLog(other);
    other.connectToServer(uniqueName());
    QVERIFY(spinUntil([&] { return otherLog.count("scheduled") == 20; }));
    QCOMPARE(log.events, before);
}

void tst_Reconnecting::anotherServer_isConnectedToAtOnce()
{
    SinkServer one;
    SinkServer two;
    QVERIFY(one.server.listen(uniqueName()) && two.server.listen(uniqueName()));
    ReconnectingClient client;
    ClientLog log(client);
    client.connectToServer(one.server.serverName());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    QVERIFY(client.write("one"));
    client.connectToServer(two.server.serverName());
    QVERIFY(!client.isConnected() && client.isActive());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    QVERIFY(client.write("two"));
    QVERIFY(spinUntil([&] { return one.received == "one" && two.received == "two"; }));
    QCOMPARE(log.events, eventsOf("connected disconnected connected"));
    // The same during an attempt or a pause.
    client.connectToServer(uniqueName());
    client.connectToServer(one.server.serverName());
    QVERIFY(spinUntil([&] { return one.connections == 2 && client.isConnected(); }));
    QCOMPARE(log.events, eventsOf("connected disconnected connected disconnected connected"));
}

void tst_Reconnecting::anotherServerAfterClose_emitsDisconnectedFirst()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    ClientLog log(client);
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
    const QByteArray data = pattern(1'000'000); // large enough that close() is still delivering
    QVERIFY(client.write(data));
    client.close();
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return client.isConnected() && server.received == data; }));
    QCOMPARE(log.events, eventsOf("connected disconnected connected"));
}

void tst_Reconnecting::onSignal(ReconnectingClient &client, const QString &signal, const std::function<void()> &slot)
{
    if (signal == QLatin1String("connected"))
        connect(&client, &ReconnectingClient::connected, &client, slot);
    else if (signal == QLatin1String("disconnected"))
        connect(&client, &ReconnectingClient::disconnected, &client, slot);
    else if (signal == QLatin1String("error"))
        connect(&client, &ReconnectingClient::errorOccurred, &client, slot);
    else if (signal == QLatin1String("scheduled"))
        connect(&client, &ReconnectingClient::reconnectScheduled, &client, slot);
    else
        connect(&client, &ReconnectingClient::stopped, &client, slot);
}

void tst_Reconnecting::makeHappen(ReconnectingClient &client, SinkServer &server, const QString &signal)
{
    client.setDelays({ 1, 1 });
    const bool connects = signal == QLatin1String("connected") || signal == QLatin1String("disconnected");
    if (connects)
        QVERIFY(server.server.listen(uniqueName()));
    const QString name = connects ? server.server.serverName() : uniqueName();
    client.connectToServer(signal == QLatin1String("stopped") ? QString() : name);
    if (signal != QLatin1String("disconnected"))
        return;
    QVERIFY(spinUntil([&] { return server.last; }));
    server.last->close();
}

void tst_Reconnecting::slotMayClose()
{
    QFETCH(const QString, signal);
    SinkServer server;
    ReconnectingClient client;
    ClientLog log(client);
    bool isClosed = false;
    onSignal(client, signal, [&] {
        client.close();
        isClosed = true;
    });
    makeHappen(client, server, signal);
    QVERIFY(spinUntil([&] { return isClosed; }));
    QVERIFY(!client.isActive());
    const auto attempts = log.count("error") + log.count("connected");
    ReconnectingClient other;
    other.setDelays({ 1, 1 });
    ClientLog otherLog(other);
    other.connectToServer(uniqueName());
    QVERIFY(spinUntil([&] { return otherLog.count("scheduled") == 20; }));
    QCOMPARE(log.count("error") + log.count("connected"), attempts);
    if (signal != QLatin1String("scheduled"))
        QCOMPARE(log.count("scheduled"), 0);
}

void tst_Reconnecting::slotMayDestroyTheClient()
{
    QFETCH(const QString, signal);
    SinkServer server;
    auto client = std::make_unique<ReconnectingClient>();
    onSignal(*client, signal, [&] { client.reset(); });
    makeHappen(*client, server, signal);
    QVERIFY(spinUntil([&] { return !client; }));
    QCoreApplication::processEvents();
}

// A slot may destroy any object that it has received.
void tst_Reconnecting::slotMayDestroyTheSocketsReader()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    std::unique_ptr<MessageChannel> channel;
    int connections = 0;
    connect(&client, &ReconnectingClient::connected, this, [&](LocalSocket *socket) {
        ++connections;
        channel = std::make_unique<MessageChannel>(socket);
        connect(channel.get(), &MessageChannel::errorOccurred, this, [&] { channel.reset(); });
    });
    client.connectToServer(server.server.serverName());
    QVERIFY(spinUntil([&] { return server.connections == 1; }));
    server.last->write("\xff\xff\xff\xff"); // an impossible length, so the channel closes the device
    QVERIFY(spinUntil([&] { return connections == 2; }));
    QVERIFY(client.isConnected());
}

void tst_Reconnecting::movedToAnotherThread_continuesThere()
{
    SinkServer server;
    QVERIFY(server.server.listen(uniqueName()));
    auto client = std::make_unique<ReconnectingClient>();
    std::atomic<bool> isOver { false };
    Worker thread([&] {
        spinUntil([&] { return isOver.load(); });
        client.reset();
    });
    client->setDelays({ 1, 1 });
    std::atomic<int> there { 0 };
    connect(
        client.get(), &ReconnectingClient::connected, client.get(),
        [&] {
            if (QThread::currentThread() == &thread)
                ++there;
        },
        Qt::DirectConnection);
    connect(
        client.get(), &ReconnectingClient::disconnected, client.get(),
        [&] {
            if (QThread::currentThread() == &thread)
                return;
            client->moveToThread(&thread);
            thread.start();
        },
        Qt::DirectConnection);
    client->connectToServer(server.server.serverName());
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(spinUntil([&] { return server.connections == i; }));
        server.last->close();
    }
    QVERIFY(spinUntil([&] { return there == 3; }));
    isOver = true;
    QVERIFY(thread.join());
    QVERIFY(spinUntil([&] { return server.last.isNull(); }));
}

QTEST_GUILESS_MAIN(tst_Reconnecting)
#include "tst_reconnecting.moc"
