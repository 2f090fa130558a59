// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/backoff.h"

#include <QtCore/qdeadlinetimer.h>

namespace QtInterprocess {

// One direction of a connection that waits for time to pass: a shortage of memory, or a receiver of which the system does not tell.
class Retry
{
public:
    // The attempt has failed. Several failures before isDue() share one pause.
    void wait()
    {
        if (isWaiting())
            return;
        m_pauses.next();
        m_at = m_pauses.resumesAt();
    }

    bool isWaiting() const noexcept { return !m_at.isForever(); }
    // When to try again; forever if nothing waits.
    QDeadlineTimer at() const noexcept { return m_at; }

    // Whether the pause is over. Returns true once.
    bool isDue()
    {
        if (!isWaiting() || !m_at.hasExpired()) // mostly nothing waits, and the clock need not be read
            return false;
        cancel();
        return true;
    }

    // An attempt has succeeded: the next pause is the first one again.
    void succeeded() { m_pauses.reset(); }
    void cancel() noexcept { m_at = QDeadlineTimer(QDeadlineTimer::Forever); }

private:
    Backoff m_pauses { 1, 100 };
    QDeadlineTimer m_at { QDeadlineTimer::Forever };
};

} // namespace QtInterprocess
