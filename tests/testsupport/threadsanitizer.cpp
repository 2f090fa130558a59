// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Replaces clone() in the tests of the ThreadSanitizer lane by that of the C library. QProcess
// starts programs with clone(). The runtime of clang 14 aborts in its own version if there is
// another thread.

#include <cstdarg>

#include <dlfcn.h>
#include <sys/types.h>

extern "C" __attribute__((visibility("default"))) int clone(int (*function)(void *), void *stack, int flags,
                                                            void *argument, ...)
{
    using Clone = int (*)(int (*)(void *), void *, int, void *, pid_t *, void *, pid_t *);
    static const auto libcClone = reinterpret_cast<Clone>(::dlsym(RTLD_NEXT, "clone"));
    va_list rest;
    va_start(rest, argument);
    auto *const parentId = va_arg(rest, pid_t *);
    void *const tls = va_arg(rest, void *);
    auto *const childId = va_arg(rest, pid_t *);
    va_end(rest);
    return libcClone(function, stack, flags, argument, parentId, tls, childId);
}
