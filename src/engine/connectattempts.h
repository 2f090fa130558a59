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

// One attempt to connect; may run in any thread. An invalid handle means "try again later"; errors
// name the target.
using ConnectAttempt = std::function<Result<OwnedHandle>()>;

// Repeats an attempt to connect until it has an outcome or the time is up.
class ConnectAttempts
{
public:
    // timeout is in ms, -1 is forever; afterwards the outcome is timedOut. Without pauses the next
    // attempt is due at the deadline, because the owner learns by other means when to try earlier.
    ConnectAttempts(ConnectAttempt attempt, const Error &timedOut, int timeout, const std::optional<Backoff> &pauses);

    // Makes one attempt. Call it at nextAttempt() until there is an outcome.
    void attempt();
    QDeadlineTimer nextAttempt() const { return m_nextAttempt; }

    bool hasOutcome() const { return m_outcome.has_value(); }
    Result<OwnedHandle> takeOutcome();

    // Makes attempts until there is an outcome, and returns it; blocks.
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
