// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "workloads.h"

#include "measure.h"
#include "messagepeer.h"

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

namespace {

using Peers = std::vector<const Peer *>;

const Peers AllPeers { &qtInterprocessPeer, &notifierPeer, &qLocalSocketPeer, &qLocalSocketUnixPeer,
                       &libuvPeer,          &asioPeer,     &pollPeer,         &rawPeer };
const Peers NotifierPeers { &qtInterprocessPeer, &notifierPeer };
const Peers ServerPeers { &qtInterprocessPeer, &notifierPeer, &qLocalSocketPeer, &libuvPeer, &asioPeer };

Pair::Cpus oneCore(const Plan &plan)
{
    return { plan.cpus.back(), plan.cpus.back() };
}

Pair::Cpus twoCores(const Plan &plan)
{
    return { plan.cpus.back(), plan.cpus.front() };
}

int roundsOf(const Plan &plan, int full, int quick)
{
    return plan.rounds > 0 ? plan.rounds : plan.quick ? quick : full;
}

void progress(const char *what, int round, int rounds)
{
    std::fprintf(stderr, "\r%-40s\r", "");
    if (round < rounds)
        std::fprintf(stderr, "%s: round %d of %d", what, round + 1, rounds);
}

struct Plain
{
    const char *name;
    const char *title;
    const char *unit;
    Better better;
    Task task;
    Pair::Cpus cpus;
    qint64 amount; // the argument of drive()
    double (*value)(const Pair::Result &result, const Task &task);
    bool gathers = false; // peers that do not gather small writes get a tenth, because each write is a call
};

bool gathersWrites(const Peer *peer)
{
    return peer == &qtInterprocessPeer || peer == &qLocalSocketPeer || peer == &qLocalSocketUnixPeer;
}

// Returns the number of write() calls in a task. drive() counts a whole stream as one operation.
double operationsIn(const Task &task)
{
    if (task.kind == Kind::Stream)
        return double(task.total) / double(task.size);
    if (task.kind == Kind::Signals)
        return double(task.size);
    return messagepeer::isOne(task.kind) ? double(task.total) : 1;
}

// Measures every peer once per round, each time in new processes. A first run without measurement
// warms them up, except for streams, which are long enough.
std::vector<Table> runPlain(const Plan &plan, Plain plain, int rounds, const Peers &peers = AllPeers)
{
    Table table { plain.name, plain.title, plain.unit, plain.better, { qLocalSocketPeer.name, notifierPeer.name }, {} };
    plain.task.path = plan.directory;
    for (int round = 0; round < rounds; ++round) {
        progress(plain.name, round, rounds);
        for (const Peer *peer : peers) {
            Task task = plain.task;
            if (plain.gathers && !gathersWrites(peer))
                task.total /= 10;
            Pair pair(*peer, task, plain.cpus);
            if (plain.amount > 0)
                pair.go(plain.amount / 10);
            const Pair::Result result = pair.go(plain.amount);
            Row &row = table.rowOf(peer->name);
            row.values.push_back(plain.value(result, task));
            row.cpu.push_back(result.cpuNanoseconds / 1000 / operationsIn(task));
        }
    }
    progress(plain.name, rounds, rounds);
    return { table };
}

double microseconds(const Pair::Result &result, const Task &)
{
    return result.nanoseconds / 1000;
}

double perSecond(const Pair::Result &result, const Task &)
{
    return 1e9 / result.nanoseconds;
}

double megabytesPerSecond(const Pair::Result &result, const Task &task)
{
    return double(task.total) * 1000 / result.nanoseconds;
}

double messagesPerSecond(const Pair::Result &result, const Task &task)
{
    return operationsIn(task) * 1e6 / result.nanoseconds;
}

std::vector<Table> roundTrip(const Plan &plan)
{
    const Plain plain { "roundtrip",
                        "Round trip of 64 B, both processes on one core",
                        "us",
                        Better::Lower,
                        { Kind::Echo, {}, 64, 0 },
                        oneCore(plan),
                        plan.quick ? 150 : 500,
                        microseconds };
    return runPlain(plan, plain, roundsOf(plan, 11, 5));
}

std::vector<Table> roundTripLarge(const Plan &plan)
{
    const Plain plain { "roundtrip-16k",
                        "Round trip of 16 KiB, both processes on one core",
                        "us",
                        Better::Lower,
                        { Kind::Echo, {}, 16 * 1024, 0 },
                        oneCore(plan),
                        plan.quick ? 100 : 500,
                        microseconds };
    return runPlain(plan, plain, roundsOf(plan, 11, 3));
}

std::vector<Table> stream(const Plan &plan)
{
    const qint64 total = (plan.quick ? 192 : 1024) * qint64(1024 * 1024);
    const Plain plain { "stream",
                        "Stream in writes of 64 KiB, one process per core",
                        "MB/s",
                        Better::Higher,
                        { Kind::Stream, {}, 64 * 1024, total },
                        twoCores(plan),
                        0,
                        megabytesPerSecond };
    return runPlain(plan, plain, roundsOf(plan, 11, 3));
}

std::vector<Table> messages(const Plan &plan)
{
    const qint64 count = plan.quick ? 5'000'000 : 10'000'000;
    const Plain plain { "messages",
                        "Messages of 64 B, each with a write() of its own, one process per core",
                        "1000/s",
                        Better::Higher,
                        { Kind::Stream, {}, 64, 64 * count },
                        twoCores(plan),
                        0,
                        messagesPerSecond,
                        true };
    return runPlain(plan, plain, roundsOf(plan, 3, 1));
}

std::vector<Table> connectAndClose(const Plan &plan)
{
    const Plain plain { "connect",
                        "Connect, accept, close; both processes on one core",
                        "1/s",
                        Better::Higher,
                        { Kind::Connect, {}, 0, 0 },
                        oneCore(plan),
                        plan.quick ? 100 : 500,
                        perSecond };
    return runPlain(plan, plain, roundsOf(plan, 7, 3));
}

std::vector<Table> wholeMessages(const Plan &plan, const char *name, const char *title, Kind kind)
{
    const qint64 count = plan.quick ? 100'000 : 300'000;
    const Plain plain { name,           title, "1000/s",         Better::Higher, { kind, {}, 64, count },
                        twoCores(plan), 0,     messagesPerSecond };
    return runPlain(plan, plain, roundsOf(plan, 7, 3), NotifierPeers);
}

std::vector<Table> packets(const Plan &plan)
{
    return wholeMessages(plan, "seqpacket", "Messages of 64 B by SOCK_SEQPACKET to a server, one process per core",
                         Kind::Packets);
}

std::vector<Table> datagrams(const Plan &plan)
{
    return wholeMessages(plan, "datagram", "Datagrams of 64 B to a server, one process per core", Kind::Datagrams);
}

std::vector<Table> handles(const Plan &plan)
{
    return wholeMessages(plan, "handles", "Messages of 64 B with a descriptor each to a server, one process per core",
                         Kind::Handles);
}

// A way of passing large data.
struct Way
{
    const char *name;
    const Peer *peer;
    Kind kind;
};

// Measures how long size bytes take from one process to the other.
Table handOver(const Plan &plan, const char *name, const char *title, qint64 size, const std::vector<Way> &ways)
{
    Table table { name, title, "us", Better::Lower, { qLocalSocketPeer.name, DescriptorEachTime }, {} };
    const int rounds = roundsOf(plan, 11, 3);
    for (int round = 0; round < rounds; ++round) {
        progress(name, round, rounds);
        for (const Way &way : ways) {
            Pair pair(*way.peer, { way.kind, plan.directory, size, size }, oneCore(plan));
            pair.go(20);
            const Pair::Result result = pair.go(plan.quick ? 100 : 300);
            Row &row = table.rowOf(way.name);
            row.values.push_back(result.nanoseconds / 1000);
            row.cpu.push_back(result.cpuNanoseconds / 1000);
        }
    }
    progress(name, rounds, rounds);
    return table;
}

// A QLocalSocket writes the bytes, and the server answers with one.
std::vector<Table> handOverAll(const Plan &plan)
{
    const std::vector<Way> shared { { qtInterprocessPeer.name, &qtInterprocessPeer, Kind::Handover },
                                    { DescriptorEachTime, &rawPeer, Kind::HandoverEach },
                                    { "raw memfd, mapped once", &rawPeer, Kind::Handover },
                                    { qLocalSocketPeer.name, &qLocalSocketPeer, Kind::Stream } };
    return { handOver(plan, "handover-64", "A message of 64 B and its answer, by MessageChannel, on one core", 64,
                      { { qtInterprocessPeer.name, &qtInterprocessPeer, Kind::Message } }),
             handOver(plan, "handover-4m", "4 MiB seen by the other process, on one core", 4 << 20, shared),
             handOver(plan, "handover-64m", "64 MiB seen by the other process, on one core", 64 << 20, shared) };
}

std::vector<Table> signalLatency(const Plan &plan)
{
    const Plain plain { "signal",
                        "A signal to a process, and another back from its event loop; one core",
                        "us",
                        Better::Lower,
                        { Kind::Signal, {}, 0, 0 },
                        oneCore(plan),
                        plan.quick ? 150 : 500,
                        microseconds };
    return runPlain(plan, plain, roundsOf(plan, 11, 5), NotifierPeers);
}

// The number sent at once fits into a pipe and into the queue of a SignalWatcher, so no signal is
// lost.
std::vector<Table> signalRate(const Plan &plan)
{
    constexpr qint64 AtOnce = 500;
    const Plain plain { "signal-rate",
                        "Real-time signals, 500 at once and an answer to each lot, one process per core",
                        "1000/s",
                        Better::Higher,
                        { Kind::Signals, {}, AtOnce, 0 },
                        twoCores(plan),
                        plan.quick ? 150 : 500,
                        messagesPerSecond };
    return runPlain(plan, plain, roundsOf(plan, 11, 5), NotifierPeers);
}

std::vector<Table> crowd(const Plan &plan)
{
    const Plain plain { "crowd",
                        "1000 connections that all talk at once, 64 B forth and back; one process per core",
                        "1/s",
                        Better::Higher,
                        { Kind::Crowd, {}, 64, 1000 },
                        twoCores(plan),
                        plan.quick ? 200 : 1000,
                        perSecond };
    return runPlain(plan, plain, roundsOf(plan, 5, 1), ServerPeers);
}

// Each of the two processes needs one descriptor per connection, and some more.
int mostConnections()
{
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return int(std::min<rlim_t>(limit.rlim_cur, 1'000'000)) - 64;
}

std::vector<Table> idle(const Plan &plan)
{
    const int rounds = roundsOf(plan, 5, 1);
    std::vector<Table> tables;
    for (const int count : { 0, 100, 1000, 5000 }) {
        if (count > mostConnections())
            break;
        const std::string number = std::to_string(count);
        tables.push_back({ "idle-" + number,
                           "Round trip of 64 B beside " + number + " idle connections, one core",
                           "us",
                           Better::Lower,
                           { qLocalSocketPeer.name, notifierPeer.name },
                           {} });
    }
    Table memory {
        "memory", "Memory of the server per idle connection (VmRSS)", "KiB", Better::Lower, { qLocalSocketPeer.name },
        {}
    };
    for (int round = 0; round < rounds; ++round) {
        progress("idle", round, rounds);
        for (const Peer *peer : ServerPeers) {
            Pair pair(*peer, { Kind::Echo, plan.directory, 64, 0 }, oneCore(plan));
            pair.go(20);
            const qint64 before = pair.serverResidentKiB();
            int count = 0;
            for (Table &table : tables) {
                count = std::atoi(table.name.c_str() + sizeof "idle-" - 1);
                pair.setIdleConnections(count);
                pair.go(20);
                const Pair::Result result = pair.go(plan.quick ? 100 : 300);
                Row &row = table.rowOf(peer->name);
                row.values.push_back(result.nanoseconds / 1000);
                row.cpu.push_back(result.cpuNanoseconds / 1000);
            }
            if (count > 0)
                memory.rowOf(peer->name).values.push_back(double(pair.serverResidentKiB() - before) / count);
        }
    }
    progress("idle", rounds, rounds);
    if (!memory.rows.empty())
        tables.push_back(memory);
    return tables;
}

} // namespace

const std::vector<Workload> &workloads()
{
    static const std::vector<Workload> all { { "roundtrip", roundTrip },     { "roundtrip-16k", roundTripLarge },
                                             { "stream", stream },           { "idle", idle },
                                             { "connect", connectAndClose }, { "messages", messages },
                                             { "signal", signalLatency },    { "crowd", crowd },
                                             { "seqpacket", packets },       { "datagram", datagrams },
                                             { "handles", handles },         { "handover", handOverAll },
                                             { "startup", startUp },         { "signal-rate", signalRate } };
    return all;
}
