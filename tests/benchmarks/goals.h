// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "report.h"

// Prints the goals of this library and whether the tables meet them. Goals without a table are
// omitted.
QJsonArray printGoals(const std::vector<Table> &tables);
