// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qjsonarray.h>

#include <string>
#include <vector>

enum class Better { Lower, Higher };

// What one peer came to in every round.
struct Row
{
    std::string peer;
    std::vector<double> values;
    std::vector<double> cpu; // microseconds of both processes per operation; empty if there are no operations
};

struct Table
{
    std::string name; // as --only takes it
    std::string title;
    std::string unit;
    Better better = Better::Lower;
    std::vector<std::string> bases; // peers to which the others are compared
    std::vector<Row> rows;

    const Row *find(const std::string &peer) const;
    Row &rowOf(const std::string &peer);
};

double median(std::vector<double> values);

// The median over the rounds of a's value divided by b's in the same round: what disturbs a round disturbs both.
double ratio(const Row &a, const Row &b);
// The same of processor time, which a busy machine disturbs less.
double cpuRatio(const Row &a, const Row &b);

void print(const Table &table);
QJsonObject toJson(const Table &table);
