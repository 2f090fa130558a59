// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/server_p.h"
#include "os/unix/peer.h"
#include "primitives/unix/activationvariables.h"
#include "primitives/unix/listener.h"
#include "primitives/unix/unixaddress_p.h"

#include <memory>
#include <utility>

namespace QtInterprocess {

// The implementation of a server for sockets of one type.
class UnixServerPrivate final : public ServerPrivate
{
public:
    explicit UnixServerPrivate(os::SocketType type) : m_listener(type) { }

    bool listen(const UnixAddress &name)
    {
        const QString subject = name.toString();
        return canListen(subject) && startWith(m_listener.listen(toSocketName(name), subject, access, backlog, *this));
    }

    bool listen(OwnedHandle handle)
    {
        return canListen(QString()) && startWith(m_listener.adopt(std::move(handle), access, *this));
    }

    UnixAddress address() const { return engine ? toUnixAddress(m_listener.name()) : UnixAddress(); }

    Error admit(qintptr handle, std::optional<PeerCredentials> &peer) const override
    {
        return m_listener.admit(handle, peer);
    }
    void releaseName() override { m_listener.release(); }
    PeerCredentials credentialsOf(qintptr handle) const override
    {
        const auto peer = os::peerCredentials(int(handle));
        return peer ? *peer : PeerCredentials();
    }

private:
    bool startWith(Result<std::unique_ptr<AcceptEngine>> made)
    {
        if (!made)
            return refuse(made.error());
        start(std::move(*made));
        return true;
    }

    UnixListener m_listener;
};

inline UnixServerPrivate *unixServerPrivate(ServerPrivate *priv)
{
    return static_cast<UnixServerPrivate *>(priv);
}

inline const UnixServerPrivate *unixServerPrivate(const ServerPrivate *priv)
{
    return static_cast<const UnixServerPrivate *>(priv);
}

// Implements fromActivation() of a server class.
template <typename Class>
std::unique_ptr<Class> serveActivated(os::SocketType type, const QString &name, const Access &access, Error *error)
{
    OwnedHandle handle = takeActivated(name, type, os::Role::Listening, access, error);
    if (!handle)
        return nullptr;
    auto server = std::make_unique<Class>();
    server->setAccess(access);
    const bool listening = server->listen(std::move(handle));
    if (!listening && error)
        *error = server->error();
    return listening ? std::move(server) : nullptr;
}

} // namespace QtInterprocess
