// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

// Functions of the terminal that each platform defines.
namespace terminal {

bool isStandardInput();
bool isStandardOutput();
bool isStandardError();
// Lets a write beyond a file size limit fail with an error, instead of ending the tool.
void surviveFileLimits();

} // namespace terminal
