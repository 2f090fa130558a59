// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// Functions for use between fork() and exec(): async-signal-safe, without memory of their own.
// Other code may use them, too.

// Copies fd to the lowest free number from minimum on, close-on-exec. Returns it, or -errno.
int copyInChild(int fd, int minimum) noexcept;

// Makes fd available to the next program as number. Returns 0 or errno.
int placeInChild(int fd, int number) noexcept;

[[noreturn]] void endChild(int status) noexcept;

} // namespace QtInterprocess::os
