// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/processmark.h"

#include <cerrno>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace QtInterprocess::os {

std::atomic<quint32> ProcessMark::s_generation { 0 };
std::atomic<quint32> ProcessMark::s_oldestOwn { 0 };

static constexpr quint32 MostGenerations = 64; // of children of children; what is older stays the parent's

// The processes of the generations before this one.
static std::atomic<pid_t> s_processes[MostGenerations] = {};

struct ForkWatch
{
    static void prepare() noexcept
    {
        const quint32 generation = ProcessMark::s_generation.load(std::memory_order_relaxed);
        if (generation < MostGenerations)
            s_processes[generation].store(::getpid(), std::memory_order_relaxed);
    }

    static void begin() noexcept
    {
        const quint32 generation = ProcessMark::s_generation.load(std::memory_order_relaxed) + 1;
        ProcessMark::s_generation.store(generation, std::memory_order_relaxed);
        ProcessMark::s_oldestOwn.store(generation, std::memory_order_relaxed);
    }

    // getppid() tells of the parent at once, also if nobody has collected it yet.
    static bool hasEnded(quint32 generation) noexcept
    {
        if (generation >= MostGenerations)
            return false;
        const pid_t process = s_processes[generation].load(std::memory_order_relaxed);
        if (generation + 1 == ProcessMark::s_generation.load(std::memory_order_relaxed)) {
            const pid_t parent = ::getppid(); // 0: in another pid namespace, where this cannot be told
            return parent != 0 && parent != process;
        }
        return ::kill(process, 0) == -1 && errno == ESRCH;
    }

    static bool takeOver(quint32 generation) noexcept
    {
        const int error = errno;
        quint32 oldest = ProcessMark::s_oldestOwn.load(std::memory_order_relaxed);
        while (oldest > generation && hasEnded(oldest - 1))
            --oldest;
        ProcessMark::s_oldestOwn.store(oldest, std::memory_order_relaxed);
        errno = error;
        return oldest <= generation;
    }
};

extern "C" {
static void prepareFork()
{
    ForkWatch::prepare();
}

static void beginChild()
{
    ForkWatch::begin();
}
}

// When the library is loaded: a mark may be made at any time, and a mark of before counts as well.
[[maybe_unused]] static const int s_registered = ::pthread_atfork(prepareFork, nullptr, beginChild);

bool ProcessMark::inherits() const noexcept
{
    return ForkWatch::takeOver(m_generation);
}

void ProcessMark::callInChildren(void (*function)())
{
    ::pthread_atfork(nullptr, nullptr, function);
}

} // namespace QtInterprocess::os
