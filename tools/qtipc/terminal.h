// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

// What the tool asks the platform for: declared here once, defined once per platform.
namespace terminal {

bool isStandardInput();
bool isStandardOutput();
bool isStandardError();
// A write to a file that may not grow fails, as one to a full disk does, and does not end the tool.
void surviveFileLimits();

} // namespace terminal
