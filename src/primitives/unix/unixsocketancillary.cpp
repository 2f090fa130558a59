// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Ancillary data of a UnixSocket: handles, and their senders.

#include "engine/connection.h"
#include "engine/inherited.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/unixsocket_p.h"
#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// ---- UnixSocketPrivate

void UnixSocketPrivate::opened(qintptr handle)
{
    if (const Error why = peer.opened(int(handle), acceptedPeer()))
        refuse(why.withSubject(subject()));
}

std::unique_ptr<StreamEngine> UnixSocketPrivate::makeEngine(OwnedHandle handle)
{
    auto port = std::make_unique<StreamPort>(std::move(handle), input);
    port->setAncillaryInput(ancillary.isWanted() ? &ancillary : nullptr);
    m_port = port.get();
    return std::make_unique<Connection>(std::move(port), *this);
}

void UnixSocketPrivate::updateAncillary()
{
    if (engine)
        m_port->setAncillaryInput(ancillary.isWanted() ? &ancillary : nullptr);
}

void UnixSocketPrivate::clearInput()
{
    DevicePrivate::clearInput();
    ancillary.clear();
}

void UnixSocketPrivate::inputTaken()
{
    if (ancillary.wantsCredentials() && !q->isTransactionStarted()) // otherwise it may be put back
        ancillary.trim(held());
}

void UnixSocketPrivate::announceHandles()
{
    Q_EMIT static_cast<UnixSocket *>(q)->handlesReceived();
}

void UnixSocketPrivate::setHandleLimit(int count)
{
    ancillary.setHandleLimit(std::max(count, 0));
    updateAncillary();
}

bool UnixSocketPrivate::setWantsCredentials(bool on)
{
    if (on == ancillary.wantsCredentials())
        return true;
    if (const Error why = peer.setReceivesCredentials(on, ownDescriptorOf(*this))) {
        refuseQuietly(why.withSubject(subject()));
        return false;
    }
    ancillary.setWantsCredentials(on);
    updateAncillary();
    return true;
}

Error UnixSocketPrivate::checkSend(qint64 size, const std::vector<OwnedHandle> &handles)
{
    const auto no = [](Error::Code code, const ErrorText &why) {
        return Error(code, 0, QStringLiteral("send handles to"), QString(), why);
    };
    if (isInherited())
        return inheritedError("send handles to", subject());
    if (!canWrite())
        return no(Error::InvalidOperation, notWritableReason());
    const qint64 needed = HandleQueue::bytesNeeded(handles.size());
    if (size == 0)
        return no(Error::InvalidOperation, ErrorText::tr("handles are sent with bytes; pass at least one byte"));
    if (size < needed) {
        return no(Error::InvalidOperation,
                  ErrorText::tr("%1 handles need at least %2 bytes to be sent with").arg(handles.size()).arg(needed));
    }
    if (const Error bad = os::checkHandles(handles))
        return bad;
    if (bytesToWrite() > 0 && roomFor(size) < size)
        return no(Error::ResourceExhausted,
                  ErrorText::tr("the write buffer is full; send again when the peer has read"));
    return {};
}

qint64 UnixSocketPrivate::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    if (const Error why = checkSend(data.size(), handles)) {
        refuseQuietly(why.withSubject(subject()));
        return -1;
    }
    if (engine)
        static_cast<Connection &>(*engine).written(m_port->write(data, std::move(handles)));
    else
        static_cast<OutputQueue &>(early()).append(data, std::move(handles));
    return data.size();
}

// ---- UnixSocket

qint64 UnixSocket::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    return handles.empty() ? Device::write(data) : unixSocketPrivate(priv())->write(data, std::move(handles));
}

int UnixSocket::maximumPendingHandles() const noexcept
{
    return unixSocketPrivate(priv())->ancillary.handleLimit();
}

void UnixSocket::setMaximumPendingHandles(int count)
{
    unixSocketPrivate(priv())->setHandleLimit(count);
}

int UnixSocket::pendingHandles() const noexcept
{
    return unixSocketPrivate(priv())->ancillary.pendingHandles();
}

std::vector<OwnedHandle> UnixSocket::takeHandles(int maximum)
{
    return unixSocketPrivate(priv())->ancillary.takeHandles(maximum);
}

bool UnixSocket::receivesCredentials() const noexcept
{
    return unixSocketPrivate(priv())->peer.receivesCredentials;
}

bool UnixSocket::setReceivesCredentials(bool on)
{
    return unixSocketPrivate(priv())->setWantsCredentials(on);
}

std::optional<PeerCredentials> UnixSocket::senderCredentials() const
{
    return os::toPeerCredentials(unixSocketPrivate(priv())->sender().credentials);
}

qint64 UnixSocket::bytesFromSender() const
{
    return unixSocketPrivate(priv())->sender().bytes;
}

} // namespace QtInterprocess
