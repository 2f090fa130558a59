// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reading from a device, and the limit of what it holds unread.

#include "device/device_p.h"

#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// Reads of at least this size bypass the input.
static constexpr qint64 DirectReadFrom = 32 * 1024;

// ---- bytes

qint64 DevicePrivate::read(char *data, qint64 size)
{
    joinIfAway();
    // QIODevice reads into its own buffer, and has not returned all of it yet.
    const qint64 around = q->QIODevice::bytesAvailable();
    const bool transacts = q->isTransactionStarted();
    const bool keeps = transacts || around > 0;
    if (!transacts)
        m_kept = keeps ? around - size : 0;
    qint64 done = input.read(data, size);
    // Only if nothing was held: otherwise the kernel most likely has nothing either.
    if (done == 0 && size >= DirectReadFrom)
        done = readDirectly(data, keeps && limit.now() > 0 ? std::min(size, limit.now() - m_kept) : size);
    if (keeps)
        addKept(done, transacts);
    else if (done > 0)
        limit.took(done);
    if (done > 0)
        afterInputTaken();
    else if (cannotRead())
        done = -1;
    else if (m_window < 0)
        resumeReading(); // QIODevice's own buffer was read
    scheduleEndReading();
    return done;
}

bool DevicePrivate::cannotRead()
{
    return (!engine && !connector) || refuseInherited("read from");
}

qint64 DevicePrivate::readDirectly(char *data, qint64 size)
{
    if (!engine || state != State::Connected || size <= 0)
        return 0;
    const qint64 done = engine->readDirectly(data, size);
    m_totalRead += done;
    return done;
}

// Hands over the input itself. QIODevice::readAll() would copy it into an array that it enlarges to
// read once more; only it knows what it has buffered.
QByteArray DevicePrivate::readAll()
{
    joinIfAway();
    if (hasEnded())
        return {};
    const bool isBuffered = q->QIODevice::bytesAvailable() > 0 || q->isTransactionStarted();
    if (input.isEmpty() || isBuffered || !q->isReadable() || q->isTextModeEnabled())
        return q->QIODevice::readAll();
    m_kept = 0;
    const QByteArray all = input.take(input.size());
    limit.took(all.size());
    afterInputTaken();
    scheduleEndReading();
    return all;
}

qint64 DevicePrivate::readLine(char *data, qint64 size)
{
    const qint64 newline = input.indexOf('\n', size);
    return read(data, newline < 0 ? std::min(size, input.size()) : newline + 1);
}

qint64 DevicePrivate::skip(qint64 size)
{
    const qint64 done = input.discard(size);
    m_kept = 0; // skip() is only called when QIODevice's buffer is empty
    if (done > 0) {
        limit.took(done);
        afterInputTaken();
    }
    scheduleEndReading();
    return done == 0 && cannotRead() ? -1 : done;
}

void DevicePrivate::discardInput()
{
    joinIfAway();
    if (q->isTransactionStarted())
        q->commitTransaction();
    if (const qint64 kept = q->QIODevice::bytesAvailable(); kept > 0)
        (void)q->QIODevice::skip(kept);
    clearInput();
    m_kept = 0;
    m_pending.readyRead = false;
    resumeReading();
    scheduleEndReading();
}

void DevicePrivate::afterInputTaken()
{
    inputTaken();
    resumeReading();
}

// Continues reading, as there may be room now.
void DevicePrivate::resumeReading()
{
    if (limit.now() == 0 || !engine)
        return;
    // Not in the slot: there a reader may take all and put it back, as transactions do.
    if (limit.hasGrown() && !m_inReadyRead && !q->isTransactionStarted() && heldInAll() <= limit.size())
        limit.reset();
    applyLimit();
    engine->inputTaken();
}

// Calls endReading() when the last byte may have been taken.
void DevicePrivate::scheduleEndReading() const
{
    if (!m_readFinished || m_isEndScheduled || !q->isReadable() || hasUnread() || q->isTransactionStarted())
        return;
    m_isEndScheduled = true;
    defer();
}

qint64 DevicePrivate::held() const
{
    return input.size() + q->QIODevice::bytesAvailable(); // QIODevice keeps what was peeked at or rolled back
}

// ---- the limit of what is held for the reader

void DevicePrivate::setReadLimit(qint64 size)
{
    limit.setSize(size);
    noteKept();
    applyLimit();
}

void DevicePrivate::setMaximumPacketSize(qint64 size)
{
    limit.setMaximumPacketSize(size);
    if (limit.isStalled() && limit.grow(heldInAll()))
        applyLimit();
}

// Counts bytes that QIODevice has read but not yet returned.
void DevicePrivate::addKept(qint64 size, bool transacts)
{
    m_kept += size;
    if (transacts)
        limit.transacted(size);
    if (!m_inReadyRead)
        defer(); // for reviewLimit()
}

void DevicePrivate::noteKept()
{
    if (!q->isTransactionStarted()) // during a transaction QIODevice does not tell what it has returned
        m_kept = q->QIODevice::bytesAvailable();
}

// Reviews the limit after the reader's turn: it may have asked for more than fits, or have read
// enough.
void DevicePrivate::reviewLimit()
{
    if (limit.now() == 0 || !engine)
        return;
    noteKept();
    const qint64 all = heldInAll();
    if (limit.isFull(all) && (limit.wantsMore() || q->isTransactionStarted())) {
        if (!limit.grow(all))
            packetTooLarge();
    } else if (limit.hasGrown() && all < limit.size() && !q->isTransactionStarted()) {
        limit.reset();
    }
    applyLimit();
}

// Sets the limit in the engine, which knows nothing of QIODevice's buffer.
void DevicePrivate::applyLimit()
{
    if (!engine)
        return;
    constexpr qint64 Nothing = -1;
    const qint64 left = limit.now() - m_kept - uncounted();
    const qint64 window = limit.now() == 0 ? 0 : left > 0 ? left : Nothing;
    if (std::exchange(m_window, window) != window)
        engine->setReadLimit(window);
    // QIODevice reads from its own buffer without a notification.
    if (window != Nothing || m_kept == 0) {
        m_recheckAfter = 0;
    } else {
        m_recheckAfter = std::clamp(2 * m_recheckAfter, 20, 1000);
        setTimer();
    }
}

// Reports the error. The connection stays open: reading, or a larger limit, continues it.
void DevicePrivate::packetTooLarge()
{
    const Error why(Error::MessageTooLarge, 0, QStringLiteral("read from"), subject(),
                    ErrorText::tr("a packet does not fit into the limit of %1 unread bytes; raise maximumPacketSize")
                        .arg(limit.now()));
    note(why);
    if (limit.noteTooLarge()) {
        m_pending.refusals.push_back(why);
        defer();
    }
}

} // namespace QtInterprocess
