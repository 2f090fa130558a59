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

// Holds the memory that the system writes, and the result that the completion port stores.
struct Packet : OVERLAPPED
{
    qintptr file = OwnedHandle::Invalid;
    QByteArray buffer; // buffer of the operation
    quint32 error = ERROR_SUCCESS;
    quint32 bytes = 0;
    std::shared_ptr<Event> waiter; // guarded by the port
    std::unique_ptr<Event> ownEvent; // for a handle of another port
    std::unique_ptr<HandleWait> wait; // waits for ownEvent
    std::atomic<bool> isOver { false }; // once true, the other members do not change

    // Stores the result. Call it only after the system has finished with the OVERLAPPED.
    void finish() noexcept;
};

/*
    Runs one overlapped operation at a time on a handle of the completion port.

    It uses no event: the packet reports the completion, so the operation survives the thread that
    began it. With an event, the end of the thread cancels the operation. Then it is unknown how
    much of a write has reached the peer. Only an operation on a handle of another port has an
    event.

    Until the packet arrives, the system writes the OVERLAPPED and uses the buffer. The port
    shares both until then, so the owner may be destroyed at any time without waiting. Only
    finish() waits, for memory of the caller.
*/
class Operation
{
public:
    Operation() = default;
    ~Operation() { abandon(); }

    // Begins an operation. start(OVERLAPPED *) makes the call, for example ReadFile(), and
    // returns its result. The buffer is kept until the operation completes.
    template <typename Start>
    void begin(Call call, qintptr file, Start start, const QByteArray &buffer = {})
    {
        OVERLAPPED *const overlapped = prepare(file, buffer);
        begun(overlapped && overlappedCall(call, overlapped, [&] { return start(overlapped); }));
    }

    // Returns whether the operation is under way, as of the last poll().
    bool isPending() const noexcept { return m_pending; }
    // Returns whether the operation is complete and not taken.
    bool isDone() const noexcept { return m_done; }
    // Checks for completion without waiting. Returns isDone().
    bool poll();

    struct Outcome
    {
        quint32 error = 0; // code of GetLastError(); ERROR_MORE_DATA is not a failure
        quint32 bytes = 0;
    };
    // Takes the result; the next operation may begin.
    Outcome take() noexcept;

    // Cancels the operation unless it is complete, and forgets it.
    void abandon() noexcept;
    // Cancels the operation, and waits until the system has finished with it. Returns the result,
    // because it may have succeeded.
    Outcome finish();

    // Waits, without an event loop, until one of the operations completes. Returns false after
    // the deadline.
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
