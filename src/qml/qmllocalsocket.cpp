// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalsocket.h"

#include <QtCore/qpointer.h>

namespace QtInterprocess {

QmlLocalSocket::QmlLocalSocket(QObject *parent) : QmlStream(parent), m_client(new ReconnectingClient(this))
{
    m_client->setKeepsOutput(true);
    connect(m_client, &ReconnectingClient::connected, this, &QmlLocalSocket::setDevice);
    connect(m_client, &ReconnectingClient::errorOccurred, this, &QmlLocalSocket::setError);
    connect(m_client, &ReconnectingClient::reconnectScheduled, this, &QmlLocalSocket::over);
    connect(m_client, &ReconnectingClient::stopped, this, &QmlLocalSocket::over);
    connect(m_client, &ReconnectingClient::disconnected, this, [this] {
        if (!m_client->isActive()) // else it is over in a moment
            Q_EMIT disconnected();
    });
}

QmlLocalSocket::QmlLocalSocket(LocalSocket *accepted, Format format, QObject *parent)
    : QmlStream(parent),
      m_active(true)
{
    accepted->setParent(this);
    setFormat(format);
    setDevice(accepted);
    connect(accepted, &LocalSocket::disconnected, this, &QmlLocalSocket::over);
}

void QmlLocalSocket::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    Q_EMIT nameChanged();
    if (m_active && m_isComplete && m_client)
        m_client->connectToServer(m_name);
}

void QmlLocalSocket::setActive(bool on)
{
    if (m_active == on)
        return;
    if (!m_client && on)
        return setError(Error(Error::InvalidOperation, 0, QStringLiteral("connect"), QString(),
                              QStringLiteral("a connection that a server has accepted cannot be made again")));
    m_active = on;
    const QPointer<QmlLocalSocket> alive(this);
    if (on && m_isComplete)
        m_client->connectToServer(m_name);
    if (!on && m_client)
        m_client->close(); // delivers
    else if (!on && device())
        device()->close();
    if (alive && on)
        setError({});
    if (alive)
        Q_EMIT activeChanged();
}

void QmlLocalSocket::setReconnects(bool on)
{
    if (m_reconnects == on)
        return;
    m_reconnects = on;
    Q_EMIT reconnectsChanged();
}

PeerCredentials QmlLocalSocket::peerCredentials() const
{
    const auto *const socket = qobject_cast<LocalSocket *>(device());
    return socket ? socket->peerCredentials() : PeerCredentials();
}

int QmlLocalSocket::peerProcessId() const
{
    return int(peerCredentials().processId().value_or(0));
}

int QmlLocalSocket::peerUserId() const
{
    const auto user = peerCredentials().userId();
    return user ? int(*user) : -1;
}

void QmlLocalSocket::componentComplete()
{
    m_isComplete = true;
    if (m_active)
        m_client->connectToServer(m_name);
}

bool QmlLocalSocket::sendLater(const QByteArray &bytes)
{
    if (!m_client || !m_active)
        return QmlStream::sendLater(bytes);
    const bool isKept = m_client->write(bytes);
    if (!isKept)
        setError(m_client->error());
    return isKept;
}

// A connection has ended, or could not be made.
void QmlLocalSocket::over()
{
    const QPointer<QmlLocalSocket> alive(this);
    if (m_active && !(m_client && m_client->isActive() && m_reconnects)) {
        if (m_client)
            m_client->abort();
        m_active = false;
        Q_EMIT activeChanged();
    }
    if (alive)
        Q_EMIT disconnected();
}

} // namespace QtInterprocess
