// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <functional>

namespace QtInterprocess::os {

// Runs the function in a detached thread. Returns false if the system cannot start a thread.
//
// On Unix the thread blocks every signal, so that no signal handler of the program runs in it. On
// Linux a debugger shows the name, at most 15 bytes. With a name, the function must not end
// before this call returns.
bool startBackgroundThread(std::function<void()> function, const char *name = nullptr);

} // namespace QtInterprocess::os
