// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixdatagramsocket.h>

#include "engine/connection.h"
#include "engine/unix/datagramport.h"
#include "engine/unix/unixconnector.h"
#include "os/unix/descriptor.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"
#include "primitives/unix/nameclaim.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixmessagedevice_p.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using Settings = DatagramPort::Settings;

class UnixDatagramSocketPrivate final : public UnixMessageDevicePrivate
{
public:
    Connection &connection() { return static_cast<Connection &>(*engine); }
    bool hasPeer() const { return !engine || port->hasPeer(); }

    Result<OwnedHandle> bindNew(const UnixAddress &name, NameClaim &made);
    Error askForCredentials(int fd);
    void start(OwnedHandle handle, const Settings &with, QIODevice::OpenMode mode);
    Error choosePeer(const UnixAddress &address);
    UnixDatagram receive();
    bool write(const QByteArray &data, const UnixAddress &to, std::vector<OwnedHandle> &&handles);
    bool refuse(const char *operation, const UnixAddress &about, const Error &why);

    UnixAddress local;
    UnixAddress peer;
    Access access = Access::User;
    bool receivesCredentials = false;
    Settings settings; // of the engine to be made
    NameClaim claim;
    DatagramPort *port = nullptr; // of the engine

protected:
    QString subject() const override
    {
        return peer.type() == UnixAddress::Type::Unnamed ? local.toString() : peer.toString();
    }

    void opened(qintptr handle) override
    {
        if (settings.receivesCredentials)
            (void)os::setReceivingCredentials(int(handle), true); // unless it is Unsupported; then none come
    }

    std::unique_ptr<StreamEngine> makeMessageEngine(OwnedHandle handle, MessageBounds *bounds) override
    {
        const MessageInput messages { input, *bounds, &extras };
        auto made = std::make_unique<DatagramPort>(std::move(handle), messages, settings);
        made->setMaximumHandles(maximumHandles);
        port = made.get();
        return std::make_unique<Connection>(std::move(made), *this);
    }

    void sendWithHandles(const QByteArray &message, std::vector<OwnedHandle> handles) override
    {
        connection().written(port->write(message.constData(), message.size(), std::move(handles), {}));
    }

    void ending() override
    {
        claim.release();
        claim = NameClaim();
    }
};

// A socket under that name, and the settings for it; made is what has to be released in the end.
Result<OwnedHandle> UnixDatagramSocketPrivate::bindNew(const UnixAddress &name, NameClaim &made)
{
    auto socket = os::createSocket(os::SocketType::Datagram);
    if (!socket)
        return socket.error();
    const int fd = int(socket->get());
    if (const Error why = askForCredentials(fd)) // before it has a name, so that nothing comes in without them
        return why;
    if (name.type() == UnixAddress::Type::Unnamed) {
        if (const Error why = os::bindToFreeName(fd))
            return why;
        return socket;
    }
    auto claimed = NameClaim::bind(fd, toSocketName(name), access);
    if (!claimed)
        return claimed.error();
    made = std::move(*claimed);
    return socket;
}

Error UnixDatagramSocketPrivate::askForCredentials(int fd)
{
    settings = Settings();
    settings.outlivesPeer = true;
    if (access == Access::Everyone && !receivesCredentials)
        return {};
    const Error why = os::setReceivingCredentials(fd, true);
    if (why.code() == Error::Unsupported)
        return {}; // the mode of the file is all there is
    settings.receivesCredentials = true;
    settings.access = access;
    return why;
}

void UnixDatagramSocketPrivate::start(OwnedHandle handle, const Settings &with, QIODevice::OpenMode mode)
{
    settings = with;
    adopt(std::move(handle), mode);
}

Error UnixDatagramSocketPrivate::choosePeer(const UnixAddress &address)
{
    if (!engine)
        return Error(Error::InvalidOperation, 0, QString(), QString(), QStringLiteral("the device is not open"));
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
    port->peerChanged(toSocketName(peer), toSocketName(address));
    connection().written();
    peer = address;
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
        return fail(error.withSubject(to.toString()), to.toString());
    Error why = engine ? os::SocketAddress::check(name)
                       : Error(Error::InvalidOperation, 0, QString(), QString(), QStringLiteral("not open yet"));
    if (!why)
        why = checkHandles(handles);
    if (!why)
        why = port->checkSize(data.size());
    if (why)
        return fail(why, to.toString());
    // To the peer as writeMessage() does it, so that both keep one order.
    const bool isPeer = port->hasPeer() && to == peer;
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

static UnixDatagramSocketPrivate *toPrivate(DevicePrivate *priv)
{
    return static_cast<UnixDatagramSocketPrivate *>(priv);
}

static const UnixDatagramSocketPrivate *toPrivate(const DevicePrivate *priv)
{
    return static_cast<const UnixDatagramSocketPrivate *>(priv);
}

UnixDatagramSocket::UnixDatagramSocket(QObject *parent)
    : MessageDevice(std::make_unique<UnixDatagramSocketPrivate>(), parent)
{ }

UnixDatagramSocket::~UnixDatagramSocket() = default;

// ---- opening

bool UnixDatagramSocket::bind(const UnixAddress &address)
{
    auto *const d = toPrivate(priv());
    if (!d->canBegin("bind to"))
        return false;
    NameClaim claim;
    auto handle = d->bindNew(address, claim);
    if (!handle)
        return d->refuse("bind to", address, handle.error());
    const auto name = os::localName(int(handle->get()));
    d->peer = UnixAddress();
    d->local = address.type() == UnixAddress::Type::Unnamed && name ? toUnixAddress(*name) : address;
    d->adopt(std::move(*handle), ReadWrite);
    d->claim = std::move(claim);
    return true;
}

Access UnixDatagramSocket::access() const noexcept
{
    return toPrivate(priv())->access;
}

void UnixDatagramSocket::setAccess(Access access)
{
    toPrivate(priv())->access = access;
}

void UnixDatagramSocket::connectToServer(const UnixAddress &address, OpenMode mode)
{
    auto *const d = toPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    d->local = UnixAddress();
    d->peer = address;
    d->settings = Settings();
    d->settings.hasPeer = true;
    d->settings.receivesCredentials = d->receivesCredentials;
    const auto connect = [&](ConnectObserver &observer) {
        constexpr auto Type = os::SocketType::Datagram;
        auto attempts = connectTo(Type, toSocketName(address), address.toString(), ConnectOptions());
        return std::make_unique<UnixConnector>(std::move(attempts), observer, Type, nullptr, &d->earlyHandles);
    };
    d->connectBy(connect, mode);
}

bool UnixDatagramSocket::connectToPeer(const UnixAddress &address)
{
    auto *const d = toPrivate(priv());
    const Error why = d->choosePeer(address);
    return !why || d->refuse("connect to", address, why);
}

bool UnixDatagramSocket::open(OpenMode mode)
{
    auto *const d = toPrivate(priv());
    if (!d->canBegin("open"))
        return false;
    auto handle = os::createSocket(os::SocketType::Datagram);
    if (!handle)
        return d->refuse("open", UnixAddress(), handle.error());
    d->local = d->peer = UnixAddress();
    Settings settings;
    settings.outlivesPeer = true;
    settings.receivesCredentials = d->receivesCredentials;
    d->start(std::move(*handle), settings, mode);
    return true;
}

bool UnixDatagramSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    auto *const d = toPrivate(priv());
    if (!d->canBegin("use the handle"))
        return false;
    const int fd = int(handle.get());
    Error error = os::checkSocket(fd, os::SocketType::Datagram, os::Role::Any);
    if (!error)
        error = os::makeNonBlockingCloseOnExec(fd);
    if (error)
        return d->refuse("use the handle", UnixAddress(), error);
    const auto name = os::localName(fd);
    const auto peer = os::peerName(fd);
    d->local = name ? toUnixAddress(*name) : UnixAddress();
    d->peer = peer ? toUnixAddress(*peer) : UnixAddress();
    Settings settings;
    settings.hasPeer = bool(peer);
    settings.receivesCredentials = d->receivesCredentials || os::isReceivingCredentials(fd);
    settings.outlivesPeer = !peer || d->local.type() != UnixAddress::Type::Unnamed;
    d->start(std::move(handle), settings, mode);
    return true;
}

std::pair<std::unique_ptr<UnixDatagramSocket>, std::unique_ptr<UnixDatagramSocket>> UnixDatagramSocket::createPair(
    Error *error)
{
    auto handles = os::createPair(os::SocketType::Datagram);
    if (error)
        *error = handles ? Error() : handles.error();
    if (!handles)
        return {};
    Settings settings;
    settings.hasPeer = true;
    std::pair pair { std::make_unique<UnixDatagramSocket>(), std::make_unique<UnixDatagramSocket>() };
    toPrivate(pair.first->priv())->start(std::move(handles->first), settings, ReadWrite);
    toPrivate(pair.second->priv())->start(std::move(handles->second), settings, ReadWrite);
    return pair;
}

void UnixDatagramSocket::disconnectFromServer()
{
    priv()->disconnect();
}

// ---- addresses

UnixAddress UnixDatagramSocket::localAddress() const
{
    return toPrivate(priv())->local;
}

UnixAddress UnixDatagramSocket::peerAddress() const
{
    const auto *const d = toPrivate(priv());
    return d->hasPeer() ? d->peer : UnixAddress();
}

// ---- datagrams

UnixDatagram UnixDatagramSocket::receiveDatagram()
{
    return toPrivate(priv())->receive();
}

bool UnixDatagramSocket::writeDatagram(const QByteArray &data, const UnixAddress &to,
                                       std::vector<OwnedHandle> &&handles)
{
    return toPrivate(priv())->write(data, to, std::move(handles));
}

bool UnixDatagramSocket::writeDatagram(const QByteArray &data, const UnixAddress &to)
{
    return toPrivate(priv())->write(data, to, {});
}

bool UnixDatagramSocket::writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles)
{
    return toPrivate(priv())->writeMessage(message, std::move(handles));
}

std::vector<OwnedHandle> UnixDatagramSocket::takeHandles()
{
    return toPrivate(priv())->takeHandles();
}

int UnixDatagramSocket::pendingHandles() const noexcept
{
    return toPrivate(priv())->extras.handles();
}

int UnixDatagramSocket::maximumPendingHandles() const noexcept
{
    return toPrivate(priv())->maximumHandles;
}

void UnixDatagramSocket::setMaximumPendingHandles(int count)
{
    auto *const d = toPrivate(priv());
    d->maximumHandles = std::max(count, 0);
    if (d->engine)
        d->port->setMaximumHandles(d->maximumHandles);
}

bool UnixDatagramSocket::receivesCredentials() const noexcept
{
    return toPrivate(priv())->receivesCredentials;
}

void UnixDatagramSocket::setReceivesCredentials(bool on)
{
    toPrivate(priv())->receivesCredentials = on;
}

} // namespace QtInterprocess
