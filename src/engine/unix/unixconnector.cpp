// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixconnector.h"

#include "engine/unix/linger.h"
#include "engine/unix/outputqueue.h"
#include "os/unix/descriptor.h"
#include "os/unix/passrights.h"
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

ConnectAttempt attemptAt(os::SocketType type, const Result<os::SocketName> &name, const QString &subject,
                         Access requiredServer, HandlePassing handles)
{
    return [=]() -> Result<OwnedHandle> {
        const auto address = name ? os::SocketAddress::toConnect(*name) : Result<os::SocketAddress>(name.error());
        auto socket = connectOnce(type, address, requiredServer, handles);
        if (socket)
            return socket;
        const Error error = socket.error();
        return Error(error.code(), error.nativeCode(), QStringLiteral("connect to"), subject, error.reason());
    };
}

} // namespace

Result<OwnedHandle> connectOnce(os::SocketType type, const Result<os::SocketAddress> &address, Access requiredServer,
                                HandlePassing handles)
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
    // Nobody is recorded as the other end of a datagram socket.
    if (type != os::SocketType::Datagram) {
        if (const Error error = os::checkServer(int(socket->get()), requiredServer))
            return error;
    }
    return std::move(*socket);
}

UnixConnector::UnixConnector(const Result<os::SocketName> &name, const QString &subject, const ConnectOptions &options,
                             ConnectObserver &observer, HandleQueue *earlyHandles)
    : m_type(os::SocketType::Stream),
      m_attempt(attemptAt(m_type, name, subject, options.requiredServer,
                          earlyHandles ? HandlePassing::Allowed : HandlePassing::Refused)),
      m_subject(subject),
      m_deadline(deadlineIn(options.timeout)),
      m_observer(observer),
      m_earlyHandles(earlyHandles),
      m_watch(*this)
{
    attempt();
}

UnixConnector::UnixConnector(os::SocketType type, const Result<os::SocketName> &name, const QString &subject,
                             const ConnectOptions &options, ConnectObserver &observer,
                             EarlyHandles *earlyMessageHandles)
    : m_type(type),
      m_attempt(attemptAt(m_type, name, subject, options.requiredServer, HandlePassing::Allowed)),
      m_subject(subject),
      m_deadline(deadlineIn(options.timeout)),
      m_observer(observer),
      m_earlyMessageHandles(earlyMessageHandles),
      m_watch(*this)
{
    attempt();
}

UnixConnector::UnixConnector(ConnectAttempt attemptOnce, const QString &subject, int timeout, ConnectObserver &observer)
    : m_type(os::SocketType::Stream),
      m_attempt(std::move(attemptOnce)),
      m_subject(subject),
      m_deadline(deadlineIn(timeout)),
      m_observer(observer),
      m_watch(*this)
{
    attempt();
}

void UnixConnector::attempt()
{
    auto result = m_attempt();
    if (!result || result->isValid()) {
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
    auto output = std::make_unique<OutputQueue>();
    if (m_earlyHandles)
        output->attach(std::move(*m_earlyHandles));
    output->append(std::move(bytes));
    deliver(std::move(output));
}

void UnixConnector::lingerWithMessages(ByteQueue &&bytes, const std::vector<qint64> &sizes)
{
    const auto transport = m_type == os::SocketType::Datagram ? MessageTransport::Datagrams : MessageTransport::Packets;
    auto output = MessageOutput::of(transport, std::move(bytes), sizes,
                                    m_earlyMessageHandles ? std::move(*m_earlyMessageHandles) : EarlyHandles());
    deliver(std::move(output));
}

void UnixConnector::deliver(std::unique_ptr<Output> output)
{
    if (m_outcome && *m_outcome)
        Linger::instance().add(std::move(**m_outcome), m_type, std::move(output));
    else if (!m_outcome)
        Linger::instance().add({ m_attempt, m_deadline, m_type }, std::move(output));
    else
        output->lose(m_outcome->error()).count();
}

} // namespace QtInterprocess
