// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/namewatch.h"

#include "os/unix/timer.h"

#include <utility>

namespace QtInterprocess {

static constexpr int Interval = 1000; // in ms

void NameWatch::start()
{
    int delay = Interval - int(QDeadlineTimer::current().deadline() % Interval);
    if (delay < Interval / 4) // the timer fired early
        delay += Interval;
    m_nextCheck.setRemainingTime(delay);
    if (!m_timer) {
        if (auto timer = os::createTimer())
            m_timer = std::move(*timer);
        m_watch.setHandle(m_timer.get());
    }
    const bool isSet = m_timer && !os::setTimer(int(m_timer.get()), delay);
    m_watch.setInterest(isSet ? ReadySet(Ready::Readable) : ReadySet());
    if (!isSet)
        m_watch.wakeAfter(delay);
}

void NameWatch::stop()
{
    m_watch.stop();
    m_timer.reset();
}

void NameWatch::ready(ReadySet)
{
    const auto check = m_check; // a copy, because the call may destroy this object
    check();
}

} // namespace QtInterprocess
