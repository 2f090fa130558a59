// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/backoff.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <functional>
#include <optional>

namespace QtInterprocess {

// One attempt to connect, in whatever thread. An invalid handle means that it is too early; errors say where it was.
using ConnectAttempt = std::function<Result<OwnedHandle>()>;

// Attempts to connect, one after the other, until one has an outcome or the time is up.
class ConnectAttempts
{
public:
    // timeout: milliseconds, -1 is for ever; then the outcome is timedOut. Without pauses the next attempt is due at the deadline: the
    // owner has other means to know of an earlier one.
    ConnectAttempts(ConnectAttempt attempt, const Error &timedOut, int timeout, const std::optional<Backoff> &pauses);

    // To be called at nextAttempt(), until there is an outcome.
    void attempt();
    QDeadlineTimer nextAttempt() const { return m_nextAttempt; }

    bool hasOutcome() const { return m_outcome.has_value(); }
    Result<OwnedHandle> takeOutcome();

    // Makes attempts until there is an outcome, and returns that. Blocks.
    Result<OwnedHandle> run();

private:
    ConnectAttempt m_attempt;
    Error m_timedOut;
    QDeadlineTimer m_deadline;
    std::optional<Backoff> m_pauses;
    QDeadlineTimer m_nextAttempt;
    std::optional<Result<OwnedHandle>> m_outcome;
};

} // namespace QtInterprocess
