// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalsocket.h"
#include "qml/qmltext.h"

#include <QtCore/qpointer.h>

#include <algorithm>

namespace QtInterprocess {

QmlLocalSocket::QmlLocalSocket(QObject *parent)
    : QmlStream(parent),
      m_client(new ReconnectingClient(this)),
      m_connectTimeout(m_client->connectTimeout())
{
    m_client->setKeepsOutput(true);
    connect(m_client, &ReconnectingClient::connected, this, [this](LocalSocket *socket) {
        m_isTrying = false;
        setDevice(socket);
    });
    connect(m_client, &ReconnectingClient::errorOccurred, this, &QmlLocalSocket::setError);
    connect(m_client, &ReconnectingClient::reconnectScheduled, this, &QmlLocalSocket::handleConnectionEnd);
    connect(m_client, &ReconnectingClient::stopped, this, &QmlLocalSocket::handleConnectionEnd);
    connect(m_client, &ReconnectingClient::disconnected, this, [this] {
        if (!m_client->isActive()) // otherwise handleConnectionEnd() emits it
            Q_EMIT disconnected();
    });
}

QmlLocalSocket::QmlLocalSocket(LocalSocket *accepted, Format format, QObject *parent)
    : QmlStream(parent),
      m_active(true),
      m_connectTimeout(accepted->connectTimeout())
{
    accepted->setParent(this);
    setFormat(format);
    setDevice(accepted);
    connect(accepted, &LocalSocket::disconnected, this, &QmlLocalSocket::handleConnectionEnd);
}

void QmlLocalSocket::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    Q_EMIT nameChanged();
    if (m_active && m_isComplete && m_client)
        connectNow();
}

void QmlLocalSocket::setActive(bool on)
{
    if (m_active == on)
        return;
    if (!m_client && on)
        return setError(Error(Error::InvalidOperation, 0, QStringLiteral("connect to"), QString(),
                              QmlText::tr("a connection that a server accepted cannot be made again")));
    m_active = on;
    const QPointer<QmlLocalSocket> alive(this);
    if (on && m_isComplete)
        connectNow();
    if (!on)
        m_isTrying = false;
    if (!on && m_client)
        m_client->close(); // delivers the remaining output
    else if (!on && device())
        device()->close();
    if (alive && on)
        setError({});
    if (alive)
        noteState();
    if (alive)
        Q_EMIT activeChanged();
}

void QmlLocalSocket::connectNow()
{
    m_isTrying = true;
    m_client->connectToServer(m_name);
    noteState();
}

QmlStream::State QmlLocalSocket::currentState() const
{
    const State state = QmlStream::currentState();
    return m_isTrying && state == Closed ? Connecting : state;
}

void QmlLocalSocket::setAutoReconnect(bool on)
{
    if (m_autoReconnect == on)
        return;
    m_autoReconnect = on;
    Q_EMIT autoReconnectChanged();
}

void QmlLocalSocket::setConnectTimeout(int msecs)
{
    msecs = std::max(msecs, -1);
    if (m_connectTimeout == msecs)
        return;
    m_connectTimeout = msecs;
    if (m_client)
        m_client->setConnectTimeout(msecs);
    Q_EMIT connectTimeoutChanged();
}

QmlPeerCredentials QmlLocalSocket::peerCredentials() const
{
    const auto *const socket = isConnected() ? qobject_cast<LocalSocket *>(device()) : nullptr;
    return QmlPeerCredentials(socket ? socket->peerCredentials() : PeerCredentials());
}

void QmlLocalSocket::componentComplete()
{
    m_isComplete = true;
    if (m_active)
        connectNow();
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

// Handles the end of a connection, or of an attempt that failed.
void QmlLocalSocket::handleConnectionEnd()
{
    const QPointer<QmlLocalSocket> alive(this);
    m_isTrying = m_active && m_client && m_client->isActive() && m_autoReconnect;
    if (m_active && !m_isTrying) {
        if (m_client)
            m_client->abort();
        m_active = false;
        noteState();
        if (alive)
            Q_EMIT activeChanged();
    } else {
        noteState();
    }
    if (alive)
        Q_EMIT disconnected();
}

} // namespace QtInterprocess
