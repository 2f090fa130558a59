// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/unixserver.h>

#include "device/device_p.h"
#include "device/server_p.h"
#include "os/unix/socket.h"
#include "primitives/unix/listener.h"
#include "primitives/unix/unixaddress_p.h"

#include <QtInterprocess/unixactivation.h>
#include <QtInterprocess/unixsocket.h>

#include <utility>

namespace QtInterprocess {

class UnixServerPrivate final : public ServerPrivate
{
public:
    Error admit(qintptr handle) const override { return listener.admit(handle); }
    void releaseName() override { listener.release(); }

    UnixListener listener { os::SocketType::Stream };
};

static UnixServerPrivate *toPrivate(ServerPrivate *priv)
{
    return static_cast<UnixServerPrivate *>(priv);
}

UnixServer::UnixServer(QObject *parent) : Server(std::make_unique<UnixServerPrivate>(), parent) { }

UnixServer::~UnixServer()
{
    close();
}

bool UnixServer::listen(const UnixAddress &address)
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

bool UnixServer::listen(OwnedHandle handle)
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

std::unique_ptr<UnixServer> UnixServer::fromActivation(const QString &name, Access access, Error *error)
{
    const auto check = [](OwnedHandle::Native handle) {
        return os::checkStreamSocket(int(handle), os::Role::Listening);
    };
    OwnedHandle handle = UnixActivation::takeChecked(name, check, error);
    if (!handle)
        return nullptr;
    auto server = std::make_unique<UnixServer>();
    server->setAccess(access);
    const bool listening = server->listen(std::move(handle));
    if (!listening && error)
        *error = server->error();
    return listening ? std::move(server) : nullptr;
}

UnixAddress UnixServer::serverAddress() const
{
    return isListening() ? toUnixAddress(static_cast<const UnixServerPrivate *>(priv())->listener.name())
                         : UnixAddress();
}

UnixSocket *UnixServer::nextPendingConnection()
{
    OwnedHandle handle = priv()->takePending();
    if (!handle)
        return nullptr;
    auto *const socket = new UnixSocket(this);
    socket->priv()->adopt(std::move(handle), QIODevice::ReadWrite);
    return socket;
}

} // namespace QtInterprocess
