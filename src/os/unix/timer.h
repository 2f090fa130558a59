// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess::os {

// A descriptor that is readable from the time on that was set, until another one is set. Linux has such; elsewhere it fails.
Result<OwnedHandle> createTimer();
Error setTimer(int timer, int milliseconds);

} // namespace QtInterprocess::os
