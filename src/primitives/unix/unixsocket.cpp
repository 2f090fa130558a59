// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixsocket.h>

#include "engine/unix/unixconnector.h"
#include "os/unix/descriptor.h"
#include "os/unix/socket.h"
#include "primitives/unix/peerinfo.h"
#include "primitives/unix/unixaddress_p.h"
#include "primitives/unix/unixsocket_p.h"

#include <utility>

namespace QtInterprocess {

UnixSocket::UnixSocket(QObject *parent) : Device(std::make_unique<UnixSocketPrivate>(), parent) { }

UnixSocket::~UnixSocket() = default;

void UnixSocket::connectToServer(const UnixAddress &address, OpenMode mode)
{
    auto *const d = toPrivate(priv());
    if (!d->canBegin("connect to"))
        return;
    d->address = address;
    d->credentials = {};
    const auto connect = [&](ConnectObserver &observer) {
        constexpr auto Type = os::SocketType::Stream;
        auto attempts = connectTo(Type, toSocketName(address), address.toString(), d->options);
        return std::make_unique<UnixConnector>(std::move(attempts), observer, Type, &d->earlyHandles);
    };
    d->connectBy(connect, mode);
}

void UnixSocket::disconnectFromServer()
{
    priv()->disconnect();
}

int UnixSocket::connectTimeout() const noexcept
{
    return toPrivate(priv())->options.timeout;
}

void UnixSocket::setConnectTimeout(int msecs)
{
    toPrivate(priv())->options.timeout = msecs;
}

Access UnixSocket::requiredServer() const noexcept
{
    return toPrivate(priv())->options.requiredServer;
}

void UnixSocket::setRequiredServer(Access access)
{
    toPrivate(priv())->options.requiredServer = access;
}

UnixAddress UnixSocket::serverAddress() const
{
    return toPrivate(priv())->address;
}

PeerCredentials UnixSocket::peerCredentials() const
{
    return toPrivate(priv())->credentials;
}

std::optional<QList<quint32>> UnixSocket::peerGroups() const
{
    return peerGroupsOf(*priv());
}

OwnedHandle UnixSocket::peerProcessHandle(Error *error) const
{
    return peerProcessOf(*priv(), toPrivate(priv())->address.toString(), error);
}

int UnixSocket::sendBufferSize() const
{
    return toPrivate(priv())->bufferSize(os::Buffer::Send);
}

void UnixSocket::setSendBufferSize(int bytes)
{
    toPrivate(priv())->setBufferSize(os::Buffer::Send, bytes);
}

int UnixSocket::receiveBufferSize() const
{
    return toPrivate(priv())->bufferSize(os::Buffer::Receive);
}

void UnixSocket::setReceiveBufferSize(int bytes)
{
    toPrivate(priv())->setBufferSize(os::Buffer::Receive, bytes);
}

bool UnixSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    os::HandleClosing::set(handle, os::HandleClosing::Elsewhere);
    auto *const d = toPrivate(priv());
    if (!d->canBegin("use the handle"))
        return false;
    const int fd = int(handle.get());
    Error error = os::checkStreamSocket(fd, os::Role::Connected);
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

std::pair<std::unique_ptr<UnixSocket>, std::unique_ptr<UnixSocket>> UnixSocket::createPair(Error *error)
{
    auto handles = os::createStreamPair();
    if (error)
        *error = handles ? Error() : handles.error();
    if (!handles)
        return {};
    std::pair pair { std::make_unique<UnixSocket>(), std::make_unique<UnixSocket>() };
    pair.first->priv()->adopt(std::move(handles->first), ReadWrite);
    pair.second->priv()->adopt(std::move(handles->second), ReadWrite);
    return pair;
}

} // namespace QtInterprocess
