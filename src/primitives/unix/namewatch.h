// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <functional>

namespace QtInterprocess {

/*
    Calls its owner to look after the files of a name, in the event loop of its thread, about a second after each start(). All
    watches of all processes are due at the same moments of the clock, so that many names wake the machine as seldom as one.

    A descriptor of the kernel keeps the time: for a timer of Qt, event loops read the clock twice in each of their turns.
*/
class NameWatch final : private ReadySource
{
public:
    // The look starts the watch again, stops it or destroys it. It may come early.
    explicit NameWatch(std::function<void()> look) : m_look(std::move(look)), m_watch(*this) { }

    void start();
    void stop();
    QDeadlineTimer nextLook() const { return m_nextLook; }

    void leaveThread() { m_watch.leaveThread(); }
    void joinThread() { m_watch.joinThread(); }

private:
    void ready(ReadySet what) override;

    const std::function<void()> m_look;
    OwnedHandle m_timer; // invalid where there is none; then Qt keeps the time
    Watch m_watch;
    QDeadlineTimer m_nextLook { QDeadlineTimer::Forever };
};

} // namespace QtInterprocess
