// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "os/unix/descriptor.h"

#include <optional>

namespace QtInterprocess::os {

// One descriptor that gathers the readiness of many: an epoll instance (eventqueue_epoll.cpp) or a kqueue
// (eventqueue_kqueue.cpp). It is itself readable while one of them is ready.
Result<OwnedHandle> createEventQueue();

// What is asked of a descriptor in the queue; nothing if it is not there. PollFor::Nothing asks for the hang-up alone.
using QueueInterest = std::optional<PollFor>;

// After an error the queue has nothing of fd. It refuses files and folders, and what the system cannot watch.
Error changeEventQueue(int queue, int fd, quint32 data, QueueInterest had, QueueInterest wanted);

struct QueueEvent
{
    quint32 data;
    Polled what;
};

// Does not wait. Returns the number of events filled in, which is at most MaximumQueueEvents.
constexpr int MaximumQueueEvents = 256;
Result<int> takeQueueEvents(int queue, QueueEvent *events);

// In a forked child: forgets a queue of the parent if children do not inherit it, for its number may be that of another file.
void forgetInheritedQueue(OwnedHandle &queue, ProcessMark mark) noexcept;

} // namespace QtInterprocess::os
