// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The one place that tells the outside what has happened to a device.

#include "device/device_p.h"

#include <utility>

namespace QtInterprocess {

void DevicePrivate::deliver(const Events &events)
{
    const Lifetime::Guard guard(m_lifetime);
    const quint32 epoch = m_epoch;
    // What a slot did may have made the rest untrue; the end of what was once told is told in any case.
    const auto goOn = [&] { return !guard.isOver() && m_epoch == epoch; };

    if (events.error)
        q->setErrorString(events.error.message());
    if (events.connected) {
        Q_EMIT q->stateChanged();
        if (goOn())
            Q_EMIT q->connected();
    }
    if (events.handlesRead && goOn())
        announceHandles();
    if (events.readyRead && goOn() && !emitReadyRead())
        return;
    if (events.bytesWritten > 0 && goOn() && !emitBytesWritten(events.bytesWritten))
        return;
    if (!events.failures.empty() && goOn() && !emitFailures(events.failures))
        return;
    if (events.readFinished && goOn())
        Q_EMIT q->readChannelFinished();
    if (events.error && !guard.isOver())
        Q_EMIT q->errorOccurred(events.error);
    if (events.stateChanged && !events.connected && !guard.isOver())
        Q_EMIT q->stateChanged();
    if (events.disconnected && !guard.isOver())
        Q_EMIT q->disconnected();
}

// Not recursive, as QIODevice has it: what arrives while a slot runs a nested event loop is told when the slot is done.
// Returns false if the device is gone.
bool DevicePrivate::emitReadyRead()
{
    if (m_inReadyRead) {
        m_readyReadAgain = true;
        return true;
    }
    const Lifetime::Guard guard(m_lifetime);
    const quint32 epoch = m_epoch;
    do {
        m_readyReadAgain = m_taken = m_looked = false;
        const qint64 before = held();
        m_inReadyRead = true;
        Q_EMIT q->readyRead();
        if (guard.isOver())
            return false;
        m_inReadyRead = false;
        if (m_limitNow > 0 && before >= m_limitNow && (m_looked || m_taken) && held() >= before)
            growLimit();
        else if (m_limitNow > readLimit && held() <= readLimit)
            resetLimit();
    } while (m_readyReadAgain && m_epoch == epoch && !m_readFinished && state == State::Connected && hasUnread());
    return true;
}

bool DevicePrivate::emitBytesWritten(qint64 count)
{
    m_unreportedWritten += count;
    if (m_inBytesWritten)
        return true;
    const Lifetime::Guard guard(m_lifetime);
    while (m_unreportedWritten > 0) {
        m_inBytesWritten = true;
        Q_EMIT q->bytesWritten(std::exchange(m_unreportedWritten, 0));
        if (guard.isOver())
            return false;
        m_inBytesWritten = false;
    }
    return true;
}

// Of single messages, while the connection goes on. Equal ones in a row are told once.
bool DevicePrivate::emitFailures(const std::vector<Error> &failures)
{
    const Lifetime::Guard guard(m_lifetime);
    const quint32 epoch = m_epoch;
    Error last;
    for (const Error &failure : failures) {
        if (failure == last)
            continue;
        last = failure;
        note(failure);
        Q_EMIT q->errorOccurred(failure);
        if (guard.isOver())
            return false;
        if (m_epoch != epoch)
            break;
    }
    return true;
}

void DevicePrivate::handleDeferred()
{
    const Lifetime::Guard guard(m_lifetime);
    m_endNoticed = false;
    deliverDeferred();
    if (!guard.isOver())
        endReading();
}

// Once the end has been told and all has been read, the device is not readable any more: coroutines and readers that
// know nothing but QIODevice find the end by that, and by aboutToClose().
void DevicePrivate::endReading()
{
    if (!m_readFinished || hasUnread() || q->isTransactionStarted())
        return;
    if (state == State::Closed && q->isOpen()) {
        q->QIODevice::close();
    } else if (state != State::Closed && q->isReadable()) {
        q->setOpenMode(q->openMode() & ~QIODevice::ReadOnly);
        Q_EMIT q->aboutToClose();
    }
}

void DevicePrivate::deliverDeferred()
{
    if (hasDeferred())
        deliver(std::exchange(m_deferred, Events()));
}

void DevicePrivate::streamTurn(const StreamTurn &turn)
{
    if (hasDeferred()) {
        const Lifetime::Guard guard(m_lifetime);
        const quint32 epoch = m_epoch;
        deliverDeferred();
        if (guard.isOver() || m_epoch != epoch)
            return;
    }
    m_totalRead += turn.bytesRead + turn.messagesRead;
    m_totalWritten += turn.bytesWritten;
    if (!q->isReadable())
        clearInput();
    if (turn.isProgress()) {
        tellProgress(turn);
        return;
    }
    Events events;
    events.bytesWritten = turn.bytesWritten;
    events.readFinished = turn.readFinished;
    m_readFinished = m_readFinished || turn.readFinished || turn.closed;
    if (q->isReadable()) {
        events.readyRead = turn.hasRead();
        events.handlesRead = turn.handlesRead;
    }
    for (const Error &failure : turn.failures)
        events.failures.push_back(failure.subject().isEmpty() ? failure.withSubject(subject()) : failure);
    if (turn.closed) {
        events.error = turn.error.withSubject(subject());
        closed(events);
    }
    if (turn.readFinished || turn.closed)
        defer(); // endReading(), after all that is told now
    deliver(events);
}

// What nearly every turn is, without the weight of deliver(), and in its order.
void DevicePrivate::tellProgress(const StreamTurn &turn)
{
    const quint32 epoch = m_epoch;
    if (turn.hasRead() && q->isReadable() && !emitReadyRead())
        return;
    if (turn.bytesWritten > 0 && m_epoch == epoch)
        emitBytesWritten(turn.bytesWritten);
}

void DevicePrivate::connectFinished(Result<OwnedHandle> result)
{
    const Lifetime::Guard guard(m_lifetime);
    const quint32 epoch = m_epoch;
    deliverDeferred();
    if (guard.isOver() || m_epoch != epoch)
        return;
    connector.reset();
    Events events;
    if (!result) {
        dropEarly();
        events.error = result.error();
        closed(events);
        q->QIODevice::close(); // ends whoever waits for nothing but aboutToClose()
        if (guard.isOver())
            return;
    } else {
        start(std::move(*result));
        if (state == State::Closing) {
            engine->close();
            return;
        }
        events.connected = m_wasConnected = true;
        setState(State::Connected);
    }
    deliver(events);
}

// What arrived before stays readable, so the QIODevice stays open for that.
void DevicePrivate::closed(Events &events)
{
    q->setOpenMode(q->openMode() & ~QIODevice::WriteOnly);
    ending();
    engine.reset();
    if (events.error)
        error = events.error;
    events.stateChanged = true;
    events.disconnected = std::exchange(m_wasConnected, false);
    setState(State::Closed);
}

} // namespace QtInterprocess
