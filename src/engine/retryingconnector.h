// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connectattempts.h"
#include "engine/connector.h"
#include "loop/reactor.h"

namespace QtInterprocess {

// A Connector whose attempts do not block. Subclasses say what is tried, and where unsent output goes.
class RetryingConnector : public Connector, protected ReadySource
{
public:
    bool wait(QDeadlineTimer deadline) final;
    void linger(std::unique_ptr<Output> output) final;
    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override { m_watch.joinThread(); }

protected:
    RetryingConnector(ConnectAttempts attempts, ConnectObserver &observer);

    // The constructor of a subclass makes the first attempt.
    void attempt();

    // Does what linger() promises, with the outcome or the attempts that are left.
    virtual void deliver(ConnectAttempts attempts, std::unique_ptr<Output> output) = 0;

    // Blocks for wait(), until then at most. Returns true if it is time for an attempt.
    virtual bool pause(QDeadlineTimer until);

    void ready(ReadySet what) final;
    Watch &watch() noexcept { return m_watch; }

private:
    bool report();

    ConnectObserver &m_observer;
    ConnectAttempts m_attempts;
    Watch m_watch;
};

} // namespace QtInterprocess
