// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/postedevent.h"

#include <atomic>

namespace QtInterprocess {

/*
    The move of an object to another thread, as its event() sees it: it leaves the old one, and joins the new one with the
    first event that comes there. It may be moved on before that, or back. If Qt drops that event the object joins with its next
    event, or with the next call that asks join().

    Orders what the object did in its old thread before what it does in its new one. The lock that Qt takes to move it does
    that already; but ThreadSanitizer cannot see into a Qt that was built without it, and programs are tested with it.
*/
class Handover
{
public:
    enum class Step { None, Leave, Join };

    // To be asked first of all in event(). Makes sure that an event comes in the new thread.
    Step step(QObject *object, const QEvent *event);
    // To be called when the object has left.
    void leave() noexcept { m_moves.fetch_add(1, std::memory_order_release); }
    // Whether the object has to join now, in a call of the new thread.
    bool join() noexcept { return m_isAway && arrive(); }

private:
    bool arrive() noexcept;

    std::atomic<quint32> m_moves { 0 };
    PostedEvent m_arrival; // moves to the new thread with the rest
    bool m_isAway = false; // has left, and not joined
};

} // namespace QtInterprocess
