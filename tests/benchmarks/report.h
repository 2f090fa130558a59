// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qjsonarray.h>

#include <string>
#include <vector>

enum class Better { Lower, Higher };

// The values of one peer, one for each round.
struct Row
{
    std::string peer;
    std::vector<double> values;
    // Microseconds per operation, in both processes; empty if there are no operations.
    std::vector<double> cpu;
};

struct Table
{
    std::string name; // the name for --only
    std::string title;
    std::string unit;
    Better better = Better::Lower;
    std::vector<std::string> bases; // the peers with which the others are compared
    std::vector<Row> rows;

    const Row *find(const std::string &peer) const;
    Row &rowOf(const std::string &peer);
};

double median(std::vector<double> values);

// Returns the median of a / b over the rounds. A disturbance of a round affects both values.
double ratio(const Row &a, const Row &b);
// Returns the same ratio for processor time, which a busy machine affects less.
double cpuRatio(const Row &a, const Row &b);

void print(const Table &table);
QJsonObject toJson(const Table &table);
