// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The one place that tells the outside what has happened to a device.

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

// ---- what is untold

bool DevicePrivate::Untold::isEmpty() const noexcept
{
    return refusals.empty() && !formerDisconnected && !connected && !handlesRead && !readyRead && bytesWritten == 0
        && failures.empty() && !readFinished && !error && !stateChanged && !disconnected;
}

void DevicePrivate::Untold::abandon(bool owesDisconnected)
{
    disconnected = disconnected || (owesDisconnected && !connected);
    connected = handlesRead = readyRead = readFinished = false;
    bytesWritten = 0;
    failures.clear();
    stateChanged = true;
}

void DevicePrivate::Untold::discard()
{
    discardAll(refusals);
    discardAll(failures);
    error.discard();
    *this = Untold();
}

void DevicePrivate::Untold::beginConnection()
{
    if (error)
        refusals.push_back(std::exchange(error, Failure()));
    formerDisconnected = formerDisconnected || disconnected;
    disconnected = false;
}

// A slot may do anything: run a nested event loop, in which this is called for what is left and more; destroy the device, or move it
// to another thread, where the rest is told; or make what is left untrue, which takes it out. So each step looks anew.
void DevicePrivate::tell()
{
    const Lifetime::Guard guard(m_lifetime);
    const auto goesOnAfter = [&](void (DevicePrivate::*step)(const Lifetime::Guard &)) {
        (this->*step)(guard);
        return !guard.isOver();
    };
    if ((m_untold.hasFormer() || m_untold.connected) && !goesOnAfter(&DevicePrivate::tellBeginning))
        return;
    forgetCallError();
    if (m_untold.handlesRead && !goesOnAfter(&DevicePrivate::tellHandles))
        return;
    if (m_untold.readyRead && !goesOnAfter(&DevicePrivate::tellReadyRead))
        return;
    if (m_untold.bytesWritten > 0 && !goesOnAfter(&DevicePrivate::tellBytesWritten))
        return;
    while (!m_untold.failures.empty()) {
        if (!goesOnAfter(&DevicePrivate::tellFailure))
            return;
    }
    if (m_untold.hasEnd() && !goesOnAfter(&DevicePrivate::tellEnd))
        return;
    if (m_untold.hasFormer())
        tellFormer(guard); // a slot has begun another connection
}

// The end of the connection before, and that this one is there.
void DevicePrivate::tellBeginning(const Lifetime::Guard &guard)
{
    if (m_untold.hasFormer())
        tellFormer(guard);
    if (guard.isOver() || !m_untold.connected)
        return;
    if (std::exchange(m_untold.stateChanged, false))
        Q_EMIT q->stateChanged(state);
    if (!guard.isOver() && std::exchange(m_untold.connected, false))
        Q_EMIT q->connected();
}

void DevicePrivate::tellFormer(const Lifetime::Guard &guard)
{
    while (!guard.isOver() && !m_untold.refusals.empty()) {
        const Error why = takeFirst(m_untold.refusals).report();
        refuseQuietly(why);
        Q_EMIT q->errorOccurred(why);
    }
    if (!guard.isOver())
        forgetCallError();
    if (!guard.isOver() && std::exchange(m_untold.formerDisconnected, false))
        Q_EMIT q->disconnected();
}

void DevicePrivate::tellHandles(const Lifetime::Guard &)
{
    m_untold.handlesRead = false;
    announceHandles();
}

void DevicePrivate::tellEnd(const Lifetime::Guard &guard)
{
    const auto isDue = [&](bool Untold::*what) { return !guard.isOver() && std::exchange(m_untold.*what, false); };
    // In a nested loop something may be held back for the slot that runs it. It must not come after the end.
    if (m_untold.readFinished)
        m_untold.readyRead = false;
    if (m_untold.error || m_untold.disconnected) {
        m_untold.readyRead = false;
        m_untold.bytesWritten = 0;
    }
    if (isDue(&Untold::readFinished))
        Q_EMIT q->readChannelFinished();
    if (!guard.isOver() && m_untold.error)
        Q_EMIT q->errorOccurred(m_untold.error.report());
    if (isDue(&Untold::stateChanged))
        Q_EMIT q->stateChanged(state);
    if (isDue(&Untold::disconnected))
        Q_EMIT q->disconnected();
}

// Not recursive, as QIODevice has it: what arrives while a slot runs a nested event loop is told when the slot is done.
void DevicePrivate::tellReadyRead(const Lifetime::Guard &guard)
{
    while (m_untold.readyRead && !m_inReadyRead) {
        m_untold.readyRead = false;
        limit.beginSlot();
        m_inReadyRead = true;
        Q_EMIT q->readyRead();
        if (guard.isOver())
            return;
        m_inReadyRead = false;
        if (hasUnread() || m_kept != 0 || limit.hasGrown())
            reviewLimit();
        m_untold.readyRead = m_untold.readyRead && hasUnread();
        input.squeeze(); // who has read nothing may take long
    }
}

void DevicePrivate::tellBytesWritten(const Lifetime::Guard &guard)
{
    while (m_untold.bytesWritten > 0 && !m_inBytesWritten) {
        m_inBytesWritten = true;
        Q_EMIT q->bytesWritten(std::exchange(m_untold.bytesWritten, 0));
        if (guard.isOver())
            return;
        m_inBytesWritten = false;
    }
}

// Of single messages, while the connection goes on. Equal ones in a row are told once.
void DevicePrivate::tellFailure(const Lifetime::Guard &)
{
    const Error failure = takeFirst(m_untold.failures).report();
    while (!m_untold.failures.empty() && m_untold.failures.front().error() == failure)
        takeFirst(m_untold.failures).discard();
    if (!m_untold.error) // which is what error() says already
        note(failure);
    Q_EMIT q->errorOccurred(failure);
}

void DevicePrivate::ready(ReadySet what)
{
    const Lifetime::Guard guard(m_lifetime);
    m_endNoticed = false;
    if (what & Ready::Timer)
        m_timerAfter = 0;
    takeHeldBack(false);
    tell();
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
    // A slot has moved the device: what is untold comes in the new thread, and nothing more here.
    m_inReadyRead = m_inBytesWritten = false;
    m_lifetime.end();
    m_openness.end();
    if (isClosingEarly())
        forgetClosing(this);
    if (!m_untold.isEmpty())
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

// Once the end has been told and all has been read, the device is not readable any more: coroutines and readers that
// know nothing but QIODevice find the end by that, and by aboutToClose().
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
    tell();
}

void DevicePrivate::noteEvents(StreamTurn &turn)
{
    m_untold.handlesRead = m_untold.handlesRead || (turn.handlesRead && q->isReadable());
    if (turn.trouble)
        noteTrouble(*turn.trouble);
    m_untold.readFinished = m_untold.readFinished || turn.readFinished;
    m_readFinished = m_readFinished || turn.readFinished || turn.closed;
    if (turn.closed) {
        takeHeldBack(true);
        Failure why = turn.takeError();
        why.setSubject(subject());
        closed(std::move(why));
    }
    if (turn.readFinished || turn.closed)
        defer(); // endReading(), after all that is told now
}

void DevicePrivate::noteTrouble(StreamTurn::Trouble &trouble)
{
    for (Failure &failure : trouble.failures) {
        if (failure.error().subject().isEmpty())
            failure.setSubject(subject());
        m_untold.failures.push_back(std::move(failure));
    }
    for (const Error &refusal : trouble.refusals)
        noteRefusal(refusal);
}

void DevicePrivate::noteRefusal(const Error &refusal)
{
    if (!m_refusals)
        m_refusals = std::make_unique<ErrorRate>();
    if (const Error now = m_refusals->add(refusal.subject().isEmpty() ? refusal.withSubject(subject()) : refusal))
        m_untold.failures.push_back(now);
    setTimer();
}

void DevicePrivate::takeHeldBack(bool all)
{
    if (!m_refusals)
        return;
    for (const Error &refusal : all ? m_refusals->takeAll() : m_refusals->takeDue())
        m_untold.failures.push_back(refusal);
}

// For reviewLimit(), or for what is held back.
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
        (void)closeDevice(); // ends whoever waits for nothing but aboutToClose()
        if (guard.isOver())
            return;
    } else {
        forgetClosing(this);
        start(std::move(*result));
        if (state == State::Closing) {
            engine->close();
            return;
        }
        m_untold.connected = m_untold.stateChanged = m_wasConnected = true;
        setState(State::Connected);
        qCDebug(lcConnections) << q << "is connected to" << subject();
    }
    tell();
}

// What arrived before stays readable, so the QIODevice stays open for that.
void DevicePrivate::closed(Failure why)
{
    q->setOpenMode(q->QIODevice::openMode() & ~QIODevice::WriteOnly);
    ending();
    engine.reset();
    const Error reason = why.error();
    if (why) {
        note(reason);
        m_untold.error = std::move(why);
    }
    m_untold.stateChanged = true;
    m_untold.disconnected = std::exchange(m_wasConnected, false);
    setState(State::Closed);
    if (reason)
        qCDebug(lcConnections) << q << "has ended:" << reason;
    else
        qCDebug(lcConnections) << q << "has ended in order," << subject();
}

} // namespace QtInterprocess
