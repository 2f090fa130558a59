// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Implements the reactor of a forked child that has watches of its parent.

#include "loop/poller.h"
#include "loop/reactor.h"

#include <utility>

namespace QtInterprocess {

static constexpr int SleepersInterval = 100; // milliseconds

// Resets the reactor in a forked child. Older tokens become invalid. The destructor of a poller
// closes only the copies of this process.
void Reactor::beginChild()
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
        if (!std::exchange(slot.watch->m_sleeps, true))
            ++m_sleepers;
    }
}

void Reactor::lookForSleepers()
{
    if (m_sleepers > 0 && m_sleepersTimer == 0 && m_poller)
        m_sleepersTimer = QObject::startTimer(SleepersInterval);
}

void Reactor::wakeSleepers()
{
    for (const Slot &slot : m_slots) {
        if (slot.watch && slot.watch->m_sleeps && slot.watch->m_mark.isOurs())
            wakeSleeper(*slot.watch);
    }
    if (m_sleepers == 0)
        killTimer(std::exchange(m_sleepersTimer, 0));
}

// Lets the watch run in this process. Its timer may be overdue, and its source has work to do in
// a new process.
void Reactor::wakeSleeper(Watch &watch)
{
    watch.m_mark = {};
    watch.m_sleeps = false;
    --m_sleepers;
    interestChanged(watch);
    if (watch.m_delay > 0)
        watch.m_delay = 0;
    startTimer(watch);
    watch.m_woken = true;
    wake(watch);
}

} // namespace QtInterprocess
