// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixseqpacketserver.h>

#include "device/messagedevice_p.h"
#include "device/server_p.h"
#include "primitives/unix/listener.h"
#include "primitives/unix/unixaddress_p.h"

#include <QtInterprocess/unixseqpacketsocket.h>

#include <utility>

namespace QtInterprocess {

class UnixSeqPacketServerPrivate final : public ServerPrivate
{
public:
    Error admit(qintptr handle) const override { return listener.admit(handle); }
    void releaseName() override { listener.release(); }

    UnixListener listener { os::SocketType::SeqPacket };
};

static UnixSeqPacketServerPrivate *toPrivate(ServerPrivate *priv)
{
    return static_cast<UnixSeqPacketServerPrivate *>(priv);
}

UnixSeqPacketServer::UnixSeqPacketServer(QObject *parent)
    : Server(std::make_unique<UnixSeqPacketServerPrivate>(), parent)
{ }

UnixSeqPacketServer::~UnixSeqPacketServer()
{
    close();
}

bool UnixSeqPacketServer::listen(const UnixAddress &address)
{
    auto *const d = toPrivate(priv());
    if (!d->canListen(address.toString()))
        return false;
    auto engine = d->listener.listen(toSocketName(address), address.toString(), d->access, d->backlog, *d);
    if (!engine)
        return d->refuse(engine.error());
    d->start(std::move(*engine));
    return true;
}

bool UnixSeqPacketServer::listen(OwnedHandle handle)
{
    auto *const d = toPrivate(priv());
    if (!d->canListen(QString()))
        return false;
    auto engine = d->listener.adopt(std::move(handle), d->access, *d);
    if (!engine)
        return d->refuse(engine.error());
    d->start(std::move(*engine));
    return true;
}

UnixAddress UnixSeqPacketServer::serverAddress() const
{
    return isListening() ? toUnixAddress(static_cast<const UnixSeqPacketServerPrivate *>(priv())->listener.name())
                         : UnixAddress();
}

UnixSeqPacketSocket *UnixSeqPacketServer::nextPendingConnection()
{
    OwnedHandle handle = priv()->takePending();
    if (!handle)
        return nullptr;
    auto *const socket = new UnixSeqPacketSocket(this);
    socket->priv()->adopt(std::move(handle), QIODevice::ReadWrite);
    return socket;
}

} // namespace QtInterprocess
