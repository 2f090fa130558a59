// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The reactor connects the library with the event loop, once per thread. These tests need no
// handles.

#include "loop/reactor.h"

#include "testsupport/testsupport.h"

#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

using namespace QtInterprocess;
using namespace TestSupport;

namespace {

class Source final : public ReadySource
{
public:
    explicit Source(std::function<void(Source &)> handler = {}) : m_handler(std::move(handler)) { }

    void ready(ReadySet what) override
    {
        seen |= what;
        ++count;
        if (m_handler)
            m_handler(*this);
    }

    Watch watch { *this };
    ReadySet seen;
    int count = 0;

private:
    const std::function<void(Source &)> m_handler;
};

// Runs an event loop until condition holds, or for 10 s.
void runUntil(const std::function<bool()> &condition)
{
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (condition())
            loop.quit();
    });
    poll.start(1);
    QTimer::singleShot(10000, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

class tst_Reactor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wake_isDeliveredOnceByTheLoop();
    void wakeInAHandler_isDeliveredByItsNestedLoop();
    void otherWakes_areDeliveredByANestedLoop();
    void handler_mayDestroyOtherSources();
    void timer_firesOnce();
    void stop_cancelsWakesAndTimers();
    void movesToAnotherThread();
    void laterEventLoop_isAttached();
    void unknownTokens_areIgnored();
    void wakeWhoseEventWasDropped_isDelivered();
};

void tst_Reactor::wake_isDeliveredOnceByTheLoop()
{
    Source source;
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

// The handler may start a nested loop, which delivers the wake before the handler returns.
void tst_Reactor::wakeInAHandler_isDeliveredByItsNestedLoop()
{
    Source second;
    int inNestedLoop = 0;
    Source first([&](Source &) {
        second.watch.wake();
        runUntil([&] { return second.count > 0; });
        inNestedLoop = second.count;
    });
    first.watch.wake();
    QVERIFY(spinUntil([&] { return first.count > 0; }));
    QCOMPARE(inNestedLoop, 1);
}

// Sources that were woken together with the handler's source do not wait until the handler
// returns.
void tst_Reactor::otherWakes_areDeliveredByANestedLoop()
{
    Source second;
    int inNestedLoop = 0;
    Source first([&](Source &) {
        runUntil([&] { return second.count > 0; });
        inNestedLoop = second.count;
    });
    first.watch.wake();
    second.watch.wake();
    QVERIFY(spinUntil([&] { return first.count > 0; }));
    QCOMPARE(inNestedLoop, 1);
    QCoreApplication::processEvents();
    QCOMPARE(second.count, 1);
}

void tst_Reactor::handler_mayDestroyOtherSources()
{
    std::vector<std::unique_ptr<Source>> sources;
    int called = 0;
    for (int i = 0; i < 50; ++i) {
        sources.push_back(std::make_unique<Source>([&](Source &self) {
            ++called;
            for (auto &other : sources) {
                if (other && other.get() != &self && other->count == 0) {
                    other.reset();
                    break;
                }
            }
            QCoreApplication::processEvents();
        }));
        sources.back()->watch.wake();
    }
    QVERIFY(spinUntil([&] { return called == 25; }));
    QCoreApplication::processEvents();
    QCOMPARE(called, 25);
}

void tst_Reactor::timer_firesOnce()
{
    Source source;
    source.watch.wakeAfter(1000000);
    source.watch.wakeAfter(5); // replaces the previous one
    QVERIFY(spinUntil([&] { return source.count > 0; }));
    QCOMPARE(source.seen, ReadySet(Ready::Timer));
    QEventLoop loop;
    QTimer::singleShot(50, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(source.count, 1);
}

void tst_Reactor::stop_cancelsWakesAndTimers()
{
    Source source;
    source.watch.wake();
    source.watch.wakeAfter(1);
    source.watch.stop();
    Source later; // may have the same slot
    later.watch.wakeAfter(50);
    QVERIFY(spinUntil([&] { return later.count > 0; }));
    QCOMPARE(later.seen, ReadySet(Ready::Timer));
    QCOMPARE(source.count, 0);
}

void tst_Reactor::movesToAnotherThread()
{
    Source source;
    source.watch.wakeAfter(10);
    source.watch.wake();
    source.watch.leaveThread();
    QCoreApplication::processEvents();
    QCOMPARE(source.count, 0);
    Worker thread([&] {
        source.watch.joinThread();
        runUntil([&] { return source.seen == (Ready::Woken | Ready::Timer); });
        source.watch.leaveThread();
    });
    thread.start();
    QVERIFY(thread.join());
    QCOMPARE(source.seen, Ready::Woken | Ready::Timer);
}

void tst_Reactor::laterEventLoop_isAttached()
{
    ReadySet seen;
    std::thread thread([&] {
        Source source;
        source.watch.wake(); // there is no loop to attach to yet
        source.watch.wakeAfter(1);
        runUntil([&] { return source.seen == (Ready::Woken | Ready::Timer); });
        seen = source.seen;
    });
    thread.join();
    QCOMPARE(seen, Ready::Woken | Ready::Timer);
}

// Foreign code that changes the epoll instance could cause such tokens.
void tst_Reactor::unknownTokens_areIgnored()
{
    Source source;
    source.watch.wakeAfter(0);
    const auto reactor = Reactor::ofThisThread();
    reactor->dispatch({ 1000000, 0 }, Ready::Readable);
    reactor->dispatch({ 0, 1000000 }, Ready::Readable);
    QVERIFY(spinUntil([&] { return source.count == 1; }));
    QCOMPARE(source.seen, ReadySet(Ready::Timer));
}

void tst_Reactor::wakeWhoseEventWasDropped_isDelivered()
{
    Source source;
    source.watch.wake();
    QCoreApplication::removePostedEvents(nullptr);
    QVERIFY(spinUntil([&] { return source.count == 1; }));
}

QTEST_GUILESS_MAIN(tst_Reactor)
#include "tst_reactor.moc"
