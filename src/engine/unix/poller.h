// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/reactor.h"

namespace QtInterprocess {

// How a reactor learns which descriptors are ready; its notifiers belong to the event dispatcher of the thread.
class Poller
{
public:
    virtual ~Poller() = default;

    // From now on reports what about the descriptor; an empty set removes it. Reports until told otherwise as long as
    // the condition holds. False if the operating system has no room; the poller then holds nothing about fd.
    virtual bool watch(Reactor::Token token, int fd, ReadySet what) = 0;
};

// The best there is here: defined by poller_epoll.cpp (Linux) or poller_default.cpp.
std::unique_ptr<Poller> makePoller(Reactor &reactor);

// Works everywhere and cannot fail.
std::unique_ptr<Poller> makeNotifierPoller(Reactor &reactor);

} // namespace QtInterprocess
