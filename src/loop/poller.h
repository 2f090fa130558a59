// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

namespace QtInterprocess {

// How a reactor learns which handles are ready; what it needs for that belongs to the event dispatcher of the thread.
class Poller
{
public:
    virtual ~Poller() = default;

    enum class Outcome {
        Done,
        NoRoom, // in the operating system; it can be tried again
        Refused, // no such handle, for good
    };
    // From now on reports what about the handle; an empty set removes it. Unless that is done the poller holds nothing about it.
    // Unix: reports as long as the condition holds. Windows: reports Readable once for each operation that completes on
    // the handle, and once at the beginning.
    virtual Outcome watch(Reactor::Token token, qintptr handle, ReadySet what) = 0;
};

// The best there is here: defined by poller_queue.cpp (Linux, BSD, macOS), poller_default.cpp (other Unix), poller_port.cpp (Windows).
std::unique_ptr<Poller> makePoller(Reactor &reactor);

} // namespace QtInterprocess
