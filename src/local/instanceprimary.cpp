// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/instanceprimary.h"

#include "local/session.h"

#include <QtInterprocess/localsocket.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// ---- requests

bool InstanceAnswerPath::put(const instance::Answer &answer)
{
    if (m_answered.exchange(true))
        return false;
    const std::lock_guard lock(m_mutex);
    if (!m_receiver)
        return false;
    m_answer = answer;
    if (m_receiver->thread() == QThread::currentThread()) // no other thread can destroy or move it
        return true;
    QCoreApplication::postEvent(m_receiver, new QEvent(QEvent::User));
    return false;
}

std::optional<instance::Answer> InstanceAnswerPath::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_answer, std::nullopt);
}

void InstanceAnswerPath::close()
{
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
}

void InstanceAnswerer::answer()
{
    const auto answer = path->take();
    if (!answer)
        return;
    if (m_beforeSuccess && answer->exitCode == 0)
        m_beforeSuccess();
    m_channel->setMaximumMessageSize(instance::LargestAnswer);
    m_channel->send(instance::encode(*answer));
    static_cast<LocalSocket *>(m_channel->parent())->disconnectFromServer(); // sends the remaining output
}

// Sends the answer on any event. The lock in take() orders it after the thread that posted the
// event, also for ThreadSanitizer.
bool InstanceAnswerer::event(QEvent *event)
{
    answer();
    return QObject::event(event);
}

void InstanceRequestData::answer(const instance::Answer &answer)
{
    if (m_path->put(answer))
        m_answerer->answer();
}

InstanceRequest::InstanceRequest() = default;
InstanceRequest::InstanceRequest(const InstanceRequest &other) noexcept = default;
InstanceRequest &InstanceRequest::operator=(const InstanceRequest &other) noexcept = default;
InstanceRequest::~InstanceRequest() = default;

InstanceRequest::InstanceRequest(std::shared_ptr<InstanceRequestData> data) : m_d(std::move(data)) { }

QStringList InstanceRequest::arguments() const
{
    QStringList arguments;
    const QList<QByteArray> raw = rawArguments();
    for (const QByteArray &argument : raw)
        arguments += local::toText(argument);
    return arguments;
}

QList<QByteArray> InstanceRequest::rawArguments() const
{
    return m_d ? m_d->request.arguments : QList<QByteArray>();
}

QString InstanceRequest::workingDirectory() const
{
    return m_d ? local::toText(m_d->request.directory) : QString();
}

QMap<QString, QString> InstanceRequest::environment() const
{
    return m_d ? m_d->request.environment : QMap<QString, QString>();
}

QString InstanceRequest::activationToken() const
{
    return m_d ? m_d->request.token : QString();
}

QByteArray InstanceRequest::payload() const
{
    return m_d ? m_d->request.payload : QByteArray();
}

PeerCredentials InstanceRequest::sender() const
{
    return m_d ? m_d->credentials : PeerCredentials();
}

bool InstanceRequest::isAnswered() const noexcept
{
    return m_d && m_d->isAnswered();
}

void InstanceRequest::reply(int exitCode, const QByteArray &data) const
{
    if (m_d)
        m_d->answer({ exitCode, data });
}

// ---- the primary

static constexpr int RecheckInterval = 100; // in ms
static constexpr qint64 UnreadBytes = 64 * 1024; // of each connection; a channel takes larger messages in pieces
static constexpr int MostUnread = 100; // requests waiting unread; further connections wait in the kernel
static constexpr size_t MostReceived = 100; // requests that no slot serves any more

InstancePrimary::InstancePrimary(std::function<bool(Kind)> isServed, QObject *parent)
    : QObject(parent),
      m_isServed(std::move(isServed)),
      m_server(this),
      m_recheckTimer(this)
{
    m_recheckTimer.setSingleShot(true);
    connect(&m_recheckTimer, &QTimer::timeout, this, &InstancePrimary::serve);
}

Error InstancePrimary::claim(const LocalName &name, const Access &access)
{
    m_server.setAccess(access);
    auto token = local::claimAlone(name);
    if (!token)
        return token.error();
    if (!m_server.listen(name))
        return m_server.error();
    m_token = std::move(*token);
    connect(&m_server, &LocalServer::errorOccurred, this, [this](const Error &error) {
        if (error.code() != Error::NameLost)
            return;
        release();
        Q_EMIT nameLost(error);
    });
    connect(&m_server, &LocalServer::newConnection, this, [this] {
        while (m_server.hasPendingConnections())
            greet(m_server.nextPendingConnection());
    });
    return {};
}

// Sends the answers of other threads, because their events are not delivered any more.
InstancePrimary::~InstancePrimary()
{
    const auto answerers = findChildren<InstanceAnswerer *>();
    for (InstanceAnswerer *const answerer : answerers)
        answerer->answer();
}

void InstancePrimary::release()
{
    m_server.close();
    m_token.reset();
    auto abandoned = std::exchange(m_waiting, {});
    for (const Received &received : std::as_const(m_received)) {
        if (!received.isReceiptSent)
            abandoned.append(received.socket);
    }
    for (const QPointer<LocalSocket> &socket : std::as_const(abandoned)) {
        if (socket)
            socket->close();
    }
}

void InstancePrimary::greet(LocalSocket *socket)
{
    m_waiting.append(socket);
    socket->setReadBufferSize(UnreadBytes);
    auto *const channel = new MessageChannel(socket, socket);
    channel->setMaximumMessageSize(maximumRequestSize);
    connect(channel, &MessageChannel::messageReceived, this,
            [this, socket, channel](const QByteArray &message) { take(socket, channel, message); });
    connect(socket, &LocalSocket::disconnected, this, [this, socket] {
        forget(socket);
        socket->deleteLater();
    });
    connect(channel, &MessageChannel::finished, this, [this, socket] {
        if (forget(socket)) // no request, or no "go", can follow
            socket->close();
    });
    connect(socket, &LocalSocket::readyRead, this, [this] {
        if (isPaused())
            updatePaused();
    });
    updatePaused();
    channel->send(instance::encode(instance::Hello { maximumRequestSize, m_isServed(Kind::Replacement) }));
}

void InstancePrimary::take(LocalSocket *socket, MessageChannel *channel, const QByteArray &message)
{
    if (receive(socket, channel, message) || acceptGo(socket, message))
        serve();
    else
        socket->close();
}

// Takes the request of a connection that had none. Returns whether there was one.
bool InstancePrimary::receive(LocalSocket *socket, MessageChannel *channel, const QByteArray &message)
{
    if (!m_waiting.removeOne(socket))
        return false;
    auto request = instance::decodeRequest(message);
    if (request) {
        m_received.push_back({ socket, channel, std::move(*request) });
        updatePaused();
    }
    return request.has_value();
}

// Whether requests are not read at present.
bool InstancePrimary::isPaused() const
{
    return m_received.size() >= MostReceived || (!m_isServed(Kind::Request) && !m_isServed(Kind::Replacement));
}

// Checks again while a request waits: QSignalSpy, for example, connects without calling
// connectNotify().
void InstancePrimary::scheduleRecheck()
{
    if (isPaused() && !m_recheckTimer.isActive())
        m_recheckTimer.start(RecheckInterval);
}

void InstancePrimary::updatePaused()
{
    const bool isPaused = this->isPaused();
    int unread = 0;
    for (const QPointer<LocalSocket> &socket : std::as_const(m_waiting)) {
        if (auto *const channel = socket ? socket->findChild<MessageChannel *>() : nullptr)
            channel->setPaused(isPaused);
        if (socket && socket->bytesAvailable() > 0)
            ++unread;
    }
    if (unread > 0)
        scheduleRecheck();
    if (isPaused && unread >= MostUnread)
        m_server.pauseAccepting();
    else
        m_server.resumeAccepting();
}

static auto ofSocket(const LocalSocket *socket)
{
    return [socket](const auto &received) { return received.socket == socket; };
}

// Whether the message is the "go" of a received request.
bool InstancePrimary::acceptGo(LocalSocket *socket, const QByteArray &message)
{
    const auto received = std::find_if(m_received.begin(), m_received.end(), ofSocket(socket));
    if (received == m_received.end() || !received->isReceiptSent || received->isDue || !instance::isGo(message))
        return false;
    received->isDue = true;
    return true;
}

bool InstancePrimary::forget(LocalSocket *socket)
{
    const auto received = std::find_if(m_received.begin(), m_received.end(), ofSocket(socket));
    const bool isWaiting = received == m_received.end();
    const bool isKnown = !isWaiting || m_waiting.removeAll(socket) > 0;
    if (!isWaiting)
        m_received.erase(received);
    if (isKnown)
        updatePaused();
    return isKnown;
}

bool InstancePrimary::event(QEvent *event)
{
    if (event->type() == QEvent::ThreadChange)
        m_lifetime.end();
    return QObject::event(event);
}

void InstancePrimary::serve()
{
    // A slot may destroy this object, or move it to a thread where serve() is called again.
    const Lifetime::Guard guard(m_lifetime);
    updatePaused();
    while (!guard.isOver() && serveNext()) {
    }
    if (guard.isOver())
        return;
    const auto waits = [this](const Received &received) { return !m_isServed(received.kind()); };
    if (std::any_of(m_received.begin(), m_received.end(), waits))
        m_recheckTimer.start(RecheckInterval);
}

// Performs the next step of a request; returns false if none is possible.
bool InstancePrimary::serveNext()
{
    const auto isServed = [this](const Received &received) { return m_isServed(received.kind()); };
    for (Received &received : m_received) {
        if (isServed(received) && !std::exchange(received.isReceiptSent, true))
            received.channel->send(instance::received());
    }
    const auto due = std::find_if(m_received.begin(), m_received.end(),
                                  [&](const Received &received) { return received.isDue && isServed(received); });
    if (due == m_received.end())
        return false;
    LocalSocket *const socket = due->socket;
    const bool replaces = due->content.replaces;
    auto *const answerer = new InstanceAnswerer(
        due->channel, replaces ? std::function<void()>([this, socket] { yieldTo(*socket); }) : nullptr);
    auto data = std::make_shared<InstanceRequestData>(std::move(due->content), socket->peerCredentials(), answerer);
    forget(socket);
    const InstanceRequest request(std::move(data));
    if (replaces)
        Q_EMIT replaceRequested(request);
    else
        Q_EMIT requestReceived(request);
    return true;
}

// Gives up the role, unless the secondary has given up meanwhile.
void InstancePrimary::yieldTo(const LocalSocket &socket)
{
    if (socket.state() != Device::State::Connected)
        return;
    release();
    Q_EMIT replaced();
}

} // namespace QtInterprocess
