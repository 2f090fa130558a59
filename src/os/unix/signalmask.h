// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

namespace QtInterprocess::os {

// Whether the calling thread blocks the signal, and so does every other thread as far as the system tells. One that waits in
// sigwait() does not.
bool isBlockedEverywhere(int number);

} // namespace QtInterprocess::os
