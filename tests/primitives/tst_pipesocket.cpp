// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The properties of a stream over two pipes that other devices lack; tst_conformance tests the
// common ones.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeSocket>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qtemporaryfile.h>

using namespace QtInterprocess;
using namespace TestSupport;
using State = Device::State;

class tst_PipeSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void childOverItsStandardStreams();
    void halfCloseOfThePeer_leavesTheOutput();
    void peerThatClosesItsInputFirst_canStillSend();
    void outputOfADestroyedDevice_reachesAPeerThatWritesFirst();
    void outputByThreads_reachesAPeerThatWritesFirst();
    void childWithAFileAndAPipe();
    void takenHandles_workInAnotherDevice();
    void takenHandleAlone_isRefused();
    void takenHandlesAfterAHalfClose_areTheReaderAlone();
    void createPeer_needsAClosedDevice();
    void unusableHandles_areRefused();
};

void tst_PipeSocket::childOverItsStandardStreams()
{
    PipeSocket socket;
    PipeHandles peer = socket.createPeer();
    QVERIFY(peer);
    ChildHandles handles;
    handles.add(std::move(peer.reader), 0);
    handles.add(std::move(peer.writer), 1);
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("duplex"), QStringLiteral("-") });
    handles.start(process);
    const QByteArray data(1000 * 1000, 'a');
    socket.write(data);
    QByteArray received;
    connect(&socket, &PipeSocket::readyRead, this, [&] { received += socket.readAll(); });
    QVERIFY(spinUntil([&] { return received.size() == data.size(); }));
    socket.closeWriteChannel();
    // Only the child has its ends of the streams, so the parent notices its close().
    QVERIFY(spinUntil([&] { return received.endsWith('.'); }));
    QVERIFY(spinUntil([&] { return socket.state() == State::Closed; }));
    QVERIFY(received == data.toUpper() + '.');
    QVERIFY(spinUntil([&] { return process.state() == QProcess::NotRunning; }));
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardError().trimmed(), QByteArray("printed by somebody else"));
}

void tst_PipeSocket::halfCloseOfThePeer_leavesTheOutput()
{
    const auto ends = PipeSocket::createPair();
    const auto &near = ends.first;
    const auto &far = ends.second;
    QVERIFY(near && far);
    SignalLog log(*near);
    far->write("question");
    far->closeWriteChannel();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("readChannelFinished")) == 1; }));
    QVERIFY(near->isValid());
    near->write("answer");
    near->close();
    QVERIFY(spinUntil([&] { return far->state() == State::Closed && near->state() == State::Closed; }));
    QCOMPARE(far->readAll(), QByteArray("answer"));
    QVERIFY(!near->error() && !far->error());
}

void tst_PipeSocket::peerThatClosesItsInputFirst_canStillSend()
{
    PipeSocket socket;
    PipeHandles peer = socket.createPeer();
    PipeWriter writer;
    QVERIFY(writer.adopt(std::move(peer.writer)));
    peer.reader.reset();
    writer.write("still speaks");
    QVERIFY(spinUntil([&] { return socket.bytesAvailable() == 12; }));
    QVERIFY(socket.isValid()); // nothing was written
    writer.close();
    QVERIFY(spinUntil([&] { return socket.state() == State::Closed; }));
    QVERIFY(!socket.error());
    QCOMPARE(socket.readAll(), QByteArray("still speaks"));
}

namespace {

// Sends more than any pipe buffers in both directions at once. The peer writes everything before
// it reads.
void expectAllFrom(Device &writer, Device &reader, const QByteArray &sent)
{
    const QByteArray other(3 * 1000 * 1000, 'b');
    writer.write(other);
    QVERIFY(spinUntil([&] { return writer.bytesToWrite() == 0; }));
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == sent.size() && reader.state() == State::Closed; }));
    QVERIFY(reader.readAll() == sent);
    QVERIFY(Device::drainAll(20000));
}

} // namespace

void tst_PipeSocket::outputOfADestroyedDevice_reachesAPeerThatWritesFirst()
{
    auto socket = std::make_unique<PipeSocket>();
    PipeHandles peer = socket->createPeer();
    const QByteArray sent = pattern(3 * 1000 * 1000);
    socket->write(sent);
    socket.reset();
    PipeWriter writer;
    QVERIFY(writer.adopt(std::move(peer.writer)));
    writer.write(QByteArray(1000 * 1000, 'b'));
    QVERIFY(spinUntil([&] { return writer.bytesToWrite() == 0; }));
    PipeReader reader;
    QVERIFY(reader.adopt(std::move(peer.reader)));
    expectAllFrom(writer, reader, sent);
}

// On Windows, threads serve the ends of createPipe() that are meant for other processes.
void tst_PipeSocket::outputByThreads_reachesAPeerThatWritesFirst()
{
    PipeWriter writer;
    PipeReader reader;
    auto socket = std::make_unique<PipeSocket>();
    QVERIFY(socket->adopt(writer.createPipe(), reader.createPipe()));
    const QByteArray sent = pattern(3 * 1000 * 1000);
    reader.setReadBufferSize(1);
    socket->write(sent);
    socket.reset();
    writer.write(QByteArray(1000 * 1000, 'b'));
    QVERIFY(spinUntil([&] { return writer.bytesToWrite() == 0; }));
    reader.setReadBufferSize(0);
    expectAllFrom(writer, reader, sent);
}

// A file cannot be waited for, so a thread serves each handle.
void tst_PipeSocket::childWithAFileAndAPipe()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("from a file");
    file.close();
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("duplex"), QStringLiteral("-") });
    process.setStandardInputFile(file.fileName());
    process.start();
    QVERIFY(spinUntil([&] { return process.state() == QProcess::NotRunning; }));
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardOutput(), QByteArray("FROM A FILE."));
}

void tst_PipeSocket::takenHandles_workInAnotherDevice()
{
    auto [near, far] = PipeSocket::createPair();
    QVERIFY(near && far);
    far->write("before");
    QVERIFY(spinUntil([&, near = near.get()] { return near->bytesAvailable() == 6; }));
    near->write("queued");
    PipeHandles handles = near->takeHandles();
    QVERIFY(handles);
    QCOMPARE(near->readAll(), QByteArray("before"));
    QVERIFY(spinUntil([near = near.get()] { return near->state() == State::Closed; }));
    PipeSocket next;
    QVERIFY(next.adopt(std::move(handles.reader), std::move(handles.writer)));
    far->write("after");
    next.write(" and on");
    QVERIFY(spinUntil([&, far = far.get()] { return next.bytesAvailable() == 5 && far->bytesAvailable() == 13; }));
    QVERIFY(far->isValid() && next.isValid());
}

void tst_PipeSocket::takenHandleAlone_isRefused()
{
    const auto ends = PipeSocket::createPair();
    QVERIFY(!ends.first->takeHandle().isValid());
    QVERIFY(ends.first->error() == Error::Unsupported);
    QVERIFY(ends.first->isValid());
    ends.first->write("goes on");
    QVERIFY(spinUntil([&] { return ends.second->bytesAvailable() == 7; }));
    PipeSocket closed;
    QVERIFY(!closed.takeHandles());
    QVERIFY(closed.error() == Error::InvalidOperation);
}

void tst_PipeSocket::takenHandlesAfterAHalfClose_areTheReaderAlone()
{
    const auto ends = PipeSocket::createPair();
    SignalLog log(*ends.second);
    ends.first->closeWriteChannel();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("readChannelFinished")) == 1; }));
    PipeHandles handles = ends.first->takeHandles();
    QVERIFY(handles.reader.isValid() && !handles.writer.isValid());
    PipeReader reader;
    QVERIFY(reader.adopt(std::move(handles.reader)));
    ends.second->write("x");
    QVERIFY(spinUntil([&] { return reader.bytesAvailable() == 1; }));
}

void tst_PipeSocket::createPeer_needsAClosedDevice()
{
    PipeSocket socket;
    const PipeHandles peer = socket.createPeer();
    QVERIFY(peer);
    QVERIFY(!socket.createPeer());
    QVERIFY(socket.error() == Error::InvalidOperation);
    QVERIFY(socket.isValid());
}

void tst_PipeSocket::unusableHandles_areRefused()
{
    PipeReader reader;
    PipeWriter writer;
    PipeSocket socket;
    QVERIFY(!socket.adopt(reader.createPipe(), writer.createPipe())); // in the wrong order
    QVERIFY(socket.error() == Error::InvalidOperation);
    QCOMPARE(socket.state(), State::Closed);
    QVERIFY(!socket.adopt(OwnedHandle(), OwnedHandle()));
    QVERIFY(spinUntil([&] { return reader.state() == State::Closed; })); // both are closed
}

QTEST_GUILESS_MAIN(tst_PipeSocket)
#include "tst_pipesocket.moc"
