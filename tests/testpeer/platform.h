// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>

#include <optional>

// What the test peer asks the platform for: declared here once, defined once per platform, in unix/ and win/.

// Has lines end with a line feed alone, whatever the platform is used to.
void useBinaryStreams();

// Marks the name that a server of this process has, and takes the mark away. False if another process had it marked at the
// same time, or could not see that the name is taken.
bool isTheOnlyOwner(const QString &fullServerName);

// The modes that only this platform has; empty if it is none of these.
std::optional<int> runPlatformMode(const QString &mode, const QString &name);
