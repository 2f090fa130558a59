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
    Keeps at most one event of an object in the queue of its thread.

    isQueued() is true while Qt has the event. The event moves with the object to another thread.
    It may be dropped, by removePostedEvents() or at the end of the application; then isQueued()
    is false. In a forked child the copied queue has the event.

    Do not call post() in two threads at once. The event may be dropped in any thread.
*/
class PostedEvent
{
public:
    void post(QObject *receiver)
    {
        if (!isQueued())
            postNow(receiver);
    }
    bool isQueued() const noexcept { return m_queued && m_queued->load(std::memory_order_relaxed); }

    // Returns whether this is the event, which then is no longer queued. Call it in event() of
    // the receiver.
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
