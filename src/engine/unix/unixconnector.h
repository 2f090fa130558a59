// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/retryingconnector.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"

namespace QtInterprocess {

// Whether the peer may pass handles; refused, if the system can do that, before there is a connection.
enum class HandlePassing { Allowed, Refused };

// Connects once and checks who serves, before anything can be sent. An invalid handle means that the backlog is full.
Result<OwnedHandle> connectOnce(os::SocketType type, const Result<os::SocketAddress> &address,
                                const Access &requiredServer, HandlePassing handles);

// The attempts of a UnixConnector; subject is what errors call the server. An invalid name is reported like any other failure.
ConnectAttempts connectTo(os::SocketType type, const Result<os::SocketName> &name, const QString &subject,
                          const ConnectOptions &options, HandlePassing handles = HandlePassing::Allowed);
ConnectAttempts connectBy(ConnectAttempt attempt, const QString &subject, int timeout);

/*
    Connects to a Unix domain socket. That is decided at once, one way or the other, except when the backlog of the
    server is full: then Linux answers EAGAIN, and the socket never becomes usable by polling. So it is tried again with
    delays that grow from 1 ms to 100 ms, until the deadline.
*/
class UnixConnector final : public RetryingConnector
{
public:
    // No type: a pipe.
    UnixConnector(ConnectAttempts attempts, ConnectObserver &observer,
                  std::optional<os::SocketType> type = os::SocketType::Stream);

private:
    void deliver(ConnectAttempts attempts, std::unique_ptr<Output> output) override;

    const std::optional<os::SocketType> m_type;
};

} // namespace QtInterprocess
