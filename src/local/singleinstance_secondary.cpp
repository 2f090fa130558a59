// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The secondary's side of the protocol (local/instanceprotocol.h).

#include "engine/inherited.h"
#include "local/session.h"
#include "local/singleinstance_p.h"
#include "support/errortext.h"
#include "support/logging.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdebug.h>
#include <QtCore/qdir.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using Role = SingleInstance::Role;

static int remaining(QDeadlineTimer deadline)
{
    return deadline.isForever() ? -1 : int(deadline.remainingTime());
}

SingleInstancePrivate::Greeting SingleInstancePrivate::greet(QDeadlineTimer deadline)
{
    hangUp();
    m_socket = std::make_unique<LocalSocket>(q);
    m_socket->setRequiredServer(isForAll() ? Access::Everyone : Access::User);
    m_socket->setReadBufferSize(instance::LargestHello);
    m_socket->setConnectTimeout(remaining(deadline));
    m_socket->connectToServer(m_name);
    if (!m_socket->waitForConnected(remaining(deadline)))
        return failConnecting(m_socket->error());
    m_peer = m_socket->peerCredentials();
    if (m_wantsProcess)
        m_holder = local::serverProcess(m_socket->nativeHandle());
    if (const Error denied = isForAll() ? local::checkServer(m_socket->nativeHandle(), options.access()) : Error()) {
        hangUp();
        return failGreeting(denied.code(), ErrorText::of(denied));
    }
    if (m_socket->peerCredentials().processId() == QCoreApplication::applicationPid())
        return failGreeting(Error::InvalidOperation,
                            ErrorText::tr("the primary is another SingleInstance of this process"));
    m_channel = std::make_unique<MessageChannel>(m_socket.get(), q);
    m_channel->setMaximumMessageSize(instance::LargestHello);
    QObject::connect(m_channel.get(), &MessageChannel::messageReceived, q, [this](const QByteArray &message) {
        m_messages += message;
        m_channel->setPaused(true); // until the next receiveMessage(): the sender must not fill the memory
    });
    return readHello(deadline);
}

SingleInstancePrivate::Greeting SingleInstancePrivate::readHello(QDeadlineTimer deadline)
{
    QByteArray message;
    const bool hasSpoken = receiveMessage(message, deadline);
    const bool isNonsense = m_channel->error().code() == Error::MessageTooLarge;
    if (!hasSpoken && !isNonsense) {
        const bool isGone = m_channel->isFinished();
        hangUp();
        if (isGone)
            return Greeting::Gone;
        return failGreeting(Error::TimedOut, ErrorText::tr("%1 does not respond"));
    }
    const auto hello = instance::decodeHello(message);
    if (!hello) {
        hangUp();
        return failGreeting(Error::InvalidMessage,
                            ErrorText::tr("%1 is another program, or uses another version of the protocol"));
    }
    m_hello = *hello;
    error = {};
    return Greeting::Welcome;
}

SingleInstancePrivate::Greeting SingleInstancePrivate::failConnecting(const Error &why)
{
    switch (why.code()) {
    case Error::AccessDenied:
    case Error::ResourceExhausted: return failGreeting(why.code(), ErrorText::of(why));
    case Error::TimedOut:
        m_peer = local::holderOf(m_name); // no connection has told who it is
        return failGreeting(why.code(), ErrorText::tr("%1 does not respond"));
    default: return Greeting::Gone;
    }
}

bool SingleInstancePrivate::receiveMessage(QByteArray &message, QDeadlineTimer deadline)
{
    while (m_messages.isEmpty()) {
        m_channel->setPaused(false);
        if (!m_channel->waitForMessage(remaining(deadline)))
            return false;
    }
    message = m_messages.takeFirst();
    return true;
}

void SingleInstancePrivate::hangUp()
{
    m_channel.reset();
    if (m_socket)
        m_socket->abort(); // no output is sent after giving up
    m_socket.reset();
    m_messages.clear();
}

void SingleInstancePrivate::failListening(const ErrorText &silent)
{
    if (m_channel->isFinished())
        failPrimary(Error::PeerClosed,
                    isAcknowledged ? ErrorText::tr("%1 has ended, and may have served the request")
                                   : ErrorText::tr("%1 has ended"));
    else
        failPrimary(Error::TimedOut, silent);
}

// Whether a call to the primary is impossible; error has the reason.
bool SingleInstancePrivate::refuse(const char *operation)
{
    m_operation = operation;
    isAcknowledged = false;
    answer = {};
    if (role != Role::Secondary) {
        fail(Error::InvalidOperation, ErrorText::tr("this instance is not a secondary; check role() first"));
        qCWarning(lcInstances) << q << error;
    } else if (!m_process.isOwned())
        error = inheritedError(operation, id);
    else
        return false;
    return true;
}

int SingleInstancePrivate::forward(std::optional<QDeadlineTimer> limit)
{
    if (refuse("forward to"))
        return failureCode;
    // The constructor has just waited for a primary that does not respond. Wait again only if there
    // is a new limit.
    const bool hasJustFailed = !std::exchange(m_hasForwarded, true) && !m_channel && error;
    m_limit = limit;
    const bool isAnswered = !(hasJustFailed && !limit) && ensureGreeted() && exchange();
    m_limit.reset();
    qCDebug(lcInstances) << q << (isAnswered ? "was answered with" : "was not answered,") << answer.exitCode;
    return isAnswered ? answer.exitCode : failureCode;
}

// Returns whether there is a connection to a primary that has greeted.
bool SingleInstancePrivate::ensureGreeted()
{
    if (m_channel && !m_channel->isFinished())
        return true;
    const Greeting greeting = greet(until(options.timeout()));
    if (greeting == Greeting::Gone)
        failPrimary(Error::PeerClosed, ErrorText::tr("%1 has ended"));
    return greeting == Greeting::Welcome;
}

void SingleInstancePrivate::completeRequest()
{
    request.directory = local::toBytes(QDir::currentPath());
    request.environment.clear();
    for (const QString &name : std::as_const(variables)) {
        if (qEnvironmentVariableIsSet(qPrintable(name)))
            request.environment.insert(name, qEnvironmentVariable(qPrintable(name)));
    }
    request.token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN", qEnvironmentVariable("DESKTOP_STARTUP_ID"));
}

bool SingleInstancePrivate::exchange()
{
    error = {};
    completeRequest();
    const QByteArray message = instance::encode(request);
    if (m_hello.limit > 0 && message.size() > m_hello.limit)
        return fail(Error::MessageTooLarge,
                    ErrorText::tr("the request has %1 bytes, the primary accepts at most %2")
                        .arg(message.size())
                        .arg(m_hello.limit));
    if (const auto primary = m_socket->peerCredentials().processId())
        local::allowForeground(*primary);
    m_channel->setMaximumMessageSize(std::max<qint64>(message.size(), instance::LargestAnswer));
    const QDeadlineTimer deadline = until(options.timeout());
    // The primary serves the request once "go" has arrived completely. So "go" decides, not
    // "received".
    const auto go = [&] { return m_channel->send(instance::go()) && m_channel->waitForSent(remaining(deadline)); };
    QByteArray word;
    if (!m_channel->send(message) || !receiveMessage(word, deadline))
        failListening(ErrorText::tr("%1 does not accept the request"));
    else if (!instance::isReceived(word))
        failPrimary(Error::InvalidMessage, ErrorText::tr("%1 uses another protocol"));
    else if (isAcknowledged = go(); !isAcknowledged)
        failListening(ErrorText::tr("%1 received the request, but stopped reading"));
    else if (!receiveMessage(word, until(replyTimeout)))
        failListening(ErrorText::tr("%1 received the request, but does not answer"));
    else if (const auto decoded = instance::decodeAnswer(word))
        answer = *decoded;
    else
        failPrimary(Error::InvalidMessage, ErrorText::tr("%1 sent a malformed answer"));
    hangUp();
    return !error;
}

} // namespace QtInterprocess
