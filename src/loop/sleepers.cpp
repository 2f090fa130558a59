// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Implements the reactor of a forked child that has watches of its parent.

#include "loop/poller.h"
#include "loop/reactor.h"

#include <utility>

namespace QtInterprocess {

static constexpr int SuspendedCheckInterval = 100; // milliseconds

// Resets the reactor in a forked child. Older tokens become invalid. The destructor of a poller
// closes only the copies of this process.
void Reactor::resetInChild()
{
    m_mark = {};
    m_poller.reset();
    for (const int timer : m_timers.keys())
        killTimer(timer);
    m_timers.clear();
    m_woken.clear();
    m_nextWoken = 0;
    m_changed.clear();
    for (Slot &slot : m_slots) {
        ++slot.generation;
        if (!slot.watch)
            continue;
        slot.watch->m_timer = 0;
        slot.watch->m_watched = {};
        slot.watch->m_changed = false;
        if (!std::exchange(slot.watch->m_isSuspended, true))
            ++m_suspendedCount;
    }
}

void Reactor::scheduleSuspendedCheck()
{
    if (m_suspendedCount > 0 && m_suspendedTimer == 0 && m_poller)
        m_suspendedTimer = QObject::startTimer(SuspendedCheckInterval);
}

void Reactor::resumeSuspended()
{
    for (const Slot &slot : m_slots) {
        if (slot.watch && slot.watch->m_isSuspended && slot.watch->m_mark.isOwned())
            resumeWatch(*slot.watch);
    }
    if (m_suspendedCount == 0)
        killTimer(std::exchange(m_suspendedTimer, 0));
}

// Lets the watch run in this process. Its timer may be overdue, and its source has work to do in
// a new process.
void Reactor::resumeWatch(Watch &watch)
{
    watch.m_mark = {};
    watch.m_isSuspended = false;
    --m_suspendedCount;
    interestChanged(watch);
    if (watch.m_delay > 0)
        watch.m_delay = 0;
    startTimer(watch);
    watch.m_woken = true;
    wake(watch);
}

} // namespace QtInterprocess
