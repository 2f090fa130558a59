// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/localsocket.h>

#include "device/device_p.h"
#include "local/localbackend.h"

#include <memory>
#include <utility>
#include <vector>

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
    HandleCarrier *handleCarrier() override;
    const HandleCarrier *usedCarrier() const noexcept { return m_carrier.get(); }
    QString subject() const override { return fullName; }

protected:
    void opened(qintptr handle) override;
    void announceName() override { Q_EMIT static_cast<LocalSocket *>(q)->serverNameChanged(); }
    void started() override;
    void clearInput() override;
    void announceHandles() override { Q_EMIT static_cast<LocalSocket *>(q)->handlesReceived(); }

private:
    std::unique_ptr<HandleCarrier> m_carrier; // null until handles are wanted or sent
};

HandleCarrier *LocalSocketPrivate::handleCarrier()
{
    if (!m_carrier)
        m_carrier = local::makeHandleCarrier(*this);
    return m_carrier.get();
}

void LocalSocketPrivate::started()
{
    if (m_carrier)
        m_carrier->started();
}

void LocalSocketPrivate::clearInput()
{
    DevicePrivate::clearInput();
    if (m_carrier)
        m_carrier->inputCleared();
}

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
    wanted.receivesHandles = m_carrier && m_carrier->isReceiving();
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

qint64 LocalSocket::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    return handles.empty() ? Device::write(data) : priv()->handleCarrier()->write(data, std::move(handles));
}

int LocalSocket::maximumPendingHandles() const noexcept
{
    const HandleCarrier *const carrier = localSocketPrivate(priv())->usedCarrier();
    return carrier ? carrier->limit() : 0;
}

void LocalSocket::setMaximumPendingHandles(int count)
{
    if (count > 0 || localSocketPrivate(priv())->usedCarrier())
        priv()->handleCarrier()->setLimit(count);
}

int LocalSocket::pendingHandles() const noexcept
{
    const HandleCarrier *const carrier = localSocketPrivate(priv())->usedCarrier();
    return carrier ? carrier->pending() : 0;
}

std::vector<OwnedHandle> LocalSocket::takeHandles(int maximum)
{
    return pendingHandles() > 0 ? priv()->handleCarrier()->take(maximum) : std::vector<OwnedHandle>();
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
