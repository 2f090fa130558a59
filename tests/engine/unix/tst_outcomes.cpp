// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Accepted output that is lost is reported by its device or counted for drainAll(), once. This
// holds for every transport, and for every way in which a device ends.

#include "testsupport/platform.h"
#include "testsupport/testsupport.h"
#include "testsupport/unix/packetsockets.h"

#include "os/unix/call.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PacketPipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>

#include <cerrno>
#include <fcntl.h>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

namespace {

using DevicePtr = std::unique_ptr<Device>;

// Aborts the device and waits for the thread that may close its handle a moment later.
void abortForGood(Device &device)
{
    device.abort();
    (void)openDescriptors(); // waits for that thread
}

template <typename Socket>
DevicePtr nearOfPair()
{
    auto pair = Socket::createPair();
    abortForGood(*pair.second);
    return std::move(pair.first);
}

DevicePtr pipeWithoutReader()
{
    PipeReader reader;
    auto writer = std::make_unique<PipeWriter>();
    if (!writer->adopt(reader.createPipe()))
        return nullptr;
    reader.abort();
    return writer;
}

DevicePtr packetPipeWithoutReader()
{
    PacketPipeReader reader;
    auto writer = std::make_unique<PacketPipeWriter>();
    if (!writer->adopt(reader.createPipe()))
        return nullptr;
    reader.abort();
    return writer;
}

DevicePtr fifoWithoutReader()
{
    static const QTemporaryDir dir;
    const QString path = dir.filePath(uniqueName());
    if (Fifo::create(path))
        return nullptr;
    Fifo reader(path);
    reader.open(Fifo::ReadOnly);
    auto writer = std::make_unique<Fifo>(path);
    writer->open(Fifo::WriteOnly);
    if (!writer->waitForConnected(5000))
        return nullptr;
    reader.abort();
    return writer;
}

// Makes a writer whose calls a thread makes.
DevicePtr fullDisk()
{
    auto writer = std::make_unique<PipeWriter>();
    if (!writer->adopt(OwnedHandle(::open("/dev/full", O_WRONLY | O_CLOEXEC))))
        return nullptr;
    return writer;
}

struct Transport
{
    const char *name;
    DevicePtr (*make)(); // a device whose output will be lost
    qint64 limit; // of one message; 0: unlimited
};

constexpr Transport Transports[] = {
    { "stream", nearOfPair<UnixSocket>, 0 },
    { "packet", nearOfPair<UnixSeqPacketSocket>, 150'000 },
    { "datagram", nearOfPair<UnixDatagramSocket>, 150'000 },
    { "pipe", pipeWithoutReader, 0 },
    { "packet pipe", packetPipeWithoutReader, 4096 },
    { "fifo", fifoWithoutReader, 0 },
    { "full disk", fullDisk, 0 },
};

// Sizes around the limits at which output is sent at once (see OutputQueue), and at which a
// socket is full.
constexpr qint64 Sizes[] = { 1, 4096, 16 * 1024 - 1, 16 * 1024, 64 * 1024 - 1, 64 * 1024, 140'000, 2'000'000 };

enum class Ending { Destroyed, Closed, Flushed, WriteChannelClosed, StillThere, Moved, WrittenTwice };

const std::pair<Ending, const char *> Endings[] = {
    { Ending::Destroyed, "destroyed" },
    { Ending::Closed, "closed and destroyed" },
    { Ending::Flushed, "flushed and destroyed" },
    { Ending::WriteChannelClosed, "write channel closed and destroyed" },
    { Ending::StillThere, "closed and still there" },
    { Ending::Moved, "flushed, moved to another thread and destroyed" },
    { Ending::WrittenTwice, "written twice, closed and destroyed" },
};

void end(DevicePtr device, Ending ending, qint64 size)
{
    QThread other;
    switch (ending) {
    case Ending::Closed: device->close(); break;
    case Ending::Flushed: device->flush(); break;
    case Ending::WriteChannelClosed: device->closeWriteChannel(); break;
    case Ending::Moved:
        device->flush();
        device->moveToThread(&other); // which never runs
        break;
    case Ending::WrittenTwice:
        device->flush();
        device->write(QByteArray(size, 'y'));
        device->close();
        break;
    default: break;
    }
}

// Packet pipes and /dev/full exist on Linux only, and macOS has no packet sockets.
bool isThere(const Transport &transport)
{
    if (transport.make == nearOfPair<UnixSeqPacketSocket>)
        return hasPacketSockets();
    const bool needsPacketPipes = transport.make == packetPipeWithoutReader;
    return needsPacketPipes ? bool(createPacketPipe())
                            : transport.make != fullDisk || QFile::exists(QStringLiteral("/dev/full"));
}

void allTransports(const std::function<void(const Transport &, qint64)> &add)
{
    for (const Transport &transport : Transports) {
        if (!isThere(transport))
            continue;
        for (const qint64 size : Sizes) {
            if (transport.limit == 0 || size <= transport.limit)
                add(transport, size);
        }
    }
}

QByteArray rowName(const Transport &transport, qint64 size)
{
    return QByteArray(transport.name) + ", " + QByteArray::number(size);
}

} // namespace

Q_DECLARE_METATYPE(const Transport *)
Q_DECLARE_METATYPE(Ending)

class tst_Outcomes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        REQUIRE_PACKET_SOCKETS_IF_NAMED();
        QVERIFY(Device::drainAll(5000));
    }
    void cleanup()
    {
        FaultPoint::disarmAll();
        (void)Device::drainAll(5000);
    }
    void lossOfAnEndedDevice_isCountedOnce_data();
    void lossOfAnEndedDevice_isCountedOnce();
    void lossThatIsReported_isNotCounted_data();
    void lossThatIsReported_isNotCounted();
    void abort_countsNothing_data();
    void abort_countsNothing();
    void destroyedBeforeTheErrorIsEmitted_countsTheLoss();
    void destroyedInTheSlotOfTheError_countsNothing();
    void reconnecting_countsTheLoss();
    void outputBeforeAConnectionThatFails_isReportedOrCounted_data();
    void outputBeforeAConnectionThatFails_isReportedOrCounted();
    void messagesThatCannotBeSent_areReportedOrCounted();
    void lossesOfSeveralDevices_areCountedTogether();
    void lossWhileSomethingStillWaits_isCountedOnce();
    void lossInTheBackground_isCounted_data();
    void lossInTheBackground_isCounted();
    void backgroundWithoutAThread_countsTheLoss_data();
    void backgroundWithoutAThread_countsTheLoss();
    void channelWithUnsentMessages_countsTheLoss();
};

void tst_Outcomes::lossOfAnEndedDevice_isCountedOnce_data()
{
    QTest::addColumn<const Transport *>("transport");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<Ending>("ending");
    allTransports([](const Transport &transport, qint64 size) {
        for (const auto &[ending, name] : Endings)
            QTest::newRow((rowName(transport, size) + ", " + name).constData()) << &transport << size << ending;
    });
}

void tst_Outcomes::lossOfAnEndedDevice_isCountedOnce()
{
    QFETCH(const Transport *, transport);
    QFETCH(qint64, size);
    QFETCH(Ending, ending);
    DevicePtr device = transport->make();
    QVERIFY(device);
    QCOMPARE(device->write(QByteArray(size, 'x')), size);
    if (ending == Ending::StillThere) { // as at the end of main()
        device->close();
        QVERIFY(!Device::drainAll(5000));
        QVERIFY(Device::drainAll(5000));
        return;
    }
    end(std::move(device), ending, size);
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::lossThatIsReported_isNotCounted_data()
{
    QTest::addColumn<const Transport *>("transport");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<bool>("closes");
    allTransports([](const Transport &transport, qint64 size) {
        QTest::newRow(rowName(transport, size).constData()) << &transport << size << false;
        QTest::newRow((rowName(transport, size) + ", closed").constData()) << &transport << size << true;
    });
}

void tst_Outcomes::lossThatIsReported_isNotCounted()
{
    QFETCH(const Transport *, transport);
    QFETCH(qint64, size);
    QFETCH(bool, closes);
    DevicePtr device = transport->make();
    QVERIFY(device);
    int errors = 0;
    connect(device.get(), &Device::errorOccurred, this, [&] { ++errors; });
    QCOMPARE(device->write(QByteArray(size, 'x')), size);
    if (closes)
        device->close();
    QVERIFY(spinUntil([&] { return errors > 0 && device->state() != Device::State::Closing; }, 5000));
    QCOMPARE(errors, 1);
    device.reset();
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::abort_countsNothing_data()
{
    QTest::addColumn<const Transport *>("transport");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<bool>("flushes");
    allTransports([](const Transport &transport, qint64 size) {
        QTest::newRow(rowName(transport, size).constData()) << &transport << size << false;
        QTest::newRow((rowName(transport, size) + ", flushed").constData()) << &transport << size << true;
    });
}

void tst_Outcomes::abort_countsNothing()
{
    QFETCH(const Transport *, transport);
    QFETCH(qint64, size);
    QFETCH(bool, flushes);
    DevicePtr device = transport->make();
    QVERIFY(device);
    QCOMPARE(device->write(QByteArray(size, 'x')), size);
    if (flushes)
        device->flush();
    device->abort();
    device.reset();
    QVERIFY(Device::drainAll(5000));
}

// The device is destroyed in a slot of a signal that is emitted before errorOccurred().
void tst_Outcomes::destroyedBeforeTheErrorIsEmitted_countsTheLoss()
{
    for (const bool destroys : { true, false }) {
        auto [near, far] = UnixSocket::createPair();
        far->write("last words");
        far->flush();
        abortForGood(*far);
        int errors = 0;
        connect(near.get(), &Device::errorOccurred, this, [&] { ++errors; });
        connect(near.get(), &Device::readChannelFinished, this, [&, &socket = near] {
            if (destroys)
                socket.reset();
        });
        near->write("to nobody");
        QVERIFY(spinUntil([&, &socket = near] { return !socket || socket->state() == Device::State::Closed; }));
        QCOMPARE(errors, destroys ? 0 : 1);
        near.reset();
        QCOMPARE(Device::drainAll(5000), !destroys);
    }
}

void tst_Outcomes::destroyedInTheSlotOfTheError_countsNothing()
{
    DevicePtr device = nearOfPair<UnixSocket>();
    connect(device.get(), &Device::errorOccurred, this, [&] { device.reset(); });
    device->write("to nobody");
    QVERIFY(spinUntil([&] { return !device; }));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::reconnecting_countsTheLoss()
{
    auto pair = UnixSocket::createPair();
    abortForGood(*pair.second);
    pair.first->write("to nobody");
    pair.first->close();
    pair.first->connectToServer(UnixAddress::fromPath(QStringLiteral("/nonexistent/socket")));
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::outputBeforeAConnectionThatFails_isReportedOrCounted_data()
{
    QTest::addColumn<QString>("transport");
    QTest::addColumn<QString>("ending");
    for (const char *transport : { "stream", "packet", "local", "fifo" }) {
        for (const char *ending :
             { "destroyed", "closed", "still there", "aborted", "reported", "closed and reported" })
            QTest::addRow("%s, %s", transport, ending) << QString::fromLatin1(transport) << QString::fromLatin1(ending);
    }
}

void tst_Outcomes::outputBeforeAConnectionThatFails_isReportedOrCounted()
{
    QFETCH(QString, transport);
    QFETCH(QString, ending);
    const QString path = QStringLiteral("/nonexistent/name");
    DevicePtr device;
    const auto connectTo = [&](auto socket, const auto &address) {
        socket->connectToServer(address);
        device = std::move(socket);
    };
    if (transport == QLatin1String("stream"))
        connectTo(std::make_unique<UnixSocket>(), UnixAddress::fromPath(path));
    else if (transport == QLatin1String("packet"))
        connectTo(std::make_unique<UnixSeqPacketSocket>(), UnixAddress::fromPath(path));
    else if (transport == QLatin1String("local"))
        connectTo(std::make_unique<LocalSocket>(), path);
    else {
        auto fifo = std::make_unique<Fifo>(path);
        fifo->open(Fifo::WriteOnly);
        device = std::move(fifo);
    }
    int errors = 0;
    connect(device.get(), &Device::errorOccurred, this, [&] { ++errors; });
    QCOMPARE(device->state(), Device::State::Connecting);
    QCOMPARE(device->write("early"), 5);
    if (ending == QLatin1String("aborted"))
        device->abort();
    if (ending.contains(QLatin1String("closed")) || ending == QLatin1String("still there"))
        device->close();
    if (ending.contains(QLatin1String("reported")))
        QVERIFY(spinUntil([&] { return errors == 1 && device->state() == Device::State::Closed; }));
    if (ending != QLatin1String("still there"))
        device.reset();
    const bool isCounted = errors == 0 && ending != QLatin1String("aborted");
    QCOMPARE(Device::drainAll(5000), !isCounted);
    QVERIFY(Device::drainAll(5000));
}

// The socket stays open after such messages, and each message has an outcome of its own.
void tst_Outcomes::messagesThatCannotBeSent_areReportedOrCounted()
{
    const QTemporaryDir dir;
    const UnixAddress nobody = UnixAddress::fromPath(dir.filePath(QStringLiteral("nobody")));
    for (const bool runs : { true, false }) {
        UnixDatagramSocket socket;
        QVERIFY(socket.bind(UnixAddress::fromPath(dir.filePath(uniqueName()))));
        int errors = 0;
        connect(&socket, &Device::errorOccurred, this, [&] { ++errors; });
        QVERIFY(socket.writeDatagram("to nobody", nobody));
        if (runs)
            QVERIFY(spinUntil([&] { return errors == 1; }));
        else
            socket.flush();
        socket.close();
        QCOMPARE(Device::drainAll(5000), runs);
    }
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::lossesOfSeveralDevices_areCountedTogether()
{
    for (const Transport &transport : Transports) {
        if (isThere(transport))
            transport.make()->write("to nobody");
    }
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::lossWhileSomethingStillWaits_isCountedOnce()
{
    auto [near, far] = UnixSocket::createPair();
    near->write(pattern(1'000'000));
    near.reset();
    nearOfPair<UnixSocket>()->write("to nobody");
    QVERIFY(!Device::drainAll(0)); // for both reasons
    connect(far.get(), &Device::readyRead, far.get(), [&socket = far] { socket->readAll(); });
    QVERIFY(spinUntil([&socket = far] { return socket->state() == Device::State::Closed; }));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::lossInTheBackground_isCounted_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::newRow("EPIPE") << int(Call::Send) << EPIPE;
    QTest::newRow("ECONNRESET") << int(Call::Send) << ECONNRESET;
    QTest::newRow("EIO") << int(Call::Send) << EIO;
}

void tst_Outcomes::lossInTheBackground_isCounted()
{
    QFETCH(int, call);
    QFETCH(int, error);
    auto [near, far] = UnixSocket::createPair();
    near->write(pattern(1'000'000));
    near.reset();
    QVERIFY(!Device::drainAll(0)); // the output waits
    FaultPoint::arm(Call(call), error, 1, 1'000'000);
    connect(far.get(), &Device::readyRead, far.get(), [&socket = far] { socket->readAll(); });
    QVERIFY(spinUntil([&socket = far] { return socket->state() == Device::State::Closed; }));
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::backgroundWithoutAThread_countsTheLoss_data()
{
    QTest::addColumn<QString>("transport");
    for (const char *transport : { "stream", "packet", "worker" })
        QTest::newRow(transport) << QString::fromLatin1(transport);
}

void tst_Outcomes::backgroundWithoutAThread_countsTheLoss()
{
    QFETCH(QString, transport);
    FaultPoint::arm(Call::StartThread, EAGAIN, 1, 1000);
    const auto writeAndDestroy = [](auto pair) {
        for (int i = 0; i < 10; ++i)
            pair.first->write(pattern(140'000));
        pair.first.reset();
    };
    if (transport == QLatin1String("stream"))
        writeAndDestroy(UnixSocket::createPair());
    else if (transport == QLatin1String("packet"))
        writeAndDestroy(UnixSeqPacketSocket::createPair());
    else
        fullDisk()->write("no thread");
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000));
}

void tst_Outcomes::channelWithUnsentMessages_countsTheLoss()
{
    auto [near, far] = UnixSocket::createPair();
    near->setWriteBufferSize(10);
    {
        MessageChannel channel(near.get());
        QVERIFY(channel.send(QByteArray(1'000'000, 'x'))); // the device takes a part
        QVERIFY(channel.bytesToWrite() > 0);
    }
    near->abort();
    QVERIFY(!Device::drainAll(5000));
    QVERIFY(Device::drainAll(5000));
}

QTEST_GUILESS_MAIN(tst_Outcomes)
#include "tst_outcomes.moc"
