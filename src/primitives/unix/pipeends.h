// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "primitives/pipebackend.h"

#include <utility>

namespace QtInterprocess::pipe {

// Prepares the ends of a new pipe as create() specifies.
Result<Ends> finish(Result<std::pair<OwnedHandle, OwnedHandle>> handles, const PipeOptions &options, UsedHere usedHere);

} // namespace QtInterprocess::pipe
