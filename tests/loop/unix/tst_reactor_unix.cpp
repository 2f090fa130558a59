// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The reactor connects descriptors with the event loop, once per thread. tst_reactor tests what
// needs no descriptors.

#include "loop/reactor.h"
#include "os/unix/call.h"
#include "os/unix/socket.h"

#include "testsupport/testsupport.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qthread.h>
#include <QtCore/qtimer.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <fcntl.h>

using namespace QtInterprocess;
using namespace TestSupport;
using os::Call;
using os::FaultPoint;

namespace {

// One end of a socket pair with a watch on it. Tests write to the other end.
class Source final : public ReadySource
{
public:
    explicit Source(std::function<void(Source &, ReadySet)> handler = {}) : m_handler(std::move(handler))
    {
        auto pair = os::createStreamPair();
        m_near = std::move(pair->first);
        m_far = std::move(pair->second);
        watch.setHandle(m_near.get());
    }

    void poke()
    {
        const ByteQueue::View one { "x", 1 };
        (void)os::send(int(m_far.get()), &one, 1);
    }
    void hangUp() { m_far.reset(); }
    void takeAll()
    {
        char buffer[64];
        (void)os::receive(int(m_near.get()), buffer, sizeof buffer);
    }

    void ready(ReadySet what) override
    {
        seen |= what;
        ++count;
        if (m_handler)
            m_handler(*this, what);
        else
            takeAll();
    }

    ReadySet seen;
    int count = 0;

private:
    std::function<void(Source &, ReadySet)> m_handler;
    OwnedHandle m_near;
    OwnedHandle m_far;

public:
    Watch watch { *this }; // forgets the descriptor before it is closed
};

} // namespace

static bool isQueueUsed()
{
#if defined(QTINTERPROCESS_KQUEUE) || (defined(__linux__) && !defined(QTINTERPROCESS_PORTABLE_POSIX))
    return true;
#else
    return false;
#endif
}

class tst_ReactorUnix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { FaultPoint::disarmAll(); }
    void readiness();
    void hangUpOfAnIdleSource_isReported();
    void sourcesDestroyedInABatch_getNoEvents();
    void reusedSlot_getsNoOldEvent();
    void wake_isDeliveredOnceByTheLoop();
    void timer_firesOnce();
    void movesToAnotherThread();
    void laterEventLoop_isAttached();
    void manySources_areServedByTheEventQueue();
    void missingEventQueue_isReplacedByNotifiers();
    void fullEventQueue_isRetried();
    void eventQueueRefusedLater_isReplacedByNotifiers();
    void handlesRefusedByTheQueue_countAsReady_data();
    void handlesRefusedByTheQueue_countAsReady();
    void descriptorThatTheQueueCannotWatch_getsANotifier_data();
    void descriptorThatTheQueueCannotWatch_getsANotifier();
};

void tst_ReactorUnix::readiness()
{
    Source one, two;
    one.watch.setInterest(Ready::Readable);
    two.watch.setInterest(Ready::Writable);
    QVERIFY(spinUntil([&] { return two.count > 0; }));
    QCOMPARE(two.seen, ReadySet(Ready::Writable));
    QCOMPARE(one.count, 0);
    two.watch.setInterest({});
    one.poke();
    QVERIFY(spinUntil([&] { return one.count > 0; }));
    QCOMPARE(one.seen, ReadySet(Ready::Readable));
    const int before = two.count;
    one.poke();
    QVERIFY(spinUntil([&] { return one.count > 1; }));
    QCOMPARE(two.count, before);
}

void tst_ReactorUnix::hangUpOfAnIdleSource_isReported()
{
    Source source([](Source &self, ReadySet what) {
        if (what & Ready::HangUp)
            self.watch.stop();
    });
    source.watch.setInterest(Ready::HangUp);
    QCoreApplication::processEvents();
    QCOMPARE(source.count, 0);
    source.hangUp();
    QVERIFY(spinUntil([&] { return source.seen.testFlag(Ready::HangUp); }));
}

void tst_ReactorUnix::sourcesDestroyedInABatch_getNoEvents()
{
    std::vector<std::unique_ptr<Source>> sources;
    int called = 0;
    for (int i = 0; i < 50; ++i) {
        sources.push_back(std::make_unique<Source>([&](Source &self, ReadySet) {
            self.takeAll();
            if (++called % 2) {
                // The other sources are destroyed in the middle of their common batch, and a
                // nested loop runs on top.
                for (auto &other : sources) {
                    if (other && other.get() != &self && other->count == 0) {
                        other.reset();
                        break;
                    }
                }
                QCoreApplication::processEvents();
            }
        }));
        sources.back()->watch.setInterest(Ready::Readable);
        sources.back()->poke();
    }
    QVERIFY(spinUntil([&] { return called >= 25; }));
}

void tst_ReactorUnix::reusedSlot_getsNoOldEvent()
{
    std::unique_ptr<Source> second;
    std::unique_ptr<Source> third;
    Source first([&](Source &self, ReadySet) {
        self.takeAll();
        if (second && second->count == 0) {
            second.reset(); // its event is already in the batch
            third = std::make_unique<Source>(); // takes its slot
            third->watch.setInterest(Ready::Readable);
        }
    });
    second = std::make_unique<Source>();
    first.watch.setInterest(Ready::Readable);
    second->watch.setInterest(Ready::Readable);
    first.poke();
    second->poke();
    QVERIFY(spinUntil([&] { return first.count > 0; }));
    QCoreApplication::processEvents();
    QVERIFY(!third || third->count == 0);
}

void tst_ReactorUnix::wake_isDeliveredOnceByTheLoop()
{
    Source source([](Source &, ReadySet) {});
    source.watch.wake();
    source.watch.wake();
    QCOMPARE(source.count, 0);
    QVERIFY(spinUntil([&] { return source.count > 0; }));
    QCoreApplication::processEvents();
    QCOMPARE(source.count, 1);
    QCOMPARE(source.seen, ReadySet(Ready::Woken));
    source.watch.wake();
    source.watch.cancelWake();
    QCoreApplication::processEvents();
    QCOMPARE(source.count, 1);
}

void tst_ReactorUnix::timer_firesOnce()
{
    Source source([](Source &, ReadySet) {});
    source.watch.wakeAfter(1000000);
    source.watch.wakeAfter(5); // replaces the previous one
    QVERIFY(spinUntil([&] { return source.count > 0; }));
    QCOMPARE(source.seen, ReadySet(Ready::Timer));
    QEventLoop loop;
    QTimer::singleShot(30, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(source.count, 1);
}

void tst_ReactorUnix::movesToAnotherThread()
{
    Source source([](Source &self, ReadySet what) {
        if (what & Ready::Readable)
            self.takeAll();
    });
    source.watch.setInterest(Ready::Readable);
    source.watch.wakeAfter(10);
    source.watch.wake();
    source.watch.leaveThread();
    QCoreApplication::processEvents();
    QCOMPARE(source.count, 0);
    Worker thread([&] {
        QEventLoop loop;
        QTimer poll;
        connect(&poll, &QTimer::timeout, &loop, [&] {
            if (source.seen == (Ready::Readable | Ready::Woken | Ready::Timer))
                loop.quit();
        });
        poll.start(1);
        source.watch.joinThread();
        source.poke();
        QTimer::singleShot(10000, &loop, &QEventLoop::quit);
        loop.exec();
        source.watch.leaveThread();
    });
    thread.start();
    QVERIFY(thread.join());
    QCOMPARE(source.seen, Ready::Readable | Ready::Woken | Ready::Timer);
}

void tst_ReactorUnix::laterEventLoop_isAttached()
{
    ReadySet seen;
    std::thread thread([&] {
        Source source;
        source.watch.setInterest(Ready::Readable); // there is no loop to attach to yet
        source.watch.wakeAfter(1);
        source.poke();
        QEventLoop loop;
        QTimer poll;
        connect(&poll, &QTimer::timeout, &loop, [&] {
            if (source.seen == (Ready::Readable | Ready::Timer))
                loop.quit();
        });
        poll.start(1);
        QTimer::singleShot(10000, &loop, &QEventLoop::quit);
        loop.exec();
        seen = source.seen;
    });
    thread.join();
    QCOMPARE(seen, Ready::Readable | Ready::Timer);
}

// With so many sources, the reactor replaces one notifier per source by one for all. The tests
// above run again on it.
void tst_ReactorUnix::manySources_areServedByTheEventQueue()
{
    std::vector<std::unique_ptr<Source>> sources;
    for (int i = 0; i < 20; ++i) {
        sources.push_back(std::make_unique<Source>());
        sources.back()->poke(); // before and after the change
        sources.back()->watch.setInterest(Ready::Readable);
    }
    QVERIFY(spinUntil([&] {
        return std::all_of(sources.begin(), sources.end(), [](const auto &source) { return source->count == 1; });
    }));
    for (const auto &source : sources)
        source->poke();
    QVERIFY(spinUntil([&] {
        return std::all_of(sources.begin(), sources.end(), [](const auto &source) { return source->count == 2; });
    }));
    readiness();
    hangUpOfAnIdleSource_isReported();
    sourcesDestroyedInABatch_getNoEvents();
    reusedSlot_getsNoOldEvent();
    wake_isDeliveredOnceByTheLoop();
    timer_firesOnce();
    movesToAnotherThread();
}

void tst_ReactorUnix::missingEventQueue_isReplacedByNotifiers()
{
    FaultPoint::arm(Call::CreateEventQueue, EMFILE, 1, 1000);
    bool told = false;
    Worker thread([&] {
        QEventLoop loop;
        std::vector<std::unique_ptr<Source>> many;
        for (int i = 0; i < 20; ++i) {
            many.push_back(std::make_unique<Source>());
            many.back()->watch.setInterest(Ready::Readable);
        }
        Source source([&](Source &, ReadySet what) {
            told = what.testFlag(Ready::Readable);
            loop.quit();
        });
        source.watch.setInterest(Ready::Readable);
        source.poke();
        QTimer::singleShot(10000, &loop, &QEventLoop::quit);
        loop.exec();
    });
    thread.start();
    QVERIFY(thread.join());
    QVERIFY(told);
}

void tst_ReactorUnix::fullEventQueue_isRetried()
{
    Source source([](Source &self, ReadySet what) {
        if (what & Ready::Readable)
            self.takeAll();
        if (what & Ready::Timer)
            self.watch.setInterest(Ready::Readable); // as an engine does in every turn
    });
    std::vector<std::unique_ptr<Source>> many;
    for (int i = 0; i < 20; ++i) {
        many.push_back(std::make_unique<Source>());
        many.back()->watch.setInterest(Ready::Readable);
    }
    FaultPoint::arm(Call::ChangeEventQueue, ENOSPC, 1, 1);
    source.watch.setInterest(Ready::Readable);
    source.poke();
    QVERIFY(spinUntil([&] { return source.seen.testFlag(Ready::Readable); }));
}

// A sandbox may start after the program has started.
void tst_ReactorUnix::eventQueueRefusedLater_isReplacedByNotifiers()
{
    std::vector<std::unique_ptr<Source>> sources;
    for (int i = 0; i < 20; ++i) {
        sources.push_back(std::make_unique<Source>());
        sources.back()->watch.setInterest(Ready::Readable);
    }
    FaultPoint::arm(Call::TakeQueueEvents, EPERM, 1, 1'000'000);
    for (int round = 1; round <= 3; ++round) {
        for (const auto &source : sources)
            source->poke();
        const auto isServed = [=](const std::unique_ptr<Source> &source) { return source->count >= round; };
        QVERIFY(spinUntil([&] { return std::all_of(sources.begin(), sources.end(), isServed); }));
    }
    QVERIFY(FaultPoint::calls(Call::TakeQueueEvents) <= 1);
}

void tst_ReactorUnix::handlesRefusedByTheQueue_countAsReady_data()
{
    QTest::addColumn<int>("others");
    QTest::newRow("few") << 0;
    QTest::newRow("many") << 20;
}

// Files and folders count as ready.
void tst_ReactorUnix::handlesRefusedByTheQueue_countAsReady()
{
    QFETCH(int, others);
    std::vector<std::unique_ptr<Source>> sources;
    for (int i = 0; i < others; ++i) {
        sources.push_back(std::make_unique<Source>());
        sources.back()->watch.setInterest(Ready::Readable);
    }
    for (const char *const path : { "/", "/dev/null", "/proc/self/exe" }) {
        const OwnedHandle file(::open(path, O_RDONLY | O_CLOEXEC));
        QVERIFY(file);
        Source source([](Source &self, ReadySet) { self.watch.setInterest({}); });
        source.watch.setHandle(file.get());
        for (int i = 1; i <= 2; ++i) {
            source.watch.setInterest(Ready::Readable);
            QVERIFY(spinUntil([&] { return source.count == i; }));
            QCOMPARE(source.seen, ReadySet(Ready::Readable));
        }
    }
    if (others > 0 && isQueueUsed()) {
        Source source([](Source &self, ReadySet) { self.watch.stop(); });
        source.watch.setHandle(12345); // no open descriptor
        source.watch.setInterest(Ready::Readable);
        QVERIFY(spinUntil([&] { return source.count == 1; }));
        QVERIFY(source.seen & Ready::HangUp);
    }
}

void tst_ReactorUnix::descriptorThatTheQueueCannotWatch_getsANotifier_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("EPERM, of epoll") << EPERM;
    QTest::newRow("EINVAL, of a kqueue") << EINVAL;
    QTest::newRow("ENODEV, of a kqueue") << ENODEV;
    QTest::newRow("EPIPE, of a kqueue for a pipe without a reader") << EPIPE;
}

void tst_ReactorUnix::descriptorThatTheQueueCannotWatch_getsANotifier()
{
    QFETCH(int, error);
    std::vector<std::unique_ptr<Source>> many;
    for (int i = 0; i < 20; ++i) {
        many.push_back(std::make_unique<Source>());
        many.back()->watch.setInterest(Ready::Readable);
    }
    for (const Ready before : { Ready::Timer, Ready::Readable }) { // no interest, and another interest
        Source source([](Source &self, ReadySet what) {
            if (what & (Ready::Writable | Ready::HangUp))
                self.watch.setInterest({});
        });
        if (before == Ready::Readable)
            source.watch.setInterest(before);
        FaultPoint::arm(Call::ChangeEventQueue, error, 1, 1);
        source.watch.setInterest(Ready::Writable);
        QVERIFY(spinUntil([&] { return source.count > 0; }));
        QCOMPARE(source.seen, ReadySet(Ready::Writable));
        FaultPoint::disarmAll();
    }
}

QTEST_GUILESS_MAIN(tst_ReactorUnix)
#include "tst_reactor_unix.moc"
