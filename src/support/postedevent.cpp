// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/postedevent.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace QtInterprocess {

class PostedEvent::Event final : public QEvent
{
public:
    explicit Event(const Queued &queued) : QEvent(type()), m_queued(queued) { }

    // Does nothing if this event has arrived and another one is queued.
    ~Event() override
    {
        const QEvent *self = this;
        m_queued->compare_exchange_strong(self, nullptr, std::memory_order_relaxed);
    }

private:
    Q_DISABLE_COPY_MOVE(Event)

    // Returns a type that no event of the program has.
    static QEvent::Type type()
    {
        static const int s_type = QEvent::registerEventType();
        return QEvent::Type(s_type);
    }

    const Queued m_queued;
};

void PostedEvent::postNow(QObject *receiver)
{
    if (!m_queued)
        m_queued = std::make_shared<std::atomic<const QEvent *>>(nullptr);
    auto *const event = new Event(m_queued);
    m_queued->store(event, std::memory_order_relaxed);
    QCoreApplication::postEvent(receiver, event);
}

} // namespace QtInterprocess
