// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

#include <optional>

// Runs a mode about pipes; empty if mode is none of these.
std::optional<int> runPipeMode(const QString &mode, const QStringList &arguments);
