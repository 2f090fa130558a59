// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "report.h"

// Prints what is asked of this library and whether these tables show it; goals whose tables are missing are left out.
QJsonArray printGoals(const std::vector<Table> &tables);
