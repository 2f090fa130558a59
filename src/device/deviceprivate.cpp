// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The state of a device. For the other parts see devicereading.cpp, devicewriting.cpp (also
// waiting) and devicesignals.cpp.

#include "device/device_p.h"

#include "support/errortext.h"
#include "support/logging.h"

#include <QtCore/qdebug.h>
#include <QtCore/qmetaobject.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

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
    warnOfForeignThread(lcConnections(), q);
    if (state == State::Closed || state == State::Closing)
        return true;
    refuse(Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), subject(),
                 ErrorText::tr("the device is already connecting or connected; close it first")));
    qCWarning(lcConnections) << q << callError;
    return false;
}

void DevicePrivate::note(const Error &why)
{
    callError = Error();
    error = why;
    q->setErrorString(why.message());
}

void DevicePrivate::refuse(const Error &why)
{
    if (state == State::Closed)
        note(why);
    else
        refuseQuietly(why);
    m_pending.refusals.push_back(why);
    defer();
}

void DevicePrivate::refuseQuietly(const Error &why)
{
    callError = why;
    q->setErrorString(why.message());
    defer();
}

void DevicePrivate::noteName()
{
    m_pending.nameChanged = true;
    defer();
}

void DevicePrivate::clearError()
{
    error = Error();
    clearCallError();
}

void DevicePrivate::clearCallError()
{
    callError = Error();
    q->setErrorString(error ? error.message() : QString());
}

// Replaces QIODevice::close(), which fails in two cases: a slot of aboutToClose() destroys the
// device, or closes it and so recurses endlessly. Returns false if a slot has destroyed, moved or
// reconnected the device.
bool DevicePrivate::closeDevice()
{
    if (!q->isOpen())
        return true;
    const Lifetime::Guard guard(m_openness);
    if (!std::exchange(m_isAboutToClose, true)) {
        Q_EMIT q->aboutToClose();
        if (guard.isOver())
            return false;
        m_isAboutToClose = false;
    }
    const QSignalBlocker blocker(q);
    q->QIODevice::close();
    return true;
}

// Begins a connection. A previous one that is still closing continues in the background.
bool DevicePrivate::begin(QIODevice::OpenMode mode)
{
    if (!closeDevice())
        return false;
    m_openness.end(); // ends a call that is in a slot of aboutToClose()
    m_isAboutToClose = false;
    lingerAndStop();
    m_mark = {};
    m_pending.abandon(std::exchange(m_wasConnected, false));
    m_pending.beginConnection();
    m_finishing = m_readFinished = m_isEndScheduled = false;
    limit.beginConnection();
    m_kept = m_window = 0;
    m_refusals.reset();
    clearInput();
    error = callError = Error();
    q->QIODevice::open(mode | QIODevice::Unbuffered);
    defer();
    return true;
}

bool DevicePrivate::connectBy(const Connect &connect, QIODevice::OpenMode mode)
{
    if (!begin(mode))
        return false;
    setState(State::Connecting);
    connector = connect(*this);
    qCDebug(lcConnections) << q << "connects to" << subject();
    return true;
}

bool DevicePrivate::adopt(OwnedHandle handle, QIODevice::OpenMode mode)
{
    static const QMetaMethod stateChanged = QMetaMethod::fromSignal(&Device::stateChanged);
    // If the receiver connects later, as for an accepted connection, it sees no change of state.
    const bool mustEmit = m_pending.stateChanged || q->isSignalConnected(stateChanged);
    if (!begin(mode))
        return false;
    m_pending.stateChanged = mustEmit;
    m_wasConnected = true;
    setState(State::Connected);
    start(std::move(handle));
    qCDebug(lcConnections) << q << "has adopted the handle of a connection" << subject();
    return true;
}

void DevicePrivate::adoptAccepted(AcceptedConnection connection)
{
    m_acceptedPeer = connection.peer ? &*connection.peer : nullptr;
    (void)adopt(std::move(connection.handle), QIODevice::ReadWrite);
    m_acceptedPeer = nullptr;
}

void DevicePrivate::start(OwnedHandle handle)
{
    opened(handle.get());
    engine = makeEngine(std::move(handle));
    started();
    applyLimit();
    if (m_early)
        engine->setOutput(std::move(m_early));
    if (std::exchange(m_finishing, false))
        finishWriting();
}

std::unique_ptr<StreamEngine> DevicePrivate::makeEngine(OwnedHandle handle)
{
    return makeStreamEngine(std::move(handle), input, *this);
}

void DevicePrivate::close()
{
    if (!closeDevice())
        return;
    clearInput();
    disconnect();
}

void DevicePrivate::disconnect()
{
    joinIfAway();
    if (isInherited())
        return abort();
    const bool isGivenUp = state == State::Connecting && !hasEarly();
    if (isGivenUp) {
        ending();
        connector.reset();
        setState(State::Closed);
    } else if (state == State::Connecting) {
        setState(State::Closing);
        rememberClosing(this);
    } else if (state == State::Connected) {
        setState(State::Closing);
        ending();
        engine->close();
    } else {
        return;
    }
    m_pending.stateChanged = true;
    defer();
    if (state == State::Closing)
        qCDebug(lcLinger) << q << "is closing," << bytesToWrite() << "bytes wait to be sent";
    if (isGivenUp)
        (void)closeDevice();
}

void DevicePrivate::abort()
{
    clearInput();
    joinIfAway();
    forgetParent();
    if (state != State::Closed)
        discardConnection();
    (void)closeDevice();
}

void DevicePrivate::discardConnection()
{
    ending();
    connector.reset();
    if (engine)
        engine->stop(StreamEngine::Stop::Discard);
    engine.reset();
    m_mark = {};
    dropEarly();
    setState(State::Closed);
    m_pending.abandon(std::exchange(m_wasConnected, false));
    defer();
}

OwnedHandle DevicePrivate::takeHandle()
{
    joinIfAway();
    if (refuseInherited("take the handle of"))
        return {};
    StreamTurn turn;
    Result<OwnedHandle> handle = Error(Error::InvalidOperation, 0, QString(), QString(),
                                       ErrorText::tr("the device is not connected"));
    if (state == State::Connected)
        handle = engine->takeHandle(turn);
    takeTurn(turn);
    defer();
    if (handle)
        return std::move(*handle);
    const Error &why = handle.error();
    refuseQuietly(
        Error(why.code(), why.nativeCode(), QStringLiteral("take the handle of"), subject(), ErrorText::detailOf(why)));
    return {};
}

void DevicePrivate::lingerAndStop()
{
    const bool isOwned = !isInherited();
    forgetParent();
    const qint64 left = isOwned && (engine || hasEarly()) ? bytesToWrite() : 0;
    if (engine) {
        ending();
        engine->stop(StreamEngine::Stop::Linger);
    } else if (connector && hasEarly() && isOwned) {
        connector->linger(std::move(m_early));
    } else if (connector) {
        ending();
    }
    engine.reset();
    connector.reset();
    m_mark = {};
    dropEarly();
    if (left > 0)
        qCDebug(lcLinger) << q << "is gone," << left << "bytes are sent in the background";
}

// Drops the parent's news and losses when a forked child ends the parent's connection or reuses the
// object.
void DevicePrivate::forgetParent()
{
    if (m_mark.isOwned())
        return;
    m_pending.discard();
    m_deferral.stop();
}

bool DevicePrivate::refuseInherited(const char *operation)
{
    if (!isInherited())
        return false;
    note(inheritedError(operation, subject()));
    return true;
}

Output &DevicePrivate::early()
{
    if (!m_early)
        m_early = makeOutput();
    return *m_early;
}

void DevicePrivate::dropEarly()
{
    forgetClosing(this);
    if (const auto dropped = std::move(m_early))
        dropped->discard();
}

// For drainAll() in this thread: no event loop is left to finish connecting.
void DevicePrivate::handOver()
{
    connector->linger(std::move(m_early));
    earlyEnded();
}

void DevicePrivate::giveUp(const Error &why)
{
    note(why.withSubject(subject()));
    m_pending.error.add(Failure::ofOutput(error));
    earlyEnded();
}

void DevicePrivate::earlyEnded()
{
    connector.reset();
    dropEarly();
    setState(State::Closed);
    m_pending.stateChanged = true;
    m_readFinished = true; // lets endReading() close a QIODevice that is still open
    defer();
}

void DevicePrivate::finishWriting()
{
    joinIfAway();
    if (refuseInherited("close the write channel of"))
        return;
    if (engine && !engine->canFinishWriting()) {
        refuse(Error(Error::Unsupported, 0, QStringLiteral("close the write channel of"), subject(),
                     ErrorText::tr("this connection has no half-close; call close()")));
        return;
    }
    m_finishing = true;
    if (engine)
        engine->finishWriting();
}

} // namespace QtInterprocess
