// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qrandom.h>

#include <algorithm>

namespace QtInterprocess {

/*
    Computes the pauses between attempts; each is up to twice as long as the one before.

    From the second pause on, up to half of it is random. Processes that fail together then retry
    at different times. No pause is shorter than the first.
*/
class Backoff
{
public:
    // Takes both limits in milliseconds.
    Backoff(int first, int longest) : m_first(first), m_longest(longest) { }

    // Begins the pause before the next attempt and returns its length.
    int next()
    {
        if (m_success.isValid() && m_success.hasExpired(m_longest))
            reset();
        m_success.invalidate();
        m_pause = std::clamp(2 * m_pause, m_first, m_longest);
        const int shortest = std::max(m_first, m_pause / 2);
        const int pause = shortest + int(QRandomGenerator::system()->bounded(quint32(m_pause - shortest + 1)));
        m_resumesAt.setRemainingTime(pause, Qt::PreciseTimer);
        return pause;
    }

    QDeadlineTimer resumesAt() const { return m_resumesAt; }

    // Returns whether there was a pause since the last reset().
    bool hasPaused() const { return m_pause > 0; }

    // Notes that the attempt succeeded. The pauses become short again only if the success lasts
    // as long as the longest pause. A server that accepts and closes is no success.
    void succeeded() { m_success.start(); }

    // Makes the next pause the shortest one. A pause that has begun goes on.
    void reset() { m_pause = 0; }

private:
    int m_first;
    int m_longest;
    int m_pause = 0;
    QElapsedTimer m_success;
    QDeadlineTimer m_resumesAt;
};

} // namespace QtInterprocess
