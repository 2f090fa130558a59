// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The output of closed and destroyed devices is bounded by time, by count and by bytes. A peer
// that keeps reading gets everything.

#include "engine/lingering.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 Size = 4 * 1024 * 1024; // more than any socket or pipe buffers

struct Pair
{
    std::unique_ptr<LocalSocket> near, far;
};

bool isAt(int count)
{
    return Device::lingerStatus().count() == count;
}

} // namespace

class tst_Lingering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.listen(uniqueName())); }
    void init();
    void cleanup();
    void defaults_areBounded();
    void peerThatNeverReads_isAbandonedAfterTheTimeout();
    void zeroTimeout_abandonsAtOnce();
    void closedDeviceWhosePeerNeverReads_reportsTimedOut();
    void closingWithoutAnEventLoop_isDrainedWithinTheTimeout();
    void abortedAndDeliveredOutput_isNotCounted();
    void slowReader_getsEverything();
    void tooManyDevices_abandonTheOldest_data();
    void tooManyDevices_abandonTheOldest();
    void tooManyBytes_abandonTheOldest();
    void burstOfManyBytes_isAbandonedSoon();
    void flood_staysBoundedAtAllTimes();
    void singleDevice_mayExceedTheLimits();
    void readerAmongManyThatNeverRead_getsEverything();
    void withoutLimits_nothingIsAbandoned();
    void smallerLimits_takeEffectAtOnce();

private:
    Pair connected();
    Pair withOutput(qint64 size = Size);
    static QByteArray taken(LocalSocket &socket) { return socket.isReadable() ? socket.readAll() : QByteArray(); }
    static QByteArray readAll(LocalSocket &socket);

    PrivateRuntimeDirectory m_runtime;
    LocalServer m_server;
    qint64 m_abandonedBefore = 0;
};

void tst_Lingering::init()
{
    Device::setLingerLimits({ -1, 0, 0 });
    QVERIFY(Device::drainAll(20000));
    m_abandonedBefore = Device::lingerStatus().abandoned();
}

void tst_Lingering::cleanup()
{
    Device::setLingerLimits({ 0, 0, 0 });
    (void)Device::drainAll(20000);
    QVERIFY(spinUntil([] { return isAt(0); }));
    Device::setLingerLimits({});
}

Pair tst_Lingering::connected()
{
    Pair pair { std::make_unique<LocalSocket>(), nullptr };
    pair.near->connectToServer(m_server.serverName());
    if (pair.near->waitForConnected(5000) && m_server.waitForNewConnection(5000)) {
        pair.far.reset(m_server.nextPendingConnection());
        pair.far->setParent(nullptr);
        pair.far->setReadBufferSize(1); // does not read until asked to
    }
    return pair;
}

Pair tst_Lingering::withOutput(qint64 size)
{
    Pair pair = connected();
    pair.near->write(pattern(size));
    return pair;
}

QByteArray tst_Lingering::readAll(LocalSocket &socket)
{
    socket.setReadBufferSize(0);
    QByteArray data;
    do
        data += taken(socket);
    while (socket.waitForReadyRead(20000));
    return data + taken(socket);
}

void tst_Lingering::defaults_areBounded()
{
    const LingerLimits limits;
    QCOMPARE(limits.timeout(), 30000);
    QCOMPARE(limits.count(), 256);
    QCOMPARE(limits.bytes(), 128 * 1024 * 1024);
    Device::setLingerLimits({ 1, 2, 3 });
    QCOMPARE(Device::lingerLimits().timeout(), 1);
    QCOMPARE(Device::lingerLimits().count(), 2);
    QCOMPARE(Device::lingerLimits().bytes(), 3);
}

void tst_Lingering::peerThatNeverReads_isAbandonedAfterTheTimeout()
{
    Device::setLingerLimits({ 200, 0, 0 });
    Pair pair = withOutput();
    QElapsedTimer timer;
    timer.start();
    pair.near.reset();
    QCOMPARE(Device::lingerStatus().count(), 1);
    QVERIFY(Device::lingerStatus().bytes() > 0 && Device::lingerStatus().bytes() <= Size);
    QVERIFY(!Device::drainAll(20000));
    QVERIFY(timer.elapsed() >= 199 && timer.elapsed() < 15000);
    QVERIFY(Device::drainAll(0)); // reported once
    QCOMPARE(Device::lingerStatus().count(), 0);
    QCOMPARE(Device::lingerStatus().bytes(), 0);
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 1);
    QVERIFY(readAll(*pair.far).size() < Size); // followed by the end
}

void tst_Lingering::zeroTimeout_abandonsAtOnce()
{
    Device::setLingerLimits({ 0, 0, 0 });
    Pair pair = withOutput();
    pair.near.reset();
    QVERIFY(!Device::drainAll(20000));
    QCOMPARE(Device::lingerStatus().count(), 0);
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 1);
}

void tst_Lingering::closedDeviceWhosePeerNeverReads_reportsTimedOut()
{
    Device::setLingerLimits({ 200, 0, 0 });
    Pair pair = withOutput();
    pair.near->close();
    SignalLog log(*pair.near);
    QCOMPARE(Device::lingerStatus().count(), 1);
    QVERIFY(spinUntil([&] { return pair.near->state() == Device::State::Closed; }));
    QStringList names = log.names();
    names.removeAll(QStringLiteral("bytesWritten")); // of bytes that the system took before
    QCOMPARE(names, QStringList({ QStringLiteral("errorOccurred"), QStringLiteral("disconnected") }));
    QCOMPARE(pair.near->error().code(), Error::TimedOut);
    QVERIFY(Device::drainAll(0)); // the device has reported it
    QCOMPARE(Device::lingerStatus().count(), 0);
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 1);
}

void tst_Lingering::closingWithoutAnEventLoop_isDrainedWithinTheTimeout()
{
    Device::setLingerLimits({ 200, 0, 0 });
    Pair pair = withOutput();
    pair.near->close();
    QVERIFY(!Device::drainAll(-1));
    QCOMPARE(Device::lingerStatus().count(), 0);
}

void tst_Lingering::abortedAndDeliveredOutput_isNotCounted()
{
    Pair aborted = withOutput();
    aborted.near->close();
    aborted.near->abort();
    Pair delivered = withOutput();
    delivered.near.reset();
    QCOMPARE(readAll(*delivered.far), pattern(Size));
    QVERIFY(Device::drainAll(20000));
    QCOMPARE(Device::lingerStatus().count(), 0);
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore);
}

// The peer reads now and then, so that all of it takes several times the timeout.
void tst_Lingering::slowReader_getsEverything()
{
    constexpr int Timeout = 1500; // much longer than one step, and shorter than all steps
    Device::setLingerLimits({ Timeout, 1, 1 });
    for (const bool destroys : { true, false }) {
        Pair pair = withOutput();
        pair.near->close();
        if (destroys)
            pair.near.reset();
        QByteArray received;
        QElapsedTimer timer;
        timer.start();
        QTimer reading;
        connect(&reading, &QTimer::timeout, this, [&] {
            pair.far->setReadBufferSize(received.size() + Size / 100);
            received += taken(*pair.far);
        });
        connect(pair.far.get(), &LocalSocket::readyRead, this, [&] {
            received += taken(*pair.far);
            pair.far->setReadBufferSize(1);
        });
        reading.start(100);
        QVERIFY(spinUntil([&] { return pair.far->state() == Device::State::Closed; }, 60000));
        received += taken(*pair.far);
        QVERIFY(received == pattern(Size));
        QVERIFY(timer.elapsed() > Timeout);
        QVERIFY(Device::drainAll(20000));
    }
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore);
}

void tst_Lingering::tooManyDevices_abandonTheOldest_data()
{
    QTest::addColumn<bool>("destroys");
    QTest::newRow("destroyed") << true;
    QTest::newRow("closed") << false;
}

void tst_Lingering::tooManyDevices_abandonTheOldest()
{
    QFETCH(bool, destroys);
    constexpr int Count = 3;
    Device::setLingerLimits({ -1, Count, 0 });
    std::vector<Pair> pairs;
    for (int i = 0; i < 10; ++i) {
        pairs.push_back(withOutput());
        pairs.back().near->close();
        if (destroys)
            pairs.back().near.reset();
    }
    QVERIFY(spinUntil([] { return isAt(Count); }));
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 10 - Count);
    for (int i = 0; i < 10; ++i) {
        QByteArray received;
        pairs[size_t(i)].far->setReadBufferSize(0);
        const auto take = [&, &far = pairs[size_t(i)].far] {
            received += taken(*far);
            return far->state() == Device::State::Closed;
        };
        QVERIFY(spinUntil(take));
        QCOMPARE(received.size() == Size, i >= 10 - Count);
    }
    QCOMPARE(Device::drainAll(20000), !destroys);
}

void tst_Lingering::tooManyBytes_abandonTheOldest()
{
    Device::setLingerLimits({ -1, 0, 2 * Size });
    std::vector<Pair> pairs;
    for (int i = 0; i < 5; ++i) {
        pairs.push_back(withOutput());
        pairs.back().near.reset();
    }
    QVERIFY(spinUntil([] { return isAt(2); })); // a part of each has been sent
    QVERIFY(Device::lingerStatus().bytes() <= 2 * Size);
    QVERIFY(readAll(*pairs[0].far).size() < Size);
    QVERIFY(readAll(*pairs[3].far) == pattern(Size));
    QVERIFY(readAll(*pairs[4].far) == pattern(Size));
}

// Memory is bounded, so a burst far above the limit is abandoned sooner than a small excess.
void tst_Lingering::burstOfManyBytes_isAbandonedSoon()
{
    Device::setLingerLimits({ -1, 0, Size });
    std::vector<Pair> pairs;
    for (int i = 0; i < 8; ++i)
        pairs.push_back(withOutput());
    QElapsedTimer timer;
    timer.start();
    for (Pair &pair : pairs)
        pair.near.reset();
    QVERIFY(spinUntil([] { return Device::lingerStatus().bytes() <= 2 * Size; }));
    QVERIFY(spinUntil([] { return isAt(1); }));
    QVERIFY2(timer.elapsed() >= 900, "the rest keeps its grace period of 1 s");
}

// The limit holds for any speed, also within a tenth of a second.
void tst_Lingering::flood_staysBoundedAtAllTimes()
{
    constexpr qint64 Limit = 1000, Each = 100;
    Device::setLingerLimits({ -1, 0, Limit });
    const auto begin = [](bool &asked) {
        const auto ask = [&asked] { asked = true; };
        return Lingering::instance().begin(Each, Lingering::Where::ClosingEngine, ask);
    };
    bool readerIsAsked = false;
    const auto reader = begin(readerIsAsked);
    std::array<bool, 60> asked = {};
    std::vector<std::unique_ptr<Lingering::Entry>> entries;
    qint64 most = 0;
    for (size_t i = 0; i < asked.size(); ++i) {
        reader->progress(Each - qint64(i) - 1);
        entries.push_back(begin(asked[i]));
        const auto stay = std::count(asked.begin(), asked.begin() + qsizetype(entries.size()), false);
        most = std::max(most, qint64(stay) * Each);
    }
    QVERIFY2(most > 2 * Limit && most <= 5 * Limit / 2, qPrintable(QString::number(most)));
    QVERIFY(asked.front() && !asked.back()); // the oldest are abandoned
    QVERIFY(!readerIsAsked);
}

void tst_Lingering::singleDevice_mayExceedTheLimits()
{
    Device::setLingerLimits({ -1, 1, 1 });
    Pair pair = withOutput();
    pair.near.reset();
    QVERIFY(!Device::drainAll(1200)); // longer than the grace period of 1 s
    QVERIFY(readAll(*pair.far) == pattern(Size));
    QVERIFY(Device::drainAll(20000));
}

void tst_Lingering::readerAmongManyThatNeverRead_getsEverything()
{
    Device::setLingerLimits({ 2000, 3, 0 });
    Pair reader = withOutput(4 * Size);
    std::vector<Pair> others;
    for (int i = 0; i < 20; ++i)
        others.push_back(withOutput());
    reader.near.reset(); // the oldest of all
    QByteArray received;
    reader.far->setReadBufferSize(Size / 8);
    QTimer reading;
    connect(&reading, &QTimer::timeout, this, [&] { received += taken(*reader.far); });
    reading.start(20);
    for (Pair &other : others) {
        other.near.reset();
        QCoreApplication::processEvents(); // the reader keeps reading
    }
    QVERIFY(spinUntil([&] { return reader.far->state() == Device::State::Closed; }, 60000));
    received += taken(*reader.far);
    QVERIFY(received == pattern(4 * Size));
    QVERIFY(spinUntil([] { return isAt(0); }));
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 20);
}

void tst_Lingering::withoutLimits_nothingIsAbandoned()
{
    std::vector<Pair> pairs;
    for (int i = 0; i < 5; ++i) {
        pairs.push_back(withOutput());
        pairs.back().near.reset();
    }
    QVERIFY(!Device::drainAll(1200));
    QCOMPARE(Device::lingerStatus().count(), 5);
    for (const Pair &pair : pairs)
        QVERIFY(readAll(*pair.far) == pattern(Size));
    QVERIFY(Device::drainAll(20000));
}

void tst_Lingering::smallerLimits_takeEffectAtOnce()
{
    Pair pair = withOutput();
    pair.near.reset();
    Pair closed = withOutput();
    closed.near->close();
    QVERIFY(!Device::drainAll(50));
    QVERIFY(isAt(2));
    Device::setLingerLimits({ 1, 0, 0 });
    QVERIFY(spinUntil([] { return isAt(0); }));
    QVERIFY(!Device::drainAll(0));
}

QTEST_GUILESS_MAIN(tst_Lingering)
#include "tst_lingering.moc"
