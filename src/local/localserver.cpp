// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/localserver.h>

#include "device/device_p.h"
#include "device/server_p.h"
#include "local/localbackend.h"

#include <QtInterprocess/localsocket.h>

#include <utility>

namespace QtInterprocess {

class LocalServerPrivate final : public ServerPrivate
{
public:
    Error admit(qintptr handle, std::optional<PeerCredentials> &peer) const override
    {
        return listener->admit(handle, peer);
    }
    void releaseName() override { listener->release(); }
    PeerCredentials credentialsOf(qintptr handle) const override { return local::peerCredentials(handle); }

    const std::unique_ptr<local::Listener> listener = local::Listener::make();
    LocalName name;
    QString fullName; // one string for all connections
    bool receivesHandles = false;
};

static LocalServerPrivate *localServerPrivate(ServerPrivate *priv)
{
    return static_cast<LocalServerPrivate *>(priv);
}

static const LocalServerPrivate *localServerPrivate(const ServerPrivate *priv)
{
    return static_cast<const LocalServerPrivate *>(priv);
}

LocalServer::LocalServer(QObject *parent) : Server(std::make_unique<LocalServerPrivate>(), parent) { }

LocalServer::~LocalServer()
{
    close();
}

bool LocalServer::listen(const LocalName &name)
{
    auto *const d = localServerPrivate(priv());
    if (!d->canListen(name.toString()))
        return false;
    d->listener->setHandles(d->receivesHandles);
    auto engine = d->listener->listen(name, d->access, d->backlog, *d);
    if (!engine)
        return d->refuse(engine.error());
    d->name = name;
    d->fullName = d->listener->fullName();
    d->start(std::move(*engine));
    return true;
}

bool LocalServer::listen(OwnedHandle handle)
{
    auto *const d = localServerPrivate(priv());
    if (!d->canListen(QString()))
        return false;
    auto engine = d->listener->adopt(std::move(handle), d->access, *d);
    if (!engine)
        return d->refuse(engine.error());
    d->name = LocalName();
    d->fullName = d->listener->fullName();
    d->start(std::move(*engine));
    return true;
}

std::unique_ptr<LocalServer> LocalServer::fromActivation(const QString &name, const Access &access, Error *error)
{
    OwnedHandle handle = local::takeActivated(name, access, error);
    if (!handle)
        return nullptr;
    auto server = std::make_unique<LocalServer>();
    server->setAccess(access);
    const bool listening = server->listen(std::move(handle));
    if (!listening && error)
        *error = server->error();
    return listening ? std::move(server) : nullptr;
}

bool LocalServer::receivesHandles() const noexcept
{
    return localServerPrivate(priv())->receivesHandles;
}

void LocalServer::setReceivesHandles(bool on)
{
    localServerPrivate(priv())->receivesHandles = on;
}

QString LocalServer::serverName() const
{
    return isListening() ? localServerPrivate(priv())->name.toString() : QString();
}

QString LocalServer::fullServerName() const
{
    return isListening() ? localServerPrivate(priv())->fullName : QString();
}

LocalSocket *LocalServer::nextPendingConnection()
{
    AcceptedConnection accepted = priv()->takePending();
    if (!accepted.handle)
        return nullptr;
    const auto *const d = localServerPrivate(priv());
    auto *const socket = new LocalSocket(this);
    socket->priv()->adoptAccepted(std::move(accepted));
    socket->setServer(d->name, d->fullName);
    return socket;
}

Device *LocalServer::nextPendingDevice()
{
    return nextPendingConnection();
}

} // namespace QtInterprocess
