// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/doorbell.h"

#include "support/postedevent.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qobject.h>

#include <mutex>

namespace QtInterprocess {

namespace {

class EventDoorbell final : public QObject, public Doorbell
{
public:
    explicit EventDoorbell(ReadySource &source) : m_relay(source), m_watch(m_relay)
    {
        // Qt may have dropped the event.
        if (auto *const dispatcher = QAbstractEventDispatcher::instance())
            connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { postAgain(); });
    }

    void ring() override
    {
        const std::lock_guard lock(m_mutex);
        m_isRung = true;
        m_word.post(this);
    }

private:
    // So that the source is told in the middle of a dispatch, as by a handle.
    class Relay final : public ReadySource
    {
    public:
        explicit Relay(ReadySource &source) : m_source(source) { }
        void ready(ReadySet) override { m_source.ready(Ready::Readable); }

    private:
        ReadySource &m_source;
    };

    void postAgain()
    {
        const std::lock_guard lock(m_mutex);
        if (m_isRung)
            m_word.post(this);
    }

    bool arrives(QEvent *event)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_word.arrives(event))
            return false;
        m_isRung = false;
        return true;
    }

    bool event(QEvent *event) override
    {
        if (!arrives(event))
            return QObject::event(event);
        m_watch.tell(Ready::Readable); // may destroy this
        return true;
    }

    Relay m_relay;
    Watch m_watch;
    std::mutex m_mutex;
    PostedEvent m_word;
    bool m_isRung = false;
};

} // namespace

std::unique_ptr<Doorbell> makeDoorbell(ReadySource &source)
{
    return std::make_unique<EventDoorbell>(source);
}

} // namespace QtInterprocess
