// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests Qt Remote Objects over a LocalSocket, which it uses as a plain QIODevice.

#include "ecosystem/connectedpair.h"
#include "rep_counter_merged.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeSocket>

#include <QtCore/qurl.h>
#include <QtRemoteObjects/qremoteobjectdynamicreplica.h>
#include <QtRemoteObjects/qremoteobjectnode.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <cstdio>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 Large = 10 * 1024 * 1024;
constexpr char HostMode[] = "--host"; // this program runs itself as the host

class Counter : public CounterSimpleSource
{
public:
    int add(int amount) override
    {
        setValue(value() + amount);
        if (value() > 100)
            Q_EMIT overflowed(value() - 100);
        return value();
    }

    QByteArray reversed(const QByteArray &bytes) override
    {
        QByteArray result = bytes;
        std::reverse(result.begin(), result.end());
        return result;
    }
};

// A host that shares a Counter, and a node, at the two ends of one connection.
class Link
{
public:
    explicit Link(qint64 readBufferSize) : pair(readBufferSize)
    {
        if (!pair.isConnected()
            || !host.setHostUrl(QUrl(QStringLiteral("qtipc:test")), QRemoteObjectHost::AllowExternalRegistration))
            return;
        isValid = host.enableRemoting(&counter);
        host.addHostSideConnection(pair.peer);
        node.addClientSideConnection(&pair.client);
    }

    ConnectedPair pair;
    Counter counter;
    QRemoteObjectHost host;
    QRemoteObjectNode node;
    bool isValid = false;
};

} // namespace

class tst_RemoteObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void properties_data() { readBufferSizes(); }
    void properties();
    void calls_data() { readBufferSizes(); }
    void calls();
    void largeProperty_data() { readBufferSizes(); }
    void largeProperty();
    void largePropertyAtTheStart_data() { readBufferSizes(); }
    void largePropertyAtTheStart();
    void largeArguments_data() { readBufferSizes(); }
    void largeArguments();
    void dynamicReplica_data() { readBufferSizes(); }
    void dynamicReplica();
    void hostOutlivesAClient();
    void clientOutlivesAHost();
    void hostOverStandardInputAndOutput();

private:
    void readBufferSizes();

    PrivateRuntimeDirectory m_runtime;
};

void tst_RemoteObjects::readBufferSizes()
{
    QTest::addColumn<qint64>("readBufferSize");
    QTest::newRow("unlimited") << qint64(0);
    QTest::newRow("64 KiB") << qint64(64 * 1024);
    QTest::newRow("16 bytes") << qint64(16);
}

void tst_RemoteObjects::properties()
{
    QFETCH(qint64, readBufferSize);
    Link link(readBufferSize);
    QVERIFY(link.isValid);
    link.counter.setValue(1);
    const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    QCOMPARE(replica->value(), 1);
    const QSignalSpy changes(replica.get(), &CounterReplica::valueChanged);
    for (int i = 2; i <= 1000; ++i)
        link.counter.setValue(i);
    QVERIFY(runUntil([&] { return replica->value() == 1000; }));
    QVERIFY(runUntil([&] { return changes.count() == 999; })); // the signals come after the values
    replica->pushValue(7);
    QVERIFY(runUntil([&] { return link.counter.value() == 7; }));
    QVERIFY(runUntil([&] { return replica->value() == 7; }));
}

void tst_RemoteObjects::calls()
{
    QFETCH(qint64, readBufferSize);
    Link link(readBufferSize);
    QVERIFY(link.isValid);
    const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    const QSignalSpy overflows(replica.get(), &CounterReplica::overflowed);
    QRemoteObjectPendingReply<int> first = replica->add(40);
    QVERIFY(first.waitForFinished(20000));
    QCOMPARE(first.returnValue(), 40);
    // Many calls are pending at once.
    QList<QRemoteObjectPendingReply<int>> replies;
    for (int i = 0; i < 500; ++i)
        replies.append(replica->add(1));
    QVERIFY(replies.last().waitForFinished(20000));
    for (int i = 0; i < replies.size(); ++i) {
        QVERIFY(replies[i].isFinished());
        QCOMPARE(replies[i].returnValue(), 41 + i);
    }
    QVERIFY(runUntil([&] { return overflows.count() == 440; }));
    QCOMPARE(replica->value(), 540);
}

void tst_RemoteObjects::largeProperty()
{
    QFETCH(qint64, readBufferSize);
    Link link(readBufferSize);
    QVERIFY(link.isValid);
    const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    const QByteArray blob = pattern(Large);
    link.counter.setBlob(blob);
    link.counter.setValue(5); // queued behind the blob
    QVERIFY(runUntil([&] { return replica->value() == 5; }));
    QVERIFY(replica->blob() == blob);
    // The same in the other direction.
    const QByteArray other = pattern(Large, 77);
    replica->pushBlob(other);
    QVERIFY(runUntil([&] { return link.counter.blob() == other; }));
    QVERIFY(runUntil([&] { return replica->blob() == other; }));
}

void tst_RemoteObjects::largePropertyAtTheStart()
{
    QFETCH(qint64, readBufferSize);
    Link link(readBufferSize);
    QVERIFY(link.isValid);
    link.counter.setBlob(pattern(Large));
    const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    QVERIFY(replica->blob() == pattern(Large));
}

void tst_RemoteObjects::largeArguments()
{
    QFETCH(qint64, readBufferSize);
    Link link(readBufferSize);
    QVERIFY(link.isValid);
    const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    const QByteArray blob = pattern(Large);
    QRemoteObjectPendingReply<QByteArray> reply = replica->reversed(blob);
    QRemoteObjectPendingReply<int> next = replica->add(3);
    QVERIFY(reply.waitForFinished(20000));
    const QByteArray reversed = reply.returnValue();
    QVERIFY(std::equal(blob.rbegin(), blob.rend(), reversed.begin(), reversed.end()));
    QVERIFY(next.waitForFinished(20000));
    QCOMPARE(next.returnValue(), 3);
}

void tst_RemoteObjects::dynamicReplica()
{
    QFETCH(qint64, readBufferSize);
    Link link(readBufferSize);
    QVERIFY(link.isValid);
    link.counter.setValue(9);
    const std::unique_ptr<QRemoteObjectDynamicReplica> replica(link.node.acquireDynamic(QStringLiteral("Counter")));
    QVERIFY(replica->waitForSource(20000));
    QCOMPARE(replica->property("value").toInt(), 9);
    link.counter.setBlob(pattern(Large));
    QVERIFY(runUntil([&] { return replica->property("blob").toByteArray().size() == Large; }));
    QVERIFY(replica->property("blob").toByteArray() == pattern(Large));
    QRemoteObjectPendingCall call;
    QVERIFY(
        QMetaObject::invokeMethod(replica.get(), "add", Q_RETURN_ARG(QRemoteObjectPendingCall, call), Q_ARG(int, 2)));
    QVERIFY(call.waitForFinished(20000));
    QCOMPARE(call.returnValue().toInt(), 11);
}

void tst_RemoteObjects::hostOutlivesAClient()
{
    Link link(0);
    QVERIFY(link.isValid);
    {
        const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
        QVERIFY(replica->waitForSource(20000));
    }
    const QSignalSpy goneSpy(link.pair.peer, &LocalSocket::disconnected);
    link.counter.setBlob(pattern(Large)); // still on its way when the client goes
    link.pair.client.abort();
    QVERIFY(runUntil([&] { return goneSpy.count() == 1; }));
    link.counter.setValue(12); // has no receiver and no effect

    LocalSocket second;
    second.connectToServer(link.pair.server.serverName());
    QVERIFY(link.pair.server.waitForNewConnection(20000));
    link.host.addHostSideConnection(link.pair.server.nextPendingConnection());
    QVERIFY(second.waitForConnected(20000));
    QRemoteObjectNode node;
    node.addClientSideConnection(&second);
    const std::unique_ptr<CounterReplica> replica(node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    QCOMPARE(replica->value(), 12);
    QVERIFY(replica->blob() == pattern(Large));
}

// The data that the host sent before it closed still arrives.
void tst_RemoteObjects::clientOutlivesAHost()
{
    Link link(64 * 1024);
    QVERIFY(link.isValid);
    const std::unique_ptr<CounterReplica> replica(link.node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    const QSignalSpy goneSpy(&link.pair.client, &LocalSocket::disconnected);
    link.counter.setBlob(pattern(Large));
    link.counter.setValue(8);
    link.pair.peer->close();
    QVERIFY(runUntil([&] { return goneSpy.count() == 1; }));
    QCOMPARE(replica->value(), 8);
    QVERIFY(replica->blob() == pattern(Large));
    replica->pushValue(9); // the host is gone; the call has no effect
    QCoreApplication::processEvents();
    QCOMPARE(replica->value(), 8);
}

// The host is a child process. It gets neither a name nor a socket.
void tst_RemoteObjects::hostOverStandardInputAndOutput()
{
    PipeSocket socket;
    PipeHandles peer = socket.createPeer();
    QVERIFY(peer);
    ChildHandles handles;
    handles.add(std::move(peer.reader), 0);
    handles.add(std::move(peer.writer), 1);
    QProcess process;
    process.setProgram(QCoreApplication::applicationFilePath());
    process.setArguments({ QString::fromLatin1(HostMode) });
    handles.start(process);
    QRemoteObjectNode node;
    node.addClientSideConnection(&socket);
    const std::unique_ptr<CounterReplica> replica(node.acquire<CounterReplica>());
    QVERIFY(replica->waitForSource(20000));
    QRemoteObjectPendingReply<int> sum = replica->add(40);
    QVERIFY(sum.waitForFinished(20000));
    QCOMPARE(sum.returnValue(), 40);
    const QByteArray blob = pattern(Large);
    replica->pushBlob(blob);
    QVERIFY(runUntil([&] { return replica->blob() == blob; }));
    socket.close();
    QVERIFY(runUntil([&] { return process.state() == QProcess::NotRunning; }));
    QCOMPARE(process.exitCode(), 0);
}

static int runHost()
{
    const auto socket = PipeSocket::takeStandardInputOutput();
    Counter counter;
    QRemoteObjectHost host;
    if (!socket->isValid()
        || !host.setHostUrl(QUrl(QStringLiteral("qtipc:stdio")), QRemoteObjectHost::AllowExternalRegistration)
        || !host.enableRemoting(&counter))
        return 3;
    QObject::connect(socket.get(), &PipeSocket::disconnected, qApp, &QCoreApplication::quit);
    QObject::connect(&counter, &Counter::valueChanged, &counter, [] { std::puts("printed by the host"); });
    host.addHostSideConnection(socket.get());
    return QCoreApplication::exec();
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (argc == 2 && qstrcmp(argv[1], HostMode) == 0)
        return runHost();
    tst_RemoteObjects test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_remoteobjects.moc"
