// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/instanceprimary.h"

#include "local/session.h"

#include <QtInterprocess/localsocket.h>

#include <utility>

namespace QtInterprocess {

// ---- requests

void InstanceRequestData::answer(const instance::Answer &answer)
{
    if (std::exchange(m_answered, true) || !m_channel)
        return;
    m_channel->setMaximumMessageSize(instance::LargestAnswer);
    m_channel->send(instance::encode(answer));
    static_cast<LocalSocket *>(m_channel->parent())->disconnectFromServer(); // delivers it
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

Error InstancePrimary::claim(const LocalName &name)
{
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

void InstancePrimary::release()
{
    m_server.close();
    m_token.reset();
    for (const QPointer<LocalSocket> &socket : std::exchange(m_waiting, {})) {
        if (socket)
            socket->close();
    }
}

void InstancePrimary::greet(LocalSocket *socket)
{
    m_waiting.append(socket);
    auto *const channel = new MessageChannel(socket, socket);
    channel->setMaximumMessageSize(maximumRequestSize);
    connect(channel, &MessageChannel::messageReceived, this,
            [this, socket, channel](const QByteArray &message) { take(socket, channel, message); });
    connect(socket, &LocalSocket::disconnected, this, [this, socket] {
        m_waiting.removeAll(socket);
        m_received.erase(socket);
        socket->deleteLater();
    });
    connect(channel, &MessageChannel::finished, this, [this, socket] {
        if (m_waiting.removeAll(socket) + qsizetype(m_received.erase(socket))
            > 0) // no request, or no "go", comes any more
            socket->close();
    });
    channel->send(instance::encode(instance::Hello { maximumRequestSize }));
}

void InstancePrimary::take(LocalSocket *socket, MessageChannel *channel, const QByteArray &message)
{
    if (receive(socket, message)) {
        channel->send(instance::received());
        return;
    }
    auto received = m_received.extract(socket);
    if (!received || !instance::isGo(message)) {
        socket->close();
        return;
    }
    auto data = std::make_shared<InstanceRequestData>(std::move(received.mapped()), socket->peerCredentials(), channel);
    Q_EMIT requestReceived(InstanceRequest(std::move(data)));
}

// Whether it is the request of a connection that had none.
bool InstancePrimary::receive(LocalSocket *socket, const QByteArray &message)
{
    if (!m_waiting.removeOne(socket))
        return false;
    auto request = instance::decodeRequest(message);
    if (request)
        m_received.emplace(socket, std::move(*request));
    return request.has_value();
}

} // namespace QtInterprocess
