// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The declarations of kqueue() for systems without one, as far as the tests need them. They
// follow FreeBSD, which macOS and OpenBSD agree with. With KQUEUE_OF_NETBSD they follow NetBSD 9,
// whose types differ.

#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>

#ifdef KQUEUE_OF_NETBSD

struct kevent
{
    uintptr_t ident;
    uint32_t filter;
    uint32_t flags;
    uint32_t fflags;
    int64_t data;
    intptr_t udata;
};
using kevent_count = size_t;

#    define EVFILT_READ 0U
#    define EVFILT_WRITE 1U
#    define EVFILT_PROC 4U
#    define EVFILT_TIMER 6U

#else

struct kevent
{
    uintptr_t ident;
    short filter;
    unsigned short flags;
    unsigned int fflags;
    int64_t data;
    void *udata;
    uint64_t ext[4];
};
using kevent_count = int;

#    define EVFILT_READ (-1)
#    define EVFILT_WRITE (-2)
#    define EVFILT_PROC (-5)
#    define EVFILT_TIMER (-7)

#endif

#define EV_ADD 0x0001U
#define EV_DELETE 0x0002U
#define EV_ONESHOT 0x0010U
#define EV_CLEAR 0x0020U
#define EV_EOF 0x8000U
#define NOTE_EXIT 0x80000000U

extern "C" {
int kqueue(void);
int kevent(int queue, const struct kevent *changes, kevent_count changeCount, struct kevent *events,
           kevent_count eventCount, const timespec *timeout);
}
