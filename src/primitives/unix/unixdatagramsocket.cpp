// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixdatagramsocket.h>

#include "engine/unix/unixconnector.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/activationvariables.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixdatagramsocket_p.h"
#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

UnixDatagramSocket::UnixDatagramSocket(QObject *parent)
    : MessageDevice(std::make_unique<UnixDatagramSocketPrivate>(), parent)
{ }

UnixDatagramSocket::~UnixDatagramSocket() = default;

// ---- opening

bool UnixDatagramSocket::bind(const UnixAddress &address)
{
    auto *const d = datagramSocketPrivate(priv());
    if (!d->canBegin("bind to"))
        return false;
    NameClaim claim;
    const auto from = os::Admission::of(d->access);
    const auto bindOnce = [&] { return d->bindOnce(address, *from, claim); };
    auto handle = from ? NameClaim::withNewSockets(bindOnce) : Result<OwnedHandle>(from.error());
    if (!handle)
        return d->refuse("bind to", address, handle.error());
    const auto name = os::localName(int(handle->get()));
    d->peer.reset();
    d->local = address.type() == UnixAddress::Type::Unnamed && name ? toUnixAddress(*name) : address;
    if (!d->adopt(std::move(*handle), ReadWrite)) {
        claim.release();
        return false;
    }
    d->keepName(std::move(claim));
    return true;
}

Access UnixDatagramSocket::access() const noexcept
{
    return datagramSocketPrivate(priv())->access;
}

void UnixDatagramSocket::setAccess(const Access &access)
{
    datagramSocketPrivate(priv())->access = access;
}

void UnixDatagramSocket::connectToServer(const UnixAddress &address, OpenMode mode)
{
    auto *const d = datagramSocketPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    d->local = UnixAddress();
    d->peer.reset(address);
    d->prepare(true);
    const auto connect = [&](ConnectObserver &observer) {
        constexpr auto Type = os::SocketType::Datagram;
        auto attempts = connectTo(Type, toSocketName(address), address.toString(), ConnectOptions());
        return std::make_unique<UnixConnector>(std::move(attempts), observer, Type);
    };
    d->connectBy(connect, mode);
}

bool UnixDatagramSocket::connectToPeer(const UnixAddress &address)
{
    auto *const d = datagramSocketPrivate(priv());
    const Error why = d->choosePeer(address);
    return !why || d->refuse("connect to", address, why);
}

bool UnixDatagramSocket::open(OpenMode mode)
{
    auto *const d = datagramSocketPrivate(priv());
    if (!d->canBegin("open"))
        return false;
    auto handle = os::createSocket(os::SocketType::Datagram);
    if (!handle)
        return d->refuse("open", UnixAddress(), handle.error());
    d->local = UnixAddress();
    d->peer.reset();
    d->prepare(false);
    return d->adopt(std::move(*handle), mode);
}

bool UnixDatagramSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    return datagramSocketPrivate(priv())->adoptSocket(std::move(handle), Access::Everyone, mode);
}

std::unique_ptr<UnixDatagramSocket> UnixDatagramSocket::fromActivation(const QString &name, const Access &access,
                                                                       Error *error)
{
    // Refuse now: a handle that is not taken can be taken later.
    if (access.kind() != Access::Everyone && !os::canReceiveCredentials()) {
        if (error)
            *error = Error(Error::Unsupported, 0, QStringLiteral("take the activated socket"), name,
                           ErrorText::tr("this system does not report senders; pass Access::Everyone"));
        return nullptr;
    }
    OwnedHandle handle = takeActivated(name, os::SocketType::Datagram, os::Role::Any, access, error);
    if (!handle)
        return nullptr;
    auto socket = std::make_unique<UnixDatagramSocket>();
    socket->setAccess(access);
    if (datagramSocketPrivate(socket->priv())->adoptSocket(std::move(handle), access, ReadWrite))
        return socket;
    if (error)
        *error = socket->error();
    return nullptr;
}

OwnedHandle UnixDatagramSocket::createPeer()
{
    auto *const d = datagramSocketPrivate(priv());
    return createPeerOf(*d, os::SocketType::Datagram, [d](OwnedHandle end) { return d->openEnd(std::move(end)); });
}

std::pair<std::unique_ptr<UnixDatagramSocket>, std::unique_ptr<UnixDatagramSocket>> UnixDatagramSocket::createPair(
    Error *error)
{
    const auto open = [](UnixDatagramSocket &socket, OwnedHandle end) {
        datagramSocketPrivate(socket.priv())->openEnd(std::move(end));
    };
    return createSocketPair<UnixDatagramSocket>(os::SocketType::Datagram, error, open);
}

void UnixDatagramSocket::disconnectFromServer()
{
    priv()->disconnect();
}

// ---- addresses

UnixAddress UnixDatagramSocket::localAddress() const
{
    return datagramSocketPrivate(priv())->local;
}

UnixAddress UnixDatagramSocket::peerAddress() const
{
    const auto *const d = datagramSocketPrivate(priv());
    return d->hasPeer() ? d->peer.address : UnixAddress();
}

// ---- datagrams

UnixDatagram UnixDatagramSocket::receiveDatagram()
{
    return datagramSocketPrivate(priv())->receive();
}

bool UnixDatagramSocket::writeDatagram(const QByteArray &data, const UnixAddress &to,
                                       std::vector<OwnedHandle> &&handles)
{
    return datagramSocketPrivate(priv())->write(data, to, std::move(handles));
}

bool UnixDatagramSocket::writeDatagram(const QByteArray &data, const UnixAddress &to)
{
    return datagramSocketPrivate(priv())->write(data, to, {});
}

bool UnixDatagramSocket::writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    return datagramSocketPrivate(priv())->writeMessage(message, std::move(handles));
}

std::vector<OwnedHandle> UnixDatagramSocket::takeHandles()
{
    return datagramSocketPrivate(priv())->takeHandles();
}

int UnixDatagramSocket::pendingHandles() const noexcept
{
    return datagramSocketPrivate(priv())->extras.handles();
}

int UnixDatagramSocket::maximumPendingHandles() const noexcept
{
    return datagramSocketPrivate(priv())->maximumHandles;
}

void UnixDatagramSocket::setMaximumPendingHandles(int count)
{
    auto *const d = datagramSocketPrivate(priv());
    d->maximumHandles = std::max(count, 0);
    if (d->engine)
        d->port->setMaximumHandles(d->maximumHandles);
}

bool UnixDatagramSocket::receivesCredentials() const noexcept
{
    return datagramSocketPrivate(priv())->peer.receivesCredentials;
}

void UnixDatagramSocket::setReceivesCredentials(bool on)
{
    datagramSocketPrivate(priv())->peer.receivesCredentials = on;
}

std::optional<PeerCredentials> UnixDatagramSocket::senderCredentials() const
{
    return datagramSocketPrivate(priv())->senderCredentials();
}

// ---- options, and who is there

int UnixDatagramSocket::sendBufferSize() const
{
    return datagramSocketPrivate(priv())->peer.bufferSize(os::Buffer::Send, descriptorOf(*priv()));
}

void UnixDatagramSocket::setSendBufferSize(int bytes)
{
    datagramSocketPrivate(priv())->peer.setBufferSize(os::Buffer::Send, bytes, ownDescriptorOf(*priv()));
}

int UnixDatagramSocket::receiveBufferSize() const
{
    return datagramSocketPrivate(priv())->peer.bufferSize(os::Buffer::Receive, descriptorOf(*priv()));
}

void UnixDatagramSocket::setReceiveBufferSize(int bytes)
{
    datagramSocketPrivate(priv())->peer.setBufferSize(os::Buffer::Receive, bytes, ownDescriptorOf(*priv()));
}

PeerCredentials UnixDatagramSocket::peerCredentials() const
{
    return datagramSocketPrivate(priv())->peer.credentials;
}

std::optional<QList<quint32>> UnixDatagramSocket::peerGroups() const
{
    return datagramSocketPrivate(priv())->peer.groups(datagramSocketPrivate(priv())->pairedDescriptor());
}

OwnedHandle UnixDatagramSocket::peerProcessHandle(Error *error) const
{
    return datagramSocketPrivate(priv())->peer.process(datagramSocketPrivate(priv())->pairedDescriptor(), error);
}

} // namespace QtInterprocess
