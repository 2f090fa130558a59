// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/processmark.h"

namespace QtInterprocess::os {

// Windows has no fork(), so every object belongs to this process.
std::atomic<quint32> ProcessMark::s_generation { 0 };
std::atomic<quint32> ProcessMark::s_oldestOwn { 0 };

bool ProcessMark::inherits() const noexcept
{
    return true;
}

void ProcessMark::callInChildren(void (*)()) { }

} // namespace QtInterprocess::os
