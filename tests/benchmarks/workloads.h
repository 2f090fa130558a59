// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "report.h"

struct Plan
{
    bool quick = false;
    int rounds = 0; // 0: as the workload has it
    std::vector<int> cpus; // that this process may run on
    std::string directory; // for socket files
};

struct Workload
{
    const char *name;
    std::vector<Table> (*run)(const Plan &plan);
};

// In startup.cpp.
inline constexpr char EmptyProgram[] = "nothing but Qt Core";
std::vector<Table> startUp(const Plan &plan);

// In the order in which they are run.
const std::vector<Workload> &workloads();
