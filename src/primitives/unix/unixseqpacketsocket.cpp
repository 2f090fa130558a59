// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixseqpacketsocket.h>

#include "engine/connection.h"
#include "engine/unix/messageport.h"
#include "engine/unix/unixconnector.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixmessagedevice_p.h"
#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

class UnixSeqPacketSocketPrivate final : public UnixMessageDevicePrivate
{
public:
    UnixSeqPacketSocketPrivate() : UnixMessageDevicePrivate(os::SocketType::SeqPacket) { }

    PacketPort *port = nullptr; // owned by the engine

    bool setReceivesCredentials(bool on)
    {
        if (const Error why = peer.setReceivesCredentials(on, ownDescriptorOf(*this))) {
            refuseQuietly(why.withSubject(subject()));
            return false;
        }
        if (engine)
            port->setReceivesCredentials(on);
        return true;
    }

protected:
    void opened(qintptr handle) override
    {
        if (const Error why = peer.opened(int(handle), acceptedPeer()))
            refuse(why.withSubject(subject()));
    }

    QString subject() const override { return peer.address.toString(); }

    Error check(qint64 size) const override
    {
        if (size == 0 && !os::canMarkMessages()) {
            return Error(Error::Unsupported, 0, QString(), QString(),
                         ErrorText::tr("on this system an empty message would look like the end of the connection"));
        }
        return UnixMessageDevicePrivate::check(size);
    }

    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) override
    {
        auto made = std::make_unique<PacketPort>(std::move(handle), MessageInput { input, *bounds, &extras });
        made->setMaximumHandles(maximumHandles);
        made->setReceivesCredentials(peer.receivesCredentials);
        port = made.get();
        return std::make_unique<Connection>(std::move(made), *this);
    }

    std::unique_ptr<Output> makeOutput() const override
    {
        return std::make_unique<MessageOutput>(os::SocketType::SeqPacket);
    }

    void sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> handles) override
    {
        static_cast<Connection &>(*engine).written(
            port->write(message.constData(), message.size(), std::move(handles)));
    }
};

static UnixSeqPacketSocketPrivate *packetSocketPrivate(DevicePrivate *priv)
{
    return static_cast<UnixSeqPacketSocketPrivate *>(priv);
}

static const UnixSeqPacketSocketPrivate *packetSocketPrivate(const DevicePrivate *priv)
{
    return static_cast<const UnixSeqPacketSocketPrivate *>(priv);
}

UnixSeqPacketSocket::UnixSeqPacketSocket(QObject *parent)
    : MessageDevice(std::make_unique<UnixSeqPacketSocketPrivate>(), parent)
{ }

UnixSeqPacketSocket::~UnixSeqPacketSocket() = default;

void UnixSeqPacketSocket::connectToServer(const UnixAddress &address, OpenMode mode)
{
    auto *const d = packetSocketPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    d->peer.reset(address);
    const auto connect = [&](ConnectObserver &observer) {
        constexpr auto Type = os::SocketType::SeqPacket;
        auto attempts = connectTo(Type, toSocketName(address), address.toString(), d->peer.options);
        return std::make_unique<UnixConnector>(std::move(attempts), observer, Type);
    };
    d->connectBy(connect, mode);
}

void UnixSeqPacketSocket::disconnectFromServer()
{
    priv()->disconnect();
}

int UnixSeqPacketSocket::connectTimeout() const noexcept
{
    return packetSocketPrivate(priv())->peer.options.timeout;
}

void UnixSeqPacketSocket::setConnectTimeout(int msecs)
{
    packetSocketPrivate(priv())->peer.options.timeout = msecs;
}

Access UnixSeqPacketSocket::requiredServer() const noexcept
{
    return packetSocketPrivate(priv())->peer.options.requiredServer;
}

void UnixSeqPacketSocket::setRequiredServer(const Access &access)
{
    packetSocketPrivate(priv())->peer.options.requiredServer = access;
}

UnixAddress UnixSeqPacketSocket::serverAddress() const
{
    return packetSocketPrivate(priv())->peer.address;
}

// Sets the server address of an accepted socket.
void UnixSeqPacketSocket::setServerAddress(const UnixAddress &address)
{
    packetSocketPrivate(priv())->peer.address = address;
}

PeerCredentials UnixSeqPacketSocket::peerCredentials() const
{
    return packetSocketPrivate(priv())->peer.credentials;
}

std::optional<QList<quint32>> UnixSeqPacketSocket::peerGroups() const
{
    return packetSocketPrivate(priv())->peer.groups(descriptorOf(*priv()));
}

OwnedHandle UnixSeqPacketSocket::peerProcessHandle(Error *error) const
{
    return packetSocketPrivate(priv())->peer.process(descriptorOf(*priv()), error);
}

int UnixSeqPacketSocket::sendBufferSize() const
{
    return packetSocketPrivate(priv())->peer.bufferSize(os::Buffer::Send, descriptorOf(*priv()));
}

void UnixSeqPacketSocket::setSendBufferSize(int bytes)
{
    packetSocketPrivate(priv())->peer.setBufferSize(os::Buffer::Send, bytes, ownDescriptorOf(*priv()));
}

int UnixSeqPacketSocket::receiveBufferSize() const
{
    return packetSocketPrivate(priv())->peer.bufferSize(os::Buffer::Receive, descriptorOf(*priv()));
}

void UnixSeqPacketSocket::setReceiveBufferSize(int bytes)
{
    packetSocketPrivate(priv())->peer.setBufferSize(os::Buffer::Receive, bytes, ownDescriptorOf(*priv()));
}

bool UnixSeqPacketSocket::writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    return packetSocketPrivate(priv())->writeMessage(message, std::move(handles));
}

std::vector<OwnedHandle> UnixSeqPacketSocket::takeHandles()
{
    return packetSocketPrivate(priv())->takeHandles();
}

int UnixSeqPacketSocket::pendingHandles() const noexcept
{
    return packetSocketPrivate(priv())->extras.handles();
}

int UnixSeqPacketSocket::maximumPendingHandles() const noexcept
{
    return packetSocketPrivate(priv())->maximumHandles;
}

void UnixSeqPacketSocket::setMaximumPendingHandles(int count)
{
    auto *const d = packetSocketPrivate(priv());
    d->maximumHandles = std::max(count, 0);
    if (d->engine)
        d->port->setMaximumHandles(d->maximumHandles);
}

bool UnixSeqPacketSocket::receivesCredentials() const noexcept
{
    return packetSocketPrivate(priv())->peer.receivesCredentials;
}

bool UnixSeqPacketSocket::setReceivesCredentials(bool on)
{
    return packetSocketPrivate(priv())->setReceivesCredentials(on);
}

std::optional<PeerCredentials> UnixSeqPacketSocket::senderCredentials() const
{
    return packetSocketPrivate(priv())->senderCredentials();
}

bool UnixSeqPacketSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    return adoptConnection(*priv(), packetSocketPrivate(priv())->peer, std::move(handle), mode);
}

OwnedHandle UnixSeqPacketSocket::createPeer()
{
    auto *const d = packetSocketPrivate(priv());
    return createPeerOf(*d, os::SocketType::SeqPacket, [d](OwnedHandle handle) {
        d->peer.reset();
        return d->adopt(std::move(handle), ReadWrite);
    });
}

std::pair<std::unique_ptr<UnixSeqPacketSocket>, std::unique_ptr<UnixSeqPacketSocket>> UnixSeqPacketSocket::createPair(
    Error *error)
{
    const auto open = [](UnixSeqPacketSocket &socket, OwnedHandle handle) {
        socket.priv()->adopt(std::move(handle), ReadWrite);
    };
    return createSocketPair<UnixSeqPacketSocket>(os::SocketType::SeqPacket, error, open);
}

} // namespace QtInterprocess
