// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/termination.h>

#include "loop/reactor.h"
#include "primitives/terminationsignals.h"
#include "support/handover.h"
#include "support/lifetime.h"
#include "support/setting.h"

#include <QtInterprocess/signals.h>
#include <QtInterprocess/signalwatcher.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

class TerminationPrivate final : private ReadySource
{
public:
    explicit TerminationPrivate(Termination *termination) : q(termination), watcher(termination)
    {
        for (const TerminationSignal &signal : terminationSignals()) {
            if (Signals::disposition(signal.number) != Signals::Disposition::Ignore)
                m_signals.append(signal);
        }
        QObject::connect(&watcher, &SignalWatcher::received, q, [this](const SignalInfo &info) { request(info); });
        watch();
    }

    void watch()
    {
        for (const TerminationSignal &signal : std::as_const(m_signals)) {
            const auto isLeft = [this](Termination::Reason one) { return left.contains(one); };
            if (std::all_of(signal.reasons.begin(), signal.reasons.end(), isLeft)) {
                watcher.unwatch(signal.number);
                continue;
            }
            const bool once = signal.isInterrupt && secondInterruptEnds;
            if (!watcher.watch(signal.number, once ? SignalWatcher::OneShot : SignalWatcher::NoOption))
                error = watcher.error();
        }
    }

    void request(const SignalInfo &info)
    {
        if (q->isRequested() || left.contains(terminationReason(info)))
            return;
        reason = terminationReason(info);
        exitStatus = terminationStatus(info);
        if (const int grace = terminationGrace(info); grace >= 0)
            deadline = QDeadlineTimer(grace);
        m_isReasonPending = m_isRequestPending = m_mayQuit = true;
        emitPending();
    }

    void reset()
    {
        reason = Termination::Reason::NotRequested;
        deadline = QDeadlineTimer(QDeadlineTimer::Forever);
        m_isReasonPending = m_isRequestPending = m_mayQuit = false;
        watch();
        Q_EMIT q->reasonChanged();
    }

    // After a slot has moved the object, the new thread emits the rest.
    void leaveThread()
    {
        m_lifetime.end();
        m_turn.wake();
        m_turn.leaveThread();
        handover.leave();
    }
    void joinThread() { m_turn.joinThread(); }

    QBindingStorage *bindingStorage() const { return q->bindingStorage(); }

    Termination *const q;
    Handover handover; // event() uses it as soon as there is a child
    SignalWatcher watcher; // a child, so it moves to another thread with its parent
    Termination::Reason reason = Termination::Reason::NotRequested;
    int exitStatus = 0; // valid if there is a reason
    QDeadlineTimer deadline { QDeadlineTimer::Forever };
    QList<Termination::Reason> left; // left to other handlers
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(TerminationPrivate, bool, quitsApplication, true)
    Q_OBJECT_BINDABLE_PROPERTY_WITH_ARGS(TerminationPrivate, bool, secondInterruptEnds, true,
                                         &TerminationPrivate::watch)
    Error error;

private:
    void ready(ReadySet) override { emitPending(); }

    // Emits the news. A slot may destroy, move or reset the Termination; a reset removes news.
    void emitPending()
    {
        const Lifetime::Guard guard(m_lifetime);
        if (std::exchange(m_isReasonPending, false))
            Q_EMIT q->reasonChanged();
        if (!guard.isOver() && std::exchange(m_isRequestPending, false))
            Q_EMIT q->requested(reason);
        if (!guard.isOver() && std::exchange(m_mayQuit, false) && quitsApplication)
            QCoreApplication::quit();
    }

    QList<TerminationSignal> m_signals;
    bool m_isReasonPending = false;
    bool m_isRequestPending = false;
    bool m_mayQuit = false;
    Lifetime m_lifetime;
    Watch m_turn { *this };
};

Termination::Termination(QObject *parent) : QObject(parent)
{
    m_d = std::make_unique<TerminationPrivate>(this); // adds a child; see event()
}
Termination::~Termination() = default;

Termination::Reason Termination::reason() const noexcept
{
    return m_d->reason;
}

int Termination::exitStatus(int otherwise) const noexcept
{
    return isRequested() ? m_d->exitStatus : otherwise;
}

QDeadlineTimer Termination::deadline() const noexcept
{
    return m_d->deadline;
}

bool Termination::quitsApplication() const noexcept
{
    return m_d->quitsApplication;
}

void Termination::setQuitsApplication(bool on)
{
    m_d->quitsApplication = on;
}

QBindable<bool> Termination::bindableQuitsApplication()
{
    return &m_d->quitsApplication;
}

bool Termination::secondInterruptEnds() const noexcept
{
    return m_d->secondInterruptEnds;
}

void Termination::setSecondInterruptEnds(bool on)
{
    m_d->secondInterruptEnds = on;
}

QBindable<bool> Termination::bindableSecondInterruptEnds()
{
    return &m_d->secondInterruptEnds;
}

bool Termination::isReasonHandled(Reason reason) const
{
    return reason != Reason::NotRequested && !m_d->left.contains(reason);
}

void Termination::setReasonHandled(Reason reason, bool on)
{
    if (reason == Reason::NotRequested || on == isReasonHandled(reason))
        return;
    if (on)
        m_d->left.removeAll(reason);
    else
        m_d->left.append(reason);
    m_d->watch();
}

void Termination::reset()
{
    if (!isRequested())
        return;
    m_d->reset();
}

bool Termination::event(QEvent *event)
{
    if (!m_d) // children are added before m_d is set
        return QObject::event(event);
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QObject::event(event);
}

Error Termination::error() const
{
    return m_d->error;
}

} // namespace QtInterprocess
