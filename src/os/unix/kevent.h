// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/call.h"

#include <QtInterprocess/ownedhandle.h>

#include <ctime>

#include <sys/types.h> // which <sys/event.h> of OpenBSD needs

#include <sys/event.h>

namespace QtInterprocess::os {

// Close-on-exec, and not inherited by children of fork(). Invalid, with errno, if none can be made.
OwnedHandle createKqueue(Call call) noexcept;

// The types of the members differ between the systems.
struct kevent makeKevent(int ident, int filter, int flags, unsigned notes = 0, quint32 data = 0) noexcept;
quint32 dataOf(const struct kevent &event) noexcept;

// False with errno.
bool changeKqueue(Call call, int queue, const struct kevent &change) noexcept;

// Does not wait. Returns the number of events, or -1 with errno.
template <int Count>
int takeKevents(Call call, int queue, struct kevent (&events)[Count]) noexcept
{
    const timespec now = {};
    return systemCall(call, [&] { return ::kevent(queue, nullptr, 0, events, Count, &now); });
}

} // namespace QtInterprocess::os
