// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The state of a device, its bytes, and waiting. What it tells the outside is in devicesignals.cpp.

#include "device/device_p.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// Reads at least this large do not go through the input.
static constexpr qint64 DirectReadFrom = 32 * 1024;

// ---- beginning and end

DevicePrivate::~DevicePrivate() = default;

void DevicePrivate::setState(State next)
{
    using S = State;
    constexpr std::pair<S, S> Allowed[] = {
        { S::Closed, S::Connecting },  { S::Closed, S::Connected },  { S::Connecting, S::Connected },
        { S::Connecting, S::Closing }, { S::Connecting, S::Closed }, { S::Connected, S::Closing },
        { S::Connected, S::Closed },   { S::Closing, S::Closed },    { S::Closing, S::Connecting },
        { S::Closing, S::Connected },
    };
    Q_ASSERT(std::find(std::begin(Allowed), std::end(Allowed), std::pair(state, next)) != std::end(Allowed));
    state = next;
}

bool DevicePrivate::canBegin(const char *operation)
{
    if (state == State::Closed || state == State::Closing)
        return true;
    refuse(Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), subject(),
                 QStringLiteral("the device is connecting or connected already")));
    return false;
}

void DevicePrivate::note(const Error &why)
{
    error = why;
    q->setErrorString(why.message());
}

void DevicePrivate::refuse(const Error &why)
{
    note(why);
    m_deferred.error = why;
    defer();
}

// The connection before, if it is still closing, goes on in the background.
void DevicePrivate::begin(QIODevice::OpenMode mode)
{
    lingerAndStop();
    ++m_epoch;
    if (std::exchange(m_wasConnected, false))
        m_deferred.disconnected = true;
    m_deferred.stateChanged = true;
    m_finishing = m_readFinished = m_endNoticed = false;
    m_limitNow = readLimit;
    clearInput();
    error = Error();
    if (q->isOpen())
        q->QIODevice::close();
    q->QIODevice::open(mode | QIODevice::Unbuffered);
    defer();
}

void DevicePrivate::connectBy(const Connect &connect, QIODevice::OpenMode mode)
{
    begin(mode);
    setState(State::Connecting);
    connector = connect(*this);
}

void DevicePrivate::adopt(OwnedHandle handle, QIODevice::OpenMode mode)
{
    begin(mode);
    m_wasConnected = true;
    setState(State::Connected);
    start(std::move(handle));
}

void DevicePrivate::start(OwnedHandle handle)
{
    opened(handle.get());
    engine = makeEngine(std::move(handle));
    if (m_limitNow > 0)
        engine->setReadLimit(m_limitNow);
    m_early.sendTo(*engine);
    if (std::exchange(m_finishing, false))
        finishWriting();
}

void DevicePrivate::Early::clear()
{
    bytes.clear();
    messages.clear();
}

void DevicePrivate::Early::sendTo(StreamEngine &stream)
{
    for (const qint64 size : std::exchange(messages, {})) {
        QByteArray message(qsizetype(size), Qt::Uninitialized);
        bytes.read(message.data(), size);
        stream.write(message.constData(), size);
    }
    if (!bytes.isEmpty())
        stream.write(std::move(bytes));
}

std::unique_ptr<StreamEngine> DevicePrivate::makeEngine(OwnedHandle handle)
{
    return makeStreamEngine(std::move(handle), input, *this);
}

void DevicePrivate::close()
{
    clearInput();
    disconnect();
}

void DevicePrivate::disconnect()
{
    if (state == State::Connecting && m_early.isEmpty()) {
        ending();
        connector.reset();
        setState(State::Closed);
        q->QIODevice::close();
    } else if (state == State::Connecting) {
        setState(State::Closing);
    } else if (state == State::Connected) {
        setState(State::Closing);
        ending();
        engine->close();
    } else {
        return;
    }
    m_deferred.stateChanged = true;
    defer();
}

void DevicePrivate::abort()
{
    if (q->isOpen())
        q->QIODevice::close();
    clearInput();
    if (state == State::Closed)
        return;
    ending();
    connector.reset();
    engine.reset();
    dropEarly();
    ++m_epoch;
    setState(State::Closed);
    m_deferred.stateChanged = true;
    if (std::exchange(m_wasConnected, false))
        m_deferred.disconnected = true;
    defer();
}

void DevicePrivate::lingerAndStop()
{
    if (engine) {
        ending();
        engine->stop(StreamEngine::Stop::Linger);
    } else if (connector && !m_early.isEmpty()) {
        connector->linger(std::move(m_early.bytes), m_early.messages);
    } else if (connector) {
        ending();
    }
    engine.reset();
    connector.reset();
    dropEarly();
}

void DevicePrivate::finishWriting()
{
    if (engine && !engine->canFinishWriting()) {
        refuse(Error(Error::Unsupported, 0, QStringLiteral("end the writing half of"), subject(),
                     QStringLiteral("it has no halves; close() ends both")));
        return;
    }
    m_finishing = true;
    if (engine)
        engine->finishWriting();
}

// ---- bytes

qint64 DevicePrivate::read(char *data, qint64 size)
{
    qint64 done = input.read(data, size);
    // Only if nothing was held: whoever had something would ask the kernel in vain, most likely.
    if (done == 0 && size >= DirectReadFrom && engine && state == State::Connected) {
        done = engine->readDirectly(data, size);
        m_totalRead += done;
    }
    if (done > 0)
        taken();
    else if (!engine && !connector)
        done = -1;
    noticeEnd();
    return done;
}

qint64 DevicePrivate::readLine(char *data, qint64 size)
{
    const qint64 newline = input.indexOf('\n', size);
    return read(data, newline < 0 ? std::min(size, input.size()) : newline + 1);
}

qint64 DevicePrivate::skip(qint64 size)
{
    const qint64 done = input.discard(size);
    if (done > 0)
        taken();
    noticeEnd();
    return done == 0 && !engine && !connector ? -1 : done;
}

void DevicePrivate::taken()
{
    inputTaken();
    readOn();
}

// There is room for more, maybe.
void DevicePrivate::readOn()
{
    m_taken = true;
    if (readLimit == 0 || !engine)
        return;
    // Not in the slot: there a reader may take all and put it back, as transactions do.
    if (m_limitNow > readLimit && !m_inReadyRead && !q->isTransactionStarted() && input.size() <= readLimit)
        resetLimit();
    else
        engine->inputTaken();
}

// Called wherever it may turn out that the last byte has gone; see endReading().
void DevicePrivate::noticeEnd() const
{
    if (!m_readFinished || m_endNoticed || !q->isReadable() || hasUnread() || q->isTransactionStarted())
        return;
    m_endNoticed = true;
    defer();
}

qint64 DevicePrivate::held() const
{
    return input.size() + q->QIODevice::bytesAvailable(); // QIODevice keeps what was peeked at or rolled back
}

void DevicePrivate::setReadLimit(qint64 limit)
{
    readLimit = m_limitNow = std::max<qint64>(limit, 0);
    if (engine)
        engine->setReadLimit(m_limitNow);
}

void DevicePrivate::growLimit()
{
    m_limitNow = 2 * std::max(m_limitNow, held());
    if (engine)
        engine->setReadLimit(m_limitNow);
}

void DevicePrivate::resetLimit()
{
    m_limitNow = readLimit;
    if (engine)
        engine->setReadLimit(m_limitNow);
}

bool DevicePrivate::canWrite() const
{
    return state == State::Connecting ? !m_finishing : state == State::Connected && engine->isWritable();
}

qint64 DevicePrivate::roomFor(qint64 size)
{
    if (writeLimit == 0)
        return size;
    if (engine && bytesToWrite() + size > writeLimit)
        engine->flush();
    return std::clamp<qint64>(writeLimit - bytesToWrite(), 0, size);
}

void DevicePrivate::send(const char *data, qint64 size)
{
    if (engine) {
        engine->write(data, size);
        return;
    }
    m_early.bytes.append(data, size);
    if (writesMessages())
        m_early.messages.push_back(size);
}

qint64 DevicePrivate::write(const char *data, qint64 size)
{
    if (state == State::Connected && writeLimit == 0 && engine->isWritable()) { // what nearly every call is
        engine->write(data, size);
        return size;
    }
    if (!canWrite()) {
        q->setErrorString(error ? error.message() : QStringLiteral("write: not connected, or the peer reads no more"));
        return -1;
    }
    size = roomFor(size);
    send(data, size);
    return size;
}

// ---- waiting

bool DevicePrivate::waitOnce(QDeadlineTimer deadline)
{
    return engine ? engine->wait(deadline) : connector && connector->wait(deadline);
}

bool DevicePrivate::waitUntil(State wanted, QDeadlineTimer deadline)
{
    const Lifetime::Guard guard(m_lifetime);
    deliverDeferred();
    const auto isOnTheWay = [&] { return wanted == State::Closed || state == State::Connecting; };
    while (!guard.isOver() && state != wanted && isOnTheWay()) {
        if (!waitOnce(deadline))
            return false;
    }
    return !guard.isOver() && state == wanted;
}

bool DevicePrivate::waitForReadyRead(QDeadlineTimer deadline)
{
    const Lifetime::Guard guard(m_lifetime);
    deliverDeferred();
    if (guard.isOver())
        return false;
    if (m_limitNow > 0 && held() >= m_limitNow)
        growLimit();
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
    const Lifetime::Guard guard(m_lifetime);
    deliverDeferred();
    if (guard.isOver())
        return false;
    const qint64 before = m_totalWritten;
    do {
        // With nothing queued there may still be a write to tell of that went straight to the kernel.
        if (!waitOnce(bytesToWrite() > 0 ? deadline : QDeadlineTimer(0)) || guard.isOver())
            return false;
        if (m_totalWritten != before)
            return true;
    } while (bytesToWrite() > 0);
    return false;
}

} // namespace QtInterprocess
