// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qelapsedtimer.h>

#include <cstdio>
#include <utility>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace TestSupport {

inline bool isForkedChild = false;

// AddressSanitizer's allocator does not work in a child that was forked while another thread was
// inside it.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool ForksBesideThreads = false;
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer)
constexpr bool ForksBesideThreads = false;
#    else
constexpr bool ForksBesideThreads = true;
#    endif
#else
constexpr bool ForksBesideThreads = true;
#endif

// Checks for a forked child, where QtTest does not work. A check that fails is printed.
class ChildChecks
{
public:
    void check(bool holds, const char *what, int line)
    {
        if (holds)
            return;
        m_failed = true;
        std::fprintf(stderr, "child, line %d: %s\n", line, what);
    }
    int exitCode() const noexcept { return m_failed ? 1 : 0; }

private:
    bool m_failed = false;
};
#define CHILD_CHECK(checks, condition) (checks).check(bool(condition), #condition, __LINE__)

// Forks a child that runs body and ends with _exit(). After 20 s SIGALRM ends it.
template <typename Body>
pid_t startForked(Body body)
{
    const pid_t child = ::fork();
    if (child != 0)
        return child;
    isForkedChild = true;
    ::alarm(20);
    ChildChecks checks;
    body(checks);
    std::fflush(nullptr);
    ::_exit(checks.exitCode());
}

// Returns the status of waitpid(), or -1 if that failed.
inline int waitForForked(pid_t child)
{
    int status = -1;
    return ::waitpid(child, &status, 0) == child ? status : -1;
}

template <typename Body>
int runForked(Body body)
{
    return waitForForked(startForked(std::move(body)));
}

} // namespace TestSupport

// Turns the leak check off in a child. There, objects of the parent's threads count as leaks.
extern "C" __attribute__((used, visibility("default"))) inline int __lsan_is_turned_off() // NOLINT
{
    return TestSupport::isForkedChild;
}
