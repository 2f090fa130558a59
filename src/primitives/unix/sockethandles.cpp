// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/sockethandles.h"

#include "engine/connection.h"
#include "engine/inherited.h"
#include "engine/unix/handlequeue.h"
#include "engine/unix/streamport.h"
#include "os/unix/sendrecv.h"
#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static Connection &connectionOf(const DevicePrivate &device)
{
    return static_cast<Connection &>(*device.engine);
}

static StreamPort &portOf(const DevicePrivate &device)
{
    return static_cast<StreamPort &>(connectionOf(device).port());
}

// ---- receiving

void SocketHandles::started()
{
    if (ancillary.isWanted())
        portOf(m_device).setAncillaryInput(&ancillary);
}

void SocketHandles::update()
{
    if (!m_device.engine)
        return;
    portOf(m_device).setAncillaryInput(ancillary.isWanted() ? &ancillary : nullptr);
    m_device.engine->inputTaken(); // reading may have waited for room
}

void SocketHandles::applyLimits()
{
    if (m_messageLimit > 0)
        ancillary.setHandleLimit(m_messageLimit, AncillaryInput::Limit::PerMessage);
    else
        ancillary.setHandleLimit(m_limit);
    update();
}

void SocketHandles::setLimit(int count)
{
    m_limit = std::max(count, 0);
    applyLimits();
}

void SocketHandles::setMessageLimit(int count)
{
    m_messageLimit = count;
    applyLimits();
}

void SocketHandles::resumeIf(bool wasFull)
{
    if (!wasFull || !m_device.engine)
        return;
    portOf(m_device).updateRoom();
    m_device.engine->inputTaken();
}

void SocketHandles::inputCleared()
{
    const bool wasFull = ancillary.isFull();
    ancillary.clear();
    resumeIf(wasFull);
}

std::vector<OwnedHandle> SocketHandles::take(int maximum)
{
    const bool wasFull = ancillary.isFull();
    auto taken = ancillary.takeHandles(maximum);
    resumeIf(wasFull);
    return taken;
}

TakenHandles SocketHandles::takeOfRead()
{
    const bool wasFull = ancillary.isFull();
    TakenHandles taken = ancillary.takeHandlesOfRead(m_device.held());
    resumeIf(wasFull);
    return taken;
}

Result<std::vector<OwnedHandle>> SocketHandles::takeNumbers(const std::vector<quint64> &)
{
    return std::vector<OwnedHandle>();
}

// ---- sending

Error SocketHandles::check(qint64 size, const std::vector<OwnedHandle> &handles)
{
    const auto no = [](const ErrorText &why) {
        return Error(Error::InvalidOperation, 0, QStringLiteral("send handles to"), QString(), why);
    };
    if (m_device.isInherited())
        return inheritedError("send handles to", m_device.subject());
    if (!m_device.canWrite())
        return no(m_device.notWritableReason());
    const qint64 needed = HandleQueue::bytesNeeded(handles.size());
    if (size == 0)
        return no(ErrorText::tr("handles are sent with bytes; pass at least one byte"));
    if (size < needed)
        return no(ErrorText::tr("%1 handles need at least %2 bytes to be sent with").arg(handles.size()).arg(needed));
    return os::checkHandles(handles);
}

bool SocketHandles::hasRoom(qint64 size)
{
    return m_device.bytesToWrite() == 0 || m_device.roomFor(size) >= size;
}

qint64 SocketHandles::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    Error why = check(data.size(), handles);
    if (!why && !hasRoom(data.size()))
        why = Error(Error::ResourceExhausted, 0, QStringLiteral("send handles to"), QString(),
                    ErrorText::tr("the write buffer is full; send again when the peer has read"));
    if (why) {
        m_device.refuseQuietly(why.withSubject(m_device.subject()));
        return -1;
    }
    if (m_device.engine)
        connectionOf(m_device).written(portOf(m_device).write(data, std::move(handles)));
    else
        static_cast<OutputQueue &>(m_device.early()).append(data, std::move(handles));
    return data.size();
}

Result<std::vector<quint64>> SocketHandles::sendNumbers(const std::vector<OwnedHandle> &)
{
    return std::vector<quint64>();
}

} // namespace QtInterprocess
