// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

#include <QtCore/qdeadlinetimer.h>

#include <functional>

namespace QtInterprocess {

/*
    Calls its owner every second to look after the files of a name, in the event loop of its thread. All watches of all
    processes are due at the same moments of the clock, so that many names wake the machine as seldom as one.
*/
class NameWatch final : private ReadySource
{
public:
    // May destroy the watch.
    explicit NameWatch(std::function<void()> look) : m_look(std::move(look)), m_watch(*this) { }

    void start();
    void stop() { m_watch.stop(); }
    QDeadlineTimer nextLook() const { return m_nextLook; }

    void leaveThread() { m_watch.leaveThread(); }
    void joinThread() { m_watch.joinThread(); }

private:
    void ready(ReadySet what) override;

    const std::function<void()> m_look;
    Watch m_watch;
    QDeadlineTimer m_nextLook { QDeadlineTimer::Forever };
};

} // namespace QtInterprocess
