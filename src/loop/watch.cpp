// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/reactor.h"

namespace QtInterprocess {

// Joins the reactor of the current thread, with all that was asked for in another one.
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
    if (!isIdle())
        reactor();
}

} // namespace QtInterprocess
