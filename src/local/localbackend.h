// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/handlecarrier.h"
#include "device/server_p.h"
#include "engine/connector.h"
#include "support/result.h"

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/localname.h>

#include <memory>
#include <optional>
#include <utility>

namespace QtInterprocess {

class DevicePrivate;

// The platform's implementation of local sockets: declared here once, defined once per platform.
namespace local {

bool supports(LocalName::Kind kind) noexcept;

// Checks a name for the whole system. It has the same form on all platforms, and cannot leave the
// system's folder.
Error checkSystemName(const LocalName &name);

// Returns the place of a name, without creating anything.
Result<QString> placeOf(const LocalName &name);
// Returns the place of the name at which a connection was made.
Result<QString> placeOf(const LocalName &name, qintptr connected);

// Makes a connector. An invalid name is reported like any other failure. place is set to the result
// of placeOf(), or becomes empty.
std::unique_ptr<Connector> makeConnector(const LocalName &name, const ConnectOptions &options,
                                         ConnectObserver &observer, QString &place);

// Checks a connected handle from outside, and prepares it for an engine.
Error prepareConnected(OwnedHandle &handle);

PeerCredentials peerCredentials(qintptr handle);

// Returns a listening handle that a supervisor has passed to this process, for a server with this
// access.
OwnedHandle takeActivated(const QString &name, const Access &access, Error *error);

// Makes what passes handles over a local socket.
std::unique_ptr<HandleCarrier> makeHandleCarrier(DevicePrivate &device);

// Creates two connected ends: one for this process, and one to pass on.
Result<std::pair<OwnedHandle, OwnedHandle>> createPairForPeer();

class Listener
{
public:
    static std::unique_ptr<Listener> make();
    virtual ~Listener() = default;

    virtual Result<std::unique_ptr<AcceptEngine>> listen(const LocalName &name, const Access &access, int backlog,
                                                         AcceptObserver &observer) = 0;
    virtual Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle handle, const Access &access,
                                                        AcceptObserver &observer) = 0;
    virtual Error admit(qintptr handle, std::optional<PeerCredentials> &peer) const = 0;
    virtual void release() = 0;
    // Sets whether clients may send handles, for the next listen().
    virtual void setHandles(bool received) = 0;
    virtual QString fullName() const = 0;
};

} // namespace local
} // namespace QtInterprocess
