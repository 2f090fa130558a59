// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <atomic>
#include <memory>

QT_BEGIN_NAMESPACE
class QEvent;
class QObject;
QT_END_NAMESPACE

namespace QtInterprocess {

/*
    At most one event of an object in the queue of its thread. isQueued() is true as long as Qt has that event: it follows a move
    to another thread, and it is false once the event was dropped, by removePostedEvents() or with the application. A
    copy that a forked child has goes with the copied queue.

    Calls of post() are made one at a time; the event may be dropped in any thread.
*/
class PostedEvent
{
public:
    // Unless it is queued.
    void post(QObject *receiver)
    {
        if (!isQueued())
            postNow(receiver);
    }
    bool isQueued() const noexcept { return m_queued && m_queued->load(std::memory_order_relaxed); }

    // To be asked in the event() of the receiver: whether this is the event. Then it is not queued any more.
    bool arrives(const QEvent *event) noexcept
    {
        if (!m_queued || m_queued->load(std::memory_order_relaxed) != event)
            return false;
        m_queued->store(nullptr, std::memory_order_relaxed);
        return true;
    }

private:
    using Queued = std::shared_ptr<std::atomic<const QEvent *>>;
    class Event;

    void postNow(QObject *receiver);

    Queued m_queued; // shared with the event, which may outlive this
};

} // namespace QtInterprocess
