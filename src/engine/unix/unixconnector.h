// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "engine/unix/handlequeue.h"
#include "engine/unix/linger.h"
#include "engine/unix/messageoutput.h"
#include "loop/reactor.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"

#include <functional>
#include <optional>

namespace QtInterprocess {

// One attempt to connect, in whatever thread; an invalid handle means that the backlog is full. Errors say where it was.
using ConnectAttempt = std::function<Result<OwnedHandle>()>;

// Whether the peer may pass handles; refused, if the system can do that, before there is a connection.
enum class HandlePassing { Allowed, Refused };

// Connects once and checks who serves, before anything can be sent.
Result<OwnedHandle> connectOnce(os::SocketType type, const Result<os::SocketAddress> &address, Access requiredServer,
                                HandlePassing handles);

/*
    Connects to a Unix domain socket. That is decided at once, one way or the other, except when the backlog of the
    server is full: then Linux answers EAGAIN, and the socket never becomes usable by polling. So it is tried again with
    delays that grow from 1 ms to 100 ms, until the deadline.
*/
class UnixConnector final : public Connector, private ReadySource
{
public:
    // subject is what errors call the server; an invalid name is reported like any other failure. Handles that are to go
    // with the bytes of linger() are taken from earlyHandles then. Without that the connection takes and sends none at all.
    UnixConnector(const Result<os::SocketName> &name, const QString &subject, const ConnectOptions &options,
                  ConnectObserver &observer, HandleQueue *earlyHandles = nullptr);
    // For messages; the handles that go with those of linger() are taken from earlyMessageHandles.
    UnixConnector(os::SocketType type, const Result<os::SocketName> &name, const QString &subject,
                  const ConnectOptions &options, ConnectObserver &observer,
                  EarlyHandles *earlyMessageHandles = nullptr);
    // A stream, by whatever the attempt does; subject is what the error of a timeout calls the server.
    UnixConnector(ConnectAttempt attempt, const QString &subject, int timeout, ConnectObserver &observer);

    bool wait(QDeadlineTimer deadline) override;
    void linger(ByteQueue &&bytes, const std::vector<qint64> &messages) override;
    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override { m_watch.joinThread(); }

private:
    void ready(ReadySet what) override;
    void attempt();
    void scheduleNext();
    void lingerWithBytes(ByteQueue &&bytes);
    void lingerWithMessages(ByteQueue &&bytes, const std::vector<qint64> &sizes);
    void deliver(std::unique_ptr<Output> output);
    bool report();

    const os::SocketType m_type;
    const ConnectAttempt m_attempt;
    const QString m_subject;
    const QDeadlineTimer m_deadline;
    ConnectObserver &m_observer;
    HandleQueue *const m_earlyHandles = nullptr;
    EarlyHandles *const m_earlyMessageHandles = nullptr;
    Watch m_watch;
    std::optional<Result<OwnedHandle>> m_outcome;
    QDeadlineTimer m_nextAttempt;
    int m_delay = 1; // milliseconds
};

} // namespace QtInterprocess
