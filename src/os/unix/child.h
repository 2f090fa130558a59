// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// What may be called between fork() and exec(): async-signal-safe, and without memory of its own. Works elsewhere as well.

// The lowest free number from minimum on, close-on-exec; or -errno.
int copyInChild(int fd, int minimum) noexcept;

// Makes fd known to the next program as number. Returns 0 or errno.
int placeInChild(int fd, int number) noexcept;

[[noreturn]] void endChild(int status) noexcept;

} // namespace QtInterprocess::os
