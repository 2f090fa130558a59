// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// Keeps this DLL loaded until the process ends. Use it for code that the system, or a thread that
// never ends, may run at any time.
void keepLoaded() noexcept;

} // namespace QtInterprocess::os
