// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Unnamed pipes, the standard streams, and the handles that children receive.

#include "testsupport/testsupport.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qtemporaryfile.h>
#include <QtTest/qsignalspy.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Pipes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothEndsInOneProcess_carryBytes();
    void unusableHandles_areNotAdopted();
    void openDevice_keepsItsPipe();
    void reopenedWriter_deliversItsEarlierPipe();
    void nothingLeaks();
    void child_readsAndWrites();
    void unusableChildHandles_areRefused();
    void unrelatedChildrenInheritNothing();
    void childOfADeadParent_seesTheEnd();
    void standardStreamsAreCopied_data();
    void standardStreamsAreCopied();
    void childsStandardStreams_arePipesOfItsParent();
    void closedOutput_isAnError();
    void filesAsStandardStreams();
};

static bool hasFinished(QProcess &process)
{
    return process.state() == QProcess::NotRunning || process.waitForFinished();
}

void tst_Pipes::bothEndsInOneProcess_carryBytes()
{
    Pipe pipe = createPipe();
    QVERIFY(pipe);
    QVERIFY(!pipe.error);
    QCOMPARE(pipe.reader->openMode() & QIODevice::ReadWrite, QIODevice::ReadOnly);
    QCOMPARE(pipe.writer->openMode() & QIODevice::ReadWrite, QIODevice::WriteOnly);
    QCOMPARE(pipe.reader->state(), Device::State::Connected);
    pipe.writer->write("one line\nand another\n");
    QVERIFY(spinUntil([&] { return pipe.reader->bytesAvailable() == 21; }));
    QVERIFY(pipe.reader->canReadLine());
    QCOMPARE(pipe.reader->readLine(), QByteArray("one line\n"));
    pipe.writer.reset();
    QSignalSpy ended(pipe.reader.get(), &Device::disconnected);
    QVERIFY(ended.wait());
    QCOMPARE(pipe.reader->readAll(), QByteArray("and another\n"));
}

void tst_Pipes::unusableHandles_areNotAdopted()
{
    PipeReader reader;
    QSignalSpy errors(&reader, &Device::errorOccurred);
    QVERIFY(!reader.adopt(OwnedHandle()));
    QCOMPARE(reader.error().code(), Error::InvalidOperation);
    QCOMPARE(errors.count(), 0); // emitted later
    QVERIFY(errors.wait());
    const int before = openDescriptors();
    {
        PipeReader other;
        PipeWriter wrong;
        QVERIFY(!wrong.adopt(PipeWriter().createPipe())); // a reading end
        QCOMPARE(wrong.error().code(), Error::InvalidOperation);
        QVERIFY2(wrong.error().message().contains(QLatin1String("writing")), qPrintable(wrong.error().message()));
        OwnedHandle writeEnd = other.createPipe();
        PipeReader alsoWrong;
        QVERIFY(!alsoWrong.adopt(std::move(writeEnd)));
        QCOMPARE(alsoWrong.error().code(), Error::InvalidOperation);
        QVERIFY(spinUntil([&] { return other.state() == Device::State::Closed; })); // its only writer was closed
    }
    QVERIFY(spinUntil([&] { return openDescriptors() == before; }));
}

void tst_Pipes::openDevice_keepsItsPipe()
{
    Pipe pipe = createPipe();
    PipeReader other;
    const OwnedHandle end = other.createPipe();
    QVERIFY(!pipe.reader->adopt(end.duplicate()));
    QCOMPARE(pipe.reader->error().code(), Error::InvalidOperation);
    QVERIFY(!pipe.writer->createPipe());
    pipe.writer->write("still");
    QVERIFY(spinUntil([&] { return pipe.reader->bytesAvailable() == 5; }));
}

void tst_Pipes::reopenedWriter_deliversItsEarlierPipe()
{
    PipeWriter writer;
    PipeReader first, second;
    QVERIFY(first.adopt(writer.createPipe()));
    const QByteArray data = pattern(2 * 1024 * 1024);
    writer.write(data);
    writer.close();
    QVERIFY(second.adopt(writer.createPipe())); // while the first one is still closing
    writer.write("second");
    QVERIFY(spinUntil([&] { return second.bytesAvailable() == 6 && first.bytesAvailable() == data.size(); }));
    QVERIFY(first.readAll() == data);
}

void tst_Pipes::nothingLeaks()
{
    const auto round = [] {
        Pipe pipe = createPipe();
        PipeReader reader;
        PipeWriter writer;
        QVERIFY(writer.adopt(reader.createPipe())); // on some systems a thread serves this one
        QVERIFY(pipe.writer->write("x") == 1 && writer.write("y") == 1);
        pipe.writer->flush();
        QVERIFY(writer.bytesToWrite() == 0 || writer.waitForBytesWritten(5000));
        QVERIFY(pipe.reader->waitForReadyRead(5000) && reader.waitForReadyRead(5000));
        pipe.writer->write(QByteArray(1024 * 1024, 'x')); // goes to the background, and fails there
    };
    for (int i = 0; i < 3; ++i)
        round();
    (void)Device::drainAll(5000);
    const int before = openDescriptors();
    for (int i = 0; i < 50; ++i)
        round();
    (void)Device::drainAll(5000);
    QVERIFY(spinUntil([&] { return openDescriptors() <= before; }));
}

void tst_Pipes::child_readsAndWrites()
{
    PipeWriter orders;
    PipeReader results;
    ChildHandles handles;
    const qintptr in = handles.add(orders.createPipe());
    const qintptr out = handles.add(results.createPipe());
    QVERIFY(in != OwnedHandle::Invalid && out != OwnedHandle::Invalid);
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("relay"), QString::number(in), QString::number(out) });
    handles.start(process);
    QVERIFY(handles.isEmpty()); // the parent's copies are closed
    QVERIFY(process.waitForStarted());
    QByteArray received;
    connect(&results, &PipeReader::readyRead, this, [&] { received += results.readAll(); });
    const QByteArray data(3 * 1000 * 1000, 'a');
    orders.write(data);
    orders.close();
    QVERIFY(spinUntil([&] { return results.state() == Device::State::Closed; }));
    QVERIFY(received == data.toUpper());
    QVERIFY(hasFinished(process));
    QCOMPARE(process.exitCode(), 0);
}

void tst_Pipes::unusableChildHandles_areRefused()
{
    ChildHandles handles;
    QCOMPARE(handles.add(OwnedHandle()), qintptr(OwnedHandle::Invalid));
    QCOMPARE(handles.error().code(), Error::InvalidOperation);
    PipeReader first, second;
    QCOMPARE(handles.add(first.createPipe(), 1), qintptr(1));
    QVERIFY(!handles.error());
    QCOMPARE(handles.add(second.createPipe(), 1), qintptr(OwnedHandle::Invalid)); // the number is taken
    QCOMPARE(handles.error().code(), Error::InvalidOperation);
    QVERIFY(spinUntil([&] { return second.state() == Device::State::Closed; })); // the handle is closed
    QCOMPARE(first.state(), Device::State::Connected);
    ChildHandles moved = std::move(handles);
    QVERIFY(!moved.isEmpty());
    QVERIFY(handles.isEmpty() && !handles.error()); // the object that was moved from can be used again
    handles.clear();
    PipeReader third;
    QCOMPARE(handles.add(third.createPipe(), 1), qintptr(1));
    moved = std::move(handles);
    QVERIFY(handles.isEmpty() && !moved.isEmpty());
    QCOMPARE(third.state(), Device::State::Connected);
    moved.clear();
    QVERIFY(spinUntil([&] { return first.state() == Device::State::Closed; }));
}

// The end arrives only if no other process has the writing end.
void tst_Pipes::unrelatedChildrenInheritNothing()
{
    PipeReader results;
    PipeWriter orders;
    ChildHandles handles;
    const qintptr in = handles.add(orders.createPipe());
    const qintptr out = handles.add(results.createPipe());
    Peer before({ QStringLiteral("receive"), QStringLiteral("-") }); // runs until it gets input
    QVERIFY(before.waitForLine("READY"));
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("relay"), QString::number(in), QString::number(out) });
    handles.start(process);
    Peer after({ QStringLiteral("receive"), QStringLiteral("-") });
    QVERIFY(after.waitForLine("READY"));
    orders.write("order");
    orders.close();
    QVERIFY(spinUntil([&] { return results.state() == Device::State::Closed; }));
    QCOMPARE(results.readAll(), QByteArray("ORDER"));
    QCOMPARE(before.process.state(), QProcess::Running);
    QCOMPARE(after.process.state(), QProcess::Running);
    QVERIFY(hasFinished(process));
}

void tst_Pipes::childOfADeadParent_seesTheEnd()
{
    PipeReader said; // written by the grandchild, which has the handle from its parent
    ChildHandles handles;
    handles.add(said.createPipe(), 1);
    QProcess parent;
    parent.setProgram(testPeerProgram());
    parent.setArguments({ QStringLiteral("parent"), QStringLiteral("-") });
    handles.start(parent);
    QByteArray words;
    connect(&said, &PipeReader::readyRead, this, [&] { words += said.readAll(); });
    QVERIFY(spinUntil([&] { return words.contains("GOT hello"); }));
    QVERIFY(!words.contains("END"));
    parent.kill();
    QVERIFY(spinUntil([&] { return said.state() == Device::State::Closed; }));
    QVERIFY2(words.endsWith("END\n"), words.constData());
    QVERIFY(hasFinished(parent));
}

void tst_Pipes::standardStreamsAreCopied_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 0, 1, 65536, 8 * 1024 * 1024 })
        QTest::addRow("%d bytes", size) << size;
}

void tst_Pipes::standardStreamsAreCopied()
{
    QFETCH(int, size);
    const QByteArray data = pattern(size);
    QProcess process;
    process.start(testPeerProgram(), { QStringLiteral("copy"), QStringLiteral("-") });
    process.write(data);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    QVERIFY(process.readAllStandardOutput() == data);
}

void tst_Pipes::childsStandardStreams_arePipesOfItsParent()
{
    PipeWriter in;
    PipeReader out;
    ChildHandles handles;
    QCOMPARE(handles.add(in.createPipe(), 0), qintptr(0));
    QCOMPARE(handles.add(out.createPipe(), 1), qintptr(1));
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("copy"), QStringLiteral("-") });
    handles.start(process);
    const QByteArray data = pattern(1024 * 1024);
    in.write(data);
    in.close();
    QVERIFY(spinUntil([&] { return out.state() == Device::State::Closed; }));
    QVERIFY(out.readAll() == data);
    QVERIFY(hasFinished(process));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void tst_Pipes::closedOutput_isAnError()
{
    PipeReader out;
    ChildHandles handles;
    handles.add(out.createPipe(), 1);
    QProcess process;
    process.setProgram(testPeerProgram());
    process.setArguments({ QStringLiteral("copy"), QStringLiteral("-") });
    handles.start(process);
    QVERIFY(process.waitForStarted());
    process.write("first\n");
    QVERIFY(spinUntil([&] { return out.canReadLine(); }));
    out.abort(); // as head -1 does
    process.write(pattern(8 * 1024 * 1024));
    process.closeWriteChannel();
    QVERIFY(hasFinished(process));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit); // no signal ended it
    QCOMPARE(process.exitCode(), 3);
    const QByteArray complaint = process.readAllStandardError();
    QVERIFY2(complaint.contains("error " + QByteArray::number(Error::PeerClosed)), complaint.constData());
    QVERIFY2(complaint.contains("the standard output"), complaint.constData());
}

void tst_Pipes::filesAsStandardStreams()
{
    QTemporaryFile in, out;
    QVERIFY(in.open() && out.open());
    const QByteArray data = pattern(3 * 1000 * 1000);
    QCOMPARE(in.write(data), qint64(data.size()));
    in.close();
    out.close();
    QProcess process;
    process.setStandardInputFile(in.fileName());
    process.setStandardOutputFile(out.fileName());
    process.start(testPeerProgram(), { QStringLiteral("copy"), QStringLiteral("-") });
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    QFile written(out.fileName());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readAll() == data);
}

QTEST_GUILESS_MAIN(tst_Pipes)
#include "tst_pipes.moc"
