// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/eventqueue.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"

#include <sys/epoll.h>

namespace QtInterprocess::os {

Result<OwnedHandle> createEventQueue()
{
    OwnedHandle epoll = newHandle(systemCall(Call::CreateEventQueue, [] { return ::epoll_create1(EPOLL_CLOEXEC); }));
    if (!epoll)
        return lastError("create an event queue");
    return epoll;
}

static quint32 eventsOf(QueueInterest interest) noexcept
{
    constexpr quint32 Events[] = { 0, EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLOUT };
    return interest ? Events[int(*interest)] : 0;
}

Error changeEventQueue(int queue, int fd, quint32 data, QueueInterest had, QueueInterest wanted)
{
    epoll_event event = {};
    event.events = eventsOf(wanted);
    event.data.u32 = data;
    const auto change = [&](int operation) {
        return systemCall(Call::ChangeEventQueue, [&] { return ::epoll_ctl(queue, operation, fd, &event); });
    };
    if (change(!had ? EPOLL_CTL_ADD : wanted ? EPOLL_CTL_MOD : EPOLL_CTL_DEL) != -1)
        return {};
    Error error = lastError("watch a descriptor");
    if (had && wanted)
        (void)change(EPOLL_CTL_DEL);
    return error;
}

Result<int> takeQueueEvents(int queue, QueueEvent *events)
{
    epoll_event batch[MaximumQueueEvents];
    const int count = systemCall(Call::TakeQueueEvents,
                                 [&] { return ::epoll_wait(queue, batch, MaximumQueueEvents, 0); });
    if (count == -1)
        return lastError("wait for events");
    for (int i = 0; i < count; ++i) {
        const quint32 what = batch[i].events;
        events[i] = { batch[i].data.u32,
                      { bool(what & EPOLLIN), bool(what & EPOLLOUT), bool(what & (EPOLLHUP | EPOLLERR)) } };
    }
    return count;
}

void forgetInheritedQueue(OwnedHandle &, ProcessMark) noexcept { }

} // namespace QtInterprocess::os
