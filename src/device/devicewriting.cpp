// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Writing to a device, and waiting.

#include "device/device_p.h"

#include "support/errortext.h"

#include <algorithm>

namespace QtInterprocess {

// ---- writing

bool DevicePrivate::canWrite() const
{
    if (!q->isWritable())
        return false;
    return state == State::Connecting ? !m_finishing && !isInherited()
                                      : state == State::Connected && engine->isWritable();
}

ErrorText DevicePrivate::notWritableReason() const
{
    return q->isOpen() && !q->isWritable() ? ErrorText::tr("the device is not open for writing")
                                           : ErrorText::tr("the device is not connected, or the peer stopped reading");
}

qint64 DevicePrivate::roomFor(qint64 size)
{
    if (writeLimit == 0)
        return size;
    if (engine && bytesToWrite() + size > writeLimit)
        engine->flush();
    return std::clamp<qint64>(writeLimit - bytesToWrite(), 0, size);
}

bool DevicePrivate::flush()
{
    joinIfAway();
    return !refuseInherited("write to") && engine && engine->flush();
}

void DevicePrivate::send(const char *data, qint64 size)
{
    if (engine)
        engine->write(data, size);
    else
        early().append(data, size);
}

qint64 DevicePrivate::write(const char *data, qint64 size)
{
    joinIfAway();
    if (state == State::Connected && writeLimit == 0 && engine->isWritable()) { // the usual case
        engine->write(data, size);
        return size;
    }
    if (refuseInherited("write to"))
        return -1;
    if (!canWrite()) {
        const Error notWritable(Error::InvalidOperation, 0, QStringLiteral("write to"), subject(), notWritableReason());
        q->setErrorString((error ? error : notWritable).message());
        return -1;
    }
    size = roomFor(size);
    send(data, size);
    return size;
}

// ---- waiting

bool DevicePrivate::turnOnce(QDeadlineTimer deadline)
{
    return engine ? engine->wait(deadline) : connector && connector->wait(deadline);
}

bool DevicePrivate::waitOnce(QDeadlineTimer deadline)
{
    const bool hasTurned = turnOnce(deadline);
    if (!hasTurned)
        noteTimeout(deadline);
    return hasTurned;
}

// Reports a timeout. No slot has run, so this object still exists. A connection error takes
// precedence.
void DevicePrivate::noteTimeout(QDeadlineTimer deadline)
{
    if (deadline.hasExpired() && !error && (engine || connector))
        refuseQuietly(Error(Error::TimedOut, 0, QStringLiteral("wait for"), subject()));
}

bool DevicePrivate::waitUntil(State wanted, QDeadlineTimer deadline)
{
    joinIfAway();
    if (refuseInherited("wait for"))
        return false;
    const Lifetime::Guard guard(m_lifetime);
    emitPending();
    const auto isOnTheWay = [&] { return wanted == State::Closed || state == State::Connecting; };
    while (!guard.isOver() && state != wanted && isOnTheWay()) {
        if (!waitOnce(deadline))
            return false;
    }
    return !guard.isOver() && state == wanted;
}

bool DevicePrivate::waitForReadyRead(QDeadlineTimer deadline)
{
    joinIfAway();
    if (refuseInherited("wait for"))
        return false;
    const Lifetime::Guard guard(m_lifetime);
    emitPending();
    if (guard.isOver())
        return false;
    noteKept();
    if (const qint64 all = heldInAll(); engine && limit.isFull(all)) {
        if (!limit.grow(all)) {
            packetTooLarge();
            return false; // no input can come until some is taken
        }
    }
    applyLimit();
    const qint64 before = m_totalRead;
    while (state == State::Connecting || (state == State::Connected && !m_readFinished)) {
        if (!waitOnce(deadline) || guard.isOver())
            return false;
        if (m_totalRead != before)
            return true;
    }
    return false;
}

bool DevicePrivate::waitForBytesWritten(QDeadlineTimer deadline)
{
    joinIfAway();
    if (refuseInherited("wait for"))
        return false;
    const Lifetime::Guard guard(m_lifetime);
    emitPending();
    if (guard.isOver())
        return false;
    const qint64 before = m_totalWritten;
    do {
        // If nothing is queued, a write straight to the kernel may still have to be reported.
        const bool hasTurned = bytesToWrite() > 0 ? waitOnce(deadline) : turnOnce(QDeadlineTimer(0));
        if (!hasTurned || guard.isOver())
            return false;
        if (m_totalWritten != before)
            return true;
    } while (bytesToWrite() > 0);
    return false;
}

} // namespace QtInterprocess
