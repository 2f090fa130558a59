// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixsocket.h>

#include "engine/unix/unixconnector.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixsocket_p.h"

#include <utility>

namespace QtInterprocess {

UnixSocket::UnixSocket(QObject *parent) : Device(std::make_unique<UnixSocketPrivate>(), parent) { }

UnixSocket::~UnixSocket() = default;

void UnixSocket::connectToServer(const UnixAddress &address, OpenMode mode)
{
    auto *const d = unixSocketPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    d->peer.reset(address);
    const auto connect = [&](ConnectObserver &observer) {
        constexpr auto Type = os::SocketType::Stream;
        auto attempts = connectTo(Type, toSocketName(address), address.toString(), d->peer.options);
        return std::make_unique<UnixConnector>(std::move(attempts), observer, Type);
    };
    d->connectBy(connect, mode);
}

void UnixSocket::disconnectFromServer()
{
    priv()->disconnect();
}

int UnixSocket::connectTimeout() const noexcept
{
    return unixSocketPrivate(priv())->peer.options.timeout;
}

void UnixSocket::setConnectTimeout(int msecs)
{
    unixSocketPrivate(priv())->peer.options.timeout = msecs;
}

Access UnixSocket::requiredServer() const noexcept
{
    return unixSocketPrivate(priv())->peer.options.requiredServer;
}

void UnixSocket::setRequiredServer(const Access &access)
{
    unixSocketPrivate(priv())->peer.options.requiredServer = access;
}

UnixAddress UnixSocket::serverAddress() const
{
    return unixSocketPrivate(priv())->peer.address;
}

// Sets the server address of an accepted socket.
void UnixSocket::setServerAddress(const UnixAddress &address)
{
    unixSocketPrivate(priv())->peer.address = address;
}

PeerCredentials UnixSocket::peerCredentials() const
{
    return unixSocketPrivate(priv())->peer.credentials;
}

std::optional<QList<quint32>> UnixSocket::peerGroups() const
{
    return unixSocketPrivate(priv())->peer.groups(descriptorOf(*priv()));
}

OwnedHandle UnixSocket::peerProcessHandle(Error *error) const
{
    return unixSocketPrivate(priv())->peer.process(descriptorOf(*priv()), error);
}

int UnixSocket::sendBufferSize() const
{
    return unixSocketPrivate(priv())->peer.bufferSize(os::Buffer::Send, descriptorOf(*priv()));
}

void UnixSocket::setSendBufferSize(int bytes)
{
    unixSocketPrivate(priv())->peer.setBufferSize(os::Buffer::Send, bytes, ownDescriptorOf(*priv()));
}

int UnixSocket::receiveBufferSize() const
{
    return unixSocketPrivate(priv())->peer.bufferSize(os::Buffer::Receive, descriptorOf(*priv()));
}

void UnixSocket::setReceiveBufferSize(int bytes)
{
    unixSocketPrivate(priv())->peer.setBufferSize(os::Buffer::Receive, bytes, ownDescriptorOf(*priv()));
}

bool UnixSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    return adoptConnection(*priv(), unixSocketPrivate(priv())->peer, std::move(handle), mode);
}

OwnedHandle UnixSocket::createPeer()
{
    auto *const d = unixSocketPrivate(priv());
    return createPeerOf(*d, os::SocketType::Stream, [d](OwnedHandle handle) {
        d->peer.reset();
        return d->adopt(std::move(handle), ReadWrite);
    });
}

std::pair<std::unique_ptr<UnixSocket>, std::unique_ptr<UnixSocket>> UnixSocket::createPair(Error *error)
{
    const auto open = [](UnixSocket &socket, OwnedHandle handle) {
        socket.priv()->adopt(std::move(handle), ReadWrite);
    };
    return createSocketPair<UnixSocket>(os::SocketType::Stream, error, open);
}

} // namespace QtInterprocess
