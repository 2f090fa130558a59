// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixseqpacketserver.h>

#include "device/device_p.h"
#include "primitives/unix/unixserver_p.h"

#include <QtInterprocess/unixseqpacketsocket.h>

namespace QtInterprocess {

UnixSeqPacketServer::UnixSeqPacketServer(QObject *parent)
    : Server(std::make_unique<UnixServerPrivate>(os::SocketType::SeqPacket), parent)
{ }

UnixSeqPacketServer::~UnixSeqPacketServer()
{
    close();
}

bool UnixSeqPacketServer::listen(const UnixAddress &address)
{
    return unixServerPrivate(priv())->listen(address);
}

bool UnixSeqPacketServer::listen(OwnedHandle handle)
{
    return unixServerPrivate(priv())->listen(std::move(handle));
}

std::unique_ptr<UnixSeqPacketServer> UnixSeqPacketServer::fromActivation(const QString &name, const Access &access,
                                                                         Error *error)
{
    return serveActivated<UnixSeqPacketServer>(os::SocketType::SeqPacket, name, access, error);
}

UnixAddress UnixSeqPacketServer::serverAddress() const
{
    return unixServerPrivate(priv())->address();
}

UnixSeqPacketSocket *UnixSeqPacketServer::nextPendingConnection()
{
    AcceptedConnection accepted = priv()->takePending();
    if (!accepted.handle)
        return nullptr;
    auto *const socket = new UnixSeqPacketSocket(this);
    socket->priv()->adoptAccepted(std::move(accepted));
    socket->setServerAddress(serverAddress());
    return socket;
}

Device *UnixSeqPacketServer::nextPendingDevice()
{
    return nextPendingConnection();
}

} // namespace QtInterprocess
