// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qrandom.h>

#include <algorithm>

namespace QtInterprocess {

/*
    The pauses between attempts: each is up to twice as long as the one before. They are random by half, so that processes that fail together
    do not try again together.
*/
class Backoff
{
public:
    // In milliseconds.
    Backoff(int first, int longest) : m_first(first), m_longest(longest) { }

    // The pause before the next attempt.
    int next()
    {
        if (m_success.isValid() && m_success.hasExpired(m_longest))
            reset();
        m_success.invalidate();
        m_pause = std::clamp(2 * m_pause, m_first, m_longest);
        return m_pause - int(QRandomGenerator::global()->bounded(quint32(m_pause / 2 + 1)));
    }

    // The attempt has succeeded. The pauses are short again if that lasts as long as the longest pause: a server that accepts and closes is no success.
    void succeeded() { m_success.start(); }

    void reset() { m_pause = 0; }

private:
    const int m_first;
    const int m_longest;
    int m_pause = 0;
    QElapsedTimer m_success;
};

} // namespace QtInterprocess
