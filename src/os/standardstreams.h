// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

namespace QtInterprocess::os {

// Closes the standard input and output of the process. Then the input is empty, and output goes
// to the standard error. Each platform defines it once.
Error detachStandardStreams();

} // namespace QtInterprocess::os
