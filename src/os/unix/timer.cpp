// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/timer.h"

#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"
#include "os/unix/optionalcalls.h"

#if QTINTERPROCESS_LINUX
#    include <sys/timerfd.h>
#endif

namespace QtInterprocess::os {

#if QTINTERPROCESS_LINUX
Result<OwnedHandle> createTimer()
{
    if (isKnownMissing(Call::CreateTimer))
        return Error(Error::Unsupported, 0, QStringLiteral("create a timer"));
    const auto create = [] { return ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); };
    OwnedHandle timer = newHandle(systemCall(Call::CreateTimer, create));
    if (timer)
        return timer;
    if (isMissing(Call::CreateTimer, errno))
        noteMissing(Call::CreateTimer);
    return lastError("create a timer");
}

Error setTimer(int timer, int milliseconds)
{
    itimerspec time = {};
    time.it_value.tv_sec = milliseconds / 1000;
    time.it_value.tv_nsec = milliseconds % 1000 * 1'000'000L;
    if (systemCall(Call::SetTimer, [&] { return ::timerfd_settime(timer, 0, &time, nullptr); }) == -1)
        return lastError("set a timer");
    return {};
}
#else
Result<OwnedHandle> createTimer()
{
    return Error(Error::Unsupported, 0, QStringLiteral("create a timer"));
}

Error setTimer(int, int)
{
    return {};
}
#endif

} // namespace QtInterprocess::os
