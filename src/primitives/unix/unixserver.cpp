// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixserver.h>

#include "device/device_p.h"
#include "primitives/unix/unixserver_p.h"

#include <QtInterprocess/unixsocket.h>

namespace QtInterprocess {

UnixServer::UnixServer(QObject *parent)
    : Server(std::make_unique<UnixServerPrivate>(os::SocketType::Stream), parent) { }

UnixServer::~UnixServer()
{
    close();
}

bool UnixServer::listen(const UnixAddress &address)
{
    return unixServerPrivate(priv())->listen(address);
}

bool UnixServer::listen(OwnedHandle handle)
{
    return unixServerPrivate(priv())->listen(std::move(handle));
}

std::unique_ptr<UnixServer> UnixServer::fromActivation(const QString &name, const Access &access, Error *error)
{
    return serveActivated<UnixServer>(os::SocketType::Stream, name, access, error);
}

UnixAddress UnixServer::serverAddress() const
{
    return unixServerPrivate(priv())->address();
}

UnixSocket *UnixServer::nextPendingConnection()
{
    AcceptedConnection accepted = priv()->takePending();
    if (!accepted.handle)
        return nullptr;
    auto *const socket = new UnixSocket(this);
    socket->priv()->adoptAccepted(std::move(accepted));
    socket->setServerAddress(serverAddress());
    return socket;
}

Device *UnixServer::nextPendingDevice()
{
    return nextPendingConnection();
}

} // namespace QtInterprocess
