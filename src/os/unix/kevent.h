// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/call.h"

#include <QtInterprocess/ownedhandle.h>

#include <ctime>

#include <sys/types.h> // <sys/event.h> of OpenBSD needs it

#include <sys/event.h>

namespace QtInterprocess::os {

// Creates a kqueue, close-on-exec and not inherited by children of fork(). On failure the handle
// is invalid, and errno is set.
OwnedHandle createKqueue(Call call) noexcept;

// Makes a kevent; the member types differ between systems.
struct kevent makeKevent(int ident, int filter, int flags, unsigned notes = 0, quint32 data = 0) noexcept;
quint32 dataOf(const struct kevent &event) noexcept;

// Applies one change. Returns false, with errno, on failure.
bool changeKqueue(Call call, int queue, const struct kevent &change) noexcept;

// Takes pending events without waiting. Returns their number, or -1 with errno.
template <int Count>
int takeKevents(Call call, int queue, struct kevent (&events)[Count]) noexcept
{
    const timespec now = {};
    return systemCall(call, [&] { return ::kevent(queue, nullptr, 0, events, Count, &now); });
}

} // namespace QtInterprocess::os
