// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The nth call fails, for each system call, with packets and with datagrams, with and without an
// event loop. Nothing hangs, no descriptor leaks, and each failure is reported.

#include "testsupport/unix/messagepairs.h"

#include "os/unix/call.h"

#include <QtInterprocess/UnixSocket>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_MessageFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void cleanup() { FaultPoint::disarmAll(); }
    void everyCallFailingOnce_isHandled_data();
    void everyCallFailingOnce_isHandled();
    void memoryShortage_isRetried_data();
    void memoryShortage_isRetried();
    void messageThatNeverFits_isGivenUp_data();
    void messageThatNeverFits_isGivenUp();
    void privateNameWithoutCredentials_isRefused();
    void lastingReadError_closesTheDatagramSocket();
    void message_takesTwoCallsAtEachEnd();
    void tooLargeDatagramsTakeNoMemory();
    void largeDatagramsKeepNoMemory();
    void datagramsWithoutAddressSpace_arrive();

private:
    using Scenario = bool (tst_MessageFaults::*)();
    bool packetsInEventLoop();
    bool packetsByWaiting();
    bool datagramsInEventLoop();
    bool datagramsByWaiting();

    UnixAddress address() const { return UnixAddress::fromPath(m_dir.filePath(uniqueName())); }

    QTemporaryDir m_dir;
};

// Opens the two descriptors that the background keeps from its first use on.
void tst_MessageFaults::initTestCase()
{
    auto [near, far] = UnixSocket::createPair();
    far->setReadBufferSize(1);
    near->write(QByteArray(1'000'000, 'x'));
    near.reset();
    QVERIFY(!Device::drainAll(0));
    far->setReadBufferSize(0);
    QVERIFY(spinUntil([&socket = far] { return socket->bytesAvailable() == 1'000'000; }));
    QVERIFY(Device::drainAll(5000));
}

static const QByteArrayList &messages()
{
    static const QByteArrayList list = [] {
        QByteArrayList made;
        for (int i = 0; i < 8; ++i) {
            made += pattern(1 + i * 1000, quint64(i));
            if (hasEmptyPackets())
                made += QByteArray();
        }
        made += pattern(100'000);
        return made;
    }();
    return list;
}

static std::vector<OwnedHandle> someHandles(qsizetype number)
{
    std::vector<OwnedHandle> handles;
    for (qsizetype i = 0; i < number % 3; ++i)
        handles.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return handles;
}

// Tells whether the connection has an error. The timeout of a wait does not count.
static bool hasError(const Device &device)
{
    return device.error() && device.error() != Error::TimedOut;
}

// Each scenario returns whether all messages arrived. If not, one of the objects has an error.
bool tst_MessageFaults::packetsInEventLoop()
{
    UnixSeqPacketServer server;
    if (!server.listen(address())) {
        if (!server.error())
            qWarning("not listening, and no error");
        return false;
    }
    int errors = 0;
    QByteArrayList received;
    bool ended = false;
    const auto count = [&](const Error &error) { errors += error ? 1 : 100; };
    connect(&server, &Server::errorOccurred, this, count);
    connect(&server, &Server::newConnection, this, [&] {
        UnixSeqPacketSocket *const socket = server.nextPendingConnection();
        socket->setMaximumPendingHandles(4);
        connect(socket, &QIODevice::readyRead, this, [&, socket] {
            while (socket->hasPendingMessages())
                received += socket->readMessage();
        });
        connect(socket, &Device::errorOccurred, this, count);
        connect(socket, &Device::disconnected, this, [&] { ended = true; });
    });
    UnixSeqPacketSocket socket;
    connect(&socket, &Device::errorOccurred, this, count);
    connect(&socket, &Device::connected, this, [&] {
        for (qsizetype i = 1; i < messages().size(); ++i) {
            if (!socket.writeMessage(messages()[i], someHandles(i)))
                ++errors; // the caller has the result
        }
        socket.close();
    });
    socket.connectToServer(server.serverAddress());
    (void)socket.writeMessage(messages().first());
    if (!spinUntil([&] { return (ended || errors > 0) && socket.state() == Device::State::Closed; }, 10000))
        qWarning("neither an end nor an error");
    const bool whole = received == messages();
    if (!whole && errors < 1)
        qWarning("no errors, %d messages", int(received.size()));
    return whole;
}

bool tst_MessageFaults::packetsByWaiting()
{
    UnixSeqPacketServer server;
    if (!server.listen(address()))
        return false;
    UnixSeqPacketSocket socket;
    socket.connectToServer(server.serverAddress());
    if (!socket.waitForConnected(5000)) {
        if (!socket.error())
            qWarning("not connected, and no error");
        return false;
    }
    if (!server.waitForNewConnection(5000))
        return false;
    const std::unique_ptr<UnixSeqPacketSocket> accepted(server.nextPendingConnection());
    accepted->setMaximumPendingHandles(4);
    bool refused = false;
    for (qsizetype i = 0; i < messages().size(); ++i)
        refused = !socket.writeMessage(messages()[i], someHandles(i)) || refused;
    QByteArrayList received;
    const QDeadlineTimer deadline(5000);
    while (received.size() < messages().size() && accepted->state() == Device::State::Connected
           && socket.state() == Device::State::Connected && !deadline.hasExpired() && !refused) {
        while (socket.waitForBytesWritten(0)) {
        }
        accepted->waitForReadyRead(20);
        while (accepted->hasPendingMessages())
            received += accepted->readMessage();
    }
    const bool whole = received == messages();
    if (!whole && !hasError(socket) && !hasError(*accepted))
        qWarning("%d messages, and no error", int(received.size()));
    return whole;
}

bool tst_MessageFaults::datagramsInEventLoop()
{
    UnixDatagramSocket receiver, sender;
    receiver.setMaximumPendingHandles(4);
    if (!receiver.bind(address()) || !sender.bind(address())) {
        if (!receiver.error() && !sender.error())
            qWarning("not bound, and no error");
        return false;
    }
    int errors = 0;
    const auto count = [&](const Error &error) { errors += error ? 1 : 100; };
    connect(&receiver, &Device::errorOccurred, this, count);
    connect(&sender, &Device::errorOccurred, this, count);
    QByteArrayList received;
    connect(&receiver, &QIODevice::readyRead, this, [&] {
        while (receiver.hasPendingDatagrams())
            received += receiver.receiveDatagram().data();
    });
    for (qsizetype i = 0; i < messages().size(); ++i)
        errors += !sender.writeDatagram(messages()[i], receiver.localAddress(), someHandles(i));
    if (!spinUntil([&] { return received.size() == messages().size() || errors > 0; }, 10000))
        qWarning("neither datagrams nor an error");
    return received == messages();
}

bool tst_MessageFaults::datagramsByWaiting()
{
    UnixDatagramSocket receiver, sender;
    if (!receiver.bind(address()))
        return false;
    sender.connectToServer(receiver.localAddress());
    if (!sender.waitForConnected(5000)) {
        if (!sender.error())
            qWarning("not connected, and no error");
        return false;
    }
    for (qsizetype i = 0; i < messages().size(); ++i) {
        if (!sender.writeMessage(messages()[i], someHandles(i)))
            return false;
    }
    QByteArrayList received;
    const QDeadlineTimer deadline(5000);
    while (received.size() < messages().size() && sender.state() == Device::State::Connected && !hasError(sender)
           && receiver.state() == Device::State::Connected && !deadline.hasExpired()) {
        while (sender.waitForBytesWritten(0)) {
        }
        receiver.waitForReadyRead(20);
        while (receiver.hasPendingDatagrams())
            received += receiver.receiveDatagram().data();
    }
    const bool whole = received == messages();
    if (!whole && !hasError(sender) && !hasError(receiver))
        qWarning("%d datagrams, and no error", int(received.size()));
    return whole;
}

void tst_MessageFaults::everyCallFailingOnce_isHandled_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("error");
    const std::tuple<const char *, Call, int> rows[] = {
        { "accept: EMFILE", Call::Accept, EMFILE },
        { "bind: EACCES", Call::Bind, EACCES },
        { "chmod: EPERM", Call::Chmod, EPERM },
        { "connect: ECONNREFUSED", Call::Connect, ECONNREFUSED },
        { "socket: EMFILE", Call::CreateSocket, EMFILE },
        { "listen: EADDRINUSE", Call::Listen, EADDRINUSE },
        { "flock: ENOLCK", Call::Lock, ENOLCK },
        { "getsockname: ENOBUFS", Call::PeerName, ENOBUFS },
        { "poll: ENOMEM", Call::Poll, ENOMEM },
        { "recvmsg: ECONNRESET", Call::ReceiveMessage, ECONNRESET },
        { "recvmsg: ENOMEM", Call::ReceiveMessage, ENOMEM },
        { "recvmsg: EMFILE", Call::ReceiveMessage, EMFILE },
        { "recvmsg: EAGAIN", Call::ReceiveMessage, EAGAIN },
        { "sendmsg: EPIPE", Call::SendMessage, EPIPE },
        { "sendmsg: ECONNREFUSED", Call::SendMessage, ECONNREFUSED },
        { "sendmsg: ENOBUFS", Call::SendMessage, ENOBUFS },
        { "sendmsg: ETOOMANYREFS", Call::SendMessage, ETOOMANYREFS },
        { "sendmsg: EMSGSIZE", Call::SendMessage, EMSGSIZE },
        { "sendmsg: EAGAIN", Call::SendMessage, EAGAIN },
        { "fcntl: EBADF", Call::SetFlags, EBADF },
        { "shutdown: ENOTCONN", Call::Shutdown, ENOTCONN },
        { "sockopt: EINVAL", Call::SocketOption, EINVAL },
        { "stat: EACCES", Call::Stat, EACCES },
        { "unlink: EACCES", Call::Unlink, EACCES },
        { "SIOCINQ: EINVAL", Call::WaitingBytes, EINVAL },
    };
    for (const auto &[name, call, error] : rows)
        QTest::newRow(name) << call << error;
}

void tst_MessageFaults::everyCallFailingOnce_isHandled()
{
    QFETCH(Call, call);
    QFETCH(int, error);
    QList<Scenario> scenarios { &tst_MessageFaults::datagramsInEventLoop, &tst_MessageFaults::datagramsByWaiting };
    if (hasPacketSockets())
        scenarios << &tst_MessageFaults::packetsInEventLoop << &tst_MessageFaults::packetsByWaiting;
    for (const Scenario scenario : std::as_const(scenarios))
        QVERIFY((this->*scenario)()); // creates the objects that exist once per thread
    QVERIFY(Device::drainAll(5000));
    const int before = openDescriptors();
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    for (const Scenario scenario : std::as_const(scenarios)) {
        bool reached = true;
        for (int n = 1; n <= 20 && reached; ++n) {
            FaultPoint::arm(call, error, n);
            (void)(this->*scenario)();
            reached = FaultPoint::calls(call) >= n;
            FaultPoint::disarmAll();
            (void)Device::drainAll(5000);
            QVERIFY(spinUntil([&] { return openDescriptors() <= before; }, 5000));
        }
        QVERIFY((this->*scenario)()); // after all failures everything still works
    }
}

void tst_MessageFaults::memoryShortage_isRetried_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("ENOBUFS") << ENOBUFS;
    QTest::newRow("ENOMEM") << ENOMEM;
    QTest::newRow("ETOOMANYREFS") << ETOOMANYREFS;
}

// During the shortage, poll() reports the socket as writable all the time.
void tst_MessageFaults::memoryShortage_isRetried()
{
    QFETCH(int, error);
    auto datagrams = UnixDatagramSocket::createPair();
    const SeqPacketPair packets;
    QList<std::pair<MessageDevice *, MessageDevice *>> pairs { { datagrams.first.get(), datagrams.second.get() } };
    if (hasPacketSockets())
        pairs.emplace_back(packets.near.get(), packets.far.get());
    for (const auto &[sender, receiver] : std::as_const(pairs)) {
        SignalLog log(*sender);
        FaultPoint::arm(Call::SendMessage, error, 1, 8);
        const qint64 cpu = processorMilliseconds();
        QVERIFY(sender->writeMessage("one"));
        QVERIFY(sender->writeMessage("two"));
        QCOMPARE(messagesOf(*receiver, 2), QByteArrayList({ "one", "two" }));
        QVERIFY2(processorMilliseconds() - cpu < 200, "it spins");
        QVERIFY(FaultPoint::calls(Call::SendMessage) >= 10);
        QCOMPARE(log.count(QStringLiteral("errorOccurred")), 0);
        FaultPoint::arm(Call::SendMessage, error, 1, 8);
        QVERIFY(sender->writeMessage("by waiting"));
        QVERIFY(sender->waitForBytesWritten(5000));
        QCOMPARE(messagesOf(*receiver, 1), QByteArrayList({ "by waiting" }));
    }
}

void tst_MessageFaults::messageThatNeverFits_isGivenUp_data()
{
    QTest::addColumn<bool>("packets");
    QTest::newRow("packets") << true;
    QTest::newRow("datagrams") << false;
}

// Linux fails like this if a message is larger than the memory that it gets in one piece.
void tst_MessageFaults::messageThatNeverFits_isGivenUp()
{
    QFETCH(bool, packets);
    const SeqPacketPair packetPair;
    auto datagramPair = UnixDatagramSocket::createPair();
    MessageDevice &sender = packets ? static_cast<MessageDevice &>(*packetPair.near) : *datagramPair.first;
    MessageDevice &receiver = packets ? static_cast<MessageDevice &>(*packetPair.far) : *datagramPair.second;
    QList<Error> errors;
    connect(&sender, &Device::errorOccurred, this, [&](const Error &error) { errors += error; });
    FaultPoint::arm(Call::SendMessage, ENOBUFS, 1, 26);
    if (!sender.writeMessage(QByteArray(1024 * 1024, 'x')))
        QSKIP("this system sends no messages of 1 MiB at all");
    QVERIFY(sender.writeMessage("after"));
    QVERIFY(spinUntil([&] { return !errors.isEmpty(); }, 20000));
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().code(), Error::ResourceExhausted);
    QCOMPARE(sender.state(), packets ? Device::State::Closed : Device::State::Connected);
    QCOMPARE(messagesOf(receiver, 1), packets ? QByteArrayList() : QByteArrayList({ "after" }));
}

void tst_MessageFaults::privateNameWithoutCredentials_isRefused()
{
    if (!hasEmptyPackets())
        QSKIP("only Linux has private names");
    const int descriptors = openDescriptors();
    UnixDatagramSocket socket;
    FaultPoint::arm(Call::SocketOption, EINVAL);
    const UnixAddress where = UnixAddress::abstract(uniqueName().toLatin1());
    QVERIFY(!socket.bind(where));
    QVERIFY(socket.error());
    QCOMPARE(openDescriptors(), descriptors);
    QVERIFY(socket.bind(where));
}

void tst_MessageFaults::lastingReadError_closesTheDatagramSocket()
{
    UnixDatagramSocket socket, sender;
    QVERIFY(socket.bind(address()) && sender.open());
    SignalLog log(socket);
    FaultPoint::arm(Call::ReceiveMessage, EIO, 1, 1 << 30);
    QVERIFY(sender.writeDatagram("x", socket.localAddress()));
    QVERIFY(spinUntil([&] { return socket.state() == Device::State::Closed; }));
    QCOMPARE(socket.error().nativeCode(), EIO);
    QCOMPARE(log.count(QStringLiteral("disconnected")), 1);
}

static constexpr int Never = 1 << 30;

void tst_MessageFaults::message_takesTwoCallsAtEachEnd()
{
    REQUIRE_PACKET_SOCKETS();
    const SeqPacketPair pair;
    connect(pair.far.get(), &QIODevice::readyRead, this, [&] {
        while (pair.far->hasPendingMessages())
            pair.far->writeMessage(pair.far->readMessage());
    });
    int rounds = 0;
    connect(pair.near.get(), &QIODevice::readyRead, this, [&] {
        if (++rounds < 1000)
            pair.near->writeMessage(pair.near->readMessage());
    });
    FaultPoint::arm(Call::SendMessage, EIO, Never);
    FaultPoint::arm(Call::ReceiveMessage, EIO, Never);
    FaultPoint::arm(Call::WaitingBytes, EIO, Never);
    pair.near->writeMessage("64 bytes or so");
    QVERIFY(spinUntil([&] { return rounds == 1000; }));
    QCOMPARE(FaultPoint::calls(Call::SendMessage), 2000);
    // One call returns the number of waiting bytes, and one takes the message. On other systems
    // one call asks for the size of the message, and one more call finds nothing.
    const bool told = FaultPoint::calls(Call::WaitingBytes) > 0;
    QVERIFY2(FaultPoint::calls(Call::WaitingBytes) <= 2010,
             qPrintable(QString::number(FaultPoint::calls(Call::WaitingBytes))));
    QVERIFY2(FaultPoint::calls(Call::ReceiveMessage) <= (told ? 2010 : 6010),
             qPrintable(QString::number(FaultPoint::calls(Call::ReceiveMessage))));
}

// Runs function in a new thread, which has no memory kept from before.
template <typename Function>
static void inANewThread(Function function)
{
    Worker thread(function);
    thread.start();
    QVERIFY(thread.join(60000));
}

// Returns -1 if the system does not report it.
static long pageFaultsOfThisThread()
{
#ifdef RUSAGE_THREAD
    rusage usage = {};
    ::getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
#else
    return -1;
#endif
}

// Receives a small datagram, a large one, and many small ones, until the large one's memory is
// released. Returns the pages that the large one has touched, or -1.
static long pagesForALargeDatagram(qint64 size, qint64 limit)
{
    long pages = 0;
    inANewThread([&] {
        const auto pair = UnixDatagramSocket::createPair();
        UnixDatagramSocket *const sender = pair.first.get();
        UnixDatagramSocket *const receiver = pair.second.get();
        receiver->setMaximumMessageSize(limit);
        const auto send = [&](const QByteArray &data) {
            const bool taken = sender->writeMessage(data);
            sender->flush();
            return taken && sender->bytesToWrite() == 0;
        };
        const auto arrives = [&](const QByteArray &data) {
            return send(data) && receiver->waitForReadyRead(5000) && receiver->readMessage() == data;
        };
        bool well = arrives("small") && send(pattern(size));
        const long before = pageFaultsOfThisThread();
        well = receiver->waitForReadyRead(0) == (size <= limit) && well;
        pages = pageFaultsOfThisThread() - before;
        well = (size <= limit ? receiver->readMessage() == pattern(size)
                              : receiver->error().code() == Error::MessageTooLarge)
            && well;
        for (int i = 0; i < 100; ++i)
            well = arrives("small") && well;
        if (!well)
            pages = -1;
    });
    return pages;
}

void tst_MessageFaults::tooLargeDatagramsTakeNoMemory()
{
    if (pageFaultsOfThisThread() < 0)
        QSKIP("this system does not report the page faults of a thread");
    constexpr qint64 Size = 2'000'000;
    const long allowed = pagesForALargeDatagram(Size, Size);
    const long tooLarge = pagesForALargeDatagram(Size, 100'000);
    const long muchTooLarge = pagesForALargeDatagram(Size, 1000);
    QVERIFY(allowed >= 0 && tooLarge >= 0 && muchTooLarge >= 0);
    // A sanitizer has memory of its own for each page, and pages can be large.
    const long few = std::max(allowed / 4, 100L);
    QVERIFY2(tooLarge < few && muchTooLarge < few,
             qPrintable(QStringLiteral("%1 %2 %3").arg(allowed).arg(tooLarge).arg(muchTooLarge)));
}

void tst_MessageFaults::largeDatagramsKeepNoMemory()
{
    FaultPoint::arm(Call::MapMemory, ENOMEM, Never);
    QVERIFY(pagesForALargeDatagram(10, 1000) >= 0);
    const int usual = FaultPoint::calls(Call::MapMemory);
    QVERIFY(pagesForALargeDatagram(1'000'000, 1'000'000) >= 0);
    // The memory of the large datagram was released, and is reserved anew.
    QCOMPARE(FaultPoint::calls(Call::MapMemory), 3 * usual);
}

void tst_MessageFaults::datagramsWithoutAddressSpace_arrive()
{
    FaultPoint::arm(Call::MapMemory, ENOMEM, 1, Never);
    QVERIFY(pagesForALargeDatagram(1'000'000, 1'000'000) >= 0);
    QVERIFY(pagesForALargeDatagram(1'000'000, 100'000) >= 0);
}

QTEST_GUILESS_MAIN(tst_MessageFaults)
#include "tst_messagefaults.moc"
