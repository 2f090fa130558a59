// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests ByteQueue against a QByteArray as the model.

#include "support/bytequeue.h"

#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

using namespace QtInterprocess;

class tst_ByteQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void behavesLikeAByteArray_data();
    void behavesLikeAByteArray();
    void appendedQueue_isEmptied();
    void smallAppendsShareAChunk();
    void appendInPlace_needsRoom();
    void buffer_keepsItsRoomUntilSqueezed();
    void buffers_areReused();
    void sharedBuffer_isNotReused();
    void appendedArray_isTakenAsAnArray();
    void halfFullBuffer_isTakenAsAnArray();
};

static QByteArray viewsOf(const ByteQueue &queue, int count)
{
    std::vector<ByteQueue::View> views { size_t(count) };
    const int filled = queue.views(views.data(), count);
    QByteArray all;
    for (int i = 0; i < filled; ++i)
        all.append(views[size_t(i)].data, views[size_t(i)].size);
    return all;
}

void tst_ByteQueue::behavesLikeAByteArray_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_ByteQueue::behavesLikeAByteArray()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    ByteQueue queue;
    QByteArray model;
    for (int step = 0; step < 2000; ++step) {
        const int size = random.bounded(4) ? random.bounded(300) : random.bounded(60000);
        QByteArray data(size, char('a' + random.bounded(26)));
        switch (random.bounded(9)) {
        case 8:
            QCOMPARE(queue.take(size), model.left(size));
            model.remove(0, size);
            break;
        case 7: queue.squeeze(); break;
        case 6: {
            QByteArray buffer(SpareBuffers::Large, '?');
            buffer.replace(0, data.size(), data);
            queue.appendPart(std::move(buffer), data.size());
            model += data;
            break;
        }
        case 5:
            if (queue.appendInPlace(data.constData(), data.size()))
                model += data;
            break;
        case 0:
            queue.append(data.constData(), data.size());
            model += data;
            break;
        case 1:
            model += data;
            queue.append(std::move(data));
            break;
        case 2: {
            QByteArray taken(size, '?');
            taken.truncate(qsizetype(queue.read(taken.data(), size)));
            QCOMPARE(taken, model.left(size));
            model.remove(0, size);
            break;
        }
        case 3:
            QCOMPARE(queue.discard(size), qint64(model.left(size).size()));
            model.remove(0, size);
            break;
        case 4: {
            const char c = char('a' + random.bounded(26));
            QCOMPARE(queue.indexOf(c, size), qint64(model.left(size).indexOf(c)));
            break;
        }
        }
        QCOMPARE(queue.size(), qint64(model.size()));
        QCOMPARE(queue.isEmpty(), model.isEmpty());
        if (step % 50 == 0)
            QCOMPARE(viewsOf(queue, 10000), model);
    }
}

void tst_ByteQueue::appendedQueue_isEmptied()
{
    ByteQueue first, second;
    first.append("abc", 3);
    second.append("xdef", 4);
    second.discard(1); // the data begins behind the start of its memory
    first.append(std::move(second));
    QCOMPARE(viewsOf(first, 10), QByteArray("abcdef"));
    QCOMPARE(first.size(), qint64(6));
    QVERIFY(second.isEmpty()); // NOLINT(bugprone-use-after-move): documented to be empty after the move
}

void tst_ByteQueue::smallAppendsShareAChunk()
{
    ByteQueue queue;
    for (int i = 0; i < 1000; ++i)
        queue.append("12345678", 8);
    ByteQueue::View views[64];
    QVERIFY(queue.views(views, 64) <= 2); // one system call sends them
}

void tst_ByteQueue::appendInPlace_needsRoom()
{
    ByteQueue queue;
    QVERIFY(!queue.appendInPlace("a", 1)); // there is no chunk yet
    queue.append("ab", 2);
    QVERIFY(queue.appendInPlace("cd", 2));
    QCOMPARE(viewsOf(queue, 4), "abcd");
    // A buffer that was appended as a QByteArray may be shared, so it is never written to.
    const QByteArray shared("efgh");
    queue.append(QByteArray(shared));
    QVERIFY(!queue.appendInPlace("x", 1));
    QCOMPARE(shared, "efgh");
    QCOMPARE(queue.size(), 8);
    QCOMPARE(queue.discard(8), 8);
    QVERIFY(!queue.appendInPlace("a", 1));
}

void tst_ByteQueue::buffer_keepsItsRoomUntilSqueezed()
{
    ByteQueue queue;
    queue.appendPart(SpareBuffers::takeLarge(), 0);
    QVERIFY(queue.isEmpty());
    QByteArray buffer = SpareBuffers::takeLarge();
    buffer.replace(0, 3000, QByteArray(3000, 'a'));
    queue.appendPart(std::move(buffer), 3000);
    QVERIFY(queue.appendInPlace("bc", 2));
    QCOMPARE(queue.discard(2999), 2999);
    queue.squeeze();
    QCOMPARE(viewsOf(queue, 4), "abc");
    QVERIFY(queue.appendInPlace("d", 1)); // little room is left
    QVERIFY(!queue.appendInPlace(QByteArray(1000, 'x').constData(), 1000));
    QCOMPARE(viewsOf(queue, 4), "abcd");
    // A buffer that is mostly full is kept.
    ByteQueue full;
    full.appendPart(SpareBuffers::takeLarge(), SpareBuffers::Large * 3 / 4);
    full.squeeze();
    QVERIFY(full.appendInPlace("x", 1));
}

// Reused buffers make large reads cheap.
void tst_ByteQueue::buffers_areReused()
{
    ByteQueue queue;
    QByteArray large = SpareBuffers::takeLarge();
    const char *const place = large.constData();
    queue.appendPart(std::move(large), 10);
    QCOMPARE(queue.discard(10), 10);
    QCOMPARE(SpareBuffers::takeLarge().constData(), place);
    // The same for the first of two buffers.
    QByteArray first = SpareBuffers::takeLarge();
    const char *const placeOfFirst = first.constData();
    queue.appendPart(std::move(first), 10);
    queue.append(QByteArray(10, 'x'));
    QCOMPARE(queue.discard(15), 15);
    QCOMPARE(SpareBuffers::takeLarge().constData(), placeOfFirst);
    // The same for a small buffer.
    queue.clear();
    queue.append("abc", 3);
    ByteQueue::View view;
    QCOMPARE(queue.views(&view, 1), 1);
    const char *const placeOfSmall = view.data;
    QCOMPARE(queue.discard(3), 3);
    queue.append("def", 3);
    QCOMPARE(queue.views(&view, 1), 1);
    QCOMPARE(view.data, placeOfSmall);
}

void tst_ByteQueue::sharedBuffer_isNotReused()
{
    const QByteArray shared(SpareBuffers::Large, 's');
    ByteQueue queue;
    queue.append(QByteArray(shared));
    QCOMPARE(queue.discard(shared.size()), shared.size());
    QByteArray next = SpareBuffers::takeLarge();
    QVERIFY(next.constData() != shared.constData());
    next.fill('x');
    QCOMPARE(shared, QByteArray(SpareBuffers::Large, 's'));
}

// A smaller part is copied, so that nobody keeps a large buffer for a few bytes.
void tst_ByteQueue::halfFullBuffer_isTakenAsAnArray()
{
    for (const qsizetype size : { SpareBuffers::Large / 2 - 1, SpareBuffers::Large / 2, SpareBuffers::Large }) {
        ByteQueue queue;
        QByteArray buffer(SpareBuffers::Large, 'x');
        const char *const place = buffer.constData();
        queue.appendPart(std::move(buffer), size);
        const QByteArray taken = queue.take(size);
        QCOMPARE(taken, QByteArray(size, 'x'));
        QCOMPARE(taken.constData() == place, 2 * size >= SpareBuffers::Large);
        QVERIFY(queue.isEmpty());
    }
}

void tst_ByteQueue::appendedArray_isTakenAsAnArray()
{
    ByteQueue queue;
    QByteArray first(50000, 'a'), second(60000, 'b');
    const char *const places[] = { first.constData(), second.constData() };
    queue.append(std::move(first));
    queue.append(std::move(second));
    QCOMPARE(queue.take(50000).constData(), places[0]);
    QCOMPARE(queue.size(), 60000);
    QCOMPARE(queue.take(100000).constData(), places[1]);
    QVERIFY(queue.isEmpty());
    QVERIFY(queue.take(1).isEmpty());
}

QTEST_APPLESS_MAIN(tst_ByteQueue)
#include "tst_bytequeue.moc"
