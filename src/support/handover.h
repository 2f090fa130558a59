// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/postedevent.h"

#include <atomic>

namespace QtInterprocess {

/*
    Tells event() of an object when the object leaves its thread, and when it joins a new one.

    The object joins the new thread with the first event that arrives there. It may move on before
    that, or back. If Qt drops that event, the object joins with its next event, or with the next
    call of join().

    A handover also orders what the object did in the two threads. The lock that Qt takes for the
    move does the same. But ThreadSanitizer does not see that lock in a Qt that was built without
    it.
*/
class Handover
{
public:
    enum class Step { None, Leave, Join };

    // Returns what event() must do first. Posts an event to the new thread.
    Step step(QObject *object, const QEvent *event);
    // Notes that the object has left; call it after Step::Leave is done.
    void leave() noexcept { m_moves.fetch_add(1, std::memory_order_release); }
    // Returns whether the object must join now, in a call of the new thread.
    bool join() noexcept { return m_isAway && arrive(); }

private:
    bool arrive() noexcept;

    std::atomic<quint32> m_moves { 0 };
    PostedEvent m_arrival; // moves to the new thread with the object
    bool m_isAway = false; // has left and not joined yet
};

} // namespace QtInterprocess
