// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixconnector.h"

#include "engine/unix/linger.h"
#include "os/unix/descriptor.h"
#include "os/unix/peer.h"
#include "os/unix/socket.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int LongestDelay = 100; // milliseconds

QDeadlineTimer deadlineIn(int milliseconds)
{
    return milliseconds < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(milliseconds, Qt::PreciseTimer);
}

// An invalid handle means that the backlog is full.
Result<OwnedHandle> tryToConnect(const os::SocketName &name, os::SocketType type, Access requiredServer)
{
    auto address = os::SocketAddress::toConnect(name);
    if (!address)
        return address.error();
    auto socket = os::createSocket(type);
    if (!socket)
        return socket.error();
    const auto connecting = os::connectSocket(int(socket->get()), *address);
    if (!connecting)
        return connecting.error();
    if (*connecting == os::Connecting::BacklogFull)
        return OwnedHandle();
    // Nobody is recorded as the other end of a datagram socket.
    if (type != os::SocketType::Datagram) {
        if (const Error error = os::checkPeer(int(socket->get()), requiredServer))
            return error;
    }
    return std::move(*socket);
}

} // namespace

UnixConnector::UnixConnector(Result<os::SocketName> name, const QString &subject, const ConnectOptions &options,
                             ConnectObserver &observer, HandleQueue *earlyHandles)
    : m_type(os::SocketType::Stream),
      m_name(std::move(name)),
      m_subject(subject),
      m_requiredServer(options.requiredServer),
      m_deadline(deadlineIn(options.timeout)),
      m_observer(observer),
      m_earlyHandles(earlyHandles),
      m_watch(*this)
{
    attempt();
}

UnixConnector::UnixConnector(os::SocketType type, Result<os::SocketName> name, const QString &subject,
                             const ConnectOptions &options, ConnectObserver &observer,
                             EarlyHandles *earlyMessageHandles)
    : m_type(type),
      m_name(std::move(name)),
      m_subject(subject),
      m_requiredServer(options.requiredServer),
      m_deadline(deadlineIn(options.timeout)),
      m_observer(observer),
      m_earlyMessageHandles(earlyMessageHandles),
      m_watch(*this)
{
    attempt();
}

Error UnixConnector::fail(const Error &error) const
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("connect to"), m_subject, error.reason());
}

void UnixConnector::attempt()
{
    auto result = m_name ? tryToConnect(*m_name, m_type, m_requiredServer) : Result<OwnedHandle>(m_name.error());
    if (!result) {
        m_outcome = fail(result.error());
    } else if (result->isValid()) {
        m_outcome = std::move(result);
    } else if (m_deadline.hasExpired()) {
        m_outcome = Error(Error::TimedOut, 0, QStringLiteral("connect to"), m_subject,
                          QStringLiteral("timed out waiting for room in the backlog of the server"));
    } else {
        scheduleNext();
        return;
    }
    m_watch.wake();
}

void UnixConnector::scheduleNext()
{
    m_nextAttempt = std::min(deadlineIn(m_delay), m_deadline);
    m_watch.wakeAfter(os::pollTimeout(m_nextAttempt));
    m_delay = std::min(m_delay * 2, LongestDelay);
}

bool UnixConnector::report()
{
    if (!m_outcome)
        return false;
    auto outcome = *std::exchange(m_outcome, std::nullopt);
    m_observer.connectFinished(std::move(outcome));
    return true;
}

void UnixConnector::ready(ReadySet what)
{
    if (what & Ready::Timer) {
        attempt();
        m_watch.cancelWake();
    }
    report();
}

bool UnixConnector::wait(QDeadlineTimer deadline)
{
    while (!m_outcome) {
        (void)os::poll(-1, os::PollFor::Nothing, std::min(deadline, m_nextAttempt));
        if (m_nextAttempt.hasExpired())
            attempt();
        else if (deadline.hasExpired())
            return false;
    }
    m_watch.stop();
    return report();
}

Linger::Target UnixConnector::target() const
{
    const auto open = [name = *m_name, type = m_type, required = m_requiredServer] {
        return tryToConnect(name, type, required);
    };
    return { open, m_deadline, m_type };
}

void UnixConnector::linger(ByteQueue &&bytes, const std::vector<qint64> &messages)
{
    m_watch.stop();
    if (m_type != os::SocketType::Stream)
        lingerWithMessages(std::move(bytes), messages);
    else
        lingerWithBytes(std::move(bytes));
    m_outcome.reset();
}

void UnixConnector::lingerWithBytes(ByteQueue &&bytes)
{
    OutputQueue output;
    if (m_earlyHandles)
        output.attach(std::move(*m_earlyHandles));
    output.append(std::move(bytes));
    if (m_outcome && *m_outcome)
        Linger::instance().add(std::move(**m_outcome), std::move(output));
    else if (!m_outcome && m_name)
        Linger::instance().add(target(), std::move(output));
}

void UnixConnector::lingerWithMessages(ByteQueue &&bytes, const std::vector<qint64> &sizes)
{
    const auto transport = m_type == os::SocketType::Datagram ? MessageTransport::Datagrams : MessageTransport::Packets;
    auto output = MessageOutput::of(transport, std::move(bytes), sizes,
                                    m_earlyMessageHandles ? std::move(*m_earlyMessageHandles) : EarlyHandles());
    if (m_outcome && *m_outcome)
        Linger::instance().add(std::move(**m_outcome), m_type, std::move(output));
    else if (!m_outcome && m_name)
        Linger::instance().add(target(), std::move(output));
}

} // namespace QtInterprocess
