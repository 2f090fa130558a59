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
    The output that a handle has not taken yet; the common part of every queue.

    A device fills it while it connects. A Connection sends from it, and after the connection's end
    the background does.
*/
class Output
{
public:
    virtual ~Output() { outputEnds(isEmpty()); }

    bool isEmpty() const noexcept { return left() == 0; }
    qint64 size() const noexcept { return m_size; } // in bytes
    qint64 left() const noexcept { return m_size + m_messages; } // size() plus the messages, so that empty ones count

    // Appends bytes, or one message, and sends nothing.
    virtual void append(const char *data, qint64 size) = 0;

    // Sends as much as the system takes now. After a failure the queue is empty: the peer accepts
    // no more.
    virtual Failure send(qintptr handle) = 0;

    // Whether the system took no more. Nothing is sent until unblock().
    bool isBlocked() const noexcept { return m_blocked; }
    void unblock()
    {
        if (std::exchange(m_blocked, false))
            unblocked();
    }
    // Whether sending waits for a pause to pass, and when to try again (forever if it does not
    // wait).
    bool isWaitingToRetry() const noexcept { return m_retry.isWaiting(); }
    QDeadlineTimer retryAt() const noexcept { return m_retry.at(); }

    // The news since the last call: bytes that the system took, and failures that did not end the
    // output.
    bool hasUnreported() const noexcept { return m_sent > 0 || !m_failures.empty(); }
    qint64 takeSent() noexcept { return std::exchange(m_sent, 0); }
    bool hasFailures() const noexcept { return !m_failures.empty(); }
    Failures takeFailures() noexcept { return std::exchange(m_failures, {}); }

    bool hasLoss() const { return QtInterprocess::hasLoss(m_failures); }
    void countLosses() { QtInterprocess::countLosses(m_failures); }

    // Drops the unsent output for the given reason. Returns no failure if the queue was empty.
    Failure lose(const Error &why)
    {
        if (isEmpty())
            return {};
        reset();
        return Failure::ofOutput(why);
    }
    // Drops the unsent output after abort(), without reporting or counting it.
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
    qint64 m_messages = 0; // the number of messages; 0 in byte queues
    qint64 m_sent = 0;
    Failures m_failures;
    Retry m_retry;
    bool m_blocked = false;

private:
    Q_DISABLE_COPY_MOVE(Output)
};

} // namespace QtInterprocess
