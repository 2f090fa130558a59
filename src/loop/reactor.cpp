// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/reactor.h"

#include "loop/poller.h"
#include "support/threadlocal.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

#include <utility>

namespace QtInterprocess {

static constexpr size_t WokenRounds = 8;

std::shared_ptr<Reactor> Reactor::ofThisThread()
{
    struct Mine
    {
        std::shared_ptr<Reactor> reactor { new Reactor };
    };
    const Mine *const mine = threadLocal<Mine>();
    return mine ? mine->reactor : std::shared_ptr<Reactor>(new Reactor);
}

Reactor::Reactor()
{
    attach();
}

Reactor::~Reactor() = default;

// Without a dispatcher (no QCoreApplication yet, or a thread that Qt did not start) an event is left in the queue
// of the thread: it arrives as soon as a loop runs.
bool Reactor::attach()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    if (!dispatcher) {
        post();
        return false;
    }
    if (m_poller && m_dispatcher == dispatcher)
        return true;
    m_dispatcher = dispatcher;
    m_poller = makePoller(*this);
    connect(dispatcher, &QObject::destroyed, this, &Reactor::detached);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &Reactor::inNestedLoop, Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &Reactor::inNestedLoop, Qt::DirectConnection);
    for (const Slot &slot : m_slots) {
        if (!slot.watch)
            continue;
        tellPoller(*slot.watch);
        startTimer(*slot.watch);
    }
    return true;
}

void Reactor::detached()
{
    m_poller.reset();
    m_timers.clear();
    bool isNeeded = false;
    for (const Slot &slot : m_slots) {
        if (!slot.watch)
            continue;
        slot.watch->m_timer = 0;
        slot.watch->m_watched = {};
        isNeeded = true;
    }
    if (isNeeded) // or else an event would be left for nobody, mostly in a thread that is at its end
        post();
}

void Reactor::post()
{
    if (!std::exchange(m_posted, true))
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

bool Reactor::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_posted = false;
    if (QAbstractEventDispatcher::instance()) // not when somebody sends posted events without having a loop
        attach();
    runWoken();
    return true;
}

void Reactor::timerEvent(QTimerEvent *event)
{
    const int id = event->timerId();
    const auto timer = m_timers.constFind(id);
    if (timer == m_timers.cend())
        return;
    const Token token = *timer;
    if (Watch *watch = find(token)) {
        watch->m_delay = -1;
        stopTimer(*watch);
        dispatch(token, Ready::Timer);
    }
}

// A slot that writes, or opens something, and then runs a nested event loop: nothing else would end the dispatch that it is in.
void Reactor::inNestedLoop()
{
    if (m_depth == 0)
        return;
    tellPoller();
    if (hasWoken())
        post();
}

void Reactor::dispatch(Token token, ReadySet what)
{
    ++m_depth;
    if (Watch *watch = find(token))
        watch->m_source.ready(what);
    --m_depth;
    if (hasWoken())
        runWoken();
    else if (m_depth == 0)
        tellPoller();
}

void Reactor::runWoken()
{
    ++m_depth;
    // A slot of bytesWritten() that writes wakes its source again: several times at once spare a posted event, and a
    // limit keeps two sources from keeping the loop busy. A handler may run a nested loop, in which the others go on.
    for (auto left = WokenRounds * (m_woken.size() - m_nextWoken); left > 0 && hasWoken(); --left) {
        const Token token = m_woken[m_nextWoken++];
        if (!hasWoken()) { // keeps the memory
            m_woken.clear();
            m_nextWoken = 0;
        }
        Watch *watch = find(token);
        if (watch && std::exchange(watch->m_woken, false))
            watch->m_source.ready(std::exchange(watch->m_refused, false) ? Ready::Woken | Ready::HangUp : Ready::Woken);
    }
    --m_depth;
    if (hasWoken())
        post();
    if (m_depth == 0)
        tellPoller();
}

quint32 Reactor::add(Watch &watch)
{
    if (m_freeSlots.empty()) {
        m_slots.push_back({ &watch, 0 });
        return quint32(m_slots.size() - 1);
    }
    const quint32 slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    m_slots[slot].watch = &watch;
    return slot;
}

void Reactor::remove(Watch &watch)
{
    if (m_poller && watch.m_watched)
        m_poller->watch(tokenOf(watch), watch.m_handle, {});
    watch.m_watched = {};
    watch.m_changed = false;
    stopTimer(watch);
    m_slots[watch.m_slot] = { nullptr, m_slots[watch.m_slot].generation + 1 };
    m_freeSlots.push_back(watch.m_slot);
}

void Reactor::interestChanged(Watch &watch)
{
    if (!attach())
        return;
    if (m_depth == 0)
        tellPoller(watch);
    else if (!std::exchange(watch.m_changed, true))
        m_changed.push_back(tokenOf(watch));
}

void Reactor::tellPoller(Watch &watch)
{
    watch.m_changed = false;
    if (watch.m_watched == watch.m_interest)
        return;
    watch.m_watched = watch.m_interest;
    const auto outcome = m_poller->watch(tokenOf(watch), watch.m_handle, watch.m_interest);
    if (outcome == Poller::Outcome::Done)
        return;
    watch.m_watched = watch.m_interest = {};
    if (outcome == Poller::Outcome::NoRoom) { // the source is told soon, and asks again
        watch.wakeAfter(50);
    } else { // the source is told that its handle has failed
        watch.m_refused = true;
        watch.wake();
    }
}

void Reactor::tellPoller()
{
    if (m_changed.empty() || !attach())
        return;
    for (const Token token : m_changed) {
        if (Watch *watch = find(token); watch && watch->m_changed)
            tellPoller(*watch);
    }
    m_changed.clear();
}

void Reactor::startTimer(Watch &watch)
{
    if (watch.m_delay < 0 || !attach())
        return;
    stopTimer(watch);
    watch.m_timer = QObject::startTimer(watch.m_delay);
    m_timers.insert(watch.m_timer, tokenOf(watch));
}

void Reactor::stopTimer(Watch &watch)
{
    if (const int timer = std::exchange(watch.m_timer, 0)) {
        m_timers.remove(timer);
        if (m_dispatcher)
            killTimer(timer);
    }
}

void Reactor::wake(Watch &watch)
{
    m_woken.push_back(tokenOf(watch));
    if (m_depth == 0)
        post();
}

Watch *Reactor::find(Token token) const noexcept
{
    const Slot &slot = m_slots[token.slot];
    return slot.generation == token.generation ? slot.watch : nullptr;
}

Reactor::Token Reactor::tokenOf(const Watch &watch) const noexcept
{
    return { watch.m_slot, m_slots[watch.m_slot].generation };
}

// Joins the reactor of the current thread, with all that was asked for in another one.
Reactor &Watch::reactor()
{
    if (!m_reactor) {
        m_reactor = Reactor::ofThisThread();
        m_slot = m_reactor->add(*this);
        if (m_interest)
            m_reactor->interestChanged(*this);
        if (m_woken)
            m_reactor->wake(*this);
        m_reactor->startTimer(*this);
    }
    return *m_reactor;
}

void Watch::setInterest(ReadySet interest)
{
    if (interest == m_interest)
        return;
    Reactor &place = reactor();
    m_interest = interest;
    place.interestChanged(*this);
}

void Watch::wake()
{
    if (m_woken)
        return;
    Reactor &place = reactor();
    m_woken = true;
    place.wake(*this);
}

void Watch::wakeAfter(int milliseconds)
{
    Reactor &place = reactor();
    m_delay = milliseconds;
    place.startTimer(*this);
}

void Watch::tell(ReadySet what)
{
    (void)reactor();
    const auto place = m_reactor; // which the source may be the last one to keep
    place->dispatch(place->tokenOf(*this), what);
}

void Watch::stop()
{
    leaveThread();
    m_interest = {};
    m_woken = false;
    m_delay = -1;
}

void Watch::leaveThread()
{
    if (m_reactor) {
        m_reactor->remove(*this);
        m_reactor.reset();
    }
}

void Watch::joinThread()
{
    if (m_interest || m_woken || m_delay >= 0)
        reactor();
}

} // namespace QtInterprocess
