// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Messages of random sizes from several senders: none is lost, doubled, changed or out of order,
// and no descriptor leaks. QTINTERPROCESS_SOAK_MESSAGES sets their number; 1000000 is a full run.
// The default takes some seconds.

#include "testsupport/unix/messagepairs.h"

#include <QtCore/qrandom.h>

#include <algorithm>
#include <cstring>

using namespace QtInterprocess;
using namespace TestSupport;

static constexpr int Senders = 4;

// Returns a size up to 256 KiB; most sizes are small, as in practice.
static qint64 randomSize(QRandomGenerator &random)
{
    const quint32 kind = random.bounded(1000u);
    if (kind < 20)
        return qint64(random.bounded(256 * 1024 + 1));
    if (kind < 200)
        return qint64(random.bounded(8 * 1024));
    if (kind < 250)
        return 0;
    return qint64(random.bounded(300));
}

// The messages of one sender, derived from its number alone, so that both sides know them.
class Sequence
{
public:
    explicit Sequence(int sender) : m_sender(sender), m_random(quint32(sender) * 7919 + 1) { }

    int count() const { return m_count; }
    // Returns the next message, with the sender in its first byte if it has one.
    QByteArray next()
    {
        qint64 size = randomSize(m_random);
        if (size == 0 && !hasEmptyPackets())
            size = 1;
        static const QByteArray all = pattern(256 * 1024 + 251);
        QByteArray message = all.mid(m_count++ % 251, qsizetype(size));
        if (size > 0)
            message[0] = char(m_sender);
        return message;
    }

private:
    const int m_sender;
    QRandomGenerator m_random;
    int m_count = 0;
};

static int messagesPerSender()
{
    bool ok = false;
    const int wanted = qEnvironmentVariableIntValue("QTINTERPROCESS_SOAK_MESSAGES", &ok);
    return (ok && wanted > 0 ? wanted : 60'000) / Senders;
}

class tst_MessageSoak : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packets();
    void datagrams();

private:
    void exchangePackets(int count);
    void exchangeDatagrams(int count);
    template <typename Exchange>
    void soak(const Exchange &exchange);

    QTemporaryDir m_dir;
};

// Exchanges a few messages first, so that objects that are created once exist.
template <typename Exchange>
void tst_MessageSoak::soak(const Exchange &exchange)
{
    exchange(200);
    const int descriptors = openDescriptors();
    exchange(messagesPerSender());
    QVERIFY(spinUntil([&] { return openDescriptors() <= descriptors; }));
}

// Writes all messages, waiting when the buffer is full, and destroys the socket. The background
// delivers the rest.
template <typename Socket, typename Send>
static void sendAll(std::unique_ptr<Socket> &socket, int sender, int count, const Send &send)
{
    Sequence sequence(sender);
    socket->setWriteBufferSize(512 * 1024);
    QByteArray message = sequence.next();
    for (;;) {
        while (send(*socket, message)) {
            if (sequence.count() == count) {
                socket.reset();
                return;
            }
            message = sequence.next();
        }
        if (socket->error().code() != Error::ResourceExhausted || !socket->waitForBytesWritten(30000))
            return;
    }
}

void tst_MessageSoak::packets()
{
    REQUIRE_PACKET_SOCKETS();
    soak([this](int count) { exchangePackets(count); });
}

void tst_MessageSoak::exchangePackets(int count)
{
    UnixSeqPacketServer server;
    QVERIFY(server.listen(UnixAddress::fromPath(m_dir.filePath(QStringLiteral("packets")))));
    std::vector<Sequence> expected;
    for (int i = 0; i < Senders; ++i)
        expected.emplace_back(i + 1);
    int ended = 0;
    int received = 0;
    int wrong = 0;
    connect(&server, &UnixSeqPacketServer::newConnection, this, [&] {
        UnixSeqPacketSocket *const socket = server.nextPendingConnection();
        socket->setReadBufferSize(100'000);
        auto sequence = std::make_shared<Sequence *>(nullptr);
        connect(socket, &QIODevice::readyRead, this, [&, socket, sequence] {
            while (socket->hasPendingMessages()) {
                const QByteArray message = socket->readMessage();
                if (!*sequence) { // the first message names its sender
                    const int sender = message.isEmpty() ? 0 : message[0];
                    if (sender < 1 || sender > Senders)
                        return void(++wrong);
                    *sequence = &expected[size_t(sender - 1)];
                } else {
                    wrong += message != (*sequence)->next();
                    ++received;
                }
            }
        });
        connect(socket, &Device::disconnected, this, [&, socket] {
            ended += socket->error() ? 1000 : 1;
            socket->deleteLater();
        });
    });
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 1; i <= Senders; ++i) {
        workers.push_back(std::make_unique<Worker>([&, i] {
            auto socket = std::make_unique<UnixSeqPacketSocket>();
            socket->connectToServer(server.serverAddress());
            socket->writeMessage(QByteArray(1, char(i)));
            if (socket->waitForConnected(10000))
                sendAll(socket, i, count, [](auto &to, const QByteArray &message) { return to.writeMessage(message); });
        }));
        workers.back()->start();
    }
    QVERIFY(spinUntil([&] { return ended >= Senders || wrong > 0; }, 30 * 60'000));
    QCOMPARE(wrong, 0);
    QCOMPARE(ended, Senders);
    QCOMPARE(received, count * Senders);
    for (const auto &worker : workers)
        QVERIFY(worker->join());
    QVERIFY(Device::drainAll(10'000));
}

void tst_MessageSoak::datagrams()
{
    soak([this](int count) { exchangeDatagrams(count); });
}

void tst_MessageSoak::exchangeDatagrams(int count)
{
    UnixDatagramSocket receiver;
    receiver.setReadBufferSize(100'000);
    QVERIFY(receiver.bind(UnixAddress::fromPath(m_dir.filePath(QStringLiteral("receiver")))));
    const UnixAddress where = receiver.localAddress();
    QHash<QByteArray, Sequence *> sequences;
    std::vector<Sequence> expected;
    for (int i = 0; i < Senders; ++i)
        expected.emplace_back(i + 1);
    const auto nameOf = [&](int sender) { return m_dir.filePath(QStringLiteral("sender%1").arg(sender)); };
    for (int i = 1; i <= Senders; ++i)
        sequences.insert(QFile::encodeName(nameOf(i)), &expected[size_t(i - 1)]);
    int received = 0;
    int wrong = 0;
    connect(&receiver, &QIODevice::readyRead, this, [&] {
        while (receiver.hasPendingDatagrams()) {
            const UnixDatagram datagram = receiver.receiveDatagram();
            Sequence *const sequence = sequences.value(datagram.sender().bytes());
            wrong += !sequence || datagram.data() != sequence->next();
            ++received;
        }
    });
    std::vector<std::unique_ptr<Worker>> workers;
    for (int i = 1; i <= Senders; ++i) {
        workers.push_back(std::make_unique<Worker>([&, i] {
            auto socket = std::make_unique<UnixDatagramSocket>();
            if (!socket->bind(UnixAddress::fromPath(nameOf(i))))
                return;
            // Odd senders connect; even ones address each message.
            if (i % 2 && !socket->connectToPeer(where))
                return;
            sendAll(socket, i, count, [&](auto &to, const QByteArray &message) {
                return i % 2 ? to.writeMessage(message) : to.writeDatagram(message, where);
            });
        }));
        workers.back()->start();
    }
    QVERIFY(spinUntil([&] { return received == count * Senders || wrong > 0; }, 30 * 60'000));
    QCOMPARE(wrong, 0);
    for (const auto &worker : workers)
        QVERIFY(worker->join());
    QVERIFY(Device::drainAll(10'000));
    QVERIFY(!receiver.hasPendingDatagrams());
}

QTEST_GUILESS_MAIN(tst_MessageSoak)
#include "tst_messagesoak.moc"
