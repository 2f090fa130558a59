// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/winapi.h"

#include <QtCore/qdeadlinetimer.h>

namespace QtInterprocess::os {

// An auto-reset event of the system, not inheritable.
class Event
{
public:
    Event();

    // Returns false if the system had no memory for an event. Then set() does nothing, and wait()
    // returns after a moment.
    bool isValid() const noexcept { return m_handle.isValid(); }
    HANDLE handle() const noexcept { return toHandle(m_handle.get()); }

    void set() noexcept;
    // Waits for the event. Returns false after the deadline. May return true without an event.
    bool wait(QDeadlineTimer deadline) noexcept;

private:
    OwnedHandle m_handle;
};

// Returns the timeout for a wait in milliseconds, rounded up, so that it does not return just
// before the deadline.
DWORD waitTimeout(QDeadlineTimer deadline) noexcept;

} // namespace QtInterprocess::os
