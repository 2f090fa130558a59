// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/handover.h"

#include <QtCore/qcoreapplication.h>

#include <utility>

namespace QtInterprocess {

Handover::Step Handover::step(QObject *object, const QEvent *event)
{
    (void)m_moves.load(std::memory_order_acquire);
    if (event->type() == QEvent::ThreadChange) {
        static const auto arrival = QEvent::Type(QEvent::registerEventType());
        QCoreApplication::postEvent(object, new QEvent(arrival)); // moves to the new thread with the rest
        m_isAway = true;
        return Step::Leave;
    }
    return std::exchange(m_isAway, false) ? Step::Join : Step::None;
}

} // namespace QtInterprocess
