// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/signalwatcher.h>

#include "engine/signalengine.h"
#include "support/errortext.h"
#include "support/handover.h"
#include "support/lifetime.h"
#include "support/logging.h"

#include <QtCore/qdebug.h>

#include <QtInterprocess/signals.h>

#include <map>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int DefaultCapacity = 1024;
constexpr int MaximumCapacity = 1 << 24;
// The number of signals emitted in one turn, so that many signals do not delay everything else.
constexpr int SignalsAtOnce = 128;

SignalRequest requestOf(SignalWatcher::Options options)
{
    SignalRequest request;
    request.interruptsSystemCalls = options.testFlag(SignalWatcher::InterruptSystemCalls);
    request.ignoresChildStops = options.testFlag(SignalWatcher::IgnoreChildStops);
    request.once = options.testFlag(SignalWatcher::OneShot);
    request.callsPrevious = options.testFlag(SignalWatcher::CallPrevious);
    request.takesFaults = options.testFlag(SignalWatcher::AllowFaults);
    return request;
}

} // namespace

class SignalWatcherPrivate final : private SignalObserver
{
public:
    explicit SignalWatcherPrivate(SignalWatcher *watcher) : q(watcher) { }

    bool watch(const QList<int> &numbers, SignalWatcher::Options options)
    {
        if (handover.join())
            joinThread();
        if (!engine)
            engine = makeSignalEngine(*this, capacity);
        error = {};
        const std::map<int, SignalRequest> before = m_requests;
        const QList<int> watchedBefore = engine->watched();
        for (int i = 0; i < numbers.size() && !error; ++i) {
            error = engine->watch(numbers[i], requestOf(options));
            if (!error)
                m_requests[numbers[i]] = requestOf(options);
            else
                takeBack(numbers.first(i), watchedBefore, before);
        }
        if (error)
            qCDebug(lcSignals) << q << error;
        else
            qCDebug(lcSignals) << q << "watches the signals" << numbers;
        const bool isWatching = !error;
        emitNumbersChanged();
        return isWatching;
    }

    void unwatch(const QList<int> &numbers)
    {
        for (const int number : numbers)
            engine->unwatch(number);
        emitNumbersChanged();
    }

    // A slot may call this during signalsAvailable().
    void removeEngine()
    {
        m_lifetime.end();
        engine.reset();
    }

    QList<int> watched() const { return engine ? engine->watched() : QList<int>(); }

    void leaveThread()
    {
        if (engine && watched() != m_reportedNumbers)
            engine->scheduleTurn();
        if (engine)
            engine->leaveThread();
        m_lifetime.end(); // ends the calls of a slot that has moved the watcher; the new thread emits the rest
        handover.leave();
    }

    void joinThread()
    {
        if (engine)
            engine->joinThread();
    }

    std::unique_ptr<SignalEngine> engine;
    int capacity = DefaultCapacity;
    Error error;
    Handover handover;

private:
    void emitNumbersChanged()
    {
        QList<int> numbers = watched();
        if (numbers == m_reportedNumbers)
            return;
        m_reportedNumbers = std::move(numbers);
        Q_EMIT q->signalNumbersChanged();
    }

    // Restores the former state after a failure: either all signals are watched, or nothing
    // changes.
    void takeBack(const QList<int> &numbers, const QList<int> &watchedBefore,
                  const std::map<int, SignalRequest> &before)
    {
        m_requests = before;
        for (const int number : numbers) {
            if (watchedBefore.contains(number))
                (void)engine->watch(number, before.at(number));
            else
                engine->unwatch(number);
        }
    }

    void signalsAvailable() override
    {
        const Lifetime::Guard guard(m_lifetime);
        emitNumbersChanged(); // needed if a slot has moved the watcher
        SignalEvent event;
        for (int i = 0; i < SignalsAtOnce && !guard.isOver(); ++i) {
            if (!engine->take(event))
                return;
            if (event.isLoss)
                Q_EMIT q->overflowed(event.info.number(), event.info.count());
            else
                Q_EMIT q->received(event.info);
            if (!guard.isOver() && m_requests[event.info.number()].once)
                emitNumbersChanged();
        }
        if (!guard.isOver())
            engine->scheduleTurn();
    }

    SignalWatcher *const q;
    std::map<int, SignalRequest> m_requests; // the last request for each number
    QList<int> m_reportedNumbers;
    Lifetime m_lifetime;
};

SignalWatcher::SignalWatcher(QObject *parent) : QObject(parent), m_d(std::make_unique<SignalWatcherPrivate>(this)) { }

SignalWatcher::SignalWatcher(const QList<int> &numbers, QObject *parent) : SignalWatcher(numbers, NoOption, parent) { }

SignalWatcher::SignalWatcher(const QList<int> &numbers, Options options, QObject *parent) : SignalWatcher(parent)
{
    m_d->watch(numbers, options);
}

SignalWatcher::~SignalWatcher() = default;

bool SignalWatcher::watch(int number, Options options)
{
    return m_d->watch({ number }, options);
}

bool SignalWatcher::watch(const QList<int> &numbers, Options options)
{
    return m_d->watch(numbers, options);
}

void SignalWatcher::unwatch(int number)
{
    if (m_d->engine)
        m_d->unwatch({ number });
}

void SignalWatcher::unwatchAll()
{
    m_d->unwatch(signalNumbers());
}

bool SignalWatcher::isWatching(int number) const
{
    return m_d->watched().contains(number);
}

QList<int> SignalWatcher::signalNumbers() const
{
    return m_d->watched();
}

int SignalWatcher::queueCapacity() const noexcept
{
    return m_d->capacity;
}

void SignalWatcher::setQueueCapacity(int count)
{
    if (!m_d->watched().isEmpty()) {
        m_d->error = Error(Error::InvalidOperation, 0, QStringLiteral("set the capacity of the queue"), QString(),
                           ErrorText::tr("signals are being watched; call unwatchAll() first"));
        qCWarning(lcSignals) << this << m_d->error;
        return;
    }
    const int before = std::exchange(m_d->capacity, 1);
    while (m_d->capacity < qBound(1, count, MaximumCapacity))
        m_d->capacity *= 2;
    m_d->removeEngine();
    if (m_d->capacity != before)
        Q_EMIT queueCapacityChanged();
}

Error SignalWatcher::error() const
{
    return m_d->error;
}

bool SignalWatcher::event(QEvent *event)
{
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QObject::event(event);
}

QString SignalInfo::name() const
{
    return Signals::name(number());
}

} // namespace QtInterprocess
