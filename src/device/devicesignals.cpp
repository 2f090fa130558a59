// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The one place that tells the outside what has happened to a device.

#include "device/device_p.h"

#include <utility>

namespace QtInterprocess {

void DevicePrivate::Events::add(Events &&later)
{
    stateChanged = stateChanged || later.stateChanged;
    connected = connected || later.connected;
    stateIsTold = stateIsTold || later.stateIsTold;
    handlesRead = handlesRead || later.handlesRead;
    readyRead = readyRead || later.readyRead;
    bytesWritten += later.bytesWritten;
    readFinished = readFinished || later.readFinished;
    failures.insert(failures.end(), later.failures.begin(), later.failures.end());
    if (!error)
        error = later.error;
    disconnected = disconnected || later.disconnected;
}

void DevicePrivate::deliver(const Events &events)
{
    const Lifetime::Guard guard(m_lifetime);
    Delivery delivery { events, m_delivery };
    m_delivery = &delivery;
    if (events.error)
        q->setErrorString(events.error.message());
    tell(delivery.left);
    if (!guard.isOver())
        m_delivery = delivery.outer;
}

// In the order of the promise. What is about to be told is not left any more: a slot may move the device to another thread, where
// the rest is told.
void DevicePrivate::tell(Events &left)
{
    const Lifetime::Guard guard(m_lifetime);
    const quint32 epoch = m_epoch;
    // What a slot did may have made the rest untrue; the end of what was once told is told in any case.
    const auto goOn = [&] { return !guard.isOver() && m_epoch == epoch; };
    const bool connects = left.connected;
    if (connects && !std::exchange(left.stateIsTold, true))
        Q_EMIT q->stateChanged();
    if (goOn() && std::exchange(left.connected, false))
        Q_EMIT q->connected();
    if (goOn() && std::exchange(left.handlesRead, false))
        announceHandles();
    if (goOn() && std::exchange(left.readyRead, false) && !emitReadyRead())
        return;
    if (goOn() && left.bytesWritten > 0 && !emitBytesWritten(std::exchange(left.bytesWritten, 0)))
        return;
    if (goOn() && !left.failures.empty() && !emitFailures(std::exchange(left.failures, {})))
        return;
    if (goOn() && std::exchange(left.readFinished, false))
        Q_EMIT q->readChannelFinished();
    if (!guard.isOver() && left.error)
        Q_EMIT q->errorOccurred(std::exchange(left.error, Error()));
    if (!guard.isOver() && std::exchange(left.stateChanged, false) && !connects)
        Q_EMIT q->stateChanged();
    if (!guard.isOver() && std::exchange(left.disconnected, false))
        Q_EMIT q->disconnected();
}

void DevicePrivate::leaveThread()
{
    if (connector)
        connector->leaveThread();
    if (engine)
        engine->leaveThread();
    // A slot has moved the device: what it was not told yet comes in the new thread, and nothing more here.
    for (const Delivery *outer = m_delivery; outer; outer = outer->outer)
        m_deferred.add(Events(outer->left));
    m_delivery = nullptr;
    m_deferred.readyRead = m_deferred.readyRead || m_readyReadAgain;
    m_deferred.bytesWritten += std::exchange(m_unreportedWritten, 0) + std::exchange(m_writtenUntold, 0);
    m_inReadyRead = m_readyReadAgain = m_inBytesWritten = false;
    m_lifetime.end();
    if (hasDeferred())
        defer();
    m_deferral.leaveThread();
}

void DevicePrivate::joinThread()
{
    if (connector)
        connector->joinThread();
    if (engine)
        engine->joinThread();
    m_deferral.joinThread();
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
    input.squeeze(); // who has read nothing may take long
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

void DevicePrivate::ready(ReadySet)
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
    m_writtenUntold += turn.bytesWritten;
    if (turn.hasRead() && q->isReadable() && !emitReadyRead())
        return;
    m_writtenUntold -= turn.bytesWritten;
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
