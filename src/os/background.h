// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <functional>

namespace QtInterprocess::os {

// Runs function in a thread of its own that nobody joins. False if there is no thread to be had. Unix: every signal is blocked
// in it, so that no handler of the program runs there. Linux: debuggers show it by its name of at most 15 bytes, if it has one; then it
// must not end before this returns.
bool startBackgroundThread(std::function<void()> function, const char *name = nullptr);

} // namespace QtInterprocess::os
