// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/frontqueue.h"
#include "testsupport/platform.h"
#include "testsupport/sanitizers.h"

#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

#include <deque>
#include <memory>

using namespace QtInterprocess;

class tst_FrontQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstInFirstOut();
    void removedElement_isDestroyedAtOnce();
    void behavesLikeADeque();
    void flood_releasesItsMemory();
};

void tst_FrontQueue::firstInFirstOut()
{
    FrontQueue<int> queue;
    QVERIFY(queue.isEmpty());
    queue.append(1);
    queue.append(2);
    queue.append(3) = 4;
    QCOMPARE(queue.size(), size_t(3));
    queue.removeFirst(1);
    QCOMPARE(queue[0], 2);
    QCOMPARE(std::vector<int>(queue.begin(), queue.end()), std::vector<int>({ 2, 4 }));
    queue.removeFirst(2);
    QVERIFY(queue.isEmpty());
    queue.append(5);
    queue.clear();
    QVERIFY(queue.isEmpty());
}

void tst_FrontQueue::removedElement_isDestroyedAtOnce()
{
    FrontQueue<std::shared_ptr<int>> queue;
    std::vector<std::weak_ptr<int>> all;
    for (int i = 0; i < 3; ++i)
        all.push_back(queue.append(std::make_shared<int>(i)));
    queue.removeFirst(2);
    QVERIFY(all[0].expired() && all[1].expired() && !all[2].expired());
    queue.clear();
    QVERIFY(all[2].expired());
}

void tst_FrontQueue::behavesLikeADeque()
{
    QRandomGenerator random(17);
    FrontQueue<std::unique_ptr<int>> queue;
    std::deque<int> model;
    for (int i = 0; i < 100'000; ++i) {
        const bool fills = i / 5000 % 2 == 0; // grows to hundreds, then shrinks to none
        if (random.bounded(fills ? 3 : 2) > 0 && model.size() < 1000) {
            queue.append(std::make_unique<int>(i));
            model.push_back(i);
        } else if (!model.empty()) {
            const auto count = std::min<size_t>(model.size(), size_t(random.bounded(4)));
            queue.removeFirst(count);
            model.erase(model.begin(), model.begin() + std::ptrdiff_t(count));
        }
        QCOMPARE(queue.size(), model.size());
        if (!model.empty()) {
            QCOMPARE(*queue[0], model.front());
            QCOMPARE(*queue[queue.size() - 1], model.back());
        }
    }
}

// Also releases memory if one element always remains. The flood takes 31 MiB, of which the heap
// may keep a part.
void tst_FrontQueue::flood_releasesItsMemory()
{
    constexpr int Count = 4'000'000;
    const qint64 before = TestSupport::residentKilobytes();
    FrontQueue<qint64> queue;
    for (int i = 0; i < Count; ++i)
        queue.append(i);
    for (int i = 1; i < Count; ++i)
        queue.removeFirst(1);
    QCOMPARE(queue.size(), size_t(1));
    QCOMPARE(queue[0], qint64(Count - 1));
    const qint64 grown = TestSupport::residentKilobytes() - before;
    QVERIFY2(!TestSupport::MeasuresMemory || grown < 16 * 1024, qPrintable(QString::number(grown)));
}

QTEST_GUILESS_MAIN(tst_FrontQueue)
#include "tst_frontqueue.moc"
