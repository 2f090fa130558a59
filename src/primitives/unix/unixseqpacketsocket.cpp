// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixseqpacketsocket.h>

#include "engine/connection.h"
#include "engine/unix/messageport.h"
#include "engine/unix/unixconnector.h"
#include "os/unix/descriptor.h"
#include "os/unix/peer.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"
#include "primitives/unix/peerinfo.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixmessagedevice_p.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

class UnixSeqPacketSocketPrivate final : public UnixMessageDevicePrivate
{
public:
    UnixAddress address;
    ConnectOptions options;
    PeerCredentials credentials;
    PacketPort *port = nullptr; // of the engine
    bool receivesCredentials = false;

    bool setReceivesCredentials(bool on)
    {
        Error why;
        if (engine || (on && !os::canReceiveCredentials()))
            why = os::setReceivingCredentials(engine ? int(engine->handle()) : -1, on);
        if (why) {
            note(why.withSubject(subject()));
            return false;
        }
        receivesCredentials = on;
        if (engine)
            port->setReceivesCredentials(on);
        return true;
    }

    std::optional<PeerCredentials> senderCredentials() const
    {
        const MessageExtra *const extra = extras.find(lastRead());
        return extra ? os::toPeerCredentials(extra->credentials) : std::nullopt;
    }

protected:
    void opened(qintptr handle) override
    {
        const auto peer = os::peerCredentials(int(handle));
        credentials = peer ? *peer : PeerCredentials();
        if (!receivesCredentials)
            return;
        if (const Error why = os::setReceivingCredentials(int(handle), true))
            refuse(why.withSubject(subject()));
    }

    QString subject() const override { return address.toString(); }

    Error check(qint64 size) const override
    {
        if (size == 0 && !os::canMarkMessages()) {
            return Error(Error::Unsupported, 0, QString(), QString(),
                         QStringLiteral("here nobody can tell an empty message from the end of the connection"));
        }
        return UnixMessageDevicePrivate::check(size);
    }

    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) override
    {
        auto made = std::make_unique<PacketPort>(std::move(handle), MessageInput { input, *bounds, &extras });
        made->setMaximumHandles(maximumHandles);
        made->setReceivesCredentials(receivesCredentials);
        made->setEarlyHandles(std::exchange(earlyHandles, {}));
        port = made.get();
        return std::make_unique<Connection>(std::move(made), *this);
    }

    void sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> handles) override
    {
        static_cast<Connection &>(*engine).written(
            port->write(message.constData(), message.size(), std::move(handles)));
    }
};

static UnixSeqPacketSocketPrivate *toPrivate(DevicePrivate *priv)
{
    return static_cast<UnixSeqPacketSocketPrivate *>(priv);
}

static const UnixSeqPacketSocketPrivate *toPrivate(const DevicePrivate *priv)
{
    return static_cast<const UnixSeqPacketSocketPrivate *>(priv);
}

UnixSeqPacketSocket::UnixSeqPacketSocket(QObject *parent)
    : MessageDevice(std::make_unique<UnixSeqPacketSocketPrivate>(), parent)
{ }

UnixSeqPacketSocket::~UnixSeqPacketSocket() = default;

void UnixSeqPacketSocket::connectToServer(const UnixAddress &address, OpenMode mode)
{
    auto *const d = toPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    d->address = address;
    d->credentials = {};
    const auto connect = [&](ConnectObserver &observer) {
        constexpr auto Type = os::SocketType::SeqPacket;
        auto attempts = connectTo(Type, toSocketName(address), address.toString(), d->options);
        return std::make_unique<UnixConnector>(std::move(attempts), observer, Type, nullptr, &d->earlyHandles);
    };
    d->connectBy(connect, mode);
}

void UnixSeqPacketSocket::disconnectFromServer()
{
    priv()->disconnect();
}

int UnixSeqPacketSocket::connectTimeout() const noexcept
{
    return toPrivate(priv())->options.timeout;
}

void UnixSeqPacketSocket::setConnectTimeout(int msecs)
{
    toPrivate(priv())->options.timeout = msecs;
}

Access UnixSeqPacketSocket::requiredServer() const noexcept
{
    return toPrivate(priv())->options.requiredServer;
}

void UnixSeqPacketSocket::setRequiredServer(Access access)
{
    toPrivate(priv())->options.requiredServer = access;
}

UnixAddress UnixSeqPacketSocket::serverAddress() const
{
    return toPrivate(priv())->address;
}

PeerCredentials UnixSeqPacketSocket::peerCredentials() const
{
    return toPrivate(priv())->credentials;
}

std::optional<QList<quint32>> UnixSeqPacketSocket::peerGroups() const
{
    return peerGroupsOf(*priv());
}

OwnedHandle UnixSeqPacketSocket::peerProcessHandle(Error *error) const
{
    return peerProcessOf(*priv(), toPrivate(priv())->address.toString(), error);
}

bool UnixSeqPacketSocket::writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    return toPrivate(priv())->writeMessage(message, std::move(handles));
}

std::vector<OwnedHandle> UnixSeqPacketSocket::takeHandles()
{
    return toPrivate(priv())->takeHandles();
}

int UnixSeqPacketSocket::pendingHandles() const noexcept
{
    return toPrivate(priv())->extras.handles();
}

int UnixSeqPacketSocket::maximumPendingHandles() const noexcept
{
    return toPrivate(priv())->maximumHandles;
}

void UnixSeqPacketSocket::setMaximumPendingHandles(int count)
{
    auto *const d = toPrivate(priv());
    d->maximumHandles = std::max(count, 0);
    if (d->engine)
        d->port->setMaximumHandles(d->maximumHandles);
}

bool UnixSeqPacketSocket::receivesCredentials() const noexcept
{
    return toPrivate(priv())->receivesCredentials;
}

bool UnixSeqPacketSocket::setReceivesCredentials(bool on)
{
    return toPrivate(priv())->setReceivesCredentials(on);
}

std::optional<PeerCredentials> UnixSeqPacketSocket::senderCredentials() const
{
    return toPrivate(priv())->senderCredentials();
}

bool UnixSeqPacketSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    auto *const d = toPrivate(priv());
    if (!d->canBegin("use the handle"))
        return false;
    const int fd = int(handle.get());
    Error error = os::checkSocket(fd, os::SocketType::SeqPacket, os::Role::Connected);
    if (!error)
        error = os::makeNonBlockingCloseOnExec(fd);
    if (error) {
        d->refuse(error);
        return false;
    }
    const auto peer = os::peerName(fd);
    d->address = peer ? toUnixAddress(*peer) : UnixAddress();
    d->adopt(std::move(handle), mode);
    return true;
}

std::pair<std::unique_ptr<UnixSeqPacketSocket>, std::unique_ptr<UnixSeqPacketSocket>> UnixSeqPacketSocket::createPair(
    Error *error)
{
    auto handles = os::createPair(os::SocketType::SeqPacket);
    if (error)
        *error = handles ? Error() : handles.error();
    if (!handles)
        return {};
    std::pair pair { std::make_unique<UnixSeqPacketSocket>(), std::make_unique<UnixSeqPacketSocket>() };
    pair.first->priv()->adopt(std::move(handles->first), ReadWrite);
    pair.second->priv()->adopt(std::move(handles->second), ReadWrite);
    return pair;
}

} // namespace QtInterprocess
