// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests SharedMemoryPool and SharedMemoryConsumer with each other.

#include "testsupport/testsupport.h"

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/SharedMemory>
#include <QtInterprocess/SharedMemoryConsumer>
#include <QtInterprocess/SharedMemoryPool>

#include <QtCore/qpointer.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

constexpr qint64 FrameSize = 64 * 1024;

// A connection: the channel of the pool, and a consumer that keeps the frames it receives.
struct Connection
{
    LocalSocket near;
    LocalSocket far;
    const bool isOpen = far.adopt(near.createPeer());
    MessageChannel channel { &near };
    MessageChannel farChannel { &far };
    SharedMemoryConsumer consumer { &farChannel };
    std::vector<SharedMemoryFrame> frames;
    std::vector<quint64> numbers;

    Connection()
    {
        consumer.setCopiesUnsealedMemory(true); // for systems without seals
        QObject::connect(&consumer, &SharedMemoryConsumer::frameReceived, &consumer,
                         [this](const SharedMemoryFrame &frame) {
                             frames.push_back(frame);
                             numbers.push_back(frame.number());
                         });
    }

    bool receives(quint64 number)
    {
        return spinUntil([&] { return !numbers.empty() && numbers.back() == number; });
    }
};

bool publish(SharedMemoryPool &pool, char byte, qint64 size = -1)
{
    SharedMemoryBuffer buffer = pool.acquire();
    if (!buffer)
        return false;
    std::memset(buffer.data(), byte, size_t(buffer.size()));
    return pool.publish(std::move(buffer), size);
}

bool isFilledWith(const SharedMemoryFrame &frame, char byte)
{
    return frame.size() > 0
        && std::all_of(frame.constData(), frame.constData() + frame.size(), [byte](char c) { return c == byte; });
}

} // namespace

class tst_SharedMemoryPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void frame_arrives();
    void frame_partOfTheBuffer();
    void steadyState_sharesTheSameBuffers();
    void slowConsumer_receivesTheNewest();
    void slowConsumer_delaysNobody();
    void all_receivesEachFrame();
    void all_occupiesEveryBuffer();
    void lateConsumer_receivesTheNewest();
    void consumerEnds_buffersReturn_data();
    void consumerEnds_buffersReturn();
    void bufferDestroyed_returns();
    void frames_areNeverTorn();
    void frameDestroyedElsewhere_returns();
    void frame_outlivesEverybody();
    void bufferSizeChanged_replacesBuffers();
    void limitRaised_feedsConsumers();
    void refusedCalls_changeNothing();
    void slotDestroysThePool();
    void slotDestroysTheConsumer();
    void values_areShared();
};

void tst_SharedMemoryPool::frame_arrives()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&connection.channel));
    QCOMPARE(pool.consumers(), QList { &connection.channel });
    SharedMemoryBuffer buffer = pool.acquire();
    QVERIFY2(buffer, qPrintable(pool.error().message()));
    QVERIFY(buffer.size() >= FrameSize);
    std::memset(buffer.data(), 'a', size_t(buffer.size()));
    QVERIFY(pool.publish(std::move(buffer), -1, "title"));
    QVERIFY(buffer.isNull());
    QCOMPARE(pool.frameNumber(), 1U);
    QVERIFY(connection.receives(1));
    const SharedMemoryFrame frame = connection.frames.front();
    QVERIFY(isFilledWith(frame, 'a'));
    QCOMPARE(frame.size(), FrameSize);
    QCOMPARE(frame.metadata(), "title");
    QVERIFY(frame.isHeld());
    QCOMPARE(frame.copy(), QByteArray(FrameSize, 'a'));
}

void tst_SharedMemoryPool::frame_partOfTheBuffer()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&connection.channel));
    QVERIFY(publish(pool, 'a', 10));
    QVERIFY(connection.receives(1));
    QCOMPARE(connection.frames.front().copy(), QByteArray(10, 'a'));
    QVERIFY(publish(pool, 'b', 0));
    QVERIFY(connection.receives(2));
    QCOMPARE(connection.frames.back().size(), 0);
}

// A frame costs one message each way; buffers and mappings stay the same.
void tst_SharedMemoryPool::steadyState_sharesTheSameBuffers()
{
    constexpr int Count = 500;
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    QSignalSpy there(&connection.farChannel, &MessageChannel::messageReceived);
    QSignalSpy back(&connection.channel, &MessageChannel::messageReceived);
    QVERIFY(pool.addConsumer(&connection.channel));
    std::vector<const char *> places;
    for (int i = 1; i <= Count; ++i) {
        QVERIFY(publish(pool, char(i)));
        QVERIFY(connection.receives(quint64(i)));
        QVERIFY(isFilledWith(connection.frames.back(), char(i)));
        if (std::find(places.begin(), places.end(), connection.frames.back().constData()) == places.end())
            places.push_back(connection.frames.back().constData());
        connection.frames.clear();
    }
    const bool isMapped = !SharedMemory::map(SharedMemory::create(FrameSize).handle()).isNull();
    QVERIFY(!isMapped || places.size() <= 3); // systems without seals copy each frame
    QVERIFY(spinUntil([&] { return back.count() == Count; }));
    const auto announcements = there.count() - Count;
    QVERIFY2(announcements >= 1 && announcements <= 3, qPrintable(QString::number(announcements)));
}

void tst_SharedMemoryPool::slowConsumer_receivesTheNewest()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumBuffers(4); // one to fill, the newest, and two of the consumer
    QVERIFY(pool.addConsumer(&connection.channel));
    for (int i = 1; i <= 100; ++i) {
        QVERIFY2(publish(pool, char(i)), qPrintable(pool.error().message()));
        QVERIFY(connection.numbers.size() < 2 || connection.numbers.back() == 2);
        if (i <= 2)
            QVERIFY(connection.receives(quint64(i)));
    }
    QCoreApplication::processEvents();
    QCOMPARE(connection.numbers, (std::vector<quint64> { 1, 2 }));
    QVERIFY(isFilledWith(connection.frames[0], 1));
    QVERIFY(isFilledWith(connection.frames[1], 2));
    connection.frames.erase(connection.frames.begin());
    QVERIFY(connection.receives(100));
    QVERIFY(isFilledWith(connection.frames.back(), 100));
}

void tst_SharedMemoryPool::slowConsumer_delaysNobody()
{
    Connection slow;
    Connection fast;
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&slow.channel));
    QVERIFY(pool.addConsumer(&fast.channel));
    for (quint64 i = 1; i <= 50; ++i) {
        QVERIFY(publish(pool, char(i)));
        QVERIFY(fast.receives(i));
        fast.frames.clear();
    }
    QCOMPARE(fast.numbers.size(), 50U);
    QCOMPARE(slow.numbers, (std::vector<quint64> { 1, 2 }));
}

void tst_SharedMemoryPool::all_receivesEachFrame()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&connection.channel, SharedMemoryPool::Delivery::All));
    for (int i = 1; i <= 5; ++i)
        QVERIFY(publish(pool, char(i)));
    QVERIFY(connection.receives(2));
    for (quint64 i = 3; i <= 5; ++i) {
        QVERIFY(isFilledWith(connection.frames.front(), char(i - 2)));
        connection.frames.erase(connection.frames.begin());
        QVERIFY(connection.receives(i));
    }
    QCOMPARE(connection.numbers, (std::vector<quint64> { 1, 2, 3, 4, 5 }));
}

void tst_SharedMemoryPool::all_occupiesEveryBuffer()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumBuffers(3);
    QSignalSpy available(&pool, &SharedMemoryPool::bufferAvailable);
    QVERIFY(pool.addConsumer(&connection.channel, SharedMemoryPool::Delivery::All));
    for (int i = 1; i <= 3; ++i)
        QVERIFY(publish(pool, char(i)));
    QVERIFY(!pool.acquire());
    QCOMPARE(pool.error().code(), Error::ResourceExhausted);
    QVERIFY(connection.receives(2));
    QCOMPARE(available.count(), 0);
    connection.frames.clear();
    QVERIFY(spinUntil([&] { return available.count() > 0; }));
    QCOMPARE(available.count(), 1);
    QVERIFY(publish(pool, 4));
    QVERIFY(connection.receives(4));
    QCOMPARE(connection.numbers, (std::vector<quint64> { 1, 2, 3, 4 }));
}

void tst_SharedMemoryPool::lateConsumer_receivesTheNewest()
{
    SharedMemoryPool pool(FrameSize);
    QVERIFY(publish(pool, 1));
    QVERIFY(publish(pool, 2));
    Connection connection;
    QVERIFY(pool.addConsumer(&connection.channel));
    QVERIFY(connection.receives(2));
    QVERIFY(isFilledWith(connection.frames.front(), 2));
    QCOMPARE(connection.numbers.size(), 1U);
}

enum class Ending { Closed, Aborted, Destroyed, Removed };

void tst_SharedMemoryPool::consumerEnds_buffersReturn_data()
{
    QTest::addColumn<int>("ending");
    QTest::newRow("closed") << int(Ending::Closed);
    QTest::newRow("aborted") << int(Ending::Aborted);
    QTest::newRow("channel destroyed") << int(Ending::Destroyed);
    QTest::newRow("removed") << int(Ending::Removed);
}

void tst_SharedMemoryPool::consumerEnds_buffersReturn()
{
    QFETCH(const int, ending);
    auto connection = std::make_unique<Connection>();
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumBuffers(3);
    QSignalSpy removed(&pool, &SharedMemoryPool::consumerRemoved);
    QVERIFY(pool.addConsumer(&connection->channel, SharedMemoryPool::Delivery::All));
    for (int i = 1; i <= 3; ++i)
        QVERIFY(publish(pool, char(i)));
    QVERIFY(connection->receives(2));
    QVERIFY(!pool.acquire());
    switch (Ending(ending)) {
    case Ending::Closed: connection->farChannel.close(); break;
    case Ending::Aborted: connection->far.abort(); break;
    case Ending::Destroyed: connection.reset(); break;
    case Ending::Removed: pool.removeConsumer(&connection->channel); break;
    }
    QVERIFY(spinUntil([&] { return pool.consumers().isEmpty(); }));
    QCOMPARE(removed.count(), Ending(ending) == Ending::Removed ? 0 : 1);
    QVERIFY(publish(pool, 4));
    QVERIFY(publish(pool, 5));
}

void tst_SharedMemoryPool::bufferDestroyed_returns()
{
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumBuffers(2);
    SharedMemoryBuffer first = pool.acquire();
    SharedMemoryBuffer second = pool.acquire();
    QVERIFY(first && second && first.data() != second.data());
    QVERIFY(!pool.acquire());
    char *const place = first.data();
    Worker thread([&] { first = {}; });
    thread.start();
    QVERIFY(thread.join());
    first = pool.acquire();
    QCOMPARE(first.data(), place);
    second = std::move(first);
    QVERIFY(first.isNull() && second.data() == place);
    QVERIFY(pool.acquire());
}

// The producer fills at full speed, while a consumer in another thread reads slowly.
void tst_SharedMemoryPool::frames_areNeverTorn()
{
    constexpr quint64 Last = 2000;
    LocalSocket near;
    OwnedHandle peer = near.createPeer();
    MessageChannel channel(&near);
    std::atomic<quint64> seen { 0 };
    std::atomic<bool> isTorn { false };
    Worker reader([&] {
        LocalSocket far;
        far.adopt(std::move(peer));
        MessageChannel farChannel(&far);
        SharedMemoryConsumer consumer(&farChannel);
        consumer.setCopiesUnsealedMemory(true);
        std::vector<SharedMemoryFrame> kept;
        QObject::connect(&consumer, &SharedMemoryConsumer::frameReceived, &consumer,
                         [&](const SharedMemoryFrame &frame) {
                             kept.push_back(frame);
                             for (const SharedMemoryFrame &one : kept)
                                 isTorn = isTorn || !isFilledWith(one, char(one.number()));
                             if (kept.size() == 2)
                                 kept.erase(kept.begin());
                             seen = frame.number();
                         });
        while (farChannel.waitForMessage(20000) && seen < Last) {
        }
    });
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&channel));
    reader.start();
    for (quint64 i = 1; i <= Last; ++i) {
        QVERIFY(publish(pool, char(i)));
        QCoreApplication::processEvents();
    }
    QVERIFY(spinUntil([&] { return seen == Last; }));
    QVERIFY(reader.join());
    QVERIFY(!isTorn);
}

void tst_SharedMemoryPool::frameDestroyedElsewhere_returns()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&connection.channel));
    for (quint64 i = 1; i <= 2; ++i) {
        QVERIFY(publish(pool, char(i)));
        QVERIFY(connection.receives(i));
    }
    QVERIFY(publish(pool, 3));
    Worker thread([&] { connection.frames.clear(); });
    thread.start();
    QVERIFY(thread.join());
    QVERIFY(connection.receives(3));
}

void tst_SharedMemoryPool::frame_outlivesEverybody()
{
    SharedMemoryFrame frame;
    SharedMemoryBuffer buffer;
    {
        auto pool = std::make_unique<SharedMemoryPool>(FrameSize);
        Connection connection;
        QVERIFY(pool->addConsumer(&connection.channel));
        QVERIFY(publish(*pool, 'a'));
        QVERIFY(connection.receives(1));
        frame = connection.frames.front();
        buffer = pool->acquire();
        pool.reset();
        connection.frames.clear();
        QVERIFY(frame.isHeld());
    }
    QVERIFY(!frame.isHeld());
    QVERIFY(isFilledWith(frame, 'a'));
    std::memset(buffer.data(), 'b', size_t(buffer.size()));
    QVERIFY(isFilledWith(frame, 'a'));
}

void tst_SharedMemoryPool::bufferSizeChanged_replacesBuffers()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumBuffers(4);
    connection.consumer.setMaximumBuffers(4); // fails if the pool drops none
    QVERIFY(pool.addConsumer(&connection.channel));
    for (quint64 i = 1; i <= 20; ++i) {
        pool.setBufferSize(FrameSize * qint64(i));
        QVERIFY2(publish(pool, char(i)), qPrintable(pool.error().message()));
        QVERIFY(connection.receives(i));
        QCOMPARE(connection.frames.back().size(), FrameSize * qint64(i));
        QVERIFY(isFilledWith(connection.frames.back(), char(i)));
        connection.frames.clear();
        QVERIFY(spinUntil([&] { return connection.far.bytesToWrite() == 0; }));
    }
}

void tst_SharedMemoryPool::limitRaised_feedsConsumers()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumHeld(1);
    QVERIFY(pool.addConsumer(&connection.channel));
    QVERIFY(publish(pool, 1));
    QVERIFY(connection.receives(1));
    QVERIFY(publish(pool, 2));
    pool.setMaximumHeld(2);
    QVERIFY(connection.receives(2));
}

void tst_SharedMemoryPool::refusedCalls_changeNothing()
{
    Connection connection;
    SharedMemoryPool pool(FrameSize);
    SharedMemoryPool other(FrameSize);
    QVERIFY(!pool.addConsumer(nullptr));
    QCOMPARE(pool.error().code(), Error::InvalidOperation);
    QVERIFY(pool.addConsumer(&connection.channel));
    QVERIFY(!pool.error());
    QVERIFY(!pool.addConsumer(&connection.channel));
    QCOMPARE(pool.error().code(), Error::InvalidOperation);
    QCOMPARE(pool.consumers().size(), 1);
    SharedMemoryBuffer buffer = other.acquire();
    QVERIFY(!pool.publish(std::move(buffer)));
    QVERIFY(!buffer.isNull());
    QVERIFY(!other.publish(std::move(buffer), buffer.size() + 1));
    QVERIFY(!other.publish(std::move(buffer), -2));
    QVERIFY(!other.publish(SharedMemoryBuffer()));
    QCOMPARE(other.error().code(), Error::InvalidOperation);
    QCOMPARE(other.frameNumber(), 0U);
    QVERIFY(other.publish(std::move(buffer)));
    pool.setBufferSize(-1);
    QVERIFY(!pool.acquire());
    QVERIFY(pool.error());
    pool.setMaximumBuffers(-1);
    pool.setMaximumHeld(0);
    QCOMPARE(pool.maximumBuffers(), 2);
    QCOMPARE(pool.maximumHeld(), 1);
}

void tst_SharedMemoryPool::slotDestroysThePool()
{
    Connection connection;
    auto *const pool = new SharedMemoryPool(FrameSize);
    const QPointer<SharedMemoryPool> guard(pool);
    connect(pool, &SharedMemoryPool::consumerRemoved, this, [pool] { delete pool; });
    QVERIFY(pool->addConsumer(&connection.channel));
    connection.far.abort();
    QVERIFY(spinUntil([&] { return !guard; }));
}

void tst_SharedMemoryPool::slotDestroysTheConsumer()
{
    LocalSocket near;
    LocalSocket far;
    QVERIFY(far.adopt(near.createPeer()));
    MessageChannel channel(&near);
    MessageChannel farChannel(&far);
    auto *const consumer = new SharedMemoryConsumer(&farChannel);
    consumer->setCopiesUnsealedMemory(true);
    SharedMemoryFrame kept;
    connect(consumer, &SharedMemoryConsumer::frameReceived, this, [&](const SharedMemoryFrame &frame) {
        kept = frame;
        delete consumer;
    });
    SharedMemoryPool pool(FrameSize);
    QVERIFY(pool.addConsumer(&channel));
    QVERIFY(publish(pool, 'a'));
    QVERIFY(spinUntil([&] { return !kept.isNull(); }));
    QVERIFY(isFilledWith(kept, 'a'));
    QVERIFY(!kept.isHeld());
}

void tst_SharedMemoryPool::values_areShared()
{
    SharedMemoryFrame null;
    QVERIFY(null.isNull() && !null && !null.isHeld() && !null.constData());
    QCOMPARE(null.size(), 0);
    QCOMPARE(null.number(), 0U);
    QVERIFY(null.copy().isNull() && null.metadata().isNull());
    SharedMemoryBuffer buffer;
    QVERIFY(!buffer && !buffer.data());
    QCOMPARE(buffer.size(), 0);

    Connection connection;
    SharedMemoryPool pool(FrameSize);
    pool.setMaximumHeld(1);
    QVERIFY(pool.addConsumer(&connection.channel));
    QVERIFY(publish(pool, 1));
    QVERIFY(connection.receives(1));
    QVERIFY(publish(pool, 2));
    SharedMemoryFrame copy = connection.frames.front();
    connection.frames.clear();
    QCoreApplication::processEvents();
    QCOMPARE(connection.numbers.size(), 1U); // the copy has it
    null = std::move(copy);
    copy = {};
    QCoreApplication::processEvents();
    QCOMPARE(connection.numbers.size(), 1U);
    null = {};
    QVERIFY(connection.receives(2));
}

QTEST_GUILESS_MAIN(tst_SharedMemoryPool)
#include "tst_sharedmemorypool.moc"
