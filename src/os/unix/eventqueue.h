// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "os/unix/descriptor.h"

#include <optional>

namespace QtInterprocess::os {

// Creates a descriptor that collects the readiness of many descriptors, and is readable while one
// of them is ready.
//
// It is an epoll instance (eventqueue_epoll.cpp) or a kqueue (eventqueue_kqueue.cpp).
Result<OwnedHandle> createEventQueue();

// Describes what the queue reports about a descriptor; empty if the descriptor is not in the
// queue. PollFor::Nothing reports the hang-up alone.
using QueueInterest = std::optional<PollFor>;

// Changes the interest in fd. It fails for files, folders and whatever the system cannot watch;
// then the queue does not contain fd.
Error changeEventQueue(int queue, int fd, quint32 data, QueueInterest had, QueueInterest wanted);

struct QueueEvent
{
    quint32 data;
    Polled what;
};

// Takes pending events without waiting. Returns their number, at most MaximumQueueEvents.
constexpr int MaximumQueueEvents = 256;
Result<int> takeQueueEvents(int queue, QueueEvent *events);

// Releases, in a forked child, a queue of the parent that children do not inherit. Its number may
// be that of another file.
void forgetInheritedQueue(OwnedHandle &queue, ProcessMark mark) noexcept;

} // namespace QtInterprocess::os
