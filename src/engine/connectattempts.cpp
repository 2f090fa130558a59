// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/connectattempts.h"

#include <QtCore/qthread.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

ConnectAttempts::ConnectAttempts(ConnectAttempt attempt, const Error &timedOut, int timeout,
                                 const std::optional<Backoff> &pauses)
    : m_attempt(std::move(attempt)),
      m_timedOut(timedOut),
      m_deadline(timeout < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(timeout, Qt::PreciseTimer)),
      m_pauses(pauses)
{ }

void ConnectAttempts::attempt()
{
    auto result = m_attempt();
    if (!result || result->isValid()) {
        m_outcome = std::move(result);
    } else if (m_deadline.hasExpired()) {
        m_outcome = m_timedOut;
    } else {
        m_nextAttempt = m_deadline;
        if (m_pauses) {
            m_pauses->next();
            m_nextAttempt = std::min(m_deadline, m_pauses->resumesAt());
        }
    }
}

Result<OwnedHandle> ConnectAttempts::takeOutcome()
{
    return *std::exchange(m_outcome, std::nullopt);
}

Result<OwnedHandle> ConnectAttempts::run()
{
    while (!m_outcome) {
        QThread::msleep(ulong(m_nextAttempt.remainingTime()));
        attempt();
    }
    return takeOutcome();
}

} // namespace QtInterprocess
