// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "measure.h"

#include "control.h"
#include "crowd.h"
#include "messagepeer.h"
#include "rawsocket.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int LongestMeasurement = 120'000; // milliseconds; a longer measurement hangs

constexpr const Peer *Peers[] = { &qtInterprocessPeer, &notifierPeer, &qLocalSocketPeer, &qLocalSocketUnixPeer,
                                  &libuvPeer,          &asioPeer,     &pollPeer,         &rawPeer };

// Opens connections up to the wanted number. The last one is answered, so the server has accepted
// all.
int holdConnections(const Task &task)
{
    std::vector<int> fds;
    control::ready();
    for (qint64 wanted = 0; control::awaitGo(&wanted); control::result(0, qint64(fds.size()))) {
        while (qint64(fds.size()) < wanted)
            fds.push_back(raw::connectTo(task.path, raw::Mode::Blocking));
        if (fds.empty())
            continue;
        std::vector<char> message(size_t(task.size));
        raw::writeAll(fds.back(), message.data(), task.size);
        raw::readAll(fds.back(), message.data(), task.size);
    }
    return 0;
}

void pinTo(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (::sched_setaffinity(0, sizeof set, &set) == -1)
        control::fail("sched_setaffinity");
}

[[noreturn]] void become(const std::vector<std::string> &arguments, int cpu, int fd)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    pinTo(cpu);
    ::dup2(fd, STDIN_FILENO);
    ::dup2(fd, STDOUT_FILENO);
    std::vector<char *> argv { const_cast<char *>("ipcbench"), const_cast<char *>("--child") };
    for (const std::string &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv("/proc/self/exe", argv.data());
    control::fail("exec");
}

std::vector<std::string> argumentsFor(const char *role, const Peer &peer, const Task &task)
{
    return { role,
             peer.name,
             std::to_string(int(task.kind)),
             task.path,
             std::to_string(task.size),
             std::to_string(task.total) };
}

} // namespace

std::optional<int> runAsChild(int argc, char *argv[])
{
    if (argc != 8 || std::strcmp(argv[1], "--child") != 0)
        return std::nullopt;
    const std::string role = argv[2];
    const Task task { Kind(std::atoi(argv[4])), argv[5], std::atoll(argv[6]), std::atoll(argv[7]) };
    if (role == "idle")
        return holdConnections(task);
    if (role == "drive" && task.kind == Kind::Crowd)
        return driveCrowd(task);
    if (role == "drive" && messagepeer::isOne(task.kind))
        return messagepeer::drive(task);
    for (const Peer *peer : Peers) {
        if (std::strcmp(peer->name, argv[3]) == 0)
            return role == "serve" ? peer->serve(task) : peer->drive(task);
    }
    return 2;
}

Child::Child(const std::vector<std::string> &arguments, int cpu)
{
    int fds[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == -1)
        control::fail("socketpair");
    m_pid = ::fork();
    if (m_pid == -1)
        control::fail("fork");
    if (m_pid == 0)
        become(arguments, cpu, fds[1]);
    ::close(fds[1]);
    m_fd = fds[0];
    readLine(); // READY
}

Child::~Child()
{
    ::kill(m_pid, SIGKILL);
    ::close(m_fd);
    ::waitpid(m_pid, nullptr, 0);
}

std::string Child::readLine()
{
    for (;;) {
        if (const auto end = m_received.find('\n'); end != std::string::npos) {
            const std::string line = m_received.substr(0, end);
            m_received.erase(0, end + 1);
            return line;
        }
        pollfd entry { m_fd, POLLIN, 0 };
        if (::poll(&entry, 1, LongestMeasurement) == 0)
            control::fail("a measurement does not end");
        char buffer[256];
        const ssize_t count = ::read(m_fd, buffer, sizeof buffer);
        if (count <= 0)
            control::fail("a child process ended early");
        m_received.append(buffer, size_t(count));
    }
}

Child::Result Child::go(qint64 amount)
{
    const std::string command = std::to_string(amount) + '\n';
    raw::writeAll(m_fd, command.data(), qint64(command.size()));
    const std::string line = readLine();
    long long nanoseconds = 0;
    long long operations = 0;
    if (std::sscanf(line.c_str(), "RESULT %lld %lld", &nanoseconds, &operations) != 2)
        control::fail("a child process talks nonsense");
    return { nanoseconds, operations };
}

qint64 Child::cpuTime() const
{
    clockid_t clock;
    timespec time;
    if (::clock_getcpuclockid(m_pid, &clock) != 0 || ::clock_gettime(clock, &time) == -1)
        control::fail("clock of a child process");
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

qint64 Child::residentKiB() const
{
    std::ifstream status("/proc/" + std::to_string(m_pid) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::atoll(line.c_str() + 6);
    }
    return 0;
}

Pair::Pair(const Peer &peer, Task task, Cpus cpus) : m_task(std::move(task)), m_cpus(cpus)
{
    static int number = 0;
    m_task.path += '/' + std::to_string(++number);
    Task served = m_task;
    if (served.kind == Kind::Crowd)
        served.kind = Kind::Echo;
    m_server = std::make_unique<Child>(argumentsFor("serve", peer, served), cpus.server);
    m_client = std::make_unique<Child>(argumentsFor("drive", peer, m_task), cpus.client);
}

Pair::~Pair()
{
    m_idle.reset();
    m_server.reset(); // first: otherwise it reports that the client has gone
    m_client.reset();
    ::unlink(m_task.path.c_str());
    ::unlink((m_task.path + ".client").c_str());
}

Pair::Result Pair::go(qint64 amount)
{
    const qint64 before = m_server->cpuTime() + m_client->cpuTime();
    const Child::Result result = m_client->go(amount);
    const qint64 cpu = m_server->cpuTime() + m_client->cpuTime() - before;
    const auto operations = double(std::max<qint64>(result.operations, 1));
    return { double(result.nanoseconds) / operations, double(cpu) / operations };
}

void Pair::setIdleConnections(int count)
{
    if (!m_idle)
        m_idle = std::make_unique<Child>(argumentsFor("idle", notifierPeer, m_task), m_cpus.client);
    m_idle->go(count);
}
