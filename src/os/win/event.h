// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/winapi.h"

#include <QtCore/qdeadlinetimer.h>

namespace QtInterprocess::os {

// An event of the system that one wait takes (auto-reset). Not inheritable.
class Event
{
public:
    Event();

    // False if the system was too short of memory for one; then set() does nothing, and wait() is over after a moment.
    bool isValid() const noexcept { return m_handle.isValid(); }
    HANDLE handle() const noexcept { return toHandle(m_handle.get()); }

    void set() noexcept;
    // False after the deadline. May return true for nothing.
    bool wait(QDeadlineTimer deadline) noexcept;

private:
    OwnedHandle m_handle;
};

// The milliseconds a wait is to be given: rounded up, so that it does not return just before the deadline.
DWORD waitTimeout(QDeadlineTimer deadline) noexcept;

} // namespace QtInterprocess::os
