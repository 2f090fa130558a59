// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests LineReader over devices of every kind.

#include "testsupport/scriptedstream.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LineReader>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qbuffer.h>
#include <QtCore/qpointer.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtimer.h>

#include <memory>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

class LineLog : public QObject
{
public:
    explicit LineLog(LineReader &reader)
    {
        connect(&reader, &LineReader::lineReceived, this, [this](const QByteArray &line) { events += line; });
        connect(&reader, &LineReader::lineTooLong, this,
                [this](const QByteArray &beginning) { events += "too long: " + beginning; });
        connect(&reader, &LineReader::finished, this, [this] { events += "finished"; });
    }

    QByteArrayList events;
};

} // namespace

class tst_LineReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void ofAFile();
    void ofAPipe();
    void ofAProcess();
    void longestLine_isReceived();
    void longerLine_isReportedOnceAndDropped();
    void unlimitedLine_isReceived();
    void longLineInPieces_isReceivedWhole();
    void paused_takesNothing();
    void pausedInASlot_stopsAtOnce();
    void pausedAtTheLastLine_finishesLater();
    void destroyReaderInASlot_leavesTheNextBytes();
    void deviceIsClosed_finishes();
    void deviceIsDestroyed_finishes();
    void destroyedInASlot_data();
    void destroyedInASlot();
    void nestedLoop_receivesTheRest();
    void slotMovesTheReader_restIsEmittedInTheNewThread();
    void busyDevice_doesNotStarveOthers();
};

void tst_LineReader::lines_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList();
    QTest::newRow("one") << QByteArray("one\n") << QByteArrayList({ "one" });
    QTest::newRow("last one without an end") << QByteArray("one\ntwo") << QByteArrayList({ "one", "two" });
    QTest::newRow("CR LF") << QByteArray("one\r\ntwo\r\n") << QByteArrayList({ "one", "two" });
    QTest::newRow("CR without LF at the end") << QByteArray("one\r\ntwo\r") << QByteArrayList({ "one", "two" });
    QTest::newRow("empty lines") << QByteArray("\n\r\n\n") << QByteArrayList({ "", "", "" });
    QTest::newRow("CR inside") << QByteArray("a\rb\r\r\n") << QByteArrayList({ "a\rb\r" });
    QTest::newRow("NUL and not UTF-8") << QByteArray("\0\xff\n\0", 4)
                                       << QByteArrayList({ QByteArray("\0\xff", 2), QByteArray(1, '\0') });
}

void tst_LineReader::lines()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const QByteArrayList, lines);
    for (const int piece : { 1, 3, 100 }) {
        ScriptedStream device;
        LineReader reader(&device);
        LineLog log(reader);
        for (qsizetype at = 0; at < stream.size(); at += piece)
            device.feed(stream.mid(at, piece));
        device.end();
        QVERIFY(spinUntil([&] { return reader.isFinished(); }));
        QCOMPARE(log.events, lines + QByteArrayList({ "finished" }));
    }
}

void tst_LineReader::ofAFile()
{
    QBuffer file;
    file.setData("one\r\ntwo");
    QVERIFY(file.open(QIODevice::ReadOnly));
    LineReader reader(&file);
    LineLog log(reader);
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QCOMPARE(log.events, QByteArrayList({ "one", "two", "finished" }));
}

void tst_LineReader::ofAPipe()
{
    const Pipe pipe = createPipe();
    LineReader reader(pipe.reader.get());
    LineLog log(reader);
    QVERIFY(pipe.writer->write("one\ntw") > 0);
    QVERIFY(spinUntil([&] { return log.events.size() == 1; }));
    QVERIFY(pipe.writer->write("o\nlast") > 0);
    pipe.writer->close();
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QCOMPARE(log.events, QByteArrayList({ "one", "two", "last", "finished" }));
}

void tst_LineReader::ofAProcess()
{
    QProcess process;
    LineReader reader(&process);
    LineLog log(reader);
    process.start(testPeerProgram(), { QStringLiteral("copy"), QStringLiteral("-") });
    QVERIFY(process.write("one\ntwo\nlast") > 0);
    process.closeWriteChannel();
    QVERIFY(spinUntil([&] { return reader.isFinished() && process.state() == QProcess::NotRunning; }));
    QCOMPARE(log.events, QByteArrayList({ "one", "two", "last", "finished" }));
}

void tst_LineReader::longestLine_isReceived()
{
    const QByteArray line(100, 'x');
    for (const int piece : { 1, 7, 1000 }) {
        ScriptedStream device;
        LineReader reader(&device);
        QCOMPARE(reader.maximumLineSize(), 1024 * 1024);
        reader.setMaximumLineSize(100);
        LineLog log(reader);
        const QByteArray stream = line + "\n" + line + "\r\n" + line + "\r";
        for (qsizetype at = 0; at < stream.size(); at += piece)
            device.feed(stream.mid(at, piece));
        device.end();
        QVERIFY(spinUntil([&] { return reader.isFinished(); }));
        QCOMPARE(log.events, QByteArrayList({ line, line, line, "finished" }));
    }
}

void tst_LineReader::longerLine_isReportedOnceAndDropped()
{
    const QByteArray report = "too long: " + QByteArray(100, 'x');
    for (const int piece : { 1, 7, 1000 }) {
        ScriptedStream device;
        LineReader reader(&device);
        reader.setMaximumLineSize(100);
        LineLog log(reader);
        const QByteArray stream = QByteArray(101, 'x') + "\nnext\n" + QByteArray(5000, 'x') + "\r\n"
            + QByteArray(100, 'x') + "\r\r\nnext\n" + QByteArray(101, 'x');
        for (qsizetype at = 0; at < stream.size(); at += piece)
            device.feed(stream.mid(at, piece));
        QVERIFY(spinUntil([&] { return log.events.size() == 6; })); // the report of the last line
        device.end();
        QVERIFY(spinUntil([&] { return reader.isFinished(); }));
        QCOMPARE(log.events, QByteArrayList({ report, "next", report, report, "next", report, "finished" }));
    }
}

void tst_LineReader::unlimitedLine_isReceived()
{
    QBuffer file;
    file.setData(QByteArray(3'000'000, 'x') + "\nshort");
    QVERIFY(file.open(QIODevice::ReadOnly));
    LineReader reader(&file);
    reader.setMaximumLineSize(-1);
    QCOMPARE(reader.maximumLineSize(), 0);
    LineLog log(reader);
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QCOMPARE(log.events.size(), 3);
    QCOMPARE(log.events[0].size(), 3'000'000);
}

void tst_LineReader::longLineInPieces_isReceivedWhole()
{
    constexpr int Pieces = 1000;
    ScriptedStream device;
    LineReader reader(&device);
    reader.setMaximumLineSize(0);
    LineLog log(reader);
    for (int i = 0; i < Pieces; ++i) {
        device.feed(QByteArray(4000, char('a' + i % 26)));
        QCoreApplication::processEvents();
    }
    QCOMPARE(device.bytesAvailable(), 0); // the reader takes the bytes as they arrive
    device.feed("\n");
    QVERIFY(spinUntil([&] { return log.events.size() == 1; }));
    QCOMPARE(log.events[0].size(), 4000 * Pieces);
    QCOMPARE(log.events[0].mid(4000 * 26 - 1, 2), QByteArray("za"));
}

void tst_LineReader::paused_takesNothing()
{
    ScriptedStream device;
    LineReader reader(&device);
    reader.setPaused(true);
    QVERIFY(reader.isPaused());
    LineLog log(reader);
    device.feed("one\n");
    device.end();
    QCoreApplication::processEvents();
    QCOMPARE(device.bytesAvailable(), 4);
    QVERIFY(log.events.isEmpty());
    reader.setPaused(false);
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QCOMPARE(log.events, QByteArrayList({ "one", "finished" }));
}

void tst_LineReader::pausedInASlot_stopsAtOnce()
{
    ScriptedStream device;
    LineReader reader(&device);
    LineLog log(reader);
    connect(&reader, &LineReader::lineReceived, this, [&] { reader.setPaused(true); });
    device.feed("one\ntwo\n");
    QVERIFY(spinUntil([&] { return reader.isPaused(); }));
    QCoreApplication::processEvents();
    QCOMPARE(log.events, QByteArrayList({ "one" }));
    QCOMPARE(device.bytesAvailable(), 4);
}

void tst_LineReader::pausedAtTheLastLine_finishesLater()
{
    ScriptedStream device;
    LineReader reader(&device);
    LineLog log(reader);
    connect(&reader, &LineReader::lineReceived, this, [&] { reader.setPaused(true); });
    device.feed("last");
    device.end();
    QVERIFY(spinUntil([&] { return reader.isPaused(); }));
    QCoreApplication::processEvents();
    QCOMPARE(log.events, QByteArrayList({ "last" }));
    reader.setPaused(false);
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QCOMPARE(log.events, QByteArrayList({ "last", "finished" }));
}

void tst_LineReader::destroyReaderInASlot_leavesTheNextBytes()
{
    const Pipe pipe = createPipe();
    auto reader = std::make_unique<LineReader>(pipe.reader.get());
    connect(reader.get(), &LineReader::lineReceived, this, [&] { reader.reset(); });
    QVERIFY(pipe.writer->write("switch\nanother protocol") > 0);
    QVERIFY(spinUntil([&] { return !reader; }));
    QCOMPARE(pipe.reader->readAll(), QByteArray("another protocol"));
}

void tst_LineReader::deviceIsClosed_finishes()
{
    ScriptedStream device;
    LineReader reader(&device);
    LineLog log(reader);
    device.feed("one\n");
    QVERIFY(spinUntil([&] { return log.events.size() == 1; }));
    device.close();
    QVERIFY(log.events.size() == 1); // not from inside of close()
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QCOMPARE(log.events, QByteArrayList({ "one", "finished" }));
}

void tst_LineReader::deviceIsDestroyed_finishes()
{
    auto device = std::make_unique<ScriptedStream>();
    LineReader reader(device.get());
    LineLog log(reader);
    device.reset();
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    LineReader ofNothing(nullptr);
    QVERIFY(spinUntil([&] { return ofNothing.isFinished(); }));
}

void tst_LineReader::destroyedInASlot_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<bool>("withDevice");
    for (const bool withDevice : { false, true }) {
        const char *const what = withDevice ? "reader and device" : "reader";
        QTest::addRow("%s in lineReceived", what) << QByteArray("one\ntwo\n") << withDevice;
        QTest::addRow("%s in lineReceived of the last line", what) << QByteArray("one") << withDevice;
        QTest::addRow("%s in lineTooLong", what) << QByteArray("a long one\ntwo\n") << withDevice;
        QTest::addRow("%s in finished", what) << QByteArray() << withDevice;
    }
}

void tst_LineReader::destroyedInASlot()
{
    QFETCH(const QByteArray, stream);
    QFETCH(const bool, withDevice);
    auto device = std::make_unique<ScriptedStream>();
    auto reader = std::make_unique<LineReader>(device.get());
    reader->setMaximumLineSize(5);
    int signalled = 0;
    const auto destroy = [&] {
        ++signalled;
        if (withDevice)
            device.reset();
        reader.reset();
    };
    connect(reader.get(), &LineReader::lineReceived, this, destroy);
    connect(reader.get(), &LineReader::lineTooLong, this, destroy);
    connect(reader.get(), &LineReader::finished, this, destroy);
    device->feed(stream);
    if (device)
        device->end();
    QVERIFY(spinUntil([&] { return !reader; }));
    QCoreApplication::processEvents();
    QCOMPARE(signalled, 1);
}

void tst_LineReader::nestedLoop_receivesTheRest()
{
    ScriptedStream device;
    LineReader reader(&device);
    LineLog log(reader);
    bool hasNested = false;
    connect(&reader, &LineReader::lineReceived, this, [&](const QByteArray &line) {
        if (line == "nest")
            hasNested = spinUntil([&] { return log.events.contains("two"); });
    });
    device.feed("nest\ntwo\n");
    QVERIFY(spinUntil([&] { return hasNested; }));
    QCOMPARE(log.events, QByteArrayList({ "nest", "two" }));
}

void tst_LineReader::slotMovesTheReader_restIsEmittedInTheNewThread()
{
    Worker thread;
    auto *const device = new ScriptedStream;
    LineReader reader(device);
    std::atomic<int> here { 0 };
    std::atomic<int> there { 0 };
    connect(
        &reader, &LineReader::lineReceived, &reader,
        [&] {
            if (QThread::currentThread() != &thread) {
                ++here;
                device->moveToThread(&thread);
                reader.moveToThread(&thread);
                thread.start();
            } else {
                ++there;
            }
        },
        Qt::DirectConnection);
    std::atomic<bool> isFinished { false };
    connect(
        &reader, &LineReader::finished, &reader, [&] { isFinished = QThread::currentThread() == &thread; },
        Qt::DirectConnection);
    device->feed("one\ntwo\nthree\n");
    QVERIFY(spinUntil([&] { return there == 2; }));
    QMetaObject::invokeMethod(device, [device] { device->deleteLater(); });
    QVERIFY(spinUntil([&] { return isFinished.load(); }));
    QCOMPARE(here.load(), 1);
    thread.quit();
    QVERIFY(thread.join());
}

void tst_LineReader::busyDevice_doesNotStarveOthers()
{
    QBuffer file;
    file.setData(QByteArray("line\n").repeated(100'000));
    QVERIFY(file.open(QIODevice::ReadOnly));
    LineReader reader(&file);
    LineLog log(reader);
    int turns = 0;
    QTimer others;
    connect(&others, &QTimer::timeout, this, [&] { ++turns; });
    others.start(0);
    QVERIFY(spinUntil([&] { return reader.isFinished(); }));
    QVERIFY2(turns > 10, qPrintable(QString::number(turns)));
    QCOMPARE(log.events.size(), 100'001);
}

QTEST_GUILESS_MAIN(tst_LineReader)
#include "tst_linereader.moc"
