// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Byte arrays that borrow shared memory: they share its bytes, outlive it, and copy before they
// change.

#include "testsupport/sharedmemory.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/SharedMemory>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;
using Seal = SharedMemory::Seal;

class tst_SharedBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void array_sharesTheBytes();
    void array_isCopiedWhenItChanges_data();
    void array_isCopiedWhenItChanges();
    void array_outlivesTheMemory();
    void manyArrays_keepTheirBytes();
    void arrays_inThreads();
};

void tst_SharedBytes::array_sharesTheBytes()
{
    const SharedMemory memory = patternMemory(10'000);
    const QByteArray one = memory.toByteArray();
    const QByteArray two = memory.toByteArray();
    QVERIFY(one.constData() == memory.constData() && two.constData() == memory.constData());
    QCOMPARE(one.size(), 10'000);
    QCOMPARE(one, pattern(10'000));
    QVERIFY(QByteArray(one).constData() == memory.constData());
}

using Change = void (*)(QByteArray &);
Q_DECLARE_METATYPE(Change)

void tst_SharedBytes::array_isCopiedWhenItChanges_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
    row("append", [](QByteArray &array) { array.append("more"); });
    row("append a character", [](QByteArray &array) { array.append('x'); });
    row("prepend", [](QByteArray &array) { array.prepend("more"); });
    row("insert", [](QByteArray &array) { array.insert(50, "more"); });
    row("remove", [](QByteArray &array) { array.remove(10, 50); });
    row("replace", [](QByteArray &array) { array.replace(10, 5, "much more"); });
    row("fill", [](QByteArray &array) { array.fill('x'); });
    row("index", [](QByteArray &array) { array[9] = 'x'; });
    row("data", [](QByteArray &array) { array.data()[9] = 'x'; });
    row("shrink", [](QByteArray &array) { array.resize(10); });
    row("grow", [](QByteArray &array) {
        array.resize(20'000);
        std::fill(array.begin() + 10'000, array.end(), 'x');
    });
    row("chop", [](QByteArray &array) { array.chop(1); });
    row("reserve", [](QByteArray &array) { array.reserve(20'000); });
    row("squeeze", [](QByteArray &array) { array.squeeze(); });
    row("detach", [](QByteArray &array) { array.detach(); });
    row("clear", [](QByteArray &array) { array.clear(); });
    row("upper case", [](QByteArray &array) { array = std::move(array).toUpper(); });
    row("trimmed", [](QByteArray &array) { array = std::move(array).trimmed(); });
    row("left", [](QByteArray &array) { array = array.left(7); });
}

void tst_SharedBytes::array_isCopiedWhenItChanges()
{
    QFETCH(Change, change);
    for (const bool sealed : { false, true }) {
        SharedMemory memory = patternMemory(10'000);
        QCOMPARE(memory.seal(sealed ? Seal::Everyone : Seal::OtherWriters), true);
        QByteArray array = memory.toByteArray();
        QByteArray expected = pattern(10'000);
        change(array);
        change(expected);
        QCOMPARE(array, expected);
        QVERIFY(holdsPattern(memory));
        QCOMPARE(memory.toByteArray(), pattern(10'000));
    }
}

void tst_SharedBytes::array_outlivesTheMemory()
{
    QByteArray array = patternMemory(10'000).toByteArray();
    std::vector<QByteArray> others(5, array);
    QCOMPARE(array, pattern(10'000));
    for (int i = 0; i < 100; ++i)
        (void)SharedMemory::create(4096); // each could unmap it
    QCOMPARE(others.back(), pattern(10'000));
    others.clear();
    array += "more";
    (void)SharedMemory::create(4096); // unmaps it
    QCOMPARE(array, pattern(10'000) + "more");
}

void tst_SharedBytes::manyArrays_keepTheirBytes()
{
    const int count = scaled(5000);
    std::vector<QByteArray> kept;
    for (int i = 0; i < count; ++i)
        kept.push_back(patternMemory(100).toByteArray());
    for (const QByteArray &array : kept)
        QCOMPARE(firstDifference(array), qint64(-1));
    kept.clear();
    for (int i = 0; i < count; ++i) // unmaps all of them
        (void)SharedMemory::create(100);
}

void tst_SharedBytes::arrays_inThreads()
{
    constexpr int Threads = 4;
    std::atomic<int> wrong { 0 };
    std::vector<std::unique_ptr<Worker>> threads;
    for (int i = 0; i < Threads; ++i) {
        threads.push_back(std::make_unique<Worker>([&wrong] {
            std::vector<QByteArray> kept;
            for (int round = 0; round < scaled(500); ++round) {
                const SharedMemory memory = patternMemory(5000);
                kept.push_back(memory.toByteArray());
                if (kept.size() > 3)
                    kept.erase(kept.begin());
                wrong += firstDifference(kept.front()) != -1;
            }
        }));
    }
    for (const auto &thread : threads)
        thread->start();
    for (const auto &thread : threads)
        QVERIFY(thread->join());
    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(tst_SharedBytes)
#include "tst_sharedbytes.moc"
