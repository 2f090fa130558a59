// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/quietsignals.h"

#include <cerrno>

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
#if defined(__APPLE__) || defined(__OpenBSD__) // these have no sigtimedwait()
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

} // namespace

QuietSignals::QuietSignals()
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
