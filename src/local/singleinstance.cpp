// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/singleinstance_p.h"

#include "local/instancename.h"
#include "local/session.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using Role = SingleInstance::Role;

static constexpr int LongestPause = 250; // milliseconds between two elections in the constructor
static constexpr int LongestWait = 1000; // and between two of an instance that waits for succession

static int remaining(QDeadlineTimer deadline)
{
    return deadline.isForever() ? -1 : int(deadline.remainingTime());
}

SingleInstancePrivate::SingleInstancePrivate(SingleInstance *instance, const QString &name,
                                             const SingleInstance::Options &wanted)
    : id(name),
      options(wanted),
      q(instance),
      m_name(instanceName(name, wanted.scope)),
      m_pauses(1, LongestWait)
{
    m_attempt.setParent(q); // moves to another thread with it
    m_attempt.setSingleShot(true);
    QObject::connect(&m_attempt, &QTimer::timeout, q, [this] { standAgain(); });
}

bool SingleInstancePrivate::fail(Error::Code code, const QString &why)
{
    error = Error(code, 0, QStringLiteral("forward to"), id, why);
    return false;
}

// ---- the election

Error SingleInstancePrivate::claim()
{
    auto candidate = std::make_unique<InstancePrimary>(q);
    candidate->maximumRequestSize = maximumRequestSize;
    if (Error why = candidate->claim(m_name))
        return why;
    m_primary = std::move(candidate);
    QObject::connect(m_primary.get(), &InstancePrimary::requestReceived, q, &SingleInstance::requestReceived);
    QObject::connect(m_primary.get(), &InstancePrimary::nameLost, q, [this](const Error &lost) { nameLost(lost); });
    role = Role::Primary;
    error = {};
    return {};
}

void SingleInstancePrivate::elect()
{
    const QDeadlineTimer deadline(options.timeout);
    for (Backoff pauses(1, LongestPause);;) {
        error = claim();
        if (!error)
            return;
        if (error.code() != Error::NameInUse) {
            role = options.refusesWhenUndecided ? Role::Secondary : Role::Undecided;
            return;
        }
        // Who has the name may be about to listen, or to end: then it is not there to greet.
        role = Role::Secondary;
        if (greet(deadline) != Greeting::Gone)
            return;
        if (deadline.hasExpired()) {
            fail(Error::TimedOut, QStringLiteral("the primary does not respond"));
            return;
        }
        QThread::msleep(unsigned(pauses.next()));
    }
}

SingleInstancePrivate::Greeting SingleInstancePrivate::greet(QDeadlineTimer deadline)
{
    hangUp();
    m_socket = std::make_unique<LocalSocket>(q);
    m_socket->setRequiredServer(Access::User);
    m_socket->setReadBufferSize(instance::LargestHello);
    m_socket->setConnectTimeout(remaining(deadline));
    m_socket->connectToServer(m_name);
    if (!m_socket->waitForConnected(remaining(deadline)))
        return failConnecting(m_socket->error());
    if (m_socket->peerCredentials().processId == QCoreApplication::applicationPid())
        return failGreeting(Error::InvalidOperation, QStringLiteral("the primary is in this process"));
    m_channel = std::make_unique<MessageChannel>(m_socket.get(), q);
    m_channel->setMaximumMessageSize(instance::LargestHello);
    QObject::connect(m_channel.get(), &MessageChannel::messageReceived, q, [this](const QByteArray &message) {
        m_messages += message;
        m_channel->setPaused(true); // until somebody listens: the sender must not fill the memory
    });
    return readHello(deadline);
}

SingleInstancePrivate::Greeting SingleInstancePrivate::readHello(QDeadlineTimer deadline)
{
    QByteArray message;
    const bool hasSpoken = listen(message, deadline);
    const bool isNonsense = m_channel->error().code() == Error::MessageTooLarge;
    if (!hasSpoken && !isNonsense) {
        const bool isGone = m_channel->isFinished();
        hangUp();
        if (isGone)
            return Greeting::Gone;
        return failGreeting(Error::TimedOut, QStringLiteral("the primary does not respond"));
    }
    const auto hello = instance::decodeHello(message);
    if (!hello) {
        hangUp();
        return failGreeting(
            Error::InvalidMessage,
            QStringLiteral(
                "the owner of the name is no instance of this program, or one of another version of the protocol"));
    }
    m_hello = *hello;
    error = {};
    return Greeting::Welcome;
}

SingleInstancePrivate::Greeting SingleInstancePrivate::failConnecting(const Error &why)
{
    switch (why.code()) {
    case Error::AccessDenied:
    case Error::ResourceExhausted: return failGreeting(why.code(), why.reason());
    case Error::TimedOut: return failGreeting(why.code(), QStringLiteral("the primary does not respond"));
    default: return Greeting::Gone;
    }
}

bool SingleInstancePrivate::listen(QByteArray &message, QDeadlineTimer deadline)
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
        m_socket->abort(); // nothing is delivered after it was given up
    m_socket.reset();
    m_messages.clear();
}

// ---- a secondary

void SingleInstancePrivate::failListening(const QString &silent)
{
    if (m_channel->isFinished())
        fail(Error::PeerClosed,
             isAcknowledged ? QStringLiteral("the primary has ended, and may have served the request")
                            : QStringLiteral("the primary has ended"));
    else
        fail(Error::TimedOut, silent);
}

int SingleInstancePrivate::forward()
{
    if (role != Role::Secondary) {
        fail(Error::InvalidOperation, QStringLiteral("this is no secondary"));
        return failureCode;
    }
    if (!m_channel) { // nobody has greeted: that error stands
        if (!error)
            fail(Error::InvalidOperation, QStringLiteral("that was done already"));
        return failureCode;
    }
    return exchange() ? answer.exitCode : failureCode;
}

bool SingleInstancePrivate::exchange()
{
    request.directory = local::toBytes(QDir::currentPath());
    for (const QString &name : std::as_const(variables)) {
        if (qEnvironmentVariableIsSet(qPrintable(name)))
            request.environment.insert(name, qEnvironmentVariable(qPrintable(name)));
    }
    request.token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN", qEnvironmentVariable("DESKTOP_STARTUP_ID"));
    const QByteArray message = instance::encode(request);
    if (m_hello.limit > 0 && message.size() > m_hello.limit)
        return fail(
            Error::MessageTooLarge,
            QStringLiteral("the request has %1 bytes, the primary takes %2").arg(message.size()).arg(m_hello.limit));
    if (const auto primary = m_socket->peerCredentials().processId)
        local::allowForeground(*primary);
    m_channel->setMaximumMessageSize(std::max<qint64>(message.size(), instance::LargestAnswer));
    const QDeadlineTimer deadline(options.timeout);
    // The primary serves the request when "go" has come whole; so that is what counts, and not its "received".
    const auto go = [&] { return m_channel->send(instance::go()) && m_channel->waitForSent(remaining(deadline)); };
    QByteArray word;
    if (!m_channel->send(message) || !listen(word, deadline))
        failListening(QStringLiteral("the primary does not take the request"));
    else if (!instance::isReceived(word))
        fail(Error::InvalidMessage, QStringLiteral("the primary speaks another language"));
    else if (isAcknowledged = go(); !isAcknowledged)
        failListening(QStringLiteral("the primary has received the request, and reads no more"));
    else if (!listen(word, QDeadlineTimer(replyTimeout)))
        failListening(QStringLiteral("the primary has taken the request, and does not answer"));
    else if (const auto decoded = instance::decodeAnswer(word))
        answer = *decoded;
    else
        fail(Error::InvalidMessage, QStringLiteral("the primary gives an answer in another language"));
    hangUp();
    return !error;
}

// ---- SingleInstance

SingleInstance::SingleInstance(const QString &id, QObject *parent) : SingleInstance(id, Options(), parent) { }

SingleInstance::SingleInstance(const QString &id, const Options &options, QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<SingleInstancePrivate>(this, id, options))
{
    m_d->request.arguments = local::processArguments();
    m_d->elect();
}

SingleInstance::~SingleInstance() = default;

SingleInstance::Role SingleInstance::role() const noexcept
{
    return m_d->role;
}

QString SingleInstance::id() const
{
    return m_d->id;
}

Error SingleInstance::error() const
{
    return m_d->error;
}

void SingleInstance::setArguments(const QStringList &arguments)
{
    m_d->request.arguments.clear();
    for (const QString &argument : arguments)
        m_d->request.arguments += local::toBytes(argument);
}

void SingleInstance::setForwardedEnvironment(const QStringList &names)
{
    m_d->variables = names;
}

void SingleInstance::setPayload(const QByteArray &payload)
{
    m_d->request.payload = payload;
}

int SingleInstance::forward()
{
    return m_d->forward();
}

bool SingleInstance::isAcknowledged() const noexcept
{
    return m_d->isAcknowledged;
}

QByteArray SingleInstance::reply() const
{
    return m_d->answer.reply;
}

int SingleInstance::replyTimeout() const noexcept
{
    return m_d->replyTimeout;
}

void SingleInstance::setReplyTimeout(int msecs) noexcept
{
    m_d->replyTimeout = msecs;
}

int SingleInstance::failureCode() const noexcept
{
    return m_d->failureCode;
}

void SingleInstance::setFailureCode(int code) noexcept
{
    m_d->failureCode = code;
}

bool SingleInstance::waitsForSuccession() const noexcept
{
    return m_d->waitsForSuccession;
}

void SingleInstance::setWaitsForSuccession(bool on)
{
    m_d->setWaitsForSuccession(on);
}

qint64 SingleInstance::maximumRequestSize() const noexcept
{
    return m_d->maximumRequestSize;
}

void SingleInstance::setMaximumRequestSize(qint64 size)
{
    m_d->setMaximumRequestSize(size);
}

void SingleInstance::release()
{
    m_d->release();
}

} // namespace QtInterprocess
