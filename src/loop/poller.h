// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "loop/reactor.h"

namespace QtInterprocess {

// Reports to a reactor which handles are ready, through the event dispatcher of the thread.
class Poller
{
public:
    virtual ~Poller() = default;

    enum class Outcome {
        Done,
        NoRoom, // the system is short of memory; the call can be repeated
        Refused, // not a valid handle; a repetition fails too
    };
    // Sets what is reported about the handle from now on. An empty set removes the handle from
    // the poller.
    //
    // Unix reports as long as the condition holds. Windows reports Readable once for each
    // operation that completes on the handle, and once at the beginning.
    virtual Outcome watch(Reactor::Token token, qintptr handle, ReadySet what) = 0;
};

// Makes the best poller of the platform:
//
// - poller_queue.cpp: Linux, BSD and macOS
// - poller_default.cpp: other Unix systems
// - poller_port.cpp: Windows
std::unique_ptr<Poller> makePoller(Reactor &reactor);

} // namespace QtInterprocess
