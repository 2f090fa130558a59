// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The commands of the attacker that must be faster than a script.

#pragma once

#include <string>
#include <vector>

namespace Stranger {

using Arguments = std::vector<std::string>;

int swap(const Arguments &arguments); // FOLDER NAME TARGET SECONDS
int toggle(const Arguments &arguments); // FROM TO NAME SECONDS
int linger(const Arguments &arguments); // KIND NAME SECONDS COUNT [PAUSE]

} // namespace Stranger
