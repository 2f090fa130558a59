// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <functional>

namespace QtInterprocess::os {

// Runs function in a thread of its own that nobody joins. False if there is no thread to be had. Unix: every signal is blocked
// in it, so that no handler of the program runs there.
bool startBackgroundThread(std::function<void()> function);

} // namespace QtInterprocess::os
