// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A shortage of memory, or of room for descriptors in transit, closes no connection. Sending and
// reading continue afterwards over every transport, in the event loop, without one, and in the
// background. Nothing spins meanwhile.

#include "testsupport/unix/handles.h"
#include "testsupport/unix/messagepairs.h"

#include "os/blockingio.h"
#include "os/unix/call.h"

#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qtemporaryfile.h>

#include <cerrno>
#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

namespace {

constexpr int Times = 8; // how often in a row the call fails
const Call AllCalls[] = { Call::Send, Call::SendMessage, Call::Receive, Call::ReceiveMessage };

struct Link
{
    std::unique_ptr<Device> sender;
    std::unique_ptr<Device> receiver;
};

Link streams()
{
    auto pair = UnixSocket::createPair();
    return { std::move(pair.first), std::move(pair.second) };
}

Link streamsWithHandles()
{
    auto pair = UnixSocket::createPair();
    pair.second->setMaximumPendingHandles(64);
    return { std::move(pair.first), std::move(pair.second) };
}

Link packets()
{
    SeqPacketPair pair;
    return { std::move(pair.near), std::move(pair.far) };
}

Link datagrams()
{
    auto pair = UnixDatagramSocket::createPair();
    return { std::move(pair.first), std::move(pair.second) };
}

Link pipes()
{
    Pipe pipe = createPipe();
    return { std::move(pipe.writer), std::move(pipe.reader) };
}

Link packetPipes()
{
    PacketPipe pipe = createPacketPipe();
    return { std::move(pipe.writer), std::move(pipe.reader) };
}

using Make = Link (*)();
struct Kind
{
    const char *name;
    Make make;
};

QList<Kind> kinds()
{
    QList<Kind> all { { "stream", streams },
                      { "stream with handles", streamsWithHandles },
                      { "packets", packets },
                      { "datagrams", datagrams },
                      { "pipe", pipes } };
    if (createPacketPipe())
        all.append({ "packet pipe", packetPipes });
    return all;
}

void armAll(int error)
{
    for (const Call call : AllCalls)
        FaultPoint::arm(call, error, 1, Times);
}

// Returns how often one of the calls has failed.
int failures()
{
    int count = 0;
    for (const Call call : AllCalls)
        count += std::min(FaultPoint::calls(call), Times);
    return count;
}

constexpr int Pieces = 12; // a pipe in packet mode has room for 16

QByteArray piece(int number)
{
    return pattern(1000, quint64(number) * 1000);
}

bool takesHandles(const Link &link)
{
    auto *const socket = qobject_cast<UnixSocket *>(link.receiver.get());
    return socket && socket->maximumPendingHandles() > 0;
}

void sendAll(const Link &link)
{
    auto *const messages = qobject_cast<MessageDevice *>(link.sender.get());
    for (int i = 0; i < Pieces; ++i) {
        if (takesHandles(link) && i % 4 == 0)
            QVERIFY(static_cast<UnixSocket &>(*link.sender).write(piece(i), Handles::one(i)));
        else if (messages)
            QVERIFY(messages->writeMessage(piece(i)));
        else
            QCOMPARE(link.sender->write(piece(i)), 1000);
    }
}

} // namespace

class tst_Shortages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { REQUIRE_PACKET_SOCKETS_IF_NAMED(); }
    void cleanup() { FaultPoint::disarmAll(); }
    void inEventLoop_data() { everyKind(); }
    void inEventLoop();
    void byWaiting_data() { everyKind(); }
    void byWaiting();
    void inTheBackground_data() { everyKind(); }
    void inTheBackground();
    void largeWrites_data() { everyKind(); }
    void largeWrites();
    void closedPeerIsReadToItsEnd();
    void blockingCallsOfAThread_data();
    void blockingCallsOfAThread();

private:
    void everyKind();
};

void tst_Shortages::everyKind()
{
    QTest::addColumn<Make>("make");
    QTest::addColumn<int>("error");
    const QList<Kind> all = kinds();
    for (const Kind &kind : all) {
        QTest::addRow("%s: ENOBUFS", kind.name) << kind.make << ENOBUFS;
        QTest::addRow("%s: ENOMEM", kind.name) << kind.make << ENOMEM;
        QTest::addRow("%s: ETOOMANYREFS", kind.name) << kind.make << ETOOMANYREFS;
    }
}

void tst_Shortages::inEventLoop()
{
    QFETCH(Make, make);
    QFETCH(int, error);
    const Link link = make();
    SignalLog senderLog(*link.sender), receiverLog(*link.receiver);
    QByteArray received;
    connect(link.receiver.get(), &QIODevice::readyRead, this, [&] { received += link.receiver->readAll(); });
    armAll(error);
    const qint64 cpu = processorMilliseconds();
    sendAll(link);
    QVERIFY(spinUntil([&] { return received.size() >= Pieces * 1000; }));
    QVERIFY2(processorMilliseconds() - cpu < 200, "it spins");
    QCOMPARE(firstDifference(received), -1);
    QVERIFY(failures() >= 2 * Times);
    for (const SignalLog *const log : { &senderLog, &receiverLog })
        QCOMPARE(log->count(QStringLiteral("errorOccurred")), 0);
    QCOMPARE(link.sender->state(), Device::State::Connected);
    if (takesHandles(link))
        QCOMPARE(static_cast<UnixSocket &>(*link.receiver).pendingHandles(), Pieces / 4);
}

void tst_Shortages::byWaiting()
{
    QFETCH(Make, make);
    QFETCH(int, error);
    const Link link = make();
    armAll(error);
    sendAll(link);
    while (link.sender->bytesToWrite() > 0)
        QVERIFY(link.sender->waitForBytesWritten(10000));
    QByteArray received = link.receiver->readAll();
    while (received.size() < Pieces * 1000) {
        QVERIFY(link.receiver->waitForReadyRead(10000));
        received += link.receiver->readAll();
    }
    QCOMPARE(firstDifference(received), -1);
    QVERIFY(failures() >= 2 * Times);
}

void tst_Shortages::inTheBackground()
{
    QFETCH(Make, make);
    QFETCH(int, error);
    Link link = make();
    armAll(error);
    sendAll(link);
    link.sender.reset();
    QVERIFY(Device::drainAll(10000));
    FaultPoint::disarmAll();
    QByteArray received = link.receiver->readAll();
    while (received.size() < Pieces * 1000) {
        QVERIFY(link.receiver->waitForReadyRead(10000));
        received += link.receiver->readAll();
    }
    QCOMPARE(firstDifference(received), -1);
}

// Large writes are sent from the caller's memory.
void tst_Shortages::largeWrites()
{
    QFETCH(Make, make);
    QFETCH(int, error);
    const Link link = make();
    if (qobject_cast<MessageDevice *>(link.sender.get()))
        return; // message devices write whole messages, which other tests cover
    armAll(error);
    constexpr qint64 Size = 1'000'000;
    QCOMPARE(link.sender->write(pattern(Size)), Size);
    link.sender->close();
    QByteArray received;
    connect(link.receiver.get(), &QIODevice::readyRead, this, [&] { received += link.receiver->readAll(); });
    QVERIFY(spinUntil([&] { return link.receiver->state() == Device::State::Closed; }));
    QCOMPARE(received.size(), Size);
    QCOMPARE(firstDifference(received), -1);
    QVERIFY(!link.receiver->error());
}

// Sending fails for good while reading is short of memory.
void tst_Shortages::closedPeerIsReadToItsEnd()
{
    auto [near, far] = UnixSocket::createPair();
    near->write(pattern(10'000));
    QVERIFY(near->waitForBytesWritten(5000));
    near->abort();
    FaultPoint::arm(Call::Receive, ENOMEM, 1, Times);
    FaultPoint::arm(Call::ReceiveMessage, ENOMEM, 1, Times);
    far->write("nobody reads this");
    QVERIFY(spinUntil([&, &socket = far] { return socket->state() == Device::State::Closed; }));
    QCOMPARE(far->readAll(), pattern(10'000));
    QCOMPARE(far->error().code(), Error::PeerClosed);
}

void tst_Shortages::blockingCallsOfAThread_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("ENOBUFS") << ENOBUFS;
    QTest::newRow("ENOMEM") << ENOMEM;
}

void tst_Shortages::blockingCallsOfAThread()
{
    QFETCH(int, error);
    QTemporaryFile file;
    QVERIFY(file.open());
    const auto io = os::BlockingIo::make(
        OwnedHandle(::open(file.fileName().toLocal8Bit().constData(), O_RDWR | O_CLOEXEC)));
    FaultPoint::arm(Call::Send, error, 1, 2);
    const auto written = io->write("text", 4);
    QVERIFY(written);
    QCOMPARE(*written, 4);
    QCOMPARE(::lseek(int(io->handle()), 0, SEEK_SET), 0);
    FaultPoint::arm(Call::Receive, error, 1, 2);
    char text[8] = {};
    const auto read = io->read(text, sizeof text);
    QVERIFY(read);
    QCOMPARE(QByteArray(text), "text");
}

QTEST_GUILESS_MAIN(tst_Shortages)
#include "tst_shortages.moc"
