// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

#include <optional>

// Functions that the test peer asks the platform for. They are declared here, and defined in
// unix/ and win/.

// Ends lines with a line feed alone on every platform.
void useBinaryStreams();

// Marks the name of a server of this process, and removes the mark. Returns false if another
// process has marked the name at the same time, or if the name appears free.
bool isTheOnlyOwner(const QString &fullServerName);

// Runs a mode of this platform only; empty if mode is none of these.
std::optional<int> runPlatformMode(const QString &mode, const QString &name);
