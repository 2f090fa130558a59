// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Measures the time of separate programs until they are ready, and their memory then.

#include "control.h"
#include "peer.h"
#include "workloads.h"

#include <QtCore/qcoreapplication.h>

#include <csignal>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace {

struct Start
{
    double milliseconds = 0;
    double mebibytes = 0;
};

double residentMebibytes(pid_t process)
{
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) / 1024;
    }
    return 0;
}

Start start(const std::string &program)
{
    int in[2];
    int out[2];
    if (::pipe(in) == -1 || ::pipe(out) == -1)
        control::fail("pipe");
    const qint64 begin = control::now();
    const pid_t process = ::fork();
    if (process == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        for (const int fd : { in[0], in[1], out[0], out[1] })
            ::close(fd);
        ::execl(program.c_str(), program.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    char byte = 0;
    if (::read(out[0], &byte, 1) != 1)
        control::fail("a program did not start");
    const Start result { double(control::now() - begin) / 1e6, residentMebibytes(process) };
    ::close(in[1]);
    ::close(out[0]);
    ::waitpid(process, nullptr, 0);
    return result;
}

} // namespace

std::vector<Table> startUp(const Plan &plan)
{
    const std::string folder = QCoreApplication::applicationDirPath().toStdString() + "/startup_";
    const std::pair<const char *, const char *> programs[] = { { qtInterprocessPeer.name, "qtinterprocess" },
                                                               { qLocalSocketPeer.name, "qlocalsocket" },
                                                               { EmptyProgram, "empty" } };
    const std::vector<std::string> bases { qLocalSocketPeer.name, EmptyProgram };
    Table time { "startup-time", "From fork() to a server with one connection", "ms", Better::Lower, bases, {} };
    Table memory { "startup-memory", "Memory of that program (VmRSS)", "MiB", Better::Lower, bases, {} };
    const int rounds = plan.rounds > 0 ? plan.rounds : plan.quick ? 10 : 40;
    for (int round = 0; round < rounds; ++round) {
        for (const auto &[name, program] : programs) {
            const Start result = start(folder + program);
            time.rowOf(name).values.push_back(result.milliseconds);
            memory.rowOf(name).values.push_back(result.mebibytes);
        }
    }
    return { time, memory };
}
