// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// Returns whether all threads block the signal, as far as the system reports it. A thread that
// waits in sigwait() does not block it.
bool isBlockedEverywhere(int number);

} // namespace QtInterprocess::os
