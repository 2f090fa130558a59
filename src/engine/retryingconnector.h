// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connectattempts.h"
#include "engine/connector.h"
#include "loop/reactor.h"

namespace QtInterprocess {

// A Connector whose attempts do not block. Subclasses define the attempt and the delivery of
// output.
class RetryingConnector : public Connector, protected ReadySource
{
public:
    bool wait(QDeadlineTimer deadline) final;
    void linger(std::unique_ptr<Output> output) final;
    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override { m_watch.joinThread(); }

protected:
    RetryingConnector(ConnectAttempts attempts, ConnectObserver &observer);

    // Makes the first attempt; call it in the constructor of the subclass.
    void attempt();

    // Continues in the background as linger() promises, with the outcome or the remaining attempts.
    virtual void deliver(ConnectAttempts attempts, std::unique_ptr<Output> output) = 0;

    // Blocks for wait(), at most until the given time. Returns true if an attempt is due.
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
