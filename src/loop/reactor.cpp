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

namespace {

thread_local Reactor *currentReactor = nullptr;

} // namespace

std::shared_ptr<Reactor> Reactor::ofThisThread()
{
    struct Holder
    {
        Holder()
        {
            currentReactor = reactor.get();
            static const bool s_isCalled = (qAddPreRoutine(attachToApplication), true);
            Q_UNUSED(s_isCalled)
        }
        ~Holder() { currentReactor = nullptr; }

        std::shared_ptr<Reactor> reactor { new Reactor };
    };
    const Holder *const mine = threadLocal<Holder>();
    return mine ? mine->reactor : std::shared_ptr<Reactor>(new Reactor);
}

// Attaches the reactor to the dispatcher of a new application. The previous application dropped
// the posted events, and its dispatcher is gone.
void Reactor::attachToApplication()
{
    if (currentReactor)
        currentReactor->attach();
}

Reactor::Reactor()
{
    attach();
}

Reactor::~Reactor() = default;

// Attaches to the event dispatcher of the thread, if it has one. Otherwise it posts an event,
// which arrives as soon as a loop runs. A dispatcher is missing before QCoreApplication, and in
// threads that Qt did not start.
bool Reactor::attach()
{
    detectFork();
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    if (!dispatcher) {
        post();
        return false;
    }
    if (m_poller && m_dispatcher == dispatcher)
        return true;
    m_poller = makePoller(*this);
    if (m_dispatcher != dispatcher)
        follow(dispatcher);
    for (const Slot &slot : m_slots) {
        if (!slot.watch)
            continue;
        updatePoller(*slot.watch);
        startTimer(*slot.watch);
    }
    scheduleSuspendedCheck();
    if (hasWoken())
        post();
    return true;
}

void Reactor::follow(QAbstractEventDispatcher *dispatcher)
{
    m_dispatcher = dispatcher;
    connect(dispatcher, &QObject::destroyed, this, &Reactor::detached);
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &Reactor::processLoopTurn, Qt::DirectConnection);
    connect(dispatcher, &QAbstractEventDispatcher::awake, this, &Reactor::processLoopTurn, Qt::DirectConnection);
}

void Reactor::detached()
{
    m_poller.reset();
    m_timers.clear();
    m_suspendedTimer = 0;
    bool isNeeded = false;
    for (const Slot &slot : m_slots) {
        if (!slot.watch)
            continue;
        slot.watch->m_timer = 0;
        slot.watch->m_watched = {};
        isNeeded = true;
    }
    if (isNeeded) // otherwise the event of an ending thread would stay in its queue
        post();
}

bool Reactor::event(QEvent *event)
{
    if (!m_posted.arrives(event))
        return QObject::event(event);
    detectFork();
    if (QAbstractEventDispatcher::instance()) // false if posted events are sent without a loop
        attach();
    runWoken();
    return true;
}

void Reactor::timerEvent(QTimerEvent *event)
{
    detectFork();
    const int id = event->timerId();
    if (id == m_suspendedTimer)
        return resumeSuspended();
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

// Runs twice in each round of the event loop, so the usual case must be cheap.
void Reactor::processLoopTurn()
{
    if (!m_mark.isThisProcess() || m_depth > 0 || hasWoken())
        flushPending();
}

// Passes changes of interest to the poller during a nested event loop, and replaces lost events.
//
// If a slot runs a nested loop, the dispatch around it does not end before the loop. The event
// posted for woken sources may have been dropped.
void Reactor::flushPending()
{
    if (!m_mark.isThisProcess())
        attach();
    if (m_depth > 0)
        updatePoller();
    if (hasWoken())
        post();
}

void Reactor::dispatch(Token token, ReadySet what)
{
    detectFork();
    ++m_depth;
    if (Watch *watch = find(token))
        watch->m_source.ready(what);
    --m_depth;
    if (hasWoken())
        runWoken();
    else if (m_depth == 0)
        updatePoller();
}

void Reactor::runWoken()
{
    ++m_depth;
    // A slot of bytesWritten() that writes wakes its source again. Several rounds in one call
    // save posted events. The limit keeps two such sources from blocking the loop. If a handler
    // runs a nested loop, the other sources go on in it.
    for (auto left = WokenRounds * (m_woken.size() - m_nextWoken); left > 0 && hasWoken(); --left) {
        const Token token = m_woken[m_nextWoken++];
        if (m_nextWoken == m_woken.size()) { // clear() keeps the memory
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
        updatePoller();
}

quint32 Reactor::add(Watch &watch)
{
    detectFork();
    if (!watch.m_mark.isThisProcess()) { // the watch comes from another thread, with requests of the parent process
        watch.m_isSuspended = true;
        ++m_suspendedCount;
        scheduleSuspendedCheck();
    }
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
    if (m_mark.isThisProcess()) { // otherwise the reactor may belong to a thread that does not exist here
        if (m_poller && watch.m_watched)
            m_poller->watch(tokenOf(watch), watch.m_handle, {});
        stopTimer(watch);
    }
    watch.m_timer = 0;
    watch.m_watched = {};
    watch.m_changed = false;
    if (std::exchange(watch.m_isSuspended, false))
        --m_suspendedCount;
    m_slots[watch.m_slot] = { nullptr, m_slots[watch.m_slot].generation + 1 };
    m_freeSlots.push_back(watch.m_slot);
}

void Reactor::interestChanged(Watch &watch)
{
    if (!attach() || watch.m_isSuspended)
        return;
    if (m_depth == 0)
        updatePoller(watch);
    else if (!std::exchange(watch.m_changed, true))
        m_changed.push_back(tokenOf(watch));
}

void Reactor::updatePoller(Watch &watch)
{
    watch.m_changed = false;
    if (watch.m_watched == watch.m_interest || watch.m_isSuspended)
        return;
    watch.m_watched = watch.m_interest;
    const auto outcome = m_poller->watch(tokenOf(watch), watch.m_handle, watch.m_interest);
    if (outcome == Poller::Outcome::Done)
        return;
    watch.m_watched = watch.m_interest = {};
    if (outcome == Poller::Outcome::NoRoom) { // the source is woken soon and asks again
        watch.wakeAfter(50);
    } else { // HangUp reports the failure to the source
        watch.m_refused = true;
        watch.wake();
    }
}

void Reactor::passChanges()
{
    if (!attach())
        return;
    for (const Token token : m_changed) {
        if (Watch *watch = find(token); watch && watch->m_changed)
            updatePoller(*watch);
    }
    m_changed.clear();
}

void Reactor::startTimer(Watch &watch)
{
    if (watch.m_delay < 0 || !attach() || watch.m_isSuspended)
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
    if (watch.m_isSuspended)
        return;
    m_woken.push_back(tokenOf(watch));
    if (m_depth == 0)
        post();
}

Watch *Reactor::find(Token token) const noexcept
{
    if (token.slot >= m_slots.size())
        return nullptr;
    const Slot &slot = m_slots[token.slot];
    return slot.generation == token.generation ? slot.watch : nullptr;
}

Reactor::Token Reactor::tokenOf(const Watch &watch) const noexcept
{
    return { watch.m_slot, m_slots[watch.m_slot].generation };
}

// Joins the reactor of the current thread, with all requests that were made in another one.
Reactor &Watch::reactor()
{
    if (!m_reactor) {
        if (isIdle())
            m_mark = {};
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

void Watch::deliver(ReadySet what)
{
    (void)reactor();
    const auto place = m_reactor; // the source may hold the last reference to the reactor
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
    if (!isIdle())
        reactor();
}

} // namespace QtInterprocess
