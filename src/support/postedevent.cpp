// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/postedevent.h"

#include <QtCore/qcoreapplication.h>

#include <utility>

namespace QtInterprocess {

class PostedEvent::Event final : public QEvent
{
public:
    explicit Event(const Flag &isQueued) : QEvent(PostedEvent::type()), m_isQueued(isQueued) { }
    ~Event() override { leave(); }

    bool isOf(const Flag &flag) const noexcept { return flag && m_isQueued == flag; }
    // From here on another one may be queued.
    void leave() noexcept
    {
        if (const Flag flag = std::exchange(m_isQueued, nullptr))
            flag->store(false, std::memory_order_relaxed);
    }

private:
    Q_DISABLE_COPY_MOVE(Event)

    Flag m_isQueued;
};

QEvent::Type PostedEvent::type()
{
    static const int s_type = QEvent::registerEventType();
    return QEvent::Type(s_type);
}

void PostedEvent::postNow(QObject *receiver)
{
    if (!m_isQueued)
        m_isQueued = std::make_shared<std::atomic<bool>>();
    m_isQueued->store(true, std::memory_order_relaxed);
    QCoreApplication::postEvent(receiver, new Event(m_isQueued));
}

bool PostedEvent::takes(QEvent *event) noexcept
{
    auto *const own = static_cast<Event *>(event);
    if (!own->isOf(m_isQueued))
        return false;
    own->leave();
    return true;
}

} // namespace QtInterprocess
