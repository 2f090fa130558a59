// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <sys/types.h>

namespace QtInterprocess::os {

// Sends a signal to a process, or to a group if the ID is negative. Signal 0 only checks the
// target.
Error sendSignal(pid_t process, int number, const char *operation);
// Sends a signal with a value. Fails with Unsupported where the system has none.
Error queueSignal(pid_t process, int number, int value, const char *operation);

// Send to the process of the handle. The process ID is for error texts and the substitute call.
Error sendSignalTo(int handle, pid_t process, int number, const char *operation);
Error queueSignalTo(int handle, pid_t process, int number, int value, const char *operation);

} // namespace QtInterprocess::os
