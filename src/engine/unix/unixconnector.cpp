// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixconnector.h"

#include "engine/unix/linger.h"
#include "os/unix/passrights.h"
#include "os/unix/peer.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

Result<OwnedHandle> connectOnce(os::SocketType type, const Result<os::SocketAddress> &address,
                                const Access &requiredServer, HandlePassing handles)
{
    if (!address)
        return address.error();
    auto socket = os::createSocket(type);
    if (!socket)
        return socket.error();
    if (handles == HandlePassing::Refused && os::refuseHandles(int(socket->get())))
        os::HandleClosing::set(*socket, os::HandleClosing::Sealed);
    const auto connecting = os::connectSocket(int(socket->get()), *address);
    if (!connecting)
        return connecting.error();
    if (*connecting == os::Connecting::BacklogFull)
        return OwnedHandle();
    // A datagram socket has no recorded peer to check.
    if (type != os::SocketType::Datagram) {
        if (const Error error = os::checkServer(int(socket->get()), requiredServer))
            return error;
    }
    return std::move(*socket);
}

ConnectAttempts connectTo(os::SocketType type, const Result<os::SocketName> &name, const QString &subject,
                          const ConnectOptions &options, HandlePassing handles)
{
    const auto attempt = [=, required = options.requiredServer]() -> Result<OwnedHandle> {
        const auto address = name ? os::SocketAddress::toConnect(*name) : Result<os::SocketAddress>(name.error());
        auto socket = connectOnce(type, address, required, handles);
        if (socket)
            return socket;
        const Error error = socket.error();
        return Error(error.code(), error.nativeCode(), QStringLiteral("connect to"), subject,
                     ErrorText::detailOf(error));
    };
    return connectBy(attempt, subject, options.timeout);
}

ConnectAttempts connectBy(ConnectAttempt attempt, const QString &subject, int timeout)
{
    const Error timedOut(Error::TimedOut, 0, QStringLiteral("connect to"), subject,
                         ErrorText::tr("timed out; the server does not accept connections and its backlog is full"));
    return ConnectAttempts(std::move(attempt), timedOut, timeout, Backoff(1, 100));
}

UnixConnector::UnixConnector(ConnectAttempts attempts, ConnectObserver &observer, std::optional<os::SocketType> type)
    : RetryingConnector(std::move(attempts), observer),
      m_type(type)
{
    attempt();
}

void UnixConnector::deliver(ConnectAttempts attempts, std::unique_ptr<Output> output)
{
    Linger::instance().add(std::move(attempts), m_type, std::move(output));
}

} // namespace QtInterprocess
