// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/processwatcher.h>

#include "engine/inherited.h"
#include "engine/processengine.h"
#include "loop/reactor.h"
#include "os/processmark.h"
#include "support/errortext.h"
#include "support/handover.h"
#include "support/lifetime.h"
#include "support/logging.h"

#include <QtCore/qdebug.h>

#include <QtInterprocess/signals.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static Error refusal(const QByteArray &operation, qint64 process, const ErrorText &why)
{
    return Error(Error::InvalidOperation, 0, QString::fromLatin1(operation),
                 process > 0 ? QString::number(process) : QString(), why);
}

class ProcessWatcherPrivate final : private ProcessObserver, private ReadySource
{
public:
    explicit ProcessWatcherPrivate(ProcessWatcher *watcher) : q(watcher), m_deferral(*this) { }

    ProcessObserver &observer() { return *this; }

    // Begins to watch. A slot may destroy the watcher.
    bool begin(Result<std::unique_ptr<ProcessEngine>> opened)
    {
        const bool wasRunning = engine != nullptr;
        const bool isOpen = bool(opened);
        error = isOpen ? Error() : opened.error();
        engine = isOpen ? std::move(*opened) : nullptr;
        m_pendingExit.reset();
        m_killAt = Never;
        m_mark = {};
        const qint64 before = std::exchange(exit, {}).processId();
        const bool isRunning = engine != nullptr;
        exit.setProcessId(isRunning ? engine->processId() : 0);
        m_isIdPending = m_isIdPending || exit.processId() != before;
        m_isRunningPending = m_isRunningPending || isRunning != wasRunning;
        logBegin();
        emitPending();
        return isOpen;
    }

    bool waitForEnd(int msecs)
    {
        if (!engine)
            return exit.processId() != 0;
        joinIfAway();
        if (!m_mark.isOwned()) {
            error = inheritedError("wait for the process", QString::number(exit.processId()));
            return false;
        }
        const QDeadlineTimer deadline(msecs);
        auto ended = engine->waitForEnd(std::min(deadline, m_killAt));
        if (!ended && m_killAt.hasExpired()) {
            killIfDue();
            ended = engine->waitForEnd(deadline);
        }
        if (ended)
            processEnded(*ended);
        return ended.has_value();
    }

    Error terminate(int graceTime)
    {
        if (!engine)
            return noProcess("terminate");
        joinIfAway();
        const Error refused = graceTime == 0 ? engine->kill("terminate") : engine->askToEnd("terminate");
        qCDebug(lcProcesses) << q << "terminates process" << exit.processId() << "with" << graceTime << "ms to end";
        if (refused || graceTime == 0)
            return refused;
        m_killAt = QDeadlineTimer(graceTime);
        if (graceTime > 0)
            m_deferral.wakeAfter(graceTime);
        return {};
    }

    template <typename Send>
    Error send(int number, Send call)
    {
        const QByteArray operation = "send " + Signals::name(number).toLatin1() + " to";
        if (!Signals::isValid(number))
            return refusal("send a signal to", exit.processId(), ErrorText::tr("this system has no such signal"));
        return engine ? call(operation.constData()) : noProcess(operation);
    }

    void leaveThread()
    {
        if (engine)
            engine->leaveThread();
        m_lifetime.end(); // ends the calls of a slot that has moved the watcher
        if (m_isIdPending || m_isRunningPending || m_pendingExit)
            m_deferral.wake(); // in the new thread
        m_deferral.leaveThread();
        handover.leave();
    }

    void joinThread()
    {
        if (engine)
            engine->joinThread();
        m_deferral.joinThread();
    }

    std::unique_ptr<ProcessEngine> engine; // null if no process is watched, or its end was reported
    ProcessExit exit;
    Error error;
    Handover handover;

private:
    static constexpr auto Never = QDeadlineTimer::Forever;

    Error noProcess(const QByteArray &operation) const
    {
        if (exit.processId() == 0)
            return refusal(operation, 0, ErrorText::tr("no process is watched; call watch() first"));
        return Error(Error::NotFound, 0, QString::fromLatin1(operation), QString::number(exit.processId()),
                     ErrorText::tr("the process has ended"));
    }

    // Kills the process if it is time: a timer from before a change of thread fires too late or too
    // early.
    void killIfDue()
    {
        if (!engine || m_killAt.isForever() || !m_mark.isOwned())
            return;
        if (!m_killAt.hasExpired())
            return m_deferral.wakeAfter(int(m_killAt.remainingTime()));
        m_killAt = Never;
        qCDebug(lcProcesses) << q << "kills process" << exit.processId() << "whose time to end is over";
        (void)engine->kill("terminate");
    }

    void joinIfAway()
    {
        if (handover.join())
            joinThread();
    }

    void ready(ReadySet what) override
    {
        if (what & Ready::Timer)
            killIfDue();
        emitPending();
    }

    void processEnded(const ProcessExit &ended) override
    {
        exit = ended;
        m_pendingExit = ended;
        engine.reset(); // together with the handle that it holds
        m_isRunningPending = true;
        qCDebug(lcProcesses) << q << "process" << ended.processId() << "has ended";
        emitPending();
    }

    void logBegin() const
    {
        if (error)
            qCDebug(lcProcesses) << q << error;
        else if (engine)
            qCDebug(lcProcesses) << q << "watches process" << exit.processId();
    }

    // Emits the news. A slot may destroy the watcher, or move it to another thread, which emits the
    // rest.
    void emitPending()
    {
        const Lifetime::Guard guard(m_lifetime);
        if (std::exchange(m_isIdPending, false))
            Q_EMIT q->processIdChanged();
        if (!guard.isOver() && std::exchange(m_isRunningPending, false))
            Q_EMIT q->isRunningChanged();
        if (guard.isOver())
            return;
        if (const auto ended = std::exchange(m_pendingExit, std::nullopt))
            Q_EMIT q->exited(*ended);
    }

    ProcessWatcher *const q;
    os::ProcessMark m_mark; // the process that watches
    QDeadlineTimer m_killAt { Never };
    bool m_isIdPending = false;
    bool m_isRunningPending = false;
    std::optional<ProcessExit> m_pendingExit;
    Lifetime m_lifetime;
    Watch m_deferral;
};

ProcessWatcher::ProcessWatcher(QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<ProcessWatcherPrivate>(this)) { }

ProcessWatcher::ProcessWatcher(qint64 processId, QObject *parent) : ProcessWatcher(parent)
{
    watch(processId);
}

ProcessWatcher::~ProcessWatcher() = default;

bool ProcessWatcher::watch(qint64 processId)
{
    return m_d->begin(openProcess(m_d->observer(), processId));
}

bool ProcessWatcher::watch(OwnedHandle process)
{
    return m_d->begin(adoptProcess(m_d->observer(), std::move(process)));
}

void ProcessWatcher::unwatch()
{
    m_d->begin(std::unique_ptr<ProcessEngine>());
}

qint64 ProcessWatcher::processId() const noexcept
{
    return m_d->exit.processId();
}

bool ProcessWatcher::isRunning() const noexcept
{
    return m_d->engine != nullptr;
}

ProcessExit ProcessWatcher::exit() const
{
    return m_d->exit;
}

bool ProcessWatcher::waitForExited(int msecs)
{
    return m_d->waitForEnd(msecs);
}

Error ProcessWatcher::send(int number)
{
    return m_d->send(number, [&](const char *operation) { return m_d->engine->send(number, operation); });
}

Error ProcessWatcher::queue(int number, int value)
{
    return m_d->send(number, [&](const char *operation) { return m_d->engine->queue(number, value, operation); });
}

Error ProcessWatcher::terminate(int graceTime)
{
    return m_d->terminate(graceTime);
}

Error ProcessWatcher::error() const
{
    return m_d->error;
}

bool ProcessWatcher::event(QEvent *event)
{
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QObject::event(event);
}

} // namespace QtInterprocess
