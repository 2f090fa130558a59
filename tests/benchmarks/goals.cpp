// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "goals.h"

#include "peer.h"

#include <QtCore/qjsonobject.h>
#include <QtCore/qstring.h>

#include <cstdio>

namespace {

struct Goal
{
    const char *table;
    const Peer *base;
    const char *baseTable; // nullptr: the same
    Better better;
    double bound;
};

constexpr Goal Goals[] = {
    { "roundtrip", &qLocalSocketPeer, nullptr, Better::Lower, 0.60 },
    { "roundtrip", &notifierPeer, nullptr, Better::Lower, 1.10 },
    { "roundtrip", &libuvPeer, nullptr, Better::Lower, 1.15 },
    { "roundtrip-16k", &qLocalSocketPeer, nullptr, Better::Lower, 0.60 },
    { "roundtrip-16k", &notifierPeer, nullptr, Better::Lower, 1.10 },
    { "roundtrip-16k", &libuvPeer, nullptr, Better::Lower, 1.15 },
    { "signal", &notifierPeer, nullptr, Better::Lower, 1.1 },
    { "signal-rate", &notifierPeer, nullptr, Better::Higher, 1 / 1.1 },
    { "stream", &qLocalSocketPeer, nullptr, Better::Higher, 3.5 },
    { "stream", &libuvPeer, nullptr, Better::Higher, 1.0 },
    { "stream", &rawPeer, nullptr, Better::Higher, 0.95 },
    { "messages", &qLocalSocketPeer, nullptr, Better::Higher, 1.5 },
    { "messages", &libuvPeer, nullptr, Better::Higher, 15 },
    { "messages", &rawPeer, nullptr, Better::Higher, 15 },
    { "connect", &qLocalSocketPeer, nullptr, Better::Higher, 3.0 },
    { "connect", &libuvPeer, nullptr, Better::Higher, 0.8 },
    { "crowd", &qLocalSocketPeer, nullptr, Better::Higher, 5.0 },
    { "crowd", &libuvPeer, nullptr, Better::Higher, 1.0 },
    { "seqpacket", &notifierPeer, nullptr, Better::Higher, 0.9 },
    { "datagram", &notifierPeer, nullptr, Better::Higher, 0.9 },
    { "handles", &notifierPeer, nullptr, Better::Higher, 0.9 },
    { "startup-time", &qLocalSocketPeer, nullptr, Better::Lower, 0.7 },
    { "idle-1000", &qLocalSocketPeer, nullptr, Better::Lower, 0.10 },
    { "idle-5000", &qLocalSocketPeer, nullptr, Better::Lower, 0.0125 },
    { "idle-5000", &qtInterprocessPeer, "idle-0", Better::Lower, 1.25 }, // what "flat" is taken to mean
};

const Row *find(const std::vector<Table> &tables, const char *name, const Peer *peer)
{
    for (const Table &table : tables) {
        if (table.name == name)
            return table.find(peer->name);
    }
    return nullptr;
}

} // namespace

QJsonArray printGoals(const std::vector<Table> &tables)
{
    QJsonArray json;
    for (const Goal &goal : Goals) {
        const char *const baseTable = goal.baseTable ? goal.baseTable : goal.table;
        const Row *const ours = find(tables, goal.table, &qtInterprocessPeer);
        const Row *const base = find(tables, baseTable, goal.base);
        if (!ours || !base)
            continue;
        const double is = ratio(*ours, *base);
        const double cpu = cpuRatio(*ours, *base);
        const bool met = goal.better == Better::Lower ? is <= goal.bound : is >= goal.bound;
        if (json.isEmpty())
            std::printf("\nGoals\n");
        std::printf("  %-14s / %-16s %-10s wanted %s %.2f  is %6.3f  %-6s (CPU time %.3f)\n", goal.table,
                    goal.base->name, goal.baseTable ? goal.baseTable : "",
                    goal.better == Better::Lower ? "<=" : ">=", goal.bound, is, met ? "met" : "MISSED", cpu);
        json.append(QJsonObject { { QStringLiteral("table"), QString::fromLatin1(goal.table) },
                                  { QStringLiteral("base"), QString::fromLatin1(goal.base->name) },
                                  { QStringLiteral("baseTable"), QString::fromLatin1(baseTable) },
                                  { QStringLiteral("bound"), goal.bound },
                                  { QStringLiteral("ratio"), is },
                                  { QStringLiteral("cpuRatio"), cpu },
                                  { QStringLiteral("met"), met } });
    }
    return json;
}
