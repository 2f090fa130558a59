// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <functional>

namespace QtInterprocess {

/*
    Calls its owner to check the files of a name, about 1 s after each start(), from the event loop.

    The watches of all processes fire at the same moments, so that many names wake the machine as
    seldom as one. A kernel timer is used: with a QTimer, event loops read the clock twice per turn.
*/
class NameWatch final : private ReadySource
{
public:
    // look must start the watch again, stop it or destroy it. It may be called early.
    explicit NameWatch(std::function<void()> check) : m_check(std::move(check)), m_watch(*this) { }

    void start();
    void stop();
    QDeadlineTimer nextCheck() const { return m_nextCheck; }

    void leaveThread() { m_watch.leaveThread(); }
    void joinThread() { m_watch.joinThread(); }

private:
    void ready(ReadySet what) override;

    const std::function<void()> m_check;
    OwnedHandle m_timer; // invalid where there is none; then Qt keeps the time
    Watch m_watch;
    QDeadlineTimer m_nextCheck { QDeadlineTimer::Forever };
};

} // namespace QtInterprocess
