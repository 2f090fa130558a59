// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalsocket.h"

#include <utility>

namespace QtInterprocess {

static constexpr int FirstPause = 100; // milliseconds
static constexpr int LongestPause = 5000;

QmlLocalSocket::QmlLocalSocket(QObject *parent) : QmlStream(parent), m_again(this), m_pauses(FirstPause, LongestPause)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &QmlLocalSocket::connectNow);
}

QmlLocalSocket::QmlLocalSocket(LocalSocket *accepted, Format format, QObject *parent)
    : QmlStream(parent),
      m_socket(accepted),
      m_pauses(FirstPause, LongestPause),
      m_isAccepted(true),
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
    if (m_active && m_isComplete && !m_isAccepted)
        connectNow();
}

void QmlLocalSocket::setActive(bool on)
{
    if (m_active == on)
        return;
    if (m_isAccepted && on)
        return setError(Error(Error::InvalidOperation, 0, QStringLiteral("connect"), QString(),
                              QStringLiteral("a connection that a server has accepted cannot be made again")));
    m_active = on;
    m_pauses.reset();
    m_again.stop();
    if (on && m_isComplete)
        connectNow();
    if (!on)
        disconnectNow();
    const QPointer<QmlLocalSocket> alive(this);
    if (on)
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

int QmlLocalSocket::peerProcessId() const
{
    return m_socket ? int(m_socket->peerCredentials().processId.value_or(0)) : 0;
}

int QmlLocalSocket::peerUserId() const
{
    const auto user = m_socket ? m_socket->peerCredentials().userId : std::nullopt;
    return user ? int(*user) : -1;
}

void QmlLocalSocket::componentComplete()
{
    m_isComplete = true;
    if (m_active)
        connectNow();
}

// A fresh socket each time: the old one may still be delivering.
void QmlLocalSocket::connectNow()
{
    m_again.stop();
    m_isOver = false;
    if (m_socket) {
        m_socket->disconnect(this);
        if (m_socket->state() == Device::State::Connecting)
            m_socket->abort(); // the new one sends what it was to send
        m_socket->close();
        m_socket->deleteLater();
    }
    m_socket = new LocalSocket(this);
    setDevice(m_socket);
    connect(m_socket, &LocalSocket::connected, this, [this] { m_pauses.succeeded(); });
    connect(m_socket, &LocalSocket::disconnected, this, &QmlLocalSocket::over);
    connect(m_socket, &LocalSocket::errorOccurred, this, [this] {
        if (m_socket->state() == Device::State::Closed)
            over();
    });
    m_socket->connectToServer(m_name);
    sendKept();
}

void QmlLocalSocket::disconnectNow()
{
    if (m_socket)
        m_socket->close(); // delivers
    dropKept();
}

// Once for each attempt: a connection that is reset reports an error and its end.
void QmlLocalSocket::over()
{
    if (std::exchange(m_isOver, true))
        return;
    const QPointer<QmlLocalSocket> alive(this);
    if (m_active && m_reconnects && !m_isAccepted) {
        m_again.start(m_pauses.next());
    } else if (m_active) {
        m_active = false;
        dropKept();
        Q_EMIT activeChanged();
    }
    if (alive)
        Q_EMIT disconnected();
}

} // namespace QtInterprocess
