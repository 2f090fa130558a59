// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The only code that emits the signals of a device.

#include "device/device_p.h"

#include "support/logging.h"

#include <QtCore/qdebug.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static Failure takeFirst(Failures &failures)
{
    Failure first = std::move(failures.front());
    failures.erase(failures.begin());
    return first;
}

// ---- pending signals

bool DevicePrivate::PendingSignals::isEmpty() const noexcept
{
    return refusals.empty() && !formerDisconnected && !nameChanged && !connected && !handlesRead && !readyRead
        && bytesWritten == 0 && failures.empty() && !readFinished && !error && !stateChanged && !disconnected;
}

void DevicePrivate::PendingSignals::abandon(bool owesDisconnected)
{
    disconnected = disconnected || (owesDisconnected && !connected);
    connected = handlesRead = readyRead = readFinished = false;
    bytesWritten = 0;
    failures.clear();
    stateChanged = true;
}

void DevicePrivate::PendingSignals::discard()
{
    discardAll(refusals);
    discardAll(failures);
    error.discard();
    *this = PendingSignals();
}

void DevicePrivate::PendingSignals::beginConnection()
{
    if (error)
        refusals.push_back(std::exchange(error, Failure()));
    formerDisconnected = formerDisconnected || disconnected;
    disconnected = false;
}

// Emits the news step by step. A slot may run a nested event loop, which calls this again. It may
// also destroy or move the device, or make news obsolete, which removes it. So each step checks the
// state again.
void DevicePrivate::emitPending()
{
    const Lifetime::Guard guard(m_lifetime);
    const auto isAliveAfter = [&](void (DevicePrivate::*step)(const Lifetime::Guard &)) {
        (this->*step)(guard);
        return !guard.isOver();
    };
    if (m_pending.hasBeginning() && !isAliveAfter(&DevicePrivate::emitBeginning))
        return;
    forgetCallError();
    if (m_pending.handlesRead && !isAliveAfter(&DevicePrivate::emitHandlesRead))
        return;
    if (m_pending.readyRead && !isAliveAfter(&DevicePrivate::emitReadyRead))
        return;
    if (m_pending.bytesWritten > 0 && !isAliveAfter(&DevicePrivate::emitBytesWritten))
        return;
    while (!m_pending.failures.empty()) {
        if (!isAliveAfter(&DevicePrivate::emitFailure))
            return;
    }
    if (m_pending.hasEnd() && !isAliveAfter(&DevicePrivate::emitEnd))
        return;
    if (m_pending.hasFormer())
        emitFormerEnd(guard); // a slot has begun another connection
}

// Emits the end of the former connection, then the beginning of this one.
void DevicePrivate::emitBeginning(const Lifetime::Guard &guard)
{
    if (m_pending.hasFormer())
        emitFormerEnd(guard);
    if (!guard.isOver() && std::exchange(m_pending.nameChanged, false))
        announceName();
    if (guard.isOver() || !m_pending.connected)
        return;
    if (std::exchange(m_pending.stateChanged, false))
        Q_EMIT q->stateChanged(state);
    if (!guard.isOver() && std::exchange(m_pending.connected, false))
        Q_EMIT q->connected();
}

void DevicePrivate::emitFormerEnd(const Lifetime::Guard &guard)
{
    while (!guard.isOver() && !m_pending.refusals.empty()) {
        const Error why = takeFirst(m_pending.refusals).report();
        refuseQuietly(why);
        Q_EMIT q->errorOccurred(why);
    }
    if (!guard.isOver())
        forgetCallError();
    if (!guard.isOver() && std::exchange(m_pending.formerDisconnected, false))
        Q_EMIT q->disconnected();
}

void DevicePrivate::emitHandlesRead(const Lifetime::Guard &)
{
    m_pending.handlesRead = false;
    announceHandles();
}

void DevicePrivate::emitEnd(const Lifetime::Guard &guard)
{
    const auto isDue = [&](bool PendingSignals::*what) {
        return !guard.isOver() && std::exchange(m_pending.*what, false);
    };
    // A nested loop may have held back signals for the slot that runs it. They must not follow the
    // end.
    if (m_pending.readFinished)
        m_pending.readyRead = false;
    if (m_pending.error || m_pending.disconnected) {
        m_pending.readyRead = false;
        m_pending.bytesWritten = 0;
    }
    if (isDue(&PendingSignals::readFinished))
        Q_EMIT q->readChannelFinished();
    if (!guard.isOver() && m_pending.error)
        Q_EMIT q->errorOccurred(m_pending.error.report());
    if (isDue(&PendingSignals::stateChanged))
        Q_EMIT q->stateChanged(state);
    if (isDue(&PendingSignals::disconnected))
        Q_EMIT q->disconnected();
}

// Emits readyRead(), not recursively, as QIODevice does. For input that arrives during a nested
// event loop, the signal follows after the slot.
void DevicePrivate::emitReadyRead(const Lifetime::Guard &guard)
{
    while (m_pending.readyRead && !m_inReadyRead) {
        m_pending.readyRead = false;
        limit.beginSlot();
        m_inReadyRead = true;
        Q_EMIT q->readyRead();
        if (guard.isOver())
            return;
        m_inReadyRead = false;
        if (hasUnread() || m_kept != 0 || limit.hasGrown())
            reviewLimit();
        m_pending.readyRead = m_pending.readyRead && hasUnread();
        if (!input.isEmpty())
            input.squeeze(); // a reader that has read nothing may take long
    }
}

void DevicePrivate::emitBytesWritten(const Lifetime::Guard &guard)
{
    while (m_pending.bytesWritten > 0 && !m_inBytesWritten) {
        m_inBytesWritten = true;
        Q_EMIT q->bytesWritten(std::exchange(m_pending.bytesWritten, 0));
        if (guard.isOver())
            return;
        m_inBytesWritten = false;
    }
}

// Emits the failures of single messages; the connection stays open. Equal ones in a row are emitted
// once.
void DevicePrivate::emitFailure(const Lifetime::Guard &)
{
    const Error failure = takeFirst(m_pending.failures).report();
    while (!m_pending.failures.empty() && m_pending.failures.front().error() == failure)
        takeFirst(m_pending.failures).discard();
    if (!m_pending.error) // otherwise error() has that already
        note(failure);
    Q_EMIT q->errorOccurred(failure);
}

void DevicePrivate::ready(ReadySet what)
{
    const Lifetime::Guard guard(m_lifetime);
    m_isEndScheduled = false;
    if (what & Ready::Timer)
        m_timerAfter = 0;
    takeHeldBack(false);
    emitPending();
    if (guard.isOver())
        return;
    if (!m_inReadyRead)
        reviewLimit();
    setTimer();
    endReading();
}

// ---- moving to another thread

void DevicePrivate::leaveThread()
{
    if (connector)
        connector->leaveThread();
    if (engine)
        engine->leaveThread();
    // A slot has moved the device: pending news is emitted in the new thread, and none here.
    m_inReadyRead = m_inBytesWritten = false;
    m_lifetime.end();
    m_openness.end();
    if (isClosingEarly())
        forgetClosing(this);
    if (!m_pending.isEmpty())
        defer();
    m_deferral.leaveThread();
    leaving();
    handover.leave();
}

void DevicePrivate::joinThread()
{
    if (connector)
        connector->joinThread();
    if (engine)
        engine->joinThread();
    if (isClosingEarly())
        rememberClosing(this);
    m_deferral.joinThread();
    joined();
    if (m_isAboutToClose) {
        close();
        m_isAboutToClose = false;
    }
}

// ---- what comes

// Closes the device for reading, once the end was reported and all input was read. Coroutines, and
// readers that only know QIODevice, detect the end by that and by aboutToClose().
void DevicePrivate::endReading()
{
    if (!m_readFinished || hasUnread() || q->isTransactionStarted())
        return;
    if (state == State::Closed && q->isOpen()) {
        (void)closeDevice();
    } else if (state != State::Closed && q->isReadable()) {
        q->setOpenMode(q->QIODevice::openMode() & ~QIODevice::ReadOnly);
        Q_EMIT q->aboutToClose();
    }
}

void DevicePrivate::streamTurn(StreamTurn &turn)
{
    takeTurn(turn);
    emitPending();
}

void DevicePrivate::noteEvents(StreamTurn &turn)
{
    m_pending.handlesRead = m_pending.handlesRead || (turn.handlesRead && q->isReadable());
    if (turn.problems)
        noteProblems(*turn.problems);
    m_pending.readFinished = m_pending.readFinished || turn.readFinished;
    m_readFinished = m_readFinished || turn.readFinished || turn.closed;
    if (turn.closed) {
        takeHeldBack(true);
        Failure why = turn.takeError();
        why.setSubject(subject());
        closed(std::move(why));
    }
    if (turn.readFinished || turn.closed)
        defer(); // for endReading(), after the current news
}

void DevicePrivate::noteProblems(StreamTurn::Problems &problems)
{
    for (Failure &failure : problems.failures) {
        if (failure.error().subject().isEmpty())
            failure.setSubject(subject());
        m_pending.failures.push_back(std::move(failure));
    }
    for (const Error &refusal : problems.refusals)
        noteRefusal(refusal);
}

void DevicePrivate::noteRefusal(const Error &refusal)
{
    if (!m_refusals)
        m_refusals = std::make_unique<ErrorRate>();
    if (const Error now = m_refusals->add(refusal.subject().isEmpty() ? refusal.withSubject(subject()) : refusal))
        m_pending.failures.push_back(now);
    setTimer();
}

void DevicePrivate::takeHeldBack(bool all)
{
    if (!m_refusals)
        return;
    for (const Error &refusal : all ? m_refusals->takeAll() : m_refusals->takeDue())
        m_pending.failures.push_back(refusal);
}

// Sets the timer for reviewLimit(), and for errors that are held back.
void DevicePrivate::setTimer()
{
    const QDeadlineTimer due = m_refusals ? m_refusals->dueAt() : QDeadlineTimer(QDeadlineTimer::Forever);
    int after = engine ? m_recheckAfter : 0;
    if (!due.isForever())
        after = after > 0 ? std::min(after, int(due.remainingTime()) + 1) : int(due.remainingTime()) + 1;
    if (after > 0 && (m_timerAfter == 0 || after < m_timerAfter)) {
        m_timerAfter = after;
        m_deferral.wakeAfter(after);
    }
}

void DevicePrivate::connectFinished(Result<OwnedHandle> result)
{
    const Lifetime::Guard guard(m_lifetime);
    connector.reset();
    if (!result) {
        Failure failure = hasEarly() ? Failure::ofOutput(result.error()) : Failure(result.error());
        dropEarly();
        closed(std::move(failure));
        (void)closeDevice(); // ends the wait of users that only know aboutToClose()
        if (guard.isOver())
            return;
    } else {
        forgetClosing(this);
        start(std::move(*result));
        if (state == State::Closing) {
            engine->close();
            return;
        }
        m_pending.connected = m_pending.stateChanged = m_wasConnected = true;
        setState(State::Connected);
        qCDebug(lcConnections) << q << "is connected to" << subject();
    }
    emitPending();
}

// Ends the connection. The QIODevice stays open, because earlier input can still be read.
void DevicePrivate::closed(Failure why)
{
    q->setOpenMode(q->QIODevice::openMode() & ~QIODevice::WriteOnly);
    ending();
    engine.reset();
    const Error reason = why.error();
    if (why) {
        note(reason);
        m_pending.error = std::move(why);
    }
    m_pending.stateChanged = true;
    m_pending.disconnected = std::exchange(m_wasConnected, false);
    setState(State::Closed);
    if (reason)
        qCDebug(lcConnections) << q << "has ended:" << reason;
    else
        qCDebug(lcConnections) << q << "has ended in order," << subject();
}

} // namespace QtInterprocess
