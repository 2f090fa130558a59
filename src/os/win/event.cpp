// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/event.h"

#include "os/win/call.h"

#include <algorithm>

namespace QtInterprocess::os {

Event::Event()
{
    if (const HANDLE event = systemCall(Call::CreateEvent,
                                        [] { return ::CreateEventW(nullptr, FALSE, FALSE, nullptr); }))
        m_handle = OwnedHandle(toNative(event));
}

void Event::set() noexcept
{
    if (isValid())
        ::SetEvent(handle());
}

bool Event::wait(QDeadlineTimer deadline) noexcept
{
    if (isValid())
        return ::WaitForSingleObject(handle(), waitTimeout(deadline)) != WAIT_TIMEOUT;
    ::Sleep(std::min<DWORD>(waitTimeout(deadline), 1));
    return !deadline.hasExpired();
}

DWORD waitTimeout(QDeadlineTimer deadline) noexcept
{
    if (deadline.isForever())
        return INFINITE;
    constexpr qint64 PerMillisecond = 1000 * 1000;
    const qint64 left = std::max<qint64>(deadline.remainingTimeNSecs(), 0);
    return DWORD(std::min<qint64>((left + PerMillisecond - 1) / PerMillisecond, 0x7fffffff));
}

} // namespace QtInterprocess::os
