// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/background.h"

#include "os/unix/call.h"

#include <memory>
#include <utility>

#include <pthread.h>
#include <signal.h>

namespace QtInterprocess::os {

extern "C" {
static void *runFunction(void *argument)
{
    const std::unique_ptr<std::function<void()>> function(static_cast<std::function<void()> *>(argument));
    (*function)();
    return nullptr;
}
}

bool startBackgroundThread(std::function<void()> function, [[maybe_unused]] const char *name)
{
    pthread_attr_t attributes;
    if (::pthread_attr_init(&attributes) != 0)
        return false;
    ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    // The new thread inherits the mask, so there is no moment in which it could take a signal.
    sigset_t all, before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    auto argument = std::make_unique<std::function<void()>>(std::move(function));
    pthread_t thread;
    const auto create = [&] { return ::pthread_create(&thread, &attributes, runFunction, argument.get()); };
    const bool started = systemCall(Call::StartThread, create) == 0;
    if (started)
        (void)argument.release();
#if defined(__linux__)
    if (started && name)
        ::pthread_setname_np(thread, name);
#endif
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::pthread_attr_destroy(&attributes);
    return started;
}

} // namespace QtInterprocess::os
