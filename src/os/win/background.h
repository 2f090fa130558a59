// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <functional>

namespace QtInterprocess::os {

// Runs function in a thread of its own that nobody joins. False if there is no thread to be had.
bool startBackgroundThread(std::function<void()> function);

// Keeps this DLL loaded until the process ends, for code that the system or a thread without an end may call at any time.
void keepLoaded() noexcept;

} // namespace QtInterprocess::os
