// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/retryingconnector.h"

#include <QtCore/qthread.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

RetryingConnector::RetryingConnector(ConnectAttempts attempts, ConnectObserver &observer)
    : m_observer(observer),
      m_attempts(std::move(attempts)),
      m_watch(*this)
{ }

void RetryingConnector::attempt()
{
    m_attempts.attempt();
    const QDeadlineTimer next = m_attempts.nextAttempt();
    if (m_attempts.hasOutcome())
        m_watch.wake();
    else if (!next.isForever())
        m_watch.wakeAfter(int(next.remainingTime()));
}

bool RetryingConnector::report()
{
    if (!m_attempts.hasOutcome())
        return false;
    m_watch.stop();
    m_observer.connectFinished(m_attempts.takeOutcome());
    return true;
}

void RetryingConnector::ready(ReadySet)
{
    if (!m_attempts.hasOutcome())
        attempt();
    report();
}

bool RetryingConnector::pause(QDeadlineTimer until)
{
    QThread::msleep(ulong(until.remainingTime()));
    return m_attempts.nextAttempt().hasExpired();
}

bool RetryingConnector::wait(QDeadlineTimer deadline)
{
    while (!m_attempts.hasOutcome()) {
        if (pause(std::min(deadline, m_attempts.nextAttempt())))
            attempt();
        if (!m_attempts.hasOutcome() && deadline.hasExpired())
            return false;
    }
    return report();
}

void RetryingConnector::linger(std::unique_ptr<Output> output)
{
    m_watch.stop();
    deliver(std::move(m_attempts), std::move(output));
}

} // namespace QtInterprocess
