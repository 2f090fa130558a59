// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/operation.h"

#include "os/win/completionport.h"
#include "support/threadlocal.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess::os {

void Packet::finish() noexcept
{
    DWORD count = 0;
    // This reads the completed OVERLAPPED; the handle may be closed.
    error = ::GetOverlappedResult(toHandle(file), this, &count, FALSE) ? ERROR_SUCCESS : ::GetLastError();
    bytes = count;
    isOver.store(true, std::memory_order_release);
}

OVERLAPPED *Operation::prepare(qintptr file, const QByteArray &buffer)
{
    Q_ASSERT(!m_pending);
    m_done = false;
    if (!m_packet || m_packet.use_count() > 1)
        m_packet = std::make_shared<Packet>();
    static_cast<OVERLAPPED &>(*m_packet) = {};
    m_packet->file = file;
    m_packet->buffer = buffer;
    m_packet->isOver = false;
    m_pending = true;
    m_packet->wait.reset();
    if (!CompletionPort::instance().expect(m_packet)) {
        m_packet->ownEvent.reset();
        return m_packet.get();
    }
    if (!m_packet->ownEvent)
        m_packet->ownEvent = std::make_unique<Event>();
    m_packet->hEvent = HANDLE(ULONG_PTR(m_packet->ownEvent->handle()) | 1); // the lowest bit prevents a packet
    ::SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    return m_packet->ownEvent->isValid() ? m_packet.get() : nullptr;
}

void Operation::begun(BOOL succeeded)
{
    const DWORD error = succeeded ? ERROR_SUCCESS : ::GetLastError();
    if (error == ERROR_IO_PENDING && m_packet->ownEvent)
        waitByEvent();
    if (error == ERROR_IO_PENDING)
        return;
    CompletionPort::instance().expectNoMore(*m_packet);
    // If the operation completes at once, the OVERLAPPED holds the result, and no packet arrives.
    // A packet that still arrives is skipped.
    if (error == ERROR_SUCCESS || error == ERROR_MORE_DATA) {
        m_packet->finish();
        done({ m_packet->error, m_packet->bytes });
    } else {
        done({ error, 0 });
    }
}

// Waits for the event, and passes the completion to the port like any other.
void Operation::waitByEvent()
{
    const auto callback = [packet = m_packet.get()] { CompletionPort::instance().post(packet); };
    if (auto wait = HandleWait::begin(toNative(m_packet->ownEvent->handle()), callback)) {
        m_packet->wait = std::move(*wait);
        return;
    }
    // The system has no memory to wait for the completion, so the operation is cancelled.
    DWORD count = 0;
    cancelOperation(toHandle(m_packet->file), m_packet.get());
    ::GetOverlappedResult(toHandle(m_packet->file), m_packet.get(), &count, TRUE);
    callback();
}

void Operation::done(const Outcome &outcome)
{
    m_outcome = outcome;
    m_packet->buffer.clear();
    m_pending = false;
    m_done = true;
}

bool Operation::poll()
{
    if (isOver())
        done({ m_packet->error, m_packet->bytes });
    return m_done;
}

Operation::Outcome Operation::take() noexcept
{
    m_done = false;
    return std::exchange(m_outcome, {});
}

void Operation::abandon() noexcept
{
    if (m_pending && !isOver())
        cancelOperation(toHandle(m_packet->file), m_packet.get());
    if (m_pending)
        m_packet.reset();
    m_pending = m_done = false;
}

Operation::Outcome Operation::finish()
{
    if (m_pending && !isOver())
        cancelOperation(toHandle(m_packet->file), m_packet.get());
    while (m_pending && !poll())
        waitForAny({ this }, QDeadlineTimer(QDeadlineTimer::Forever));
    return take();
}

static std::shared_ptr<Event> eventOfThisThread()
{
    auto *const mine = threadLocal<std::shared_ptr<Event>>(); // null at the very end of a thread
    if (!mine)
        return std::make_shared<Event>();
    if (!*mine)
        *mine = std::make_shared<Event>();
    return *mine;
}

bool Operation::waitForAny(const std::vector<const Operation *> &operations, QDeadlineTimer deadline)
{
    const std::shared_ptr<Event> event = eventOfThisThread();
    CompletionPort &port = CompletionPort::instance();
    const auto setWaiter = [&](const std::shared_ptr<Event> &waiter) {
        for (const Operation *const operation : operations) {
            if (operation && operation->m_pending)
                port.setWaiter(*operation->m_packet, waiter);
        }
    };
    const auto isAnyOver = [&] {
        return std::any_of(operations.begin(), operations.end(),
                           [](const Operation *operation) { return operation && operation->isOver(); });
    };
    const auto hasAnyCompleted = [&] {
        return std::any_of(operations.begin(), operations.end(), [](const Operation *operation) {
            return operation && operation->m_pending && HasOverlappedIoCompleted(operation->m_packet);
        });
    };
    setWaiter(event);
    while (!isAnyOver()) {
        // The packet of a completed operation arrives in a moment. This wait does not count
        // against the deadline.
        const bool isComing = hasAnyCompleted();
        if (!event->wait(isComing ? QDeadlineTimer(QDeadlineTimer::Forever) : deadline) && !hasAnyCompleted())
            break;
    }
    setWaiter(nullptr);
    return isAnyOver();
}

} // namespace QtInterprocess::os
