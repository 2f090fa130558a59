// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/handover.h"

#include <QtCore/qcoreevent.h>

#include <utility>

namespace QtInterprocess {

Handover::Step Handover::step(QObject *object, const QEvent *event)
{
    (void)m_moves.load(std::memory_order_acquire);
    (void)m_arrival.arrives(event);
    if (event->type() == QEvent::ThreadChange) {
        m_arrival.post(object);
        m_isAway = true;
        return Step::Leave;
    }
    return std::exchange(m_isAway, false) ? Step::Join : Step::None;
}

bool Handover::arrive() noexcept
{
    (void)m_moves.load(std::memory_order_acquire);
    return std::exchange(m_isAway, false);
}

} // namespace QtInterprocess
