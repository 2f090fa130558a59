// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/epoll.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"

namespace QtInterprocess::os {

Result<OwnedHandle> createEpoll()
{
    OwnedHandle epoll = newHandle(systemCall(Call::EpollCreate, [] { return ::epoll_create1(EPOLL_CLOEXEC); }));
    if (!epoll)
        return lastError("create an event queue");
    return epoll;
}

Error changeEpoll(int epoll, EpollChange change, int fd, quint32 events, quint64 data)
{
    constexpr int Operations[] = { EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL };
    epoll_event event = {};
    event.events = events;
    event.data.u64 = data;
    const auto change_ = [&] { return ::epoll_ctl(epoll, Operations[int(change)], fd, &event); };
    if (systemCall(Call::EpollControl, change_) == -1)
        return lastError("watch a descriptor");
    return {};
}

Result<int> takeEpollEvents(int epoll, epoll_event *events, int count)
{
    const int filled = systemCall(Call::EpollWait, [=] { return ::epoll_wait(epoll, events, count, 0); });
    if (filled == -1)
        return lastError("wait for events");
    return filled;
}

} // namespace QtInterprocess::os
