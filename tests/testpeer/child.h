// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

#include <optional>

// The modes of a child that its parent speaks to, and ends; empty if it is none of these.
std::optional<int> runChildMode(const QString &mode, const QStringList &arguments);
