// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Copies of shared memory in several threads: seals, readers and handles.

#include "testsupport/sanitizers.h"
#include "testsupport/sharedmemory.h"
#include "testsupport/testsupport.h"

#include <QtInterprocess/SharedMemory>

#include <atomic>
#include <functional>

using namespace QtInterprocess;
using namespace TestSupport;
using Mode = SharedMemory::Mode;
using Seal = SharedMemory::Seal;

// Runs two functions at the same time. Returns false if they hang.
static bool runTogether(const std::function<void()> &one, const std::function<void()> &other)
{
    std::atomic<int> ready { 0 };
    const auto after = [&ready](const std::function<void()> &function) {
        for (++ready; ready < 2;) {
        }
        function();
    };
    Worker first([&] { after(one); });
    Worker second([&] { after(other); });
    first.start();
    second.start();
    const bool firstEnded = first.join();
    return second.join() && firstEnded;
}

class tst_SharedThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seal_isSeenByOtherThreads();
    void sealOfTwoThreads_isDoneOnce();
    void sealAndHandleForWriting_excludeEachOther();
};

// Readers in other threads never find a hole in the mapping.
void tst_SharedThreads::seal_isSeenByOtherThreads()
{
    if (IsThreadSanitizer)
        QSKIP("ThreadSanitizer takes a mapping that replaces the same pages for a write");
    for (int round = 0; round < scaled(50); ++round) {
        SharedMemory memory = patternMemory(200'000);
        std::atomic<bool> sealed { false };
        std::atomic<bool> started { false };
        bool isWhole = true;
        Worker reader([&, copy = memory] {
            do {
                isWhole = isWhole && holdsPattern(copy);
                started = true;
            } while (!sealed);
        });
        reader.start();
        QVERIFY(spinUntil([&] { return started.load(); }));
        const bool done = memory.seal();
        sealed = true;
        QVERIFY(reader.join() && done && isWhole);
    }
}

void tst_SharedThreads::sealOfTwoThreads_isDoneOnce()
{
    for (int round = 0; round < scaled(200); ++round) {
        const SharedMemory memory = patternMemory(10'000);
        bool sealed[2] = { false, false };
        Error errors[2];
        const auto seal = [&](int i) {
            return [&, i, copy = memory]() mutable { sealed[i] = copy.seal(Seal::Everyone, &errors[i]); };
        };
        QVERIFY(runTogether(seal(0), seal(1)));
        QVERIFY(memory.isSealed() && (sealed[0] || sealed[1]));
        for (const int i : { 0, 1 })
            QCOMPARE(errors[i].code(), sealed[i] ? Error::NoError : Error::InvalidOperation);
        QVERIFY(holdsPattern(memory));
    }
}

// Where a seal only means that no handle for writing was passed on, one of the two fails.
void tst_SharedThreads::sealAndHandleForWriting_excludeEachOther()
{
    for (int round = 0; round < scaled(200); ++round) {
        const SharedMemory memory = patternMemory(10'000);
        bool sealed = false;
        OwnedHandle handle;
        QVERIFY(runTogether([&, copy = memory]() mutable { sealed = copy.seal(Seal::OtherWriters); },
                            [&, copy = memory] { handle = copy.handle(Mode::ReadWrite); }));
        if (Memory.sealsBySystem)
            QVERIFY(sealed && SharedMemory::map(std::move(handle), Mode::ReadWrite).isNull());
        else
            QVERIFY(!sealed || !handle);
    }
}

QTEST_GUILESS_MAIN(tst_SharedThreads)
#include "tst_sharedthreads.moc"
