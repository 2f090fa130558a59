// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// What closed and destroyed devices leave behind is bounded: by time, by count and by bytes. A peer that keeps reading gets
// everything all the same.

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

constexpr qint64 Size = 4 * 1024 * 1024; // more than any socket or pipe takes

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
    void withoutAnyTime_itIsAbandonedAtOnce();
    void closedDeviceOfSuchAPeer_reportsTimedOut();
    void closingWithoutAnEventLoop_isDrainedWithinTheTimeout();
    void abortedAndDeliveredOutput_isNotCounted();
    void slowReader_getsEverything();
    void tooMany_theOldestGiveWay_data();
    void tooMany_theOldestGiveWay();
    void tooManyBytes_theOldestGiveWay();
    void burstOfManyBytes_givesWaySoon();
    void flood_isBoundedAllTheTime();
    void oneAlone_mayBeLarger();
    void readerAmongManyThatNeverRead_getsEverything();
    void withoutLimits_everythingWaits();
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
        pair.far->setReadBufferSize(1); // does not read, unless asked to
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
    QVERIFY(Device::drainAll(0)); // told once
    QCOMPARE(Device::lingerStatus().count(), 0);
    QCOMPARE(Device::lingerStatus().bytes(), 0);
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 1);
    QVERIFY(readAll(*pair.far).size() < Size); // and the end
}

void tst_Lingering::withoutAnyTime_itIsAbandonedAtOnce()
{
    Device::setLingerLimits({ 0, 0, 0 });
    Pair pair = withOutput();
    pair.near.reset();
    QVERIFY(!Device::drainAll(20000));
    QCOMPARE(Device::lingerStatus().count(), 0);
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 1);
}

void tst_Lingering::closedDeviceOfSuchAPeer_reportsTimedOut()
{
    Device::setLingerLimits({ 200, 0, 0 });
    Pair pair = withOutput();
    pair.near->close();
    SignalLog log(*pair.near);
    QCOMPARE(Device::lingerStatus().count(), 1);
    QVERIFY(spinUntil([&] { return pair.near->state() == Device::State::Closed; }));
    QStringList names = log.names();
    names.removeAll(QStringLiteral("bytesWritten")); // of what the system took before
    QCOMPARE(names, QStringList({ QStringLiteral("errorOccurred"), QStringLiteral("disconnected") }));
    QCOMPARE(pair.near->error().code(), Error::TimedOut);
    QVERIFY(Device::drainAll(0)); // reported
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

// It reads now and then, so that all of it takes several times as long as the timeout.
void tst_Lingering::slowReader_getsEverything()
{
    constexpr int Timeout = 1500; // much more than a step, and less than all of them
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

void tst_Lingering::tooMany_theOldestGiveWay_data()
{
    QTest::addColumn<bool>("destroys");
    QTest::newRow("destroyed") << true;
    QTest::newRow("closed") << false;
}

void tst_Lingering::tooMany_theOldestGiveWay()
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

void tst_Lingering::tooManyBytes_theOldestGiveWay()
{
    Device::setLingerLimits({ -1, 0, 2 * Size });
    std::vector<Pair> pairs;
    for (int i = 0; i < 5; ++i) {
        pairs.push_back(withOutput());
        pairs.back().near.reset();
    }
    QVERIFY(spinUntil([] { return isAt(2); })); // a little of each has gone out
    QVERIFY(Device::lingerStatus().bytes() <= 2 * Size);
    QVERIFY(readAll(*pairs[0].far).size() < Size);
    QVERIFY(readAll(*pairs[3].far) == pattern(Size));
    QVERIFY(readAll(*pairs[4].far) == pattern(Size));
}

// As memory has to be bounded, a burst is not waited for as long as a little too much is.
void tst_Lingering::burstOfManyBytes_givesWaySoon()
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
    QVERIFY2(timer.elapsed() >= 900, "the rest is given its second");
}

// However fast it is: within less than a tenth of a second, too.
void tst_Lingering::flood_isBoundedAllTheTime()
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
    QVERIFY(asked.front() && !asked.back()); // the oldest give way
    QVERIFY(!readerIsAsked);
}

void tst_Lingering::oneAlone_mayBeLarger()
{
    Device::setLingerLimits({ -1, 1, 1 });
    Pair pair = withOutput();
    pair.near.reset();
    QVERIFY(!Device::drainAll(1200)); // longer than the grace of a second
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
        QCoreApplication::processEvents(); // it goes on reading
    }
    QVERIFY(spinUntil([&] { return reader.far->state() == Device::State::Closed; }, 60000));
    received += taken(*reader.far);
    QVERIFY(received == pattern(4 * Size));
    QVERIFY(spinUntil([] { return isAt(0); }));
    QCOMPARE(Device::lingerStatus().abandoned(), m_abandonedBefore + 20);
}

void tst_Lingering::withoutLimits_everythingWaits()
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
