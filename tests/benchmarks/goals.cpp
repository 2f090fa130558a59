// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "goals.h"

#include "peer.h"
#include "workloads.h"

#include <QtCore/qjsonobject.h>
#include <QtCore/qstring.h>

#include <cstdio>
#include <optional>

namespace {

struct Goal
{
    const char *table;
    const char *base; // nullptr: the bound is an absolute value
    const char *baseTable; // nullptr: the same table
    Better better;
    double bound;
};

const Goal Goals[] = {
    { "roundtrip", qLocalSocketPeer.name, nullptr, Better::Lower, 0.60 },
    { "roundtrip", notifierPeer.name, nullptr, Better::Lower, 1.10 },
    { "roundtrip", libuvPeer.name, nullptr, Better::Lower, 1.15 },
    { "roundtrip-16k", qLocalSocketPeer.name, nullptr, Better::Lower, 0.60 },
    { "roundtrip-16k", notifierPeer.name, nullptr, Better::Lower, 1.10 },
    { "roundtrip-16k", libuvPeer.name, nullptr, Better::Lower, 1.15 },
    { "signal", notifierPeer.name, nullptr, Better::Lower, 1.1 },
    { "signal-rate", notifierPeer.name, nullptr, Better::Higher, 1 / 1.1 },
    { "stream", qLocalSocketPeer.name, nullptr, Better::Higher, 3.5 },
    { "stream", libuvPeer.name, nullptr, Better::Higher, 1.0 },
    { "stream", rawPeer.name, nullptr, Better::Higher, 0.95 },
    { "messages", qLocalSocketPeer.name, nullptr, Better::Higher, 1.5 },
    { "messages", libuvPeer.name, nullptr, Better::Higher, 15 },
    { "messages", rawPeer.name, nullptr, Better::Higher, 15 },
    { "connect", qLocalSocketPeer.name, nullptr, Better::Higher, 3.0 },
    { "connect", libuvPeer.name, nullptr, Better::Higher, 0.8 },
    { "crowd", qLocalSocketPeer.name, nullptr, Better::Higher, 5.0 },
    { "crowd", libuvPeer.name, nullptr, Better::Higher, 1.0 },
    { "seqpacket", notifierPeer.name, nullptr, Better::Higher, 0.9 },
    { "datagram", notifierPeer.name, nullptr, Better::Higher, 0.9 },
    { "handles", notifierPeer.name, nullptr, Better::Higher, 0.9 },
    { "handover-4m", qtInterprocessPeer.name, "handover-64", Better::Lower, 2.0 },
    { "handover-4m", qLocalSocketPeer.name, nullptr, Better::Lower, 1.0 / 20 },
    { "handover-4m", DescriptorEachTime, nullptr, Better::Lower, 1.3 },
    { "handover-64m", qtInterprocessPeer.name, "handover-4m", Better::Lower, 1.25 }, // what "flat" is taken to mean
    { "startup-time", qLocalSocketPeer.name, nullptr, Better::Lower, 0.7 },
    { "startup-memory", EmptyProgram, nullptr, Better::Lower, 1.05 },
    { "memory", nullptr, nullptr, Better::Lower, 2000.0 / 1024 },
    { "idle-1000", qLocalSocketPeer.name, nullptr, Better::Lower, 0.10 },
    { "idle-5000", qLocalSocketPeer.name, nullptr, Better::Lower, 0.0125 },
    { "idle-5000", qtInterprocessPeer.name, "idle-0", Better::Lower, 1.25 }, // what "flat" is taken to mean
};

const Row *find(const std::vector<Table> &tables, const char *name, const char *peer)
{
    for (const Table &table : tables) {
        if (table.name == name)
            return table.find(peer);
    }
    return nullptr;
}

// The measured value and its ratio of processor time.
struct Outcome
{
    double is;
    std::optional<double> cpu;
};

std::optional<Outcome> outcome(const std::vector<Table> &tables, const Goal &goal)
{
    const Row *const ours = find(tables, goal.table, qtInterprocessPeer.name);
    if (!ours)
        return std::nullopt;
    if (!goal.base)
        return Outcome { median(ours->values), std::nullopt };
    const Row *const base = find(tables, goal.baseTable ? goal.baseTable : goal.table, goal.base);
    if (!base)
        return std::nullopt;
    Outcome result { ratio(*ours, *base), std::nullopt };
    if (!ours->cpu.empty())
        result.cpu = cpuRatio(*ours, *base);
    return result;
}

} // namespace

QJsonArray printGoals(const std::vector<Table> &tables)
{
    QJsonArray json;
    for (const Goal &goal : Goals) {
        const auto found = outcome(tables, goal);
        if (!found)
            continue;
        const bool met = goal.better == Better::Lower ? found->is <= goal.bound : found->is >= goal.bound;
        if (json.isEmpty())
            std::printf("\nGoals\n");
        std::printf("  %-14s %s %-19s %-10s wanted %s %.2f  is %6.3f  %-6s", goal.table, goal.base ? "/" : " ",
                    goal.base ? goal.base : "", goal.baseTable ? goal.baseTable : "",
                    goal.better == Better::Lower ? "<=" : ">=", goal.bound, found->is, met ? "met" : "MISSED");
        if (found->cpu)
            std::printf(" (CPU time %.3f)", *found->cpu);
        std::printf("\n");
        QJsonObject object { { QStringLiteral("table"), QString::fromLatin1(goal.table) },
                             { QStringLiteral("bound"), goal.bound },
                             { QStringLiteral("is"), found->is },
                             { QStringLiteral("met"), met } };
        if (goal.base) {
            object[QStringLiteral("base")] = QString::fromLatin1(goal.base);
            object[QStringLiteral("baseTable")] = QString::fromLatin1(goal.baseTable ? goal.baseTable : goal.table);
        }
        if (found->cpu)
            object[QStringLiteral("cpuRatio")] = *found->cpu;
        json.append(object);
    }
    return json;
}
