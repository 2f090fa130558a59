// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "report.h"

struct Plan
{
    bool quick = false;
    int rounds = 0; // 0: the default of the workload
    std::vector<int> cpus; // the CPUs that this process may use
    std::string directory; // the folder of the socket files
};

struct Workload
{
    const char *name;
    std::vector<Table> (*run)(const Plan &plan);
};

// Names of rows.
inline constexpr char EmptyProgram[] = "nothing but Qt Core";
inline constexpr char DescriptorEachTime[] = "raw memfd + sendmsg";

// Defined in startup.cpp.
std::vector<Table> startUp(const Plan &plan);

// Returns the workloads in the order of their run.
const std::vector<Workload> &workloads();
