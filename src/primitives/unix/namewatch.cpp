// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/namewatch.h"

namespace QtInterprocess {

static constexpr int Interval = 1000; // milliseconds

void NameWatch::start()
{
    int delay = Interval - int(QDeadlineTimer::current().deadline() % Interval);
    if (delay < Interval / 4) // the timer came early
        delay += Interval;
    m_nextLook.setRemainingTime(delay);
    m_watch.wakeAfter(delay);
}

void NameWatch::ready(ReadySet what)
{
    if (!(what & Ready::Timer))
        return;
    const auto look = m_look; // this may be destroyed by it
    look();
}

} // namespace QtInterprocess
