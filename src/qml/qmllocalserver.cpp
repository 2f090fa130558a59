// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalserver.h"

#include <QtCore/qpointer.h>

#include <utility>

namespace QtInterprocess {

QmlLocalServer::QmlLocalServer(QObject *parent) : QObject(parent), m_server(this)
{
    connect(&m_server, &LocalServer::newConnection, this, &QmlLocalServer::accept);
    connect(&m_server, &LocalServer::errorOccurred, this, &QmlLocalServer::setError);
}

void QmlLocalServer::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    Q_EMIT nameChanged();
    if (m_active && m_isComplete)
        setUp(true);
}

void QmlLocalServer::setActive(bool on)
{
    if (m_isComplete && m_active != on)
        return setUp(on);
    m_active = on;
}

void QmlLocalServer::setFormat(QmlStream::Format format)
{
    if (m_format == format)
        return;
    m_format = format;
    Q_EMIT formatChanged();
}

void QmlLocalServer::componentComplete()
{
    m_isComplete = true;
    if (m_active)
        setUp(true);
}

// Listens, or not; then tells what has changed.
void QmlLocalServer::setUp(bool on)
{
    m_server.close();
    const bool isActive = on && m_server.listen(m_name);
    const bool isOther = std::exchange(m_active, isActive) != isActive;
    const QString fullName = isActive ? m_server.fullServerName() : QString();
    const bool isElsewhere = std::exchange(m_fullName, fullName) != fullName;
    const QPointer<QmlLocalServer> alive(this);
    if (on)
        setError(isActive ? Error() : m_server.error());
    if (alive && isElsewhere)
        Q_EMIT fullNameChanged();
    if (alive && isOther)
        Q_EMIT activeChanged();
}

void QmlLocalServer::accept()
{
    while (LocalSocket *const accepted = m_server.nextPendingConnection()) {
        auto *const socket = new QmlLocalSocket(accepted, m_format, this);
        connect(socket, &QmlLocalSocket::disconnected, this, [this, socket] {
            socket->deleteLater();
            --m_connections;
            Q_EMIT connectionCountChanged();
        });
        ++m_connections;
        Q_EMIT connectionCountChanged();
        Q_EMIT newConnection(socket);
    }
}

void QmlLocalServer::setError(const Error &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

} // namespace QtInterprocess
