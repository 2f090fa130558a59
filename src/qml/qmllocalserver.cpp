// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalserver.h"

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
    if (m_active && m_isComplete) {
        m_server.close();
        listen();
    }
}

void QmlLocalServer::setActive(bool on)
{
    if (m_active == on)
        return;
    m_active = on;
    if (!on)
        m_server.close();
    else if (m_isComplete)
        return listen();
    Q_EMIT activeChanged();
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
        listen();
}

void QmlLocalServer::listen()
{
    m_active = m_server.listen(m_name);
    setError(m_server.error());
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
    m_error = error;
    Q_EMIT errorChanged();
}

} // namespace QtInterprocess
