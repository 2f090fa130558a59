// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "peer.h"

#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

// Runs a role of a child process. Returns nothing if this is the measuring program.
std::optional<int> runAsChild(int argc, char *argv[]);

// A child process that runs this program in another role. The destructor kills it.
class Child
{
public:
    Child(const std::vector<std::string> &arguments, int cpu);
    ~Child();

    struct Result
    {
        qint64 nanoseconds = 0;
        qint64 operations = 0;
    };
    // Runs one measurement and waits for its end.
    Result go(qint64 amount);

    qint64 cpuTime() const; // nanoseconds of all its threads
    qint64 residentKiB() const;

private:
    Q_DISABLE_COPY_MOVE(Child)

    std::string readLine();

    pid_t m_pid = -1;
    int m_fd = -1; // a socket: its standard input and output
    std::string m_received;
};

// A server and its client, ready for measurements.
class Pair
{
public:
    struct Cpus
    {
        int server;
        int client;
    };
    Pair(const Peer &peer, Task task, Cpus cpus);
    ~Pair();

    struct Result
    {
        double nanoseconds = 0; // per operation
        double cpuNanoseconds = 0; // per operation, in both processes
    };
    Result go(qint64 amount);

    // Holds idle connections to the server in a third process.
    void setIdleConnections(int count);
    qint64 serverResidentKiB() const { return m_server->residentKiB(); }

private:
    Task m_task;
    Cpus m_cpus;
    std::unique_ptr<Child> m_server;
    std::unique_ptr<Child> m_client;
    std::unique_ptr<Child> m_idle;
};
