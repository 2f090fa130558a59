// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/failure.h"
#include "engine/retry.h"

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qglobal.h>

#include <utility>

namespace QtInterprocess {

/*
    The output that a handle still has to take: what every kind of queue has in common. A device fills one while it connects, a
    Connection sends from it, and so does the background when the connection is gone.
*/
class Output
{
public:
    virtual ~Output() { outputEnds(isEmpty()); }

    bool isEmpty() const noexcept { return left() == 0; }
    qint64 size() const noexcept { return m_size; } // bytes
    qint64 left() const noexcept { return m_size + m_messages; } // the same, so that messages without bytes count

    // Adds bytes, or one message, and sends nothing.
    virtual void append(const char *data, qint64 size) = 0;

    // Sends what can be sent now. After a failure nothing is left for the peer: it takes no more.
    virtual Failure send(qintptr handle) = 0;

    // The system took no more; nothing is tried until unblock().
    bool isBlocked() const noexcept { return m_blocked; }
    void unblock()
    {
        if (std::exchange(m_blocked, false))
            unblocked();
    }
    // Whether something waits for time to pass, and when to try it again; forever if nothing does.
    bool isWaitingToRetry() const noexcept { return m_retry.isWaiting(); }
    QDeadlineTimer retryAt() const noexcept { return m_retry.at(); }

    // Since the last call: the bytes that the system has taken, and failures that did not end the output.
    bool hasNews() const noexcept { return m_sent > 0 || !m_failures.empty(); }
    qint64 takeSent() noexcept { return std::exchange(m_sent, 0); }
    bool hasFailures() const noexcept { return !m_failures.empty(); }
    Failures takeFailures() noexcept { return std::exchange(m_failures, {}); }

    bool hasLoss() const { return QtInterprocess::hasLoss(m_failures); }
    void countLosses() { QtInterprocess::countLosses(m_failures); }

    // What is left will not be sent, for this reason; no failure if nothing is left.
    Failure lose(const Error &why)
    {
        if (isEmpty())
            return {};
        reset();
        return Failure::ofOutput(why);
    }
    // The same after abort(): nobody is to hear of it.
    void discard()
    {
        reset();
        discardAll(m_failures);
    }

protected:
    Output() = default;

    virtual void clear() = 0;
    virtual void unblocked() { }
    void reset()
    {
        clear();
        m_size = m_messages = 0;
        m_blocked = false;
        m_retry.cancel();
    }

    qint64 m_size = 0;
    qint64 m_messages = 0; // of queues that keep messages
    qint64 m_sent = 0;
    Failures m_failures;
    Retry m_retry;
    bool m_blocked = false;

private:
    Q_DISABLE_COPY_MOVE(Output)
};

} // namespace QtInterprocess
