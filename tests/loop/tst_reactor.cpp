// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// One place per thread where the event loop meets this library: what needs no handle.

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

// An event loop that ends when condition holds, or after 10 s.
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
    void wakesComeOnceAndFromTheLoop();
    void wakesInAHandlerComeInTheSameTurn();
    void othersHaveTheirTurnInANestedLoop();
    void aHandlerMayDestroyOthers();
    void timersComeOnce();
    void stopForgetsEverything();
    void movesToAnotherThread();
    void attachesWhenALoopComesLater();
    void tokensOfNobodyArePassedOver();
    void wokenWhoseEventWasDropped();
};

void tst_Reactor::wakesComeOnceAndFromTheLoop()
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

// Also when the handler starts a loop of its own: that gets the turn, not who waits for the handler to return.
void tst_Reactor::wakesInAHandlerComeInTheSameTurn()
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

// Those that were woken together with it do not wait until it returns.
void tst_Reactor::othersHaveTheirTurnInANestedLoop()
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

void tst_Reactor::aHandlerMayDestroyOthers()
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

void tst_Reactor::timersComeOnce()
{
    Source source;
    source.watch.wakeAfter(1000000);
    source.watch.wakeAfter(5); // takes the place of the one before
    QVERIFY(spinUntil([&] { return source.count > 0; }));
    QCOMPARE(source.seen, ReadySet(Ready::Timer));
    QEventLoop loop;
    QTimer::singleShot(50, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(source.count, 1);
}

void tst_Reactor::stopForgetsEverything()
{
    Source source;
    source.watch.wake();
    source.watch.wakeAfter(1);
    source.watch.stop();
    Source later; // of the same slot, perhaps
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

void tst_Reactor::attachesWhenALoopComesLater()
{
    ReadySet seen;
    std::thread thread([&] {
        Source source;
        source.watch.wake(); // nothing to attach to yet
        source.watch.wakeAfter(1);
        runUntil([&] { return source.seen == (Ready::Woken | Ready::Timer); });
        seen = source.seen;
    });
    thread.join();
    QCOMPARE(seen, Ready::Woken | Ready::Timer);
}

// As an epoll instance that somebody else has changed could bring them.
void tst_Reactor::tokensOfNobodyArePassedOver()
{
    Source source;
    source.watch.wakeAfter(0);
    const auto reactor = Reactor::ofThisThread();
    reactor->dispatch({ 1000000, 0 }, Ready::Readable);
    reactor->dispatch({ 0, 1000000 }, Ready::Readable);
    QVERIFY(spinUntil([&] { return source.count == 1; }));
    QCOMPARE(source.seen, ReadySet(Ready::Timer));
}

void tst_Reactor::wokenWhoseEventWasDropped()
{
    Source source;
    source.watch.wake();
    QCoreApplication::removePostedEvents(nullptr);
    QVERIFY(spinUntil([&] { return source.count == 1; }));
}

QTEST_GUILESS_MAIN(tst_Reactor)
#include "tst_reactor.moc"
