// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests takeHandle() of every Unix device. tst_handedover tests the common part.

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>

#include <QtCore/qtemporarydir.h>
#include <QtCore/qtemporaryfile.h>

#include <memory>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using namespace QtInterprocess;
using namespace TestSupport;
using State = Device::State;

class tst_TakenHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manySockets_continueInOtherDevices();
    void packetsOfATakenHandle_keepTheirBoundaries();
    void datagramSocket_continuesInAnotherDevice();
    void boundDatagramSocket_losesItsFile();
    void pipeEnds_continueInOtherDevices();
    void fifo_continuesInAnotherDevice();
    void fileWrittenByAThread_givesNoHandle();
    void handleOfARefusingSocket_canReceiveHandles();
    void halfClosedSocket_staysHalfClosed();
    void takenHandle_isNonBlockingAndCloseOnExec();
};

// So many sockets use epoll, which keeps a descriptor until it is removed.
void tst_TakenHandles::manySockets_continueInOtherDevices()
{
    std::vector<std::unique_ptr<UnixSocket>> fars;
    std::vector<std::unique_ptr<UnixSocket>> olds;
    std::vector<std::unique_ptr<UnixSocket>> news;
    for (int i = 0; i < 20; ++i) {
        auto [near, far] = UnixSocket::createPair();
        QVERIFY(near && far);
        near->write("x");
        olds.push_back(std::move(near));
        fars.push_back(std::move(far));
    }
    QVERIFY(spinUntil([&] { return fars.back()->bytesAvailable() == 1; }));
    for (const auto &old : olds) {
        news.push_back(std::make_unique<UnixSocket>());
        QVERIFY(news.back()->adopt(old->takeHandle()));
    }
    for (size_t i = 0; i < news.size(); ++i) {
        news[i]->write("from new");
        fars[i]->write("to new");
    }
    for (size_t i = 0; i < news.size(); ++i)
        QVERIFY(spinUntil([&] { return news[i]->bytesAvailable() == 6 && fars[i]->bytesAvailable() == 9; }));
    olds.clear(); // closes no descriptor
    QCoreApplication::processEvents();
    for (size_t i = 0; i < news.size(); ++i)
        QVERIFY(news[i]->isValid() && fars[i]->isValid());
}

void tst_TakenHandles::packetsOfATakenHandle_keepTheirBoundaries()
{
    const auto ends = UnixSeqPacketSocket::createPair();
    const auto &near = ends.first;
    const auto &far = ends.second;
    QVERIFY(near && far);
    QVERIFY(far->writeMessage("read before") && far->writeMessage("second"));
    QVERIFY(spinUntil([&] { return near->bytesAvailable() == 17; }));
    QVERIFY(near->writeMessage("queued"));
    UnixSeqPacketSocket next;
    QVERIFY(next.adopt(near->takeHandle()));
    QCOMPARE(near->readMessage(), QByteArray("read before"));
    QCOMPARE(near->readMessage(), QByteArray("second"));
    QVERIFY(spinUntil([&] { return !near->isOpen(); }));
    QVERIFY(far->writeMessage("after"));
    QVERIFY(spinUntil([&] { return next.hasPendingMessages() && far->hasPendingMessages(); }));
    QCOMPARE(next.readMessage(), QByteArray("after"));
    QCOMPARE(far->readMessage(), QByteArray("queued"));
}

void tst_TakenHandles::datagramSocket_continuesInAnotherDevice()
{
    const auto ends = UnixDatagramSocket::createPair();
    const auto &near = ends.first;
    const auto &far = ends.second;
    QVERIFY(near && far);
    UnixDatagramSocket next;
    QVERIFY(next.adopt(near->takeHandle()));
    QVERIFY(far->writeMessage("one"));
    QVERIFY(spinUntil([&] { return next.hasPendingMessages(); }));
    QCOMPARE(next.readMessage(), QByteArray("one"));
}

void tst_TakenHandles::boundDatagramSocket_losesItsFile()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("s"));
    UnixDatagramSocket socket;
    QVERIFY(socket.bind(UnixAddress::fromPath(path)));
    QVERIFY(QFile::exists(path));
    const OwnedHandle handle = socket.takeHandle();
    QVERIFY(handle.isValid());
    QVERIFY(!QFile::exists(path));
}

void tst_TakenHandles::pipeEnds_continueInOtherDevices()
{
    const Pipe pipe = createPipe();
    QVERIFY(pipe.reader && pipe.writer);
    pipe.writer->write("before");
    PipeWriter writer;
    QVERIFY(writer.adopt(pipe.writer->takeHandle()));
    PipeReader reader;
    QVERIFY(reader.adopt(pipe.reader->takeHandle()));
    writer.write(", after");
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() + pipe.reader->bytesAvailable() == 13; }));
    writer.close();
    QVERIFY(spinUntil([&] { return reader.state() == State::Closed; }));
    QCOMPARE(pipe.reader->readAll() + reader.readAll(), QByteArray("before, after"));
}

void tst_TakenHandles::fifo_continuesInAnotherDevice()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("f"));
    QVERIFY(!Fifo::create(path));
    Fifo in(path);
    in.setRemoveOnClose(true);
    QVERIFY(in.open(QIODevice::ReadOnly));
    QVERIFY(!in.takeHandle().isValid()); // no writer yet
    QVERIFY(in.error() == Error::InvalidOperation);
    Fifo out(path);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("x"); // on systems that do not report a writer, its first byte does
    QVERIFY(spinUntil([&] { return in.isValid() && out.isValid(); }));
    PipeReader reader;
    QVERIFY(reader.adopt(in.takeHandle()));
    QVERIFY(!QFile::exists(path));
    out.write("y");
    QVERIFY(spinUntil([&] { return in.bytesAvailable() + reader.bytesAvailable() == 2; }));
}

void tst_TakenHandles::fileWrittenByAThread_givesNoHandle()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    PipeWriter writer;
    QVERIFY(writer.adopt(OwnedHandle(::dup(file.handle()))));
    QVERIFY(!writer.takeHandle().isValid());
    QVERIFY(writer.error() == Error::Unsupported);
    QVERIFY(writer.isValid());
    writer.write("x");
    writer.close();
    QVERIFY(spinUntil([&] { return writer.state() == State::Closed; }));
    QCOMPARE(file.size(), 1);
}

// After the first read, a socket that accepts no handles refuses them, if the system can.
void tst_TakenHandles::handleOfARefusingSocket_canReceiveHandles()
{
    const auto ends = UnixSocket::createPair();
    const auto &near = ends.first;
    const auto &far = ends.second;
    QVERIFY(near && far);
    far->write("x");
    QVERIFY(spinUntil([&] { return near->bytesAvailable() == 1; }));
    UnixSocket next;
    next.setMaximumPendingHandles(1);
    QVERIFY(next.adopt(near->takeHandle()));
    std::vector<OwnedHandle> handles;
    handles.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    QCOMPARE(far->write("y", std::move(handles)), 1);
    QVERIFY(spinUntil([&] { return next.bytesAvailable() == 1; }));
    QCOMPARE(next.pendingHandles(), 1);
    QVERIFY(!far->error());
}

void tst_TakenHandles::halfClosedSocket_staysHalfClosed()
{
    const auto ends = UnixSocket::createPair();
    const auto &near = ends.first;
    const auto &far = ends.second;
    QVERIFY(near && far);
    near->write("last");
    near->closeWriteChannel();
    UnixSocket next;
    QVERIFY(next.adopt(near->takeHandle()));
    QVERIFY(spinUntil([&] { return far->bytesAvailable() == 4; }));
    far->write("answer");
    far->close();
    QVERIFY(spinUntil([&] { return next.state() == State::Closed || next.bytesAvailable() == 6; }));
    QCOMPARE(next.readAll(), QByteArray("answer"));
}

void tst_TakenHandles::takenHandle_isNonBlockingAndCloseOnExec()
{
    const auto ends = UnixSocket::createPair();
    const auto &near = ends.first;
    const auto &far = ends.second;
    QVERIFY(near && far);
    const OwnedHandle handle = near->takeHandle();
    QVERIFY(::fcntl(int(handle.get()), F_GETFL) & O_NONBLOCK);
    QVERIFY(::fcntl(int(handle.get()), F_GETFD) & FD_CLOEXEC);
}

QTEST_GUILESS_MAIN(tst_TakenHandles)
#include "tst_takenhandles.moc"
