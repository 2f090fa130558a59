// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <functional>

namespace QtInterprocess::os {

// Starts a detached thread in which every signal is blocked, so that no handler of the program runs in it. False if there
// is no thread to be had.
bool startBackgroundThread(std::function<void()> function);

} // namespace QtInterprocess::os
