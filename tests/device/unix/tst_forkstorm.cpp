// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests a process that forks many children while it uses devices, servers and watchers of all
// kinds. The children do anything with their copies. QTINTERPROCESS_FORKS sets the number of
// children; QTINTERPROCESS_SEED repeats a run.

#include "testsupport/testsupport.h"
#include "testsupport/unix/devicekinds.h"
#include "testsupport/unix/forked.h"
#include "testsupport/unix/packetsockets.h"

#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/ProcessWatcher>
#include <QtInterprocess/SignalWatcher>
#include <QtInterprocess/UnixSeqPacketServer>
#include <QtInterprocess/UnixServer>

#include <QtCore/qrandom.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include <signal.h>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr int Devices = 20;
constexpr int Servers = 5;
constexpr size_t AtOnce = 8; // children

// One direction of traffic, whose data encodes its own position.
class Traffic
{
public:
    explicit Traffic(Ends connected) : m_ends(std::move(connected))
    {
        Device *const reader = m_ends.reader.get();
        QObject::connect(reader, &Device::readyRead, reader, [this] { take(); });
        for (Device *device : { m_ends.writer.get(), reader })
            QObject::connect(device, &Device::disconnected, device, [this] { m_isBroken = true; });
    }

    void write(qint64 size)
    {
        if (m_sent - m_received > 64 * 1024)
            return;
        const qint64 written = m_ends.writer->write(pattern(size, quint64(m_sent)));
        m_isBroken = m_isBroken || written != size;
        m_sent += size;
    }
    bool isComplete() const { return m_received == m_sent; }
    bool isBroken() const { return m_isBroken; }
    Ends &ends() { return m_ends; }

private:
    void take()
    {
        const QByteArray data = m_ends.reader->readAll();
        m_isBroken = m_isBroken || firstDifference(data, quint64(m_received)) != -1;
        m_received += data.size();
    }

    Ends m_ends;
    qint64 m_sent = 0;
    qint64 m_received = 0;
    bool m_isBroken = false;
};

// All objects of the parent.
struct Holdings
{
    std::vector<std::unique_ptr<Traffic>> traffic;
    std::vector<std::unique_ptr<Server>> servers;
    std::vector<std::unique_ptr<SignalWatcher>> signalWatchers;
    std::vector<std::unique_ptr<ProcessWatcher>> processWatchers;
    std::vector<std::unique_ptr<MessageChannel>> channels;
};

std::unique_ptr<Holdings> s_holdings; // exit() destroys these in a child

class Random
{
public:
    explicit Random(quint32 seed) : m_generator(seed) { }

    int below(int limit) { return int(m_generator.bounded(limit)); }
    bool oneIn(int count) { return below(count) == 0; }
    template <typename List>
    void shuffle(List &list)
    {
        std::shuffle(list.begin(), list.end(), m_generator);
    }

private:
    QRandomGenerator m_generator;
};

void useDevice(Device &device, Random &random)
{
    switch (random.below(8)) {
    case 0:
        if (device.isWritable())
            device.write("of a child");
        break;
    case 1:
        if (device.isReadable())
            device.readAll();
        break;
    case 2: device.flush(); break;
    case 3: device.waitForReadyRead(5); break;
    case 4: device.closeWriteChannel(); break;
    case 5: device.setReadBufferSize(random.below(100)); break;
    case 6: device.close(); break;
    default: device.abort(); break;
    }
}

void useServer(Server &server, Random &random)
{
    switch (random.below(4)) {
    case 0: server.close(); break;
    case 1: server.waitForNewConnection(5); break;
    case 2: server.setMaxPendingConnections(1 + random.below(9)); break;
    default: server.resumeAccepting(); break;
    }
}

// Uses or ends some of the copies, in any order.
void doAnything(Holdings &holdings, Random &random)
{
    std::vector<std::function<void()>> deeds;
    for (auto &traffic : holdings.traffic) {
        deeds.push_back([&] { useDevice(*traffic->ends().writer, random); });
        deeds.push_back([&] { useDevice(*traffic->ends().reader, random); });
        deeds.push_back([&] { traffic->ends().writer->close(); });
    }
    for (auto &server : holdings.servers) {
        deeds.push_back([&] { useServer(*server, random); });
        deeds.push_back([&] { server->close(); });
    }
    deeds.push_back([&] { holdings.signalWatchers.clear(); });
    deeds.push_back([&] { holdings.processWatchers.clear(); });
    deeds.push_back([&] { holdings.channels.clear(); });
    deeds.push_back([] { Device::drainAll(5); });
    deeds.push_back([] { QCoreApplication::processEvents(); });
    random.shuffle(deeds);
    deeds.resize(size_t(random.below(int(deeds.size()) + 1)));
    for (const auto &deed : deeds)
        deed();
}

void useOwn(ChildChecks &checks, Random &random)
{
    const auto &kinds = deviceKinds();
    Ends ends = kinds[size_t(random.below(int(kinds.size())))].connect();
    CHILD_CHECK(checks, ends.writer && carries(ends, "of the child's own"));
    auto pair = UnixSocket::createPair();
    pair.first->write(QByteArray(1024 * 1024, 'c'));
    pair.first.reset();
    qint64 got = 0;
    while (pair.second->waitForReadyRead(5000))
        got += pair.second->readAll().size();
    CHILD_CHECK(checks, got == 1024 * 1024);
    CHILD_CHECK(checks, Device::drainAll(5000));
    SignalWatcher watcher(QList<int> { SIGUSR1 });
    bool heard = false;
    QObject::connect(&watcher, &SignalWatcher::received, &watcher, [&] { heard = true; });
    ::raise(SIGUSR1);
    CHILD_CHECK(checks, spinUntil([&] { return heard; }, 5000));
}

void liveAsAChild(ChildChecks &checks, quint32 seed)
{
    Random random(seed);
    const bool usesOwnFirst = random.oneIn(4);
    if (usesOwnFirst)
        useOwn(checks, random);
    doAnything(*s_holdings, random);
    if (random.oneIn(2))
        QTest::qWait(random.below(30)); // runs an event loop
    if (!usesOwnFirst && random.oneIn(4))
        useOwn(checks, random);
    if (random.oneIn(2))
        s_holdings.reset();
    if (random.oneIn(2)) {
        // Qt warns about timers of objects that exit() destroys. The message handler of Qt Test is
        // destroyed before these objects, and would crash.
        qInstallMessageHandler(nullptr);
        std::exit(checks.exitCode());
    }
}

} // namespace

class tst_ForkStorm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyForks_parentContinues();

private:
    void open();
    void work(Random &random);
    void callServer(Random &random);
    void closeWithOutput();
    void collectChildren();
    bool isDone() const;

    PrivateRuntimeDirectory m_runtime;
    std::vector<UnixAddress> m_addresses;
    std::set<pid_t> m_children;
    int m_failed = 0;
    int m_calls = 0;
    int m_answers = 0;
    int m_deliveries = 0;
    int m_delivered = 0;
    int m_raised = 0;
    int m_signals = 0;
    int m_messages = 0;
    int m_messagesSent = 0;
};

void tst_ForkStorm::open()
{
    s_holdings = std::make_unique<Holdings>();
    for (size_t i = 0; i < Devices; ++i)
        s_holdings->traffic.push_back(std::make_unique<Traffic>(deviceKinds()[i % deviceKinds().size()].connect()));
    for (int i = 0; i < Servers; ++i) {
        const QString path = QDir(m_runtime.path()).filePath(uniqueName());
        m_addresses.push_back(UnixAddress::fromPath(path));
        auto server = std::make_unique<UnixServer>();
        QVERIFY(server->listen(m_addresses.back()));
        connect(server.get(), &Server::newConnection, server.get(), [each = server.get()] {
            UnixSocket *const accepted = each->nextPendingConnection();
            connect(accepted, &Device::disconnected, accepted, &QObject::deleteLater);
            accepted->write("answer");
        });
        s_holdings->servers.push_back(std::move(server));
    }
    auto watcher = std::make_unique<SignalWatcher>(QList<int> { SIGUSR2 });
    connect(watcher.get(), &SignalWatcher::received, this,
            [this](const SignalInfo &info) { m_signals += info.count(); });
    s_holdings->signalWatchers.push_back(std::move(watcher));
    s_holdings->processWatchers.push_back(std::make_unique<ProcessWatcher>(::getppid()));
    const Ends &first = s_holdings->traffic.front()->ends();
    QVERIFY(first.writer && first.reader);
    auto pair = UnixSocket::createPair();
    for (auto &end : { pair.first.release(), pair.second.release() }) {
        auto channel = std::make_unique<MessageChannel>(end);
        end->setParent(channel.get());
        connect(channel.get(), &MessageChannel::messageReceived, this, [this] { ++m_messages; });
        s_holdings->channels.push_back(std::move(channel));
    }
}

void tst_ForkStorm::callServer(Random &random)
{
    auto *const client = new UnixSocket(this);
    client->connectToServer(m_addresses[size_t(random.below(Servers))]);
    ++m_calls;
    connect(client, &Device::readyRead, client, [this, client] {
        if (client->bytesAvailable() < 6)
            return;
        ++m_answers;
        client->close();
        client->deleteLater();
    });
}

// Keeps background threads busy at the time of a fork.
void tst_ForkStorm::closeWithOutput()
{
    auto pair = UnixSocket::createPair();
    UnixSocket *const reader = pair.second.release();
    reader->setParent(this);
    pair.first->write(pattern(512 * 1024));
    ++m_deliveries;
    connect(reader, &Device::disconnected, reader, [this, reader] {
        if (firstDifference(reader->readAll()) == -1 && reader->error().code() == Error::NoError)
            ++m_delivered;
        reader->deleteLater();
    });
}

void tst_ForkStorm::work(Random &random)
{
    for (const auto &traffic : s_holdings->traffic)
        traffic->write(1 + random.below(2000));
    if (random.oneIn(2))
        callServer(random);
    if (ForksBesideThreads && random.oneIn(4))
        closeWithOutput();
    ::raise(SIGUSR2);
    ++m_raised;
    m_messagesSent += int(s_holdings->channels.front()->send("message"));
}

void tst_ForkStorm::collectChildren()
{
    for (auto child = m_children.begin(); child != m_children.end();) {
        int status = 0;
        if (::waitpid(*child, &status, WNOHANG) == 0) {
            ++child;
            continue;
        }
        m_failed += status != 0;
        child = m_children.erase(child);
    }
}

bool tst_ForkStorm::isDone() const
{
    const auto &traffic = s_holdings->traffic;
    return m_children.empty() && m_answers == m_calls && m_delivered == m_deliveries && m_signals == m_raised
        && m_messages == m_messagesSent
        && std::all_of(traffic.begin(), traffic.end(), [](const auto &each) { return each->isComplete(); });
}

void tst_ForkStorm::manyForks_parentContinues()
{
    REQUIRE_PACKET_SOCKETS();
    const int forks = qEnvironmentVariableIsSet("QTINTERPROCESS_FORKS")
        ? qEnvironmentVariableIntValue("QTINTERPROCESS_FORKS")
        : 200;
    const quint32 seed = qEnvironmentVariableIsSet("QTINTERPROCESS_SEED")
        ? quint32(qEnvironmentVariableIntValue("QTINTERPROCESS_SEED"))
        : QRandomGenerator::system()->generate() >> 1;
    qInfo("seed %u, %d forks", seed, forks);
    open();
    Random random(seed);
    for (int i = 0; i < forks; ++i) {
        QVERIFY(spinUntil([&] {
            work(random);
            collectChildren();
            return m_children.size() < AtOnce;
        }));
        const quint32 childSeed = seed + quint32(i) + 1;
        m_children.insert(startForked([&](ChildChecks &checks) { liveAsAChild(checks, childSeed); }));
    }
    QVERIFY(spinUntil([&] {
        collectChildren();
        return isDone();
    }));
    QCOMPARE(m_failed, 0);
    for (const auto &traffic : s_holdings->traffic)
        QVERIFY(!traffic->isBroken());
    for (const UnixAddress &address : m_addresses)
        QVERIFY(QFile::exists(address.toString()));
    QVERIFY(s_holdings->processWatchers.front()->isRunning());
    s_holdings.reset();
    QVERIFY(Device::drainAll(5000));
}

QTEST_GUILESS_MAIN(tst_ForkStorm)
#include "tst_forkstorm.moc"
