// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/server_p.h"
#include "engine/connector.h"
#include "support/result.h"

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/localname.h>

#include <memory>
#include <utility>

namespace QtInterprocess {

// What a local socket is on a platform: declared here once, defined once per platform.
namespace local {

bool supports(LocalName::Kind kind) noexcept;

// Names for the whole system have the same form everywhere: none leads out of the place of the system.
Error checkSystemName(const LocalName &name);

// Where a name is, without making anything.
Result<QString> placeOf(const LocalName &name);
// Where a connection to it has been made.
Result<QString> placeOf(const LocalName &name, qintptr connected);

// A name that cannot be is reported by the connector, like any other failure. place becomes what placeOf() says, or empty.
std::unique_ptr<Connector> makeConnector(const LocalName &name, const ConnectOptions &options,
                                         ConnectObserver &observer, QString &place);

// Checks a connected handle from outside and makes it fit for an engine.
Error prepareConnected(OwnedHandle &handle);

PeerCredentials peerCredentials(qintptr handle);

// A listening handle that a supervisor has handed to this process, for a server with that access.
OwnedHandle takeActivated(const QString &name, const Access &access, Error *error);

// Two connected ends: one for us, and one for somebody else.
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
    virtual Error admit(qintptr handle) const = 0;
    virtual void release() = 0;
    virtual QString fullName() const = 0;
};

} // namespace local
} // namespace QtInterprocess
