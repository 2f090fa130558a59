// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// What another user does to the victim, where it takes more speed than a script has.

#pragma once

#include <string>
#include <vector>

namespace Stranger {

using Arguments = std::vector<std::string>;

int swap(const Arguments &arguments); // FOLDER NAME TARGET SECONDS
int toggle(const Arguments &arguments); // FROM TO NAME SECONDS
int linger(const Arguments &arguments); // KIND NAME SECONDS COUNT [PAUSE]

} // namespace Stranger
