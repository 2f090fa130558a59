// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Ancillary data of a UnixSocket: handles, and their senders.

#include "os/unix/sendercredentials.h"
#include "primitives/unix/unixsocket_p.h"

#include <utility>

namespace QtInterprocess {

// ---- UnixSocketPrivate

void UnixSocketPrivate::opened(qintptr handle)
{
    if (const Error why = peer.opened(int(handle), acceptedPeer()))
        refuse(why.withSubject(subject()));
}

void UnixSocketPrivate::clearInput()
{
    DevicePrivate::clearInput();
    handles.inputCleared();
}

void UnixSocketPrivate::inputTaken()
{
    if (handles.ancillary.wantsCredentials() && !q->isTransactionStarted()) // otherwise it may be put back
        handles.ancillary.trim(held());
}

void UnixSocketPrivate::announceHandles()
{
    Q_EMIT static_cast<UnixSocket *>(q)->handlesReceived();
}

bool UnixSocketPrivate::setWantsCredentials(bool on)
{
    if (on == handles.ancillary.wantsCredentials())
        return true;
    if (const Error why = peer.setReceivesCredentials(on, ownDescriptorOf(*this))) {
        refuseQuietly(why.withSubject(subject()));
        return false;
    }
    handles.ancillary.setWantsCredentials(on);
    handles.update();
    return true;
}

// ---- UnixSocket

qint64 UnixSocket::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    return handles.empty() ? Device::write(data) : unixSocketPrivate(priv())->handles.write(data, std::move(handles));
}

int UnixSocket::maximumPendingHandles() const noexcept
{
    return unixSocketPrivate(priv())->handles.limit();
}

void UnixSocket::setMaximumPendingHandles(int count)
{
    unixSocketPrivate(priv())->handles.setLimit(count);
}

int UnixSocket::pendingHandles() const noexcept
{
    return unixSocketPrivate(priv())->handles.pending();
}

std::vector<OwnedHandle> UnixSocket::takeHandles(int maximum)
{
    return unixSocketPrivate(priv())->handles.take(maximum);
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
