// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/quietsignals.h"

#include <cerrno>

#include <fcntl.h>

namespace QtInterprocess::os {

namespace {

void setOf(sigset_t *set, int number)
{
    sigemptyset(set);
    sigaddset(set, number);
}

void take(int number)
{
    sigset_t one;
    setOf(&one, number);
#if defined(__APPLE__) || defined(__OpenBSD__) // no sigtimedwait() on these systems
    sigset_t pending;
    int taken = 0;
    if (::sigpending(&pending) == 0 && sigismember(&pending, number) == 1)
        ::sigwait(&one, &taken);
#else
    const timespec atOnce = {};
    while (::sigtimedwait(&one, nullptr, &atOnce) == -1 && errno == EINTR) {
    }
#endif
}

// Suppresses SIGPIPE on the descriptor. Returns fd if restoreSigpipe() must restore it, because
// others may write to the same file.
//
// On macOS and NetBSD the signal goes to the process, and any thread may take it. Blocking the
// signal in this thread is therefore not enough.
int suppressSigpipe([[maybe_unused]] int fd)
{
#if defined(F_SETNOSIGPIPE)
    if (::fcntl(fd, F_GETNOSIGPIPE) == 0 && ::fcntl(fd, F_SETNOSIGPIPE, 1) == 0)
        return fd;
#endif
    return -1;
}

void restoreSigpipe([[maybe_unused]] int fd)
{
#if defined(F_SETNOSIGPIPE)
    if (fd != -1)
        ::fcntl(fd, F_SETNOSIGPIPE, 0);
#endif
}

} // namespace

QuietSignals::QuietSignals(int fd) : m_restoreFd(suppressSigpipe(fd))
{
    sigset_t both;
    setOf(&both, SIGPIPE);
    sigaddset(&both, SIGXFSZ);
    ::sigpending(&m_pending);
    ::pthread_sigmask(SIG_BLOCK, &both, &m_before);
}

QuietSignals::~QuietSignals()
{
    const int error = errno;
    restoreSigpipe(m_restoreFd);
    ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    errno = error;
}

void QuietSignals::wrote(bool failed)
{
    const int error = errno;
    const int number = error == EPIPE ? SIGPIPE : error == EFBIG ? SIGXFSZ : 0;
    if (failed && number != 0 && sigismember(&m_pending, number) != 1)
        take(number);
    errno = error;
}

} // namespace QtInterprocess::os
