// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests Pump between devices of every kind.

#include "testsupport/scriptedstream.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/Pump>

#include <QtCore/qbuffer.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 BlockSize = 64 * 1024; // the block size of Pump

class PumpLog : public QObject
{
public:
    explicit PumpLog(Pump &pump)
    {
        connect(&pump, &Pump::errorOccurred, this, [this] { events += QStringLiteral("error"); });
        connect(&pump, &Pump::finished, this, [this] { events += QStringLiteral("finished"); });
    }

    QStringList events;
};

const QStringList Orderly { QStringLiteral("finished") };
const QStringList Failed { QStringLiteral("error"), QStringLiteral("finished") };

} // namespace

class tst_Pump : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void betweenPipes();
    void throughAProcess();
    void fromAFileToAFile();
    void slowTarget_holdsUpTheSource();
    void slowReaderOfAPipe_holdsUpTheWriter();
    void targetThatTakesAPart_getsTheRestLater();
    void targetEmitsBytesWrittenInWrite_getsAll();
    void transform_isAppliedAndEnded();
    void paused_takesNothing();
    void targetOpenForBoth_isLeftOpen();
    void targetOpenForWriting_isClosed();
    void targetThatIsKept_isLeftOpen();
    void writeThatFails_isReported();
    void targetIsClosed_isReported();
    void targetIsDestroyed_isReported();
    void targetThatIsNotOpen_isReported();
    void sourceThatFails_leavesTheTargetOpen();
    void sourceIsDestroyed_endsTheTarget();
    void destroyedInASlot_data();
    void destroyedInASlot();
    void slotMovesThePump_restIsPumpedInTheNewThread();

private:
    const PrivateRuntimeDirectory m_runtime;
};

void tst_Pump::betweenPipes()
{
    const Pipe in = createPipe();
    const Pipe out = createPipe();
    Pump pump(in.reader.get(), out.writer.get());
    PumpLog log(pump);
    const QByteArray data = pattern(3'000'000);
    QCOMPARE(in.writer->write(data), data.size());
    in.writer->close();
    QByteArray received;
    connect(out.reader.get(), &QIODevice::readyRead, this, [&] { received += out.reader->readAll(); });
    QVERIFY(spinUntil([&] { return out.reader->state() == Device::State::Closed; }));
    QVERIFY(received == data);
    QCOMPARE(log.events, Orderly);
    QCOMPARE(pump.bytesTransferred(), data.size());
    QVERIFY(!pump.error());
}

void tst_Pump::throughAProcess()
{
    QBuffer in;
    in.setData(pattern(300'000));
    QVERIFY(in.open(QIODevice::ReadOnly));
    QBuffer out;
    QVERIFY(out.open(QIODevice::WriteOnly));
    QProcess process;
    process.start(testPeerProgram(), { QStringLiteral("copy"), QStringLiteral("-") });
    const Pump there(&in, &process); // closes the standard input of the process
    Pump back(&process, &out);
    PumpLog log(back);
    QVERIFY(spinUntil([&] { return back.isFinished() && process.state() == QProcess::NotRunning; }));
    QVERIFY(there.isFinished());
    QVERIFY(out.data() == in.data());
    QVERIFY(!out.isOpen());
    QCOMPARE(log.events, Orderly);
}

void tst_Pump::fromAFileToAFile()
{
    const QTemporaryDir folder;
    QFile from(folder.filePath(QStringLiteral("from")));
    QFile to(folder.filePath(QStringLiteral("to")));
    const QByteArray data = pattern(2'500'000);
    QVERIFY(from.open(QIODevice::WriteOnly) && from.write(data) == data.size());
    from.close();
    QVERIFY(from.open(QIODevice::ReadOnly) && to.open(QIODevice::WriteOnly));
    const Pump pump(&from, &to);
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QVERIFY(!to.isOpen());
    QVERIFY(to.open(QIODevice::ReadOnly) && to.readAll() == data);
}

void tst_Pump::slowTarget_holdsUpTheSource()
{
    const Pipe out = createPipe(); // the reader reads nothing at first
    out.reader->setReadBufferSize(1000);
    QBuffer source;
    source.setData(pattern(20'000'000));
    QVERIFY(source.open(QIODevice::ReadOnly));
    Pump pump(&source, out.writer.get());
    QCOMPARE(pump.bufferSize(), 256 * 1024);
    pump.setBufferSize(100'000);
    QVERIFY(spinUntil([&] { return out.writer->bytesToWrite() >= 100'000; }));
    const qint64 taken = source.pos();
    for (int i = 0; i < 100; ++i)
        QCoreApplication::processEvents();
    QVERIFY(out.writer->bytesToWrite() <= 100'000 + BlockSize);
    QVERIFY2(source.pos() <= taken + 2 * BlockSize && taken < 2'000'000, qPrintable(QString::number(source.pos())));
    out.reader->setReadBufferSize(0);
    qint64 received = 0;
    bool isRight = true;
    connect(out.reader.get(), &QIODevice::readyRead, this, [&] {
        const QByteArray data = out.reader->readAll();
        isRight = isRight && firstDifference(data, quint64(received)) < 0;
        received += data.size();
    });
    QVERIFY(spinUntil([&] { return out.reader->state() == Device::State::Closed; }));
    QCOMPARE(received, 20'000'000);
    QVERIFY(isRight);
}

void tst_Pump::slowReaderOfAPipe_holdsUpTheWriter()
{
    const Pipe in = createPipe();
    const Pipe out = createPipe();
    in.reader->setReadBufferSize(100'000);
    out.reader->setReadBufferSize(100'000);
    in.writer->setWriteBufferSize(100'000);
    Pump pump(in.reader.get(), out.writer.get());
    pump.setBufferSize(100'000);
    const QByteArray block(10'000, 'x');
    qint64 accepted = 0;
    const auto write = [&] {
        const qint64 count = in.writer->write(block);
        accepted += count;
        return count < block.size();
    };
    int fullTurns = 0; // consecutive turns in which the target was full
    QVERIFY(spinUntil([&] {
        fullTurns = write() ? fullTurns + 1 : 0;
        return fullTurns > 20 && out.reader->bytesAvailable() == 100'000;
    }));
    QVERIFY2(accepted < 3'000'000, qPrintable(QString::number(accepted)));
    QCOMPARE(out.reader->bytesAvailable(), 100'000);
}

void tst_Pump::targetThatTakesAPart_getsTheRestLater()
{
    QBuffer source;
    source.setData(pattern(200'000));
    QVERIFY(source.open(QIODevice::ReadOnly));
    ScriptedStream target;
    target.room = 10;
    Pump pump(&source, &target);
    QVERIFY(spinUntil([&] { return target.written.size() == 10; }));
    QCoreApplication::processEvents();
    QCOMPARE(pump.bytesTransferred(), 0); // a block counts when all of it is written
    while (!pump.isFinished()) {
        target.giveRoom(12'345);
        QCoreApplication::processEvents();
    }
    QVERIFY(target.written == source.data());
    QCOMPARE(pump.bytesTransferred(), 200'000);
}

void tst_Pump::targetEmitsBytesWrittenInWrite_getsAll()
{
    QBuffer source;
    source.setData(pattern(2'000'000));
    QVERIFY(source.open(QIODevice::ReadOnly));
    ScriptedStream target;
    target.emitsInsideWrite = true;
    Pump pump(&source, &target);
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QVERIFY(target.written == source.data());
}

void tst_Pump::transform_isAppliedAndEnded()
{
    ScriptedStream source;
    ScriptedStream target;
    Pump pump(&source, &target);
    QByteArrayList calls;
    pump.setTransform([&](const QByteArray &block) {
        calls += block;
        return block.isEmpty() ? QByteArray("end") : block.toUpper();
    });
    source.feed("one");
    QVERIFY(spinUntil([&] { return target.written == "ONE"; }));
    source.feed("two");
    source.end();
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(target.written, QByteArray("ONETWOend"));
    QCOMPARE(calls, QByteArrayList({ "one", "two", "" }));
    QCOMPARE(pump.bytesTransferred(), 6);
}

void tst_Pump::paused_takesNothing()
{
    ScriptedStream source;
    ScriptedStream target;
    Pump pump(&source, &target);
    pump.setPaused(true);
    QVERIFY(pump.isPaused());
    source.feed("one");
    source.end();
    QCoreApplication::processEvents();
    QCOMPARE(source.bytesAvailable(), 3);
    QVERIFY(!pump.isFinished());
    pump.setPaused(false);
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(target.written, QByteArray("one"));
}

void tst_Pump::targetOpenForBoth_isLeftOpen()
{
    ScriptedStream source;
    ScriptedStream target;
    Pump pump(&source, &target);
    source.end();
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QVERIFY(target.isOpen());
}

void tst_Pump::targetOpenForWriting_isClosed()
{
    ScriptedStream source;
    QBuffer target;
    QVERIFY(target.open(QIODevice::WriteOnly));
    Pump pump(&source, &target);
    PumpLog log(pump);
    source.feed("all");
    source.end();
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QVERIFY(!target.isOpen());
    QCOMPARE(target.data(), QByteArray("all"));
    QCOMPARE(log.events, Orderly);
}

void tst_Pump::targetThatIsKept_isLeftOpen()
{
    ScriptedStream source;
    const Pipe out = createPipe();
    Pump pump(&source, out.writer.get());
    QVERIFY(pump.closesWriteChannel());
    pump.setClosesWriteChannel(false);
    source.feed("one");
    source.end();
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(out.writer->write("two"), 3);
    QVERIFY(spinUntil([&] { return out.reader->bytesAvailable() == 6; }));
}

void tst_Pump::writeThatFails_isReported()
{
    ScriptedStream source;
    ScriptedStream target;
    target.fails = true;
    Pump pump(&source, &target);
    PumpLog log(pump);
    source.feed("one");
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(log.events, Failed);
    QCOMPARE(pump.error().code(), Error::OtherError);
    QVERIFY(target.isOpen());
}

void tst_Pump::targetIsClosed_isReported()
{
    ScriptedStream source;
    const Pipe out = createPipe();
    Pump pump(&source, out.writer.get());
    PumpLog log(pump);
    source.feed("one");
    QVERIFY(spinUntil([&] { return out.reader->bytesAvailable() == 3; }));
    out.reader->close(); // the next write fails
    source.feed("two");
    QVERIFY(spinUntil([&] {
        source.feed("more");
        return pump.isFinished();
    }));
    QCOMPARE(log.events, Failed);
    QCOMPARE(pump.error().code(), Error::PeerClosed);

    ScriptedStream other;
    Pump toOther(&source, &other);
    QCoreApplication::processEvents();
    other.close();
    QVERIFY(spinUntil([&] { return toOther.isFinished(); }));
    QCOMPARE(toOther.error().code(), Error::PeerClosed);
}

void tst_Pump::targetIsDestroyed_isReported()
{
    ScriptedStream source;
    auto target = std::make_unique<ScriptedStream>();
    Pump pump(&source, target.get());
    PumpLog log(pump);
    target.reset();
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(log.events, Failed);
    QCOMPARE(pump.error().code(), Error::PeerClosed);
}

void tst_Pump::targetThatIsNotOpen_isReported()
{
    ScriptedStream source;
    QBuffer target;
    Pump pump(&source, &target);
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(pump.error().code(), Error::InvalidOperation);
}

void tst_Pump::sourceThatFails_leavesTheTargetOpen()
{
    LocalSocket source;
    source.connectToServer(uniqueName()); // nobody listens at this name
    const Pipe out = createPipe();
    Pump pump(&source, out.writer.get());
    PumpLog log(pump);
    QVERIFY(spinUntil([&] { return pump.isFinished(); }));
    QCOMPARE(log.events, Failed);
    QCOMPARE(pump.error().code(), Error::NotFound);
    QVERIFY(out.writer->isWritable());
}

void tst_Pump::sourceIsDestroyed_endsTheTarget()
{
    auto source = std::make_unique<ScriptedStream>();
    const Pipe out = createPipe();
    Pump pump(source.get(), out.writer.get());
    source.reset();
    QVERIFY(spinUntil([&] { return out.reader->state() == Device::State::Closed; }));
    QVERIFY(pump.isFinished() && !pump.error());
}

void tst_Pump::destroyedInASlot_data()
{
    QTest::addColumn<bool>("fails");
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("finished") << false << false;
    QTest::newRow("errorOccurred") << true << false;
    QTest::newRow("bytesWritten from inside of write()") << false << true;
}

void tst_Pump::destroyedInASlot()
{
    QFETCH(const bool, fails);
    QFETCH(const bool, atOnce);
    auto source = std::make_unique<ScriptedStream>();
    auto target = std::make_unique<ScriptedStream>();
    auto pump = std::make_unique<Pump>(source.get(), target.get());
    target->fails = fails;
    target->emitsInsideWrite = atOnce;
    const auto destroy = [&] {
        pump.reset();
        if (!atOnce)
            target.reset();
        source.reset();
    };
    connect(pump.get(), &Pump::errorOccurred, this, destroy);
    connect(pump.get(), &Pump::finished, this, destroy);
    if (atOnce)
        connect(target.get(), &QIODevice::bytesWritten, this, destroy);
    source->feed("one");
    if (source) // on Windows a QTimer turn is a posted event, which feed() delivers
        source->end();
    QVERIFY(spinUntil([&] { return !pump; }));
    QCoreApplication::processEvents();
}

// The rest does not depend on an event that was posted in the old thread.
void tst_Pump::slotMovesThePump_restIsPumpedInTheNewThread()
{
    Worker thread;
    auto *const source = new ScriptedStream;
    auto *const target = new ScriptedStream;
    Pump pump(source, target);
    connect(
        target, &QIODevice::bytesWritten, &pump,
        [&] {
            source->moveToThread(&thread);
            target->moveToThread(&thread);
            pump.moveToThread(&thread);
            thread.start();
        },
        Qt::DirectConnection);
    target->room = 100'000;
    std::atomic<bool> isFinished { false };
    connect(
        &pump, &Pump::finished, &pump, [&] { isFinished = QThread::currentThread() == &thread; }, Qt::DirectConnection);
    const QByteArray data = pattern(300'000);
    source->feed(data);
    source->end();
    QVERIFY(spinUntil([&] { return target->room == 0; }));
    target->giveRoom(-1);
    QVERIFY(spinUntil([&] { return isFinished.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(target->written == data);
    delete source;
    delete target;
}

QTEST_GUILESS_MAIN(tst_Pump)
#include "tst_pump.moc"
