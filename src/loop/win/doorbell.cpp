// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/doorbell.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace QtInterprocess {

namespace {

class EventDoorbell final : public QObject, public Doorbell
{
public:
    explicit EventDoorbell(ReadySource &source) : m_relay(source), m_watch(m_relay) { }

    void ring() override { QCoreApplication::postEvent(this, new QEvent(QEvent::User)); }

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

    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_watch.tell(Ready::Readable); // may destroy this
        return true;
    }

    Relay m_relay;
    Watch m_watch;
};

} // namespace

std::unique_ptr<Doorbell> makeDoorbell(ReadySource &source)
{
    return std::make_unique<EventDoorbell>(source);
}

} // namespace QtInterprocess
