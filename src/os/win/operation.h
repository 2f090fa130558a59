// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/call.h"
#include "os/win/event.h"
#include "os/win/handlewait.h"
#include "os/win/winapi.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qdeadlinetimer.h>

#include <atomic>
#include <memory>
#include <vector>

namespace QtInterprocess::os {

// What the system writes into, and what the completion port makes of it.
struct Packet : OVERLAPPED
{
    qintptr file = OwnedHandle::Invalid;
    QByteArray buffer; // of the operation
    quint32 error = ERROR_SUCCESS;
    quint32 bytes = 0;
    std::shared_ptr<Event> waiter; // guarded by the port
    std::unique_ptr<Event> ownEvent; // on a handle of somebody else's port
    std::unique_ptr<HandleWait> wait; // for the event
    std::atomic<bool> isOver { false }; // the rest stands

    // Not before the system has let go of it.
    void finish() noexcept;
};

/*
    One overlapped operation at a time, on a handle that belongs to the completion port. It has no event: the packet tells when it
    is over. So it goes on when the thread ends that has begun it; one with an event would be cancelled by that, and nobody could
    tell how much of a write the peer has. Only an operation on a handle of somebody else's port has an event: what its thread
    leaves behind is cancelled.

    Safety: the system writes into the OVERLAPPED, and uses the buffer, until the packet comes. Both belong to the port as well for
    so long: the owner may go at any time, and does not wait. Only finish() waits, for memory of the caller.
*/
class Operation
{
public:
    Operation() = default;
    ~Operation() { abandon(); }

    // start(OVERLAPPED *) makes the call, ReadFile() say, and returns what that returned. The buffer is kept until it is over.
    template <typename Start>
    void begin(Call call, qintptr file, Start start, const QByteArray &buffer = {})
    {
        OVERLAPPED *const overlapped = prepare(file, buffer);
        begun(overlapped && overlappedCall(call, overlapped, [&] { return start(overlapped); }));
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

    // Cancels the operation unless it is over, and forgets it.
    void abandon() noexcept;
    // The same, and waits until the system has let go of it. Returns what it came to: it may have succeeded.
    Outcome finish();

    // Waits, without an event loop, until one of these is over. False after the deadline.
    static bool waitForAny(const std::vector<const Operation *> &operations, QDeadlineTimer deadline);

private:
    Q_DISABLE_COPY_MOVE(Operation)

    OVERLAPPED *prepare(qintptr file, const QByteArray &buffer);
    void begun(BOOL succeeded);
    void waitByEvent();
    void done(const Outcome &outcome);
    bool isOver() const noexcept { return m_pending && m_packet->isOver.load(std::memory_order_acquire); }

    std::shared_ptr<Packet> m_packet; // shared with the port while it is pending
    Outcome m_outcome;
    bool m_pending = false;
    bool m_done = false;
};

} // namespace QtInterprocess::os
