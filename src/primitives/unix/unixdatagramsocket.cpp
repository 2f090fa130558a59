// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixdatagramsocket.h>

#include "engine/inherited.h"
#include "engine/unix/unixconnector.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/activationvariables.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixdatagramsocket_p.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// A socket under that name, and the settings for it; made is what has to be released in the end.
Result<OwnedHandle> UnixDatagramSocketPrivate::bindOnce(const UnixAddress &name, const os::Admission &from,
                                                        NameClaim &made)
{
    auto socket = os::createSocket(os::SocketType::Datagram);
    if (!socket)
        return socket.error();
    const int fd = int(socket->get());
    prepare(false);
    if (const Error why = askForCredentials(fd, from)) // before it has a name, so that nothing comes in without them
        return why;
    if (name.type() == UnixAddress::Type::Unnamed) {
        if (const Error why = os::bindToFreeName(fd))
            return why;
        return socket;
    }
    auto claimed = NameClaim::bind(fd, toSocketName(name), from);
    if (!claimed)
        return claimed.error();
    made = std::move(*claimed);
    return socket;
}

// Of a socket that is about to be opened.
void UnixDatagramSocketPrivate::prepare(bool hasPeer)
{
    settings = Settings();
    settings.hasPeer = hasPeer;
    settings.outlivesPeer = !hasPeer;
    settings.receivesCredentials = peer.receivesCredentials;
}

Error UnixDatagramSocketPrivate::askForCredentials(int fd, const os::Admission &from)
{
    if (from.kind() == Access::Everyone && !peer.receivesCredentials)
        return {};
    const Error why = os::setReceivingCredentials(fd, true);
    if (why.code() == Error::Unsupported)
        return {}; // the mode of the file is all there is
    settings.receivesCredentials = true;
    settings.admission = from;
    return why;
}

bool UnixDatagramSocketPrivate::adoptSocket(OwnedHandle handle, const Access &from, QIODevice::OpenMode mode)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    if (!canBegin("use the handle"))
        return false;
    const int fd = int(handle.get());
    const auto admission = os::Admission::of(from);
    if (!admission)
        return refuse("use the handle", UnixAddress(), admission.error());
    const auto hasPeer = peer.adopt(fd);
    if (!hasPeer)
        return refuse("use the handle", UnixAddress(), hasPeer.error());
    const auto name = os::localName(fd);
    local = name ? toUnixAddress(*name) : UnixAddress();
    prepare(*hasPeer);
    settings.outlivesPeer = !*hasPeer || local.type() != UnixAddress::Type::Unnamed;
    settings.admission = *admission;
    if (admission->kind() != Access::Everyone || os::isReceivingCredentials(fd))
        settings.receivesCredentials = true;
    return adopt(std::move(handle), mode);
}

void UnixDatagramSocketPrivate::opened(qintptr handle)
{
    const int fd = int(handle);
    if (settings.hasPeer && !isPeerNamed())
        peer.identify(fd);
    peer.applyBufferSizes(fd);
    if (settings.receivesCredentials)
        (void)os::setReceivingCredentials(fd, true); // unless it is Unsupported; then none come
}

int UnixDatagramSocketPrivate::pairedDescriptor() const
{
    return hasPeer() && !isPeerNamed() ? descriptorOf(*this) : UnixPeer::NoSocket;
}

Error UnixDatagramSocketPrivate::choosePeer(const UnixAddress &address)
{
    if (!engine)
        return Error(Error::InvalidOperation, 0, QString(), QString(), QStringLiteral("the device is not open"));
    if (isInherited())
        return inheritedError("connect", address.toString());
    const int fd = int(engine->handle());
    if (address.type() == UnixAddress::Type::Unnamed) {
        if (const Error why = os::dissolvePeer(fd))
            return why;
    } else {
        const auto name = os::SocketAddress::toConnect(toSocketName(address));
        if (!name)
            return name.error();
        if (const auto connected = os::connectSocket(fd, *name); !connected)
            return connected.error();
    }
    port->peerChanged(toSocketName(peer.address), toSocketName(address));
    connection().written();
    peer.reset(address);
    return {};
}

UnixDatagram UnixDatagramSocketPrivate::receive()
{
    UnixDatagram datagram;
    if (pendingSize() >= 0) {
        const qint64 number = pendingNumber();
        if (const MessageExtra *const extra = extras.find(number)) {
            datagram.sender = toUnixAddress(extra->sender);
            datagram.credentials = os::toPeerCredentials(extra->credentials);
            datagram.dataTruncated = extra->dataTruncated;
            datagram.handlesTruncated = extra->handlesTruncated;
            if (extra->handles > 0)
                datagram.handles = extras.takeHandles(number);
        }
    }
    datagram.data = readMessage();
    return datagram;
}

bool UnixDatagramSocketPrivate::write(const QByteArray &data, const UnixAddress &to, std::vector<OwnedHandle> &&handles)
{
    const os::SocketName name = toSocketName(to);
    if (!canSend(data.size()))
        return fail(callError, to.toString());
    Error why = engine ? os::SocketAddress::check(name)
                       : Error(Error::InvalidOperation, 0, QString(), QString(), QStringLiteral("not open yet"));
    if (!why)
        why = checkHandles(handles);
    if (!why)
        why = port->checkSize(data.size());
    if (why)
        return fail(why, to.toString());
    // To the peer as writeMessage() does it, so that both keep one order.
    const bool isPeer = port->hasPeer() && to == peer.address;
    connection().written(
        port->write(data.constData(), data.size(), std::exchange(handles, {}), isPeer ? os::SocketName() : name));
    return true;
}

bool UnixDatagramSocketPrivate::refuse(const char *operation, const UnixAddress &about, const Error &why)
{
    DevicePrivate::refuse(
        Error(why.code(), why.nativeCode(), QString::fromLatin1(operation), about.toString(), why.reason()));
    return false;
}

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
    if (access.kind() != Access::Everyone && !os::canReceiveCredentials()) { // what is not taken can be taken still
        if (error)
            *error = Error(Error::Unsupported, 0, QStringLiteral("take the activated socket"), name,
                           QStringLiteral("here nobody can tell who sends to it"));
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
