// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/kevent.h"

#include "os/unix/descriptor.h"

#include <cstring>

#include <fcntl.h>

namespace QtInterprocess::os {

OwnedHandle createKqueue(Call call) noexcept
{
    OwnedHandle queue = newHandle(systemCall(call, [] { return ::kqueue(); }));
    // A fork in between is harmless, because the child does not have the descriptor.
    if (queue)
        (void)::fcntl(int(queue.get()), F_SETFD, FD_CLOEXEC);
    return queue;
}

struct kevent makeKevent(int ident, int filter, int flags, unsigned notes, quint32 data) noexcept
{
    struct kevent event = {};
    event.ident = decltype(event.ident)(ident);
    event.filter = decltype(event.filter)(filter);
    event.flags = decltype(event.flags)(flags);
    event.fflags = decltype(event.fflags)(notes);
    const quintptr number = data;
    static_assert(sizeof event.udata == sizeof number); // a pointer, or a number on older NetBSD
    std::memcpy(&event.udata, &number, sizeof number);
    return event;
}

quint32 dataOf(const struct kevent &event) noexcept
{
    quintptr number = 0;
    std::memcpy(&number, &event.udata, sizeof number);
    return quint32(number);
}

bool changeKqueue(Call call, int queue, const struct kevent &change) noexcept
{
    return systemCall(call, [&] { return ::kevent(queue, &change, 1, nullptr, 0, nullptr); }) != -1;
}

} // namespace QtInterprocess::os
