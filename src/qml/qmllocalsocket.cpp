// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalsocket.h"

namespace QtInterprocess {

static constexpr int FirstPause = 100; // milliseconds
static constexpr int LongestPause = 5000;

QmlLocalSocket::QmlLocalSocket(QObject *parent) : QmlStream(parent), m_again(this), m_pauses(FirstPause, LongestPause)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &QmlLocalSocket::connectNow);
}

QmlLocalSocket::QmlLocalSocket(LocalSocket *accepted, Format format, QObject *parent) : QmlLocalSocket(parent)
{
    accepted->setParent(this);
    m_socket = accepted;
    m_active = true;
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
    if (m_active && m_isComplete)
        connectNow();
}

void QmlLocalSocket::setActive(bool on)
{
    if (m_active == on)
        return;
    m_active = on;
    m_pauses.reset();
    m_again.stop();
    if (on && m_isComplete)
        connectNow();
    if (!on && m_socket)
        m_socket->close();
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
    if (m_socket) {
        m_socket->disconnect(this);
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
}

void QmlLocalSocket::over()
{
    if (m_again.isActive())
        return;
    const QPointer<QmlLocalSocket> alive(this);
    if (m_active && m_reconnects) {
        m_again.start(m_pauses.next());
    } else if (m_active) {
        m_active = false;
        Q_EMIT activeChanged();
    }
    if (alive)
        Q_EMIT disconnected();
}

} // namespace QtInterprocess
