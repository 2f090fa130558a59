// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/overlapped.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess::os {

Overlapped::Overlapped()
{
    // Not inheritable. Without an event, prepare() tells.
    if (const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr))
        m_event = OwnedHandle(toNative(event));
}

bool Overlapped::prepare(qintptr file)
{
    Q_ASSERT(!m_pending);
    m_done = false;
    m_overlapped = {};
    m_overlapped.hEvent = event();
    m_file = file;
    if (!m_event) {
        m_outcome = { ERROR_NOT_ENOUGH_MEMORY, 0 };
        m_done = true;
    }
    return !m_done;
}

void Overlapped::begun(BOOL succeeded)
{
    const DWORD error = succeeded ? ERROR_SUCCESS : ::GetLastError();
    m_pending = true;
    switch (error) {
    case ERROR_IO_PENDING: return;
    case ERROR_SUCCESS:
    case ERROR_MORE_DATA: collect(); return; // it is over
    default:
        m_pending = false;
        m_done = true;
        m_outcome = { error, 0 };
    }
}

bool Overlapped::poll()
{
    if (m_pending && HasOverlappedIoCompleted(&m_overlapped))
        finish();
    return m_done;
}

// The status is written first, maybe from another thread (the one that had begun it). It is over when the event is set.
void Overlapped::finish()
{
    ::WaitForSingleObject(event(), INFINITE);
    collect();
}

void Overlapped::collect()
{
    DWORD bytes = 0;
    const BOOL succeeded = ::GetOverlappedResult(toHandle(m_file), &m_overlapped, &bytes, TRUE);
    m_outcome = { succeeded ? quint32(ERROR_SUCCESS) : quint32(::GetLastError()), quint32(bytes) };
    m_pending = false;
    m_done = true;
}

Overlapped::Outcome Overlapped::take() noexcept
{
    m_done = false;
    return std::exchange(m_outcome, {});
}

Overlapped::Outcome Overlapped::cancel()
{
    if (m_pending) {
        ::CancelIoEx(toHandle(m_file), &m_overlapped);
        finish();
    }
    return take();
}

bool waitForAny(const std::vector<HANDLE> &events, QDeadlineTimer deadline)
{
    HANDLE handles[MAXIMUM_WAIT_OBJECTS];
    DWORD count = 0;
    for (const HANDLE event : events) {
        if (event && count < MAXIMUM_WAIT_OBJECTS)
            handles[count++] = event;
    }
    const DWORD timeout = waitTimeout(deadline);
    if (count == 0) {
        ::Sleep(timeout);
        return false;
    }
    return ::WaitForMultipleObjects(count, handles, FALSE, timeout) < WAIT_OBJECT_0 + count;
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
