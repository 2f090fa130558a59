// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Pipes in packet mode, beyond the common properties of devices (tst_conformance_messages).

#include "os/unix/call.h"
#include "testsupport/unix/messagepairs.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/PipeReader>

#include <QtTest/qsignalspy.h>

#include <memory>

#include <fcntl.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

class tst_PacketPipe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }

    void withoutPacketPipes_failsWithUnsupported();
    void sizes_data();
    void sizes();
    void messageBoundaries_areKept();
    void messageLargerThanAPipePacket_isRefused();
    void largerThanTheLimitOfTheReader();
    void moreThanThePipeHolds();
    void writeBufferSize_isRespected();
    void lingersWithBoundaries();
    void closedReader_isReported();
    void severalWriters();
    void readsFromAChild();
    void writesToAChild();
    void adoption();
    void unusableHandles_areNotAdopted();
    void neitherEndIsInherited();
    void everyCallFailingOnce_isHandled();
    void outOfDescriptors();
};

#define NEEDS_PACKETS() \
    if (!createPacketPipe()) \
    QSKIP("this system has no packet pipes")

void tst_PacketPipe::withoutPacketPipes_failsWithUnsupported()
{
    const PacketPipe pipe = createPacketPipe();
    if (pipe) {
        QVERIFY(!pipe.error);
        return;
    }
    QVERIFY(!pipe.reader && !pipe.writer);
    QCOMPARE(pipe.error.code(), Error::Unsupported);
    PacketPipeReader reader;
    QVERIFY(!reader.createPipe());
    QCOMPARE(reader.error().code(), Error::Unsupported);
    int fds[2];
    QCOMPARE(::pipe(fds), 0);
    QVERIFY(!reader.adopt(OwnedHandle(fds[0])));
    QCOMPARE(reader.error().code(), Error::Unsupported);
    QCOMPARE(::fcntl(fds[0], F_GETFD), -1);
    ::close(fds[1]);
}

void tst_PacketPipe::sizes_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 1, 2, 511, 512, 4095, 4096 })
        QTest::addRow("%d", size) << size;
}

void tst_PacketPipe::sizes()
{
    NEEDS_PACKETS();
    QFETCH(const int, size);
    const PacketPipe pipe = createPacketPipe();
    const QByteArray message = pattern(size, 3);
    QVERIFY(pipe.writer->writeMessage(message));
    QVERIFY(spinUntil([&] { return pipe.reader->hasPendingMessages(); }));
    QCOMPARE(pipe.reader->pendingMessageSize(), size);
    QVERIFY(pipe.reader->readMessage() == message);
    QVERIFY(!pipe.reader->hasPendingMessages());
}

void tst_PacketPipe::messageBoundaries_areKept()
{
    NEEDS_PACKETS();
    const PacketPipe pipe = createPacketPipe();
    QByteArrayList sent;
    for (int round = 0; round < 100; ++round) {
        for (const int size : { 1, 7, 512, 4096, 100 })
            sent += pattern(size, quint64(round) * 1000 + quint64(size));
    }
    for (const QByteArray &message : std::as_const(sent))
        QVERIFY(pipe.writer->writeMessage(message));
    QVERIFY(messagesOf(*pipe.reader, sent.size()) == sent);
}

void tst_PacketPipe::messageLargerThanAPipePacket_isRefused()
{
    NEEDS_PACKETS();
    const PacketPipe pipe = createPacketPipe();
    QSignalSpy errors(pipe.writer.get(), &Device::errorOccurred);
    QVERIFY(!pipe.writer->writeMessage(QByteArray(4097, 'x')));
    QCOMPARE(pipe.writer->error().code(), Error::MessageTooLarge);
    QVERIFY2(pipe.writer->error().message().contains(QStringLiteral("4096")),
             qPrintable(pipe.writer->error().message()));
    QCOMPARE(pipe.writer->write(QByteArray(5000, 'x')), -1);
    QVERIFY(!pipe.writer->writeMessage(QByteArray()));
    QCOMPARE(pipe.writer->error().code(), Error::Unsupported);
    QVERIFY(!pipe.reader->isWritable());
    QVERIFY(!pipe.reader->writeMessage("x"));
    QCOMPARE(pipe.reader->error().code(), Error::InvalidOperation);
    QVERIFY(pipe.writer->writeMessage("goes on"));
    QCOMPARE(messagesOf(*pipe.reader, 1), QByteArrayList({ "goes on" }));
    QCOMPARE(errors.count(), 0);
}

// Messages that came before are read first.
void tst_PacketPipe::largerThanTheLimitOfTheReader()
{
    NEEDS_PACKETS();
    const PacketPipe pipe = createPacketPipe();
    pipe.reader->setMaximumMessageSize(100);
    for (const int size : { 1, 100, 101, 5 })
        QVERIFY(pipe.writer->writeMessage(QByteArray(size, 'x')));
    const QByteArrayList messages = messagesOf(*pipe.reader, 4);
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages[1].size(), 100);
    QCOMPARE(pipe.reader->state(), Device::State::Closed);
    QCOMPARE(pipe.reader->error().code(), Error::MessageTooLarge);
}

void tst_PacketPipe::moreThanThePipeHolds()
{
    NEEDS_PACKETS();
    const PacketPipe pipe = createPacketPipe();
    pipe.reader->setReadBufferSize(1); // one message
    qint64 written = 0;
    connect(pipe.writer.get(), &QIODevice::bytesWritten, this, [&](qint64 bytes) { written += bytes; });
    QByteArrayList sent;
    for (int i = 0; i < 1000; ++i) {
        sent += pattern(1 + i % 50, quint64(i));
        QVERIFY(pipe.writer->writeMessage(sent.last()));
    }
    pipe.writer->flush();
    QVERIFY(pipe.writer->bytesToWrite() > 0);
    QVERIFY(messagesOf(*pipe.reader, sent.size()) == sent);
    QCOMPARE(pipe.writer->bytesToWrite(), 0);
    qint64 total = 0;
    for (const QByteArray &message : std::as_const(sent))
        total += message.size();
    QVERIFY(spinUntil([&] { return written == total; }));
}

void tst_PacketPipe::writeBufferSize_isRespected()
{
    NEEDS_PACKETS();
    PipeOptions options;
    options.setCapacity(4096); // one page: one message
    const PacketPipe pipe = createPacketPipe(options);
    pipe.reader->setReadBufferSize(1);
    pipe.writer->setWriteBufferSize(1000);
    int accepted = 0;
    while (accepted < 1000 && pipe.writer->writeMessage(QByteArray(100, 'x'))) {
        pipe.writer->flush();
        ++accepted;
    }
    QVERIFY2(accepted < 100, qPrintable(QString::number(accepted)));
    QCOMPARE(pipe.writer->error().code(), Error::ResourceExhausted);
    QCOMPARE(messagesOf(*pipe.reader, accepted).size(), accepted);
}

void tst_PacketPipe::lingersWithBoundaries()
{
    NEEDS_PACKETS();
    PacketPipe pipe = createPacketPipe();
    pipe.reader->setReadBufferSize(1);
    QByteArrayList sent;
    for (int i = 0; i < 200; ++i) {
        sent += pattern(1 + i * 20, quint64(i));
        QVERIFY(pipe.writer->writeMessage(sent.last()));
    }
    pipe.writer.reset();
    QVERIFY(!Device::drainAll(0));
    QVERIFY(messagesOf(*pipe.reader, sent.size() + 1) == sent);
    QCOMPARE(pipe.reader->state(), Device::State::Closed);
    QVERIFY(!pipe.reader->error());
    QVERIFY(Device::drainAll(5000));
}

void tst_PacketPipe::closedReader_isReported()
{
    NEEDS_PACKETS();
    for (const bool withSomethingLeft : { false, true }) {
        PacketPipe pipe = createPacketPipe();
        SignalLog log(*pipe.writer);
        if (withSomethingLeft) {
            for (int i = 0; i < 100; ++i)
                QVERIFY(pipe.writer->writeMessage("x"));
            pipe.writer->flush();
        }
        pipe.reader.reset();
        QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
        QCOMPARE(pipe.writer->error().code(), withSomethingLeft ? Error::PeerClosed : Error::NoError);
        QVERIFY(!pipe.writer->writeMessage("too late"));
    }
}

// Each message stays whole while several writers write at once.
void tst_PacketPipe::severalWriters()
{
    NEEDS_PACKETS();
    PacketPipe pipe = createPacketPipe();
    std::vector<std::unique_ptr<Worker>> threads;
    constexpr int Writers = 4;
    constexpr int Each = 500;
    for (int i = 0; i < Writers; ++i) {
        OwnedHandle copy(::fcntl(int(pipe.writer->nativeHandle()), F_DUPFD_CLOEXEC, 0));
        threads.push_back(std::make_unique<Worker>([i, fd = copy.release()] {
            PacketPipeWriter writer;
            if (!writer.adopt(OwnedHandle(fd)))
                return;
            for (int n = 0; n < Each; ++n)
                writer.writeMessage(QByteArray(1 + (n * 37) % 4096, char('a' + i)));
            writer.close();
            Device::drainAll(20000);
        }));
        threads.back()->start();
    }
    pipe.writer->close();
    const QByteArrayList messages = messagesOf(*pipe.reader, Writers * Each + 1);
    QCOMPARE(messages.size(), Writers * Each);
    for (const QByteArray &message : messages)
        QCOMPARE(message.count(message[0]), message.size());
    for (const auto &thread : threads)
        QVERIFY(thread->join());
}

static const char Sender[] = "import os, sys\n"
                             "fd = int(sys.argv[1])\n"
                             "for i in range(1, 101): os.write(fd, b'%d ' % i * 3)\n"
                             "os.write(fd, b'x' * 5000)\n";

void tst_PacketPipe::readsFromAChild()
{
    NEEDS_PACKETS();
    PacketPipeReader reader;
    ChildHandles handles;
    const qintptr number = handles.add(reader.createPipe(), 3);
    QProcess python;
    python.setProgram(QStringLiteral("python3"));
    python.setArguments({ QStringLiteral("-c"), QString::fromLatin1(Sender), QString::number(number) });
    handles.start(python);
    const QByteArrayList messages = messagesOf(reader, 1000);
    QCOMPARE(reader.state(), Device::State::Closed);
    QVERIFY(!reader.error());
    QCOMPARE(messages.size(), 102); // the last write is too large for one packet
    QCOMPARE(messages[6], QByteArray("7 7 7 "));
    QCOMPARE(messages[100].size(), 4096);
    QCOMPARE(messages[101].size(), 5000 - 4096);
    QVERIFY(spinUntil([&] { return python.state() == QProcess::NotRunning; }));
}

static const char Receiver[] = "import os, sys\n"
                               "sizes = []\n"
                               "while True:\n"
                               "    packet = os.read(int(sys.argv[1]), 65536)\n"
                               "    if not packet: break\n"
                               "    sizes.append(str(len(packet)))\n"
                               "print(','.join(sizes))\n";

void tst_PacketPipe::writesToAChild()
{
    NEEDS_PACKETS();
    PacketPipeWriter writer;
    ChildHandles handles;
    const qintptr number = handles.add(writer.createPipe());
    QProcess python;
    python.setProgram(QStringLiteral("python3"));
    python.setArguments({ QStringLiteral("-c"), QString::fromLatin1(Receiver), QString::number(number) });
    handles.start(python);
    for (const int size : { 5, 1, 4096, 17 })
        QVERIFY(writer.writeMessage(QByteArray(size, 'x')));
    writer.close();
    QVERIFY(spinUntil([&] { return python.state() == QProcess::NotRunning; }));
    QCOMPARE(python.readAllStandardOutput().trimmed(), QByteArray("5,1,4096,17"));
}

void tst_PacketPipe::adoption()
{
    NEEDS_PACKETS();
    PacketPipeReader reader;
    PacketPipeWriter writer;
    const qintptr fd = reader.createPipe().release();
    QVERIFY(!(::fcntl(int(fd), F_GETFL) & O_NONBLOCK)); // as programs expect it
    QVERIFY(writer.adopt(OwnedHandle(fd)));
    QVERIFY(::fcntl(int(fd), F_GETFL) & O_NONBLOCK);
    QVERIFY(!writer.createPipe()); // it is open
    QCOMPARE(writer.error().code(), Error::InvalidOperation);
    QVERIFY(writer.writeMessage("one") && writer.writeMessage("two"));
    QCOMPARE(messagesOf(reader, 2), QByteArrayList({ "one", "two" }));

    PacketPipeReader adopted;
    PacketPipeWriter maker;
    QVERIFY(adopted.adopt(maker.createPipe()));
    QVERIFY(::fcntl(int(adopted.nativeHandle()), F_GETFL) & O_NONBLOCK);
    QVERIFY(maker.writeMessage("one") && maker.writeMessage("two"));
    QCOMPARE(messagesOf(adopted, 2), QByteArrayList({ "one", "two" }));
}

void tst_PacketPipe::unusableHandles_areNotAdopted()
{
    NEEDS_PACKETS();
    PacketPipeReader reader;
    PacketPipeWriter writer;
    const auto refuses = [](auto &device, int fd) {
        const bool adopted = device.adopt(OwnedHandle(fd));
        return !adopted && device.error().code() == Error::InvalidOperation && ::fcntl(fd, F_GETFD) == -1;
    };
    int fds[2];
    QVERIFY(Raw::pipe(fds)); // of bytes
    QVERIFY(refuses(reader, fds[0]));
    QVERIFY(refuses(writer, fds[1]));
    // Only the direction of these ends is wrong.
    PacketPipeReader otherReader;
    PacketPipeWriter otherWriter;
    OwnedHandle toRead = otherWriter.createPipe();
    OwnedHandle toWrite = otherReader.createPipe();
    QVERIFY(refuses(writer, ::dup(int(toRead.get()))));
    QVERIFY(refuses(reader, ::dup(int(toWrite.get()))));
    QVERIFY(refuses(reader, ::open("/dev/null", O_RDONLY | O_CLOEXEC)));
    QVERIFY(!reader.adopt(OwnedHandle()));
    QCOMPARE(reader.state(), Device::State::Closed);
    QVERIFY(reader.adopt(std::move(toRead)));
    QVERIFY(writer.adopt(std::move(toWrite)));
}

void tst_PacketPipe::neitherEndIsInherited()
{
    NEEDS_PACKETS();
    PacketPipeReader reader;
    const OwnedHandle other = reader.createPipe();
    QVERIFY(::fcntl(int(other.get()), F_GETFD) & FD_CLOEXEC);
    QVERIFY(::fcntl(int(reader.nativeHandle()), F_GETFD) & FD_CLOEXEC);
}

void tst_PacketPipe::everyCallFailingOnce_isHandled()
{
    NEEDS_PACKETS();
    const auto scenario = [] {
        PacketPipe pipe = createPacketPipe();
        if (!pipe)
            return pipe.error.code() != Error::NoError;
        for (int i = 0; i < 40; ++i)
            pipe.writer->writeMessage(QByteArray(1 + i, 'x'));
        bool failed = bool(pipe.writer->error());
        pipe.writer.reset(); // the background sends the rest, because no event loop runs here
        QByteArrayList got;
        for (int failures = 0; pipe.reader->state() == Device::State::Connected && failures < 2;) {
            failures += !pipe.reader->waitForReadyRead(20000); // the first failure can be that of poll()
            while (pipe.reader->hasPendingMessages())
                got += pipe.reader->readMessage();
        }
        failed = !Device::drainAll(5000) || failed;
        return got.size() == 40 || failed || bool(pipe.reader->error());
    };
    (void)scenario(); // creates the objects that exist once per thread
    const int before = openDescriptors();
    for (const Call call : { Call::CreatePipe, Call::SetFlags, Call::Receive, Call::Send, Call::Poll }) {
        for (const int error : { EIO, EMFILE }) {
            for (int number = 1; number <= 60; ++number) {
                FaultPoint::arm(call, error, number);
                const bool allRight = scenario();
                const int calls = FaultPoint::calls(call);
                FaultPoint::disarmAll();
                QVERIFY2(allRight, qPrintable(QStringLiteral("call %1, number %2").arg(int(call)).arg(number)));
                if (calls < number)
                    break;
            }
        }
    }
    (void)Device::drainAll(5000);
    QCOMPARE(openDescriptors(), before);
}

void tst_PacketPipe::outOfDescriptors()
{
    NEEDS_PACKETS();
    FaultPoint::arm(Call::CreatePipe, EMFILE);
    const PacketPipe pipe = createPacketPipe();
    QVERIFY(!pipe);
    QCOMPARE(pipe.error.code(), Error::ResourceExhausted);
}

QTEST_GUILESS_MAIN(tst_PacketPipe)
#include "tst_packetpipe.moc"
