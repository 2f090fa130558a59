// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/conformance.h"

#include "testsupport/loopwatch.h"
#include "testsupport/testsupport.h"

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qpointer.h>
#include <QtCore/qthread.h>
#include <QtCore/qtimer.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace QtInterprocess;

namespace TestSupport {

namespace {

QStringList list(const char *words)
{
    return QString::fromLatin1(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

void ConformanceTest::initTestCase_data()
{
    QTest::addColumn<int>("kind");
    for (size_t i = 0; i < m_kinds.size(); ++i)
        QTest::newRow(m_kinds[i].name) << int(i);
}

const ConformanceTest::Kind &ConformanceTest::kind() const
{
    QFETCH_GLOBAL(int, kind);
    return m_kinds[size_t(kind)];
}

DevicePair ConformanceTest::pair()
{
    DevicePair pair = kind().factory();
    if (!pair.near || !pair.far)
        qFatal("no pair of this kind could be made");
    return pair;
}

// Makes a pair whose near end reads.
DevicePair ConformanceTest::pairThatReceives()
{
    DevicePair ends = pair();
    if (!can().twoWay)
        std::swap(ends.near, ends.far);
    return ends;
}

// Writes data in one piece, or in messages of messageSize on devices that keep messages. 0: the
// largest messages.
void ConformanceTest::write(Device &device, const QByteArray &data, qint64 messageSize)
{
    qint64 step = can().messages && messageSize > 0 ? messageSize : data.size();
    if (can().largestMessage > 0)
        step = std::min(step, can().largestMessage);
    for (qint64 at = 0; at < data.size(); at += step)
        device.write(data.mid(qsizetype(at), qsizetype(step)));
}

// Tells whether no more input is expected: the peer has sent size bytes and closed, and received
// bytes have come.
bool ConformanceTest::isOver(const Device &device, qint64 received, qint64 size) const
{
    const bool tells = can().reportsPeerClose && (!can().twoWay || can().reportsClosedReader);
    return device.state() == Device::State::Closed || (!tells && received >= size);
}

// Closes a two-way device whose input has ended, if it consists of two handles. On such devices
// the output handle does not report the end, so the device stays open.
void ConformanceTest::closeIfOnlyInputHasEnded(Device &device, const SignalLog &log) const
{
    const bool isOneWayLeft = can().twoWay && !can().reportsClosedReader;
    if (isOneWayLeft && device.isValid() && log.count(QStringLiteral("readChannelFinished")) == 1)
        device.close();
}

// Reads everything up to the end with the waitFor functions. The peer sends size bytes in all.
QByteArray ConformanceTest::readToEnd(Device &device, qint64 size)
{
    QByteArray data = device.readAll();
    while (!isOver(device, data.size(), size) && device.waitForReadyRead(20000))
        data += device.readAll();
    return data + device.readAll();
}

// Reads everything up to the end in the event loop.
QByteArray ConformanceTest::spinToEnd(Device &device, qint64 size)
{
    QByteArray data;
    QObject context;
    QObject::connect(&device, &Device::readyRead, &context, [&] { data += device.readAll(); });
    data += device.readAll();
    spinUntil([&] { return isOver(device, data.size(), size); });
    return data + device.readAll();
}

void ConformanceTest::bytesArriveInOrderBothWays()
{
    const DevicePair ends = pair();
    constexpr qint64 Total = 4 * 1024 * 1024;
    struct Side
    {
        qint64 sent = 0;
        QByteArray received;
    };
    const auto run = [&](Device &device, Side &side, qint64 step) {
        QObject::connect(&device, &Device::readyRead, this, [&] { side.received += device.readAll(); });
        const auto more = [&device, &side, step] {
            while (side.sent < Total && device.bytesToWrite() < 256 * 1024) {
                const qint64 size = qMin(step + side.sent % 977, Total - side.sent);
                side.sent += device.write(pattern(size, quint64(side.sent)));
            }
        };
        QObject::connect(&device, &Device::bytesWritten, this, more);
        more();
    };
    Side near, far;
    run(*ends.near, near, 1000);
    if (can().twoWay)
        run(*ends.far, far, 100 * 1000); // large enough to bypass the buffer
    else
        QObject::connect(ends.far.get(), &Device::readyRead, this, [&] { far.received += ends.far->readAll(); });
    const qint64 answer = can().twoWay ? Total : 0;
    QVERIFY(spinUntil([&] { return near.received.size() == answer && far.received.size() == Total; }));
    QCOMPARE(firstDifference(near.received), qint64(-1));
    QCOMPARE(firstDifference(far.received), qint64(-1));
}

void ConformanceTest::signalsComeInOneOrder()
{
    if (!can().reportsPeerClose)
        QSKIP("this kind of device does not report a closed peer: see unreportedPeerClose_isFoundByWriting");
    const DevicePair ends = pairThatReceives();
    SignalLog log(*ends.near);
    ends.far->write("hello");
    ends.far->close();
    QByteArray received;
    QVERIFY(spinUntil([&] {
        if (log.count(QStringLiteral("readChannelFinished")) == 1)
            received += ends.near->readAll();
        closeIfOnlyInputHasEnded(*ends.near, log);
        return log.count(QStringLiteral("disconnected")) == 1;
    }));
    QCOMPARE(log.names(), list("readyRead readChannelFinished disconnected"));
    QCOMPARE(received + ends.near->readAll(), QByteArray("hello"));
    QVERIFY(!ends.near->error());
}

void ConformanceTest::halfClose_keepsTheOtherDirectionOpen()
{
    if (!can().halfClose)
        QSKIP("this kind of device has no half-close: see halfCloseWithoutSupport_failsWithUnsupported");
    const DevicePair ends = pair();
    SignalLog nearLog(*ends.near);
    SignalLog farLog(*ends.far);
    ends.near->write("question");
    ends.near->closeWriteChannel();
    QCOMPARE(ends.near->write("too late"), qint64(-1));
    QVERIFY(spinUntil([&] { return farLog.count(QStringLiteral("readChannelFinished")) == 1; }));
    QCOMPARE(ends.far->readAll(), QByteArray("question"));
    QCOMPARE(ends.far->state(), Device::State::Connected);
    const QByteArray answer = pattern(1024 * 1024);
    write(*ends.far, answer);
    ends.far->close();
    QCOMPARE(spinToEnd(*ends.near, answer.size()), answer);
    QVERIFY(spinUntil([&] { return farLog.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(nearLog.count(QStringLiteral("errorOccurred")), 0);
    QVERIFY(!ends.far->error());
}

// The far end has nothing to read and nothing to send, so only the hang-up itself can be noticed.
void ConformanceTest::hangUpAfterHalfClose_isNoticed()
{
    if (!can().halfClose)
        QSKIP("this kind of device has no half-close: see halfCloseWithoutSupport_failsWithUnsupported");
    DevicePair ends = pair();
    SignalLog log(*ends.far);
    ends.near->closeWriteChannel();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("readChannelFinished")) == 1; }));
    QCOMPARE(ends.far->state(), Device::State::Connected);
    ends.near.reset();
    QVERIFY(spinUntil([&] { return ends.far->state() == Device::State::Closed; }));
    QCOMPARE(log.names(), list("readChannelFinished disconnected"));
}

void ConformanceTest::halfCloseWithoutSupport_failsWithUnsupported()
{
    if (can().halfClose || !can().twoWay)
        QSKIP("this kind of device has a half-close, or only one direction: see halfClose_keepsTheOtherDirectionOpen, "
              "closingTheOnlyDirection_closesTheDevice");
    const DevicePair ends = pair();
    SignalLog nearLog(*ends.near);
    SignalLog farLog(*ends.far);
    ends.near->write("before, ");
    ends.near->closeWriteChannel();
    QVERIFY(nearLog.entries().isEmpty()); // not emitted from inside the call
    QCOMPARE(ends.near->error().code(), Error::Unsupported);
    QVERIFY(spinUntil([&] { return nearLog.count(QStringLiteral("errorOccurred")) == 1; }));
    // The refusal changes nothing.
    QVERIFY(!ends.near->error());
    QCOMPARE(ends.near->state(), Device::State::Connected);
    QCOMPARE(ends.near->write("after"), qint64(5));
    QVERIFY(spinUntil([&] { return ends.far->bytesAvailable() == 13; }));
    QCOMPARE(ends.far->readAll(), QByteArray("before, after"));
    QCOMPARE(farLog.names(), list("readyRead"));
    ends.far->write("answer");
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == 6; }));
    QCOMPARE(ends.near->readAll(), QByteArray("answer"));
    ends.near->close();
    if (can().reportsPeerClose)
        QVERIFY(spinUntil([&] { return ends.far->state() == Device::State::Closed; }));
    QVERIFY(!ends.far->error());
}

void ConformanceTest::closingTheOnlyDirection_closesTheDevice()
{
    if (can().twoWay)
        QSKIP("this kind of device has two directions: see halfClose_keepsTheOtherDirectionOpen");
    const DevicePair ends = pair();
    SignalLog writing(*ends.near);
    SignalLog reading(*ends.far);
    const QByteArray data = pattern(2 * 1024 * 1024);
    write(*ends.near, data);
    ends.near->closeWriteChannel();
    QCOMPARE(ends.near->write("too late"), qint64(-1));
    // A device that sends messages sets an error for each message that it does not accept.
    QCOMPARE(ends.near->error().code(), can().messages ? Error::InvalidOperation : Error::NoError);
    QCOMPARE(ends.near->state(), Device::State::Connected); // until all output is sent
    QVERIFY(spinToEnd(*ends.far, data.size()) == data);
    QVERIFY(spinUntil([&] { return writing.count(QStringLiteral("disconnected")) == 1; }));
    QStringList names = writing.names();
    names.removeAll(QStringLiteral("bytesWritten"));
    QCOMPARE(names, list("disconnected"));
    QCOMPARE(reading.names(), list("readyRead readChannelFinished disconnected"));
    QVERIFY(!ends.near->error());
    QVERIFY(!ends.far->error());
    // A reader has no write channel to close.
    const DevicePair others = pair();
    SignalLog log(*others.far);
    others.far->closeWriteChannel();
    QCOMPARE(others.far->error().code(), Error::Unsupported);
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("errorOccurred")) == 1; }));
    QVERIFY(!others.far->error());
    others.near->write("still there");
    QVERIFY(spinUntil([&] { return others.far->bytesAvailable() == 11; }));
}

void ConformanceTest::closedReader_isNoticed()
{
    if (can().twoWay)
        QSKIP("this kind of device has two directions: see writeAfterPeerClosed_reportsErrorWithoutSigpipe");
    DevicePair ends = pair();
    SignalLog log(*ends.near);
    ends.near->write("seen");
    QVERIFY(spinUntil([&] { return ends.far->bytesAvailable() == 4 && ends.near->bytesToWrite() == 0; }));
    log.clear();
    ends.far.reset();
    QStringList expected = list("disconnected");
    if (!can().reportsClosedReader) {
        expected.prepend(QStringLiteral("errorOccurred"));
        QVERIFY(spinUntil([&] { return ends.near->write("x") == -1; }));
    }
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QStringList names = log.names();
    names.removeAll(QStringLiteral("bytesWritten"));
    QCOMPARE(names, expected);
    QCOMPARE(ends.near->write("x"), qint64(-1));
}

void ConformanceTest::closeAndDestroyLoseNothing()
{
    DevicePair ends = pair();
    const QByteArray data = pattern(8 * 1024 * 1024);
    write(*ends.near, data);
    ends.near->close();
    ends.near.reset();
    QVERIFY(spinToEnd(*ends.far, data.size()) == data);
    QVERIFY(!ends.far->error());
    QVERIFY(Device::drainAll(10000));
}

void ConformanceTest::destroyWithoutClose_losesNothing()
{
    DevicePair ends = pair();
    const QByteArray data = pattern(3 * 1024 * 1024);
    ends.near->write("small first, "); // queued, not yet in the kernel
    write(*ends.near, data);
    ends.near.reset();
    QVERIFY(readToEnd(*ends.far, 13 + data.size()) == "small first, " + data);
}

void ConformanceTest::abort_discardsOutputAndCloses()
{
    const DevicePair ends = pair();
    SignalLog log(*ends.near);
    write(*ends.near, pattern(8 * 1024 * 1024));
    ends.near->abort();
    QCOMPARE(ends.near->state(), Device::State::Closed);
    QCOMPARE(ends.near->bytesToWrite(), qint64(0));
    QVERIFY(log.entries().isEmpty());
    if (can().reportsPeerClose)
        QVERIFY(spinUntil([&] { return ends.far->state() == Device::State::Closed; }));
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(log.names(), list("disconnected"));
    QVERIFY(ends.far->bytesAvailable() < 8 * 1024 * 1024);
}

void ConformanceTest::unreportedPeerClose_isFoundByWriting()
{
    if (can().reportsPeerClose)
        QSKIP("this kind of device reports a closed peer: see signalsComeInOneOrder");
    const DevicePair ends = pair();
    SignalLog log(*ends.near);
    ends.far->write("last words");
    ends.far->close();
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == 10; }));
    QCOMPARE(ends.far->state(), Device::State::Closed);
    QVERIFY(!ends.near->waitForDisconnected(20));
    QCOMPARE(log.names(), list("readyRead"));
    QCOMPARE(ends.near->write("to nobody"), qint64(9));
    QVERIFY(spinUntil([&] { return ends.near->state() == Device::State::Closed; }));
    QCOMPARE(log.names(), list("readyRead readChannelFinished errorOccurred disconnected"));
    QCOMPARE(ends.near->error().code(), Error::PeerClosed);
    QCOMPARE(ends.near->readAll(), QByteArray("last words"));
}

// Unread bytes at the near end must not cause an error at the far end. Data that was sent before
// the close still arrives.
void ConformanceTest::closeWithUnreadInput_isNoErrorForThePeer()
{
    if (!can().twoWay)
        QSKIP("a one-way writer has no input");
    const DevicePair ends = pair();
    ends.far->write(pattern(20 * 1000)); // no more than any kernel buffers
    while (ends.far->bytesToWrite() > 0)
        QVERIFY(ends.far->waitForBytesWritten(5000));
    ends.near->write("last words");
    ends.near->close();
    QCOMPARE(spinToEnd(*ends.far, 10), QByteArray("last words"));
    QVERIFY2(!ends.far->error(), qPrintable(ends.far->error().message()));
}

void ConformanceTest::writeAfterPeerClosed_reportsErrorWithoutSigpipe()
{
    const DevicePair ends = pair();
    SignalLog log(*ends.near);
    if (can().twoWay) {
        ends.far->write("before");
        QVERIFY(ends.far->waitForBytesWritten(5000));
    }
    write(*ends.near, pattern(4 * 1024 * 1024)); // more than any kernel buffers
    ends.far->abort();
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QStringList names = log.names();
    names.removeAll(QStringLiteral("bytesWritten"));
    QCOMPARE(names.join(QLatin1Char(' ')),
             QLatin1String(can().twoWay ? "readyRead readChannelFinished errorOccurred disconnected"
                                        : "errorOccurred disconnected"));
    QCOMPARE(ends.near->error().code(), Error::PeerClosed);
    if (can().twoWay)
        QCOMPARE(ends.near->readAll(), QByteArray("before"));
    QCOMPARE(ends.near->write("x"), qint64(-1));
}

// Waits until no more bytes leave sender, and returns how many it still has. By then all buffers
// are full.
static qint64 leftWhenNothingMoves(Device &sender)
{
    QSignalSpy written(&sender, &Device::bytesWritten);
    qint64 left = -1;
    while (left != sender.bytesToWrite()) {
        left = sender.bytesToWrite();
        written.wait(100);
    }
    return left;
}

void ConformanceTest::readerThatPausesLater_stopsTheSender()
{
    const DevicePair ends = pairThatReceives();
    write(*ends.far, pattern(1000));
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == 1000; }));
    ends.near->setReadBufferSize(1000);
    const QByteArray data = pattern(8 * 1024 * 1024);
    write(*ends.far, data, 1000);
    QVERIFY(leftWhenNothingMoves(*ends.far) > data.size() / 2);
    QVERIFY(ends.near->bytesAvailable() <= 1000 + 64 * 1024); // a read call was already under way
}

void ConformanceTest::pausedReader_stopsTheSender()
{
    const DevicePair ends = pairThatReceives();
    constexpr qint64 Limit = 64 * 1024;
    ends.near->setReadBufferSize(Limit);
    const QByteArray data = pattern(8 * 1024 * 1024);
    write(*ends.far, data, Limit / 8);
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == Limit; }));
    QVERIFY(leftWhenNothingMoves(*ends.far) > data.size() / 2);
    QCOMPARE(ends.near->bytesAvailable(), Limit);
    QByteArray received;
    connect(ends.near.get(), &Device::readyRead, this, [&] { received += ends.near->read(10000); });
    received += ends.near->readAll();
    QVERIFY(spinUntil([&] {
        received += ends.near->readAll();
        return received.size() >= data.size();
    }));
    QVERIFY(received == data);
}

void ConformanceTest::pausedReader_getsTheEndAfterAllData()
{
    if (!can().reportsPeerClose)
        QSKIP("this kind of device does not report a closed peer: see unreportedPeerClose_isFoundByWriting");
    DevicePair ends = pairThatReceives();
    ends.near->setReadBufferSize(1000);
    write(*ends.far, "x"); // a read call that was already under way had another limit
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == 1; }));
    QCOMPARE(ends.near->readAll(), QByteArray("x"));
    SignalLog log(*ends.near);
    const QByteArray data = pattern(20000);
    write(*ends.far, data, 1000);
    ends.far.reset();
    QVERIFY(spinUntil([&] { return ends.near->bytesAvailable() == 1000; }));
    QTest::qWait(20); // a hang-up must not be reported yet, and must not make the loop spin
    QCOMPARE(log.names(), list("readyRead"));
    QByteArray received;
    QVERIFY(spinUntil([&] {
        received += ends.near->readAll();
        closeIfOnlyInputHasEnded(*ends.near, log);
        return ends.near->state() == Device::State::Closed;
    }));
    received += ends.near->readAll();
    QVERIFY(received == data);
    QVERIFY(spinUntil([&] { return log.count(QStringLiteral("disconnected")) == 1; }));
    QCOMPARE(log.names(), list("readyRead readChannelFinished disconnected"));
}

void ConformanceTest::writeBufferSizeBoundsWrites()
{
    const DevicePair ends = pair();
    constexpr qint64 Limit = 100 * 1000;
    ends.near->setWriteBufferSize(Limit);
    const QByteArray data = pattern(8 * 1024 * 1024);
    qint64 sent = 0;
    qint64 count = 0;
    qint64 step = can().messages ? Limit / 10 : data.size();
    if (can().largestMessage > 0)
        step = std::min(step, can().largestMessage);
    do {
        count = ends.near->write(data.constData() + sent, std::min(step, data.size() - sent));
        QVERIFY(count >= 0);
        sent += count;
        QVERIFY(ends.near->bytesToWrite() <= Limit);
    } while (count > 0);
    QVERIFY(sent < data.size());
    connect(ends.near.get(), &Device::bytesWritten, this, [&] {
        if (ends.near->isOpen())
            sent += ends.near->write(data.constData() + sent, std::min(step, data.size() - sent));
        if (sent == data.size())
            ends.near->close();
    });
    QVERIFY(spinToEnd(*ends.far, data.size()) == data);
}

void ConformanceTest::waitsHonourTheirDeadline()
{
    const DevicePair ends = pairThatReceives();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!ends.near->waitForReadyRead(60));
    QVERIFY2(timer.elapsed() >= 60 && timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    timer.restart();
    QVERIFY(!ends.near->waitForDisconnected(60));
    QVERIFY(timer.elapsed() >= 60 && timer.elapsed() < 1000);
    timer.restart();
    QVERIFY(ends.near->waitForConnected(1000));
    QVERIFY(!ends.near->waitForReadyRead(0));
    QVERIFY(timer.elapsed() < 1000);
}

void ConformanceTest::waitForBytesWritten_honoursItsDeadline()
{
    const DevicePair ends = pair();
    QElapsedTimer timer;
    write(*ends.near, pattern(8 * 1024 * 1024));
    while (ends.near->waitForBytesWritten(200)) { // a background thread may still be writing
    }
    timer.start();
    QVERIFY(!ends.near->waitForBytesWritten(60));
    QVERIFY(timer.elapsed() >= 60 && timer.elapsed() < 1000);
}

void ConformanceTest::waitsNeedNoEventLoopAndNoQtThread()
{
    DevicePair ends = pair();
    ends.far->moveToThread(nullptr);
    std::atomic<bool> allRight { false };
    Device *const far = ends.far.get();
    std::thread thread([&] {
        far->moveToThread(QThread::currentThread());
        QByteArray received;
        while (received.size() < 1024 * 1024 && far->waitForReadyRead(20000))
            received += far->readAll();
        if (can().twoWay)
            write(*far, received);
        while (far->bytesToWrite() > 0 && far->waitForBytesWritten(20000)) {
        }
        far->close();
        allRight = far->waitForDisconnected(20000) && firstDifference(received) == -1;
        ends.far.reset();
    });
    const QByteArray data = pattern(1024 * 1024);
    write(*ends.near, data);
    if (!can().twoWay) {
        while (ends.near->bytesToWrite() > 0 && ends.near->waitForBytesWritten(20000)) {
        }
    }
    const QByteArray answer = can().twoWay ? readToEnd(*ends.near, data.size()) : data;
    thread.join();
    QVERIFY(allRight);
    QVERIFY(answer == data);
}

void ConformanceTest::movesToAnotherThreadWhileDataFlows()
{
    DevicePair ends = pair();
    constexpr qint64 Total = 16 * 1024 * 1024;
    Device *const far = ends.far.get();
    QByteArray received; // accessed by one thread after the other
    std::atomic<qint64> count { 0 };
    std::atomic<int> threads { 0 };
    QThread *last = nullptr;
    QObject::connect(far, &Device::readyRead, far, [&] {
        if (last != QThread::currentThread()) {
            last = QThread::currentThread();
            ++threads;
        }
        received += far->readAll();
        count = received.size();
    });
    const QByteArray data = pattern(Total);
    std::atomic<bool> stopped { false };
    Worker sender([&] {
        QEventLoop loop;
        write(*ends.near, data, 64 * 1024);
        QObject::connect(ends.near.get(), &Device::bytesWritten, &loop, [&] {
            if (ends.near->bytesToWrite() == 0)
                loop.quit();
        });
        loop.exec();
        ends.near.reset();
        stopped = true;
    });
    Worker worker;
    QVERIFY(spinUntil([&] { return ends.near->thread() == QThread::currentThread(); }));
    ends.near->moveToThread(&sender);
    sender.start();
    // The device is moved in the middle of the transfer.
    QVERIFY(spinUntil([&] { return count > Total / 8; }));
    far->moveToThread(&worker);
    worker.start(); // only now: ThreadSanitizer does not see the lock of a running thread's event queue
    QVERIFY(spinUntil([&] { return count == Total && stopped; }));
    worker.quit();
    QVERIFY(worker.join());
    QVERIFY(sender.join());
    QCOMPARE(threads.load(), 2);
    QVERIFY(received == data);
}

void ConformanceTest::aSlotMayMoveTheDevice_data()
{
    QTest::addColumn<QString>("signal");
    for (const QString &name : list("readyRead bytesWritten readChannelFinished stateChanged"))
        QTest::newRow(qPrintable(name)) << name;
}

// Signals that were not emitted before the move are emitted in the new thread, once and in the
// same order.
void ConformanceTest::aSlotMayMoveTheDevice()
{
    QFETCH(const QString, signal);
    if (!can().reportsPeerClose)
        QSKIP("this kind of device does not report a closed peer: see unreportedPeerClose_isFoundByWriting");
    if (!can().twoWay && signal == QLatin1String("bytesWritten"))
        QSKIP("this end does not write");
    DevicePair ends = pair();
    QCoreApplication::processEvents(); // delivers the signals of the connection itself
    Worker thread;
    Device *const far = ends.far.release();
    QStringList told;
    bool moved = false;
    std::atomic<bool> inOneThread { true };
    std::atomic<bool> over { false };
    QByteArray received;
    const auto on = [&](const char *which) {
        const QString name = QString::fromLatin1(which);
        if (!list("bytesWritten stateChanged").contains(name))
            told += name;
        if (moved && QThread::currentThread() != &thread)
            inOneThread = false;
        if (name == QLatin1String("readyRead"))
            received += far->readAll();
        if (name == signal && !moved) {
            moved = true;
            far->moveToThread(&thread);
        } else if (name == QLatin1String("disconnected")) {
            far->deleteLater();
            over = true;
        }
    };
    // Direct connections: queued ones would hide that a signal is emitted in the wrong thread.
    const auto listen = [&](auto notify, const char *name) {
        connect(
            far, notify, far, [=] { on(name); }, Qt::DirectConnection);
    };
    listen(&Device::readyRead, "readyRead");
    listen(&Device::bytesWritten, "bytesWritten");
    listen(&Device::readChannelFinished, "readChannelFinished");
    listen(&Device::stateChanged, "stateChanged");
    listen(&Device::disconnected, "disconnected");
    write(*ends.near, "before");
    if (can().twoWay)
        write(*far, "to be written");
    QVERIFY(spinUntil([&] { return moved || !received.isEmpty(); }));
    ends.near->close();
    QVERIFY(spinUntil([&] { return moved; }));
    thread.start();
    QVERIFY(spinUntil([&] { return over.load(); }));
    thread.quit();
    QVERIFY(thread.join());
    QVERIFY(inOneThread);
    QCOMPARE(received, QByteArray("before"));
    QCOMPARE(told, list("readyRead readChannelFinished disconnected"));
}

void ConformanceTest::aSlotMayDeleteTheDevice_data()
{
    QTest::addColumn<QString>("signal");
    for (const QString &name :
         list("readyRead bytesWritten readChannelFinished errorOccurred disconnected stateChanged"))
        QTest::newRow(qPrintable(name)) << name;
}

void ConformanceTest::aSlotMayDeleteTheDevice()
{
    QFETCH(QString, signal);
    const bool ofWriting = signal == QLatin1String("bytesWritten") || signal == QLatin1String("errorOccurred");
    DevicePair ends = ofWriting ? pair() : pairThatReceives();
    Device *const near = ends.near.release();
    const QPointer<Device> alive(near);
    QCoreApplication::sendPostedEvents();
    SignalLog log(*near);
    log.inSlot = [&, near](const QString &name) {
        if (name == signal)
            delete near;
    };
    // If the end is an error, or is found only by writing, the write exceeds what any kernel
    // buffers.
    const bool isError = signal == QLatin1String("errorOccurred") || !can().reportsPeerClose;
    if (can().twoWay || !ofWriting)
        ends.far->write("data");
    if (can().twoWay || ofWriting)
        write(*near, pattern(isError ? 4 * 1024 * 1024 : 10), 1024);
    if (can().twoWay || !ofWriting)
        QVERIFY(ends.far->waitForBytesWritten(5000));
    if (signal != QLatin1String("readyRead") && signal != QLatin1String("bytesWritten"))
        ends.far->abort();
    QVERIFY(spinUntil([&] { return !alive; }));
}

void ConformanceTest::nestedLoopInASlot_receivesTheAnswer()
{
    if (!can().twoWay)
        QSKIP("a one-way device gets no answers");
    const DevicePair ends = pair();
    Device &far = *ends.far;
    QObject::connect(&far, &Device::readyRead, &far, [&] { far.write(far.readAll()); });
    QByteArray answers;
    // The slot runs in the middle of a dispatch. The question must be sent before the slot
    // returns.
    QObject::connect(ends.near.get(), &Device::readyRead, this, [&] {
        answers += ends.near->readAll();
        if (answers != "first")
            return;
        ends.near->write("second");
        QEventLoop loop;
        QTimer poll;
        connect(&poll, &QTimer::timeout, &loop, [&] {
            answers += ends.near->readAll();
            if (answers.size() == 11)
                loop.quit();
        });
        QTimer::singleShot(10000, &loop, &QEventLoop::quit);
        poll.start(1);
        loop.exec();
    });
    ends.near->write("first");
    QVERIFY(spinUntil([&] { return answers.size() == 11; }));
    QCOMPARE(answers, QByteArray("firstsecond"));
}

void ConformanceTest::processEventsInASlot_receivesTheAnswer()
{
    if (!can().twoWay)
        QSKIP("a one-way device gets no answers");
    const DevicePair ends = pair();
    Device &far = *ends.far;
    QObject::connect(&far, &Device::readyRead, &far, [&] { far.write(far.readAll()); });
    QByteArray answers;
    bool first = true;
    QObject::connect(ends.near.get(), &Device::readyRead, this, [&] {
        if (!std::exchange(first, false))
            return;
        answers = ends.near->readAll();
        ends.near->write("second");
        const QDeadlineTimer deadline(10000);
        while (answers.size() < 11 && !deadline.hasExpired()) {
            QCoreApplication::processEvents();
            answers += ends.near->readAll();
        }
    });
    ends.near->write("first");
    QVERIFY(spinUntil([&] { return !first; }));
    QCOMPARE(answers, QByteArray("firstsecond"));
}

void ConformanceTest::largeReads_receiveAllBytes()
{
    const DevicePair ends = pairThatReceives();
    const QByteArray data = pattern(2 * 1024 * 1024);
    write(*ends.far, data);
    ends.far->close();
    QByteArray received(data.size() + 100, Qt::Uninitialized);
    qint64 count = 0;
    connect(ends.near.get(), &Device::readyRead, this, [&] {
        qint64 more = 0;
        while ((more = ends.near->read(received.data() + count, received.size() - count)) > 0)
            count += more;
    });
    QVERIFY(spinUntil([&] { return isOver(*ends.near, count, data.size()); }));
    received.truncate(qsizetype(count));
    QVERIFY(received == data);
}

void ConformanceTest::manyPairs_receiveTheirOwnDataOnly()
{
    std::vector<DevicePair> pairs;
    for (int i = 0; i < 100; ++i)
        pairs.push_back(pair());
    int wrong = 0;
    int right = 0;
    for (size_t i = 0; i < pairs.size(); ++i) {
        Device *const far = pairs[i].far.get();
        QObject::connect(far, &Device::readyRead, this, [&, far, i] {
            const QByteArray data = far->readAll();
            (data == QByteArray::number(int(i)) ? right : wrong)++;
            // Destroys a neighbour that has an event in the same batch.
            if (i % 3 == 0 && i + 1 < pairs.size())
                pairs[i + 1].far.reset();
        });
    }
    for (size_t i = 0; i < pairs.size(); ++i) {
        pairs[i].near->write(QByteArray::number(int(i)));
        pairs[i].near->flush();
    }
    QVERIFY(spinUntil([&] { return right >= 66; }));
    QCOMPARE(wrong, 0);
}

void ConformanceTest::theEventLoopIsNeverBlocked()
{
    // The data exceeds what any kernel buffers, but not by much, because memory for a copy takes
    // time. If page faults are slow, it takes most of the limit. As messages it is half as much,
    // because they are copied one by one.
    const QByteArray data = pattern((can().messages ? 1 : 2) * 1024 * 1024);
    const QString complaint = LoopWatch::heldUp([&](LoopWatch &watch) {
        // All peers but one read nothing.
        DevicePair stuck = pair(), aborted = pair(), halfClosed = pair(), left = pair(), unread = pair(), read = pair();
        if (can().twoWay)
            write(*unread.far, pattern(300 * 1000));
        for (const DevicePair *deaf : { &stuck, &aborted, &halfClosed, &left })
            deaf->far->setReadBufferSize(1); // one message is read in any case
        constexpr qint64 MessageSize = 256 * 1024;
        qint64 received = 0;
        QObject::connect(read.far.get(), &Device::readyRead, this, [&] { received += read.far->readAll().size(); });
        watch.begin();
        watch.call("write() to a peer that does not read", [&] { write(*stuck.near, data, MessageSize); });
        watch.call("flush()", [&] { stuck.near->flush(); });
        watch.call("write() with output waiting", [&] { write(*stuck.near, data, MessageSize); });
        watch.spinFor(30);
        QVERIFY(stuck.near->bytesToWrite() > 0);
        watch.call("close() with output waiting", [&] { stuck.near->close(); });
        watch.spinFor(30);
        watch.call("the destructor with output waiting", [&] { stuck.near.reset(); });
        write(*aborted.near, data, MessageSize);
        watch.spinFor(30);
        QVERIFY(aborted.near->bytesToWrite() > 0);
        watch.call("abort() with output waiting", [&] { aborted.near->abort(); });
        watch.call("the destructor after abort()", [&] { aborted.near.reset(); });
        write(*halfClosed.near, data, MessageSize);
        watch.call("closeWriteChannel() with output waiting", [&] { halfClosed.near->closeWriteChannel(); });
        watch.spinFor(30);
        QVERIFY(halfClosed.near->bytesToWrite() > 0);
        watch.call("moveToThread() with output waiting", [&] { halfClosed.near->moveToThread(nullptr); });
        watch.call("the destructor without a thread", [&] { halfClosed.near.reset(); });
        write(*left.near, data, MessageSize);
        watch.spinFor(30);
        watch.call("abort() of a peer that has not read", [&] { left.far->abort(); });
        if (!can().reportsPeerClose)
            left.near->write("to nobody");
        if (can().reportsClosedReader) // otherwise all is written by now, and nothing reports the end
            QVERIFY(watch.spinUntil([&] { return left.near->state() == Device::State::Closed; }));
        watch.call("the destructor after the peer has gone", [&] { left.near.reset(); });
        watch.call("close() with input unread", [&] { unread.near->close(); });
        watch.call("the destructor with input unread", [&] { unread.near.reset(); });
        watch.call("write() to a peer that reads", [&] { write(*read.near, data); });
        watch.call("close() while a peer reads", [&] { read.near->close(); });
        watch.call("the destructor while a peer reads", [&] { read.near.reset(); });
        QVERIFY(watch.spinUntil([&] { return received == data.size(); }));
    });
    (void)Device::drainAll(10000); // for output that the closed peers did not read
    QCOMPARE(complaint, QString());
}

} // namespace TestSupport
