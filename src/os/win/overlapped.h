// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/winapi.h"

#include <QtCore/qdeadlinetimer.h>

#include <vector>

namespace QtInterprocess::os {

/*
    One overlapped operation at a time: its OVERLAPPED, and the event that the system sets when it is over.

    Safety: the system writes into the OVERLAPPED (and into the buffer of a read, and out of that of a write) until the
    operation is over. So the destructor cancels and waits, and whoever owns the buffer declares it before this object.
    Completion packets may come after that; nobody looks into the OVERLAPPED they name (see CompletionPort).
*/
class Overlapped
{
public:
    Overlapped();
    ~Overlapped() { cancel(); }

    // start(OVERLAPPED *) makes the call, ReadFile() say, and returns what that returned.
    template <typename Start>
    void begin(qintptr file, Start start)
    {
        if (prepare(file))
            begun(start(&m_overlapped));
    }

    // Begun, and not over as far as poll() has found.
    bool isPending() const noexcept { return m_pending; }
    // Begun, over, and not taken.
    bool isDone() const noexcept { return m_done; }
    // Finds out whether the operation is over, without waiting. Returns isDone().
    bool poll();

    struct Outcome
    {
        quint32 error = 0; // as GetLastError() has it; ERROR_MORE_DATA is not a failure
        quint32 bytes = 0;
    };
    // What it came to; the next one may begin.
    Outcome take() noexcept;

    // Ends the operation and waits until the system has let go of it. Returns what it came to: it may have succeeded.
    Outcome cancel();

    // Signalled while the operation is over; manual reset.
    HANDLE event() const noexcept { return m_event ? toHandle(m_event.get()) : nullptr; }

private:
    Q_DISABLE_COPY_MOVE(Overlapped)

    bool prepare(qintptr file);
    void begun(BOOL succeeded);
    void finish();
    void collect();

    OVERLAPPED m_overlapped = {};
    OwnedHandle m_event;
    qintptr m_file = OwnedHandle::Invalid;
    Outcome m_outcome;
    bool m_pending = false;
    bool m_done = false;
};

// Waits for any of the events that are not null, or just sleeps. False after the deadline.
bool waitForAny(const std::vector<HANDLE> &events, QDeadlineTimer deadline);

// The milliseconds a wait is to be given: rounded up, so that it does not return just before the deadline.
DWORD waitTimeout(QDeadlineTimer deadline) noexcept;

} // namespace QtInterprocess::os
