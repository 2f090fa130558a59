// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/backoff.h"

#include <QtCore/qdeadlinetimer.h>

namespace QtInterprocess {

// The pause of one direction of a connection, after a shortage of memory or at a full receiver.
//
// The system does not report when these end, so the call is tried again.
class Retry
{
public:
    // Starts a pause after a failed attempt. Failures before isDue() share one pause.
    void wait()
    {
        if (isWaiting())
            return;
        m_pauses.next();
        m_at = m_pauses.resumesAt();
    }

    bool isWaiting() const noexcept { return !m_at.isForever(); }
    // Returns when to try again; forever if no pause is running.
    QDeadlineTimer at() const noexcept { return m_at; }

    // Whether the pause is over. Returns true once.
    bool isDue()
    {
        // Usually there is no pause, and the clock need not be read.
        if (!isWaiting() || !m_at.hasExpired())
            return false;
        cancel();
        return true;
    }

    // Resets the delays after an attempt that succeeded.
    void succeeded() { m_pauses.reset(); }
    void cancel() noexcept { m_at = QDeadlineTimer(QDeadlineTimer::Forever); }

private:
    Backoff m_pauses { 1, 100 };
    QDeadlineTimer m_at { QDeadlineTimer::Forever };
};

} // namespace QtInterprocess
