// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/processmark.h"

#include "os/unix/descriptor.h"
#include "os/unix/process.h"

#include <cerrno>

#include <pthread.h>
#include <unistd.h>

namespace QtInterprocess::os {

std::atomic<quint32> ProcessMark::s_generation { 0 };
std::atomic<quint32> ProcessMark::s_oldestOwn { 0 };

static constexpr quint32 MostGenerations = 64; // children of children; older objects stay those of the ancestor

// IDs of the processes of the last generations, as a ring.
static std::atomic<pid_t> s_processes[MostGenerations] = {};

// Returns whether the process has ended. A zombie counts as ended if the system has process
// handles.
static bool hasProcessEnded(pid_t process)
{
    const auto handle = openProcess(process);
    if (!handle)
        return handle.error().code() == Error::NotFound || !isProcess(process);
    const auto polled = poll(int(handle->get()), PollFor::Reading, QDeadlineTimer(0));
    return polled && polled->any();
}

struct ForkWatch
{
    static void prepare() noexcept
    {
        const quint32 generation = ProcessMark::s_generation.load(std::memory_order_relaxed);
        s_processes[generation % MostGenerations].store(::getpid(), std::memory_order_relaxed);
    }

    static void begin() noexcept
    {
        const quint32 generation = ProcessMark::s_generation.load(std::memory_order_relaxed) + 1;
        ProcessMark::s_generation.store(generation, std::memory_order_relaxed);
        ProcessMark::s_oldestOwn.store(generation, std::memory_order_relaxed);
    }

    // Returns whether a generation has ended. For the parent getppid() is enough; in a new PID
    // namespace it is always 0.
    static bool hasEnded(quint32 generation)
    {
        const quint32 distance = ProcessMark::s_generation.load(std::memory_order_relaxed) - generation;
        if (distance > MostGenerations)
            return false;
        const pid_t process = s_processes[generation % MostGenerations].load(std::memory_order_relaxed);
        if (distance > 1)
            return hasProcessEnded(process);
        const pid_t parent = ::getppid();
        return parent != 0 && parent != process;
    }

    static bool takeOver(quint32 generation)
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

// Registered when the library is loaded, because a mark may be made at any time. A mark that was
// made before also works.
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
