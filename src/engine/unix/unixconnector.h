// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/retryingconnector.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"

namespace QtInterprocess {

// Whether the peer may pass handles. If the system can, it refuses them before there is a
// connection.
enum class HandlePassing { Allowed, Refused };

// Connects once, and checks the server before anything can be sent. An invalid handle means a full
// backlog.
Result<OwnedHandle> connectOnce(os::SocketType type, const Result<os::SocketAddress> &address,
                                const Access &requiredServer, HandlePassing handles);

// Returns the attempts of a UnixConnector. subject names the server in errors. An invalid name is
// reported like any other failure.
ConnectAttempts connectTo(os::SocketType type, const Result<os::SocketName> &name, const QString &subject,
                          const ConnectOptions &options, HandlePassing handles = HandlePassing::Allowed);
ConnectAttempts connectBy(ConnectAttempt attempt, const QString &subject, int timeout);

/*
    Connects to a Unix domain socket.

    Connecting succeeds or fails at once, except when the server's backlog is full. Then Linux
    returns EAGAIN, and polling never makes the socket usable. So it is tried again until the
    deadline, with delays that grow from 1 ms to 100 ms.
*/
class UnixConnector final : public RetryingConnector
{
public:
    // No type means a pipe.
    UnixConnector(ConnectAttempts attempts, ConnectObserver &observer,
                  std::optional<os::SocketType> type = os::SocketType::Stream);

private:
    void deliver(ConnectAttempts attempts, std::unique_ptr<Output> output) override;

    const std::optional<os::SocketType> m_type;
};

} // namespace QtInterprocess
