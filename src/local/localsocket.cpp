// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/localsocket.h>

#include "device/device_p.h"
#include "local/localbackend.h"

#include <utility>

namespace QtInterprocess {

class LocalSocketPrivate final : public DevicePrivate
{
public:
    LocalName name;
    QString fullName;
    ConnectOptions options;
    PeerCredentials credentials;

    bool connectTo(const LocalName &to, QIODevice::OpenMode mode);
    void setName(const LocalName &to);

protected:
    void opened(qintptr handle) override;
    QString subject() const override { return fullName; }
    void announceName() override { Q_EMIT static_cast<LocalSocket *>(q)->serverNameChanged(); }
};

void LocalSocketPrivate::opened(qintptr handle)
{
    credentials = acceptedPeer() ? *acceptedPeer() : local::peerCredentials(handle);
    if (name.isEmpty() || name.kind() != LocalName::Kind::Generic) // accepted, or in the same place for every process
        return;
    if (const auto place = local::placeOf(name, handle))
        fullName = *place;
}

void LocalSocketPrivate::setName(const LocalName &to)
{
    if (name == to)
        return;
    name = to;
    noteName();
}

bool LocalSocketPrivate::connectTo(const LocalName &to, QIODevice::OpenMode mode)
{
    if (!canBegin("connect to"))
        return false;
    setName(to);
    credentials = {};
    ConnectOptions wanted = options;
    // A generic name belongs to this user, wherever it is. A stranger in its place is not the
    // requested server.
    if (to.kind() == LocalName::Kind::Generic)
        wanted.requiredServer = Access::User;
    const auto connect = [&](ConnectObserver &observer) {
        return local::makeConnector(to, wanted, observer, fullName);
    };
    return connectBy(connect, mode);
}

static LocalSocketPrivate *localSocketPrivate(DevicePrivate *priv)
{
    return static_cast<LocalSocketPrivate *>(priv);
}

static const LocalSocketPrivate *localSocketPrivate(const DevicePrivate *priv)
{
    return static_cast<const LocalSocketPrivate *>(priv);
}

LocalSocket::LocalSocket(QObject *parent) : Device(std::make_unique<LocalSocketPrivate>(), parent) { }

LocalSocket::~LocalSocket() = default;

void LocalSocket::connectToServer(const LocalName &name, OpenMode mode)
{
    localSocketPrivate(priv())->connectTo(name, mode);
}

void LocalSocket::connectToServer(OpenMode mode)
{
    open(mode);
}

bool LocalSocket::open(OpenMode mode)
{
    auto *const d = localSocketPrivate(priv());
    return d->connectTo(LocalName(d->name), mode);
}

void LocalSocket::disconnectFromServer()
{
    priv()->disconnect();
}

QString LocalSocket::serverName() const
{
    return localSocketPrivate(priv())->name.toString();
}

void LocalSocket::setServerName(const LocalName &name)
{
    auto *const d = localSocketPrivate(priv());
    if (d->canBegin("set the name of"))
        d->setName(name);
}

QString LocalSocket::fullServerName() const
{
    return state() != State::Closed ? localSocketPrivate(priv())->fullName : QString();
}

// Sets the server of an accepted socket.
void LocalSocket::setServer(const LocalName &name, const QString &fullName)
{
    localSocketPrivate(priv())->name = name;
    localSocketPrivate(priv())->fullName = fullName;
}

int LocalSocket::connectTimeout() const noexcept
{
    return localSocketPrivate(priv())->options.timeout;
}

void LocalSocket::setConnectTimeout(int msecs)
{
    localSocketPrivate(priv())->options.timeout = msecs;
}

Access LocalSocket::requiredServer() const noexcept
{
    return localSocketPrivate(priv())->options.requiredServer;
}

void LocalSocket::setRequiredServer(const Access &access)
{
    localSocketPrivate(priv())->options.requiredServer = access;
}

PeerCredentials LocalSocket::peerCredentials() const
{
    return localSocketPrivate(priv())->credentials;
}

OwnedHandle LocalSocket::createPeer()
{
    auto *const d = localSocketPrivate(priv());
    if (!d->canBegin("create a peer for"))
        return {};
    auto handles = local::createPairForPeer();
    if (!handles) {
        d->refuse(handles.error());
        return {};
    }
    d->setName({});
    d->fullName.clear();
    return d->adopt(std::move(handles->first), ReadWrite) ? std::move(handles->second) : OwnedHandle();
}

bool LocalSocket::adopt(OwnedHandle handle, OpenMode mode)
{
    auto *const d = localSocketPrivate(priv());
    if (!d->canBegin("use the handle"))
        return false;
    if (const Error error = local::prepareConnected(handle)) {
        d->refuse(error);
        return false;
    }
    d->setName({});
    d->fullName.clear();
    return d->adopt(std::move(handle), mode);
}

} // namespace QtInterprocess
