// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <sys/types.h>

namespace QtInterprocess::os {

// To one process, or to a group if the number is negative. 0 is no signal, and asks only.
Error sendSignal(pid_t process, int number, const char *operation);
// Unsupported where the system has none.
Error queueSignal(pid_t process, int number, int value, const char *operation);

// The same to the process that the handle means; the number is for the text of errors.
Error sendSignalTo(int handle, pid_t process, int number, const char *operation);
Error queueSignalTo(int handle, pid_t process, int number, int value, const char *operation);

} // namespace QtInterprocess::os
