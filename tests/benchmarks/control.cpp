// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "control.h"

#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <unistd.h>

namespace control {

void ready()
{
    std::puts("READY");
    std::fflush(stdout);
}

bool awaitGo(qint64 *amount)
{
    char line[64];
    if (!std::fgets(line, sizeof line, stdin))
        return false;
    *amount = std::strtoll(line, nullptr, 10);
    return true;
}

void result(qint64 nanoseconds, qint64 operations)
{
    std::printf("RESULT %" PRId64 " %" PRId64 "\n", std::int64_t(nanoseconds), std::int64_t(operations));
    std::fflush(stdout);
}

void fail(const char *what)
{
    std::fprintf(stderr, "ipcbench: %s: %s\n", what, std::strerror(errno));
    std::_Exit(1);
}

qint64 now()
{
    timespec time;
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

void Stopwatch::start(qint64 milliseconds)
{
    m_wanted = milliseconds * 1'000'000;
    m_laps = 0;
    m_begin = now();
}

bool Stopwatch::lap()
{
    ++m_laps;
    m_elapsed = now() - m_begin;
    return m_elapsed >= m_wanted;
}

} // namespace control
