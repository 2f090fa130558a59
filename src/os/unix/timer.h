// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess::os {

// Creates a descriptor that is readable once the set time has passed, until the next setTimer().
// Fails on systems other than Linux.
Result<OwnedHandle> createTimer();
Error setTimer(int timer, int milliseconds);

} // namespace QtInterprocess::os
