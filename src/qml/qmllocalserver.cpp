// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmllocalserver.h"
#include "qml/qmltext.h"

#include <QtCore/qpointer.h>
#include <QtQml/qjsengine.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

QmlLocalServer::QmlLocalServer(QObject *parent) : QObject(parent), m_server(this)
{
    connect(&m_server, &LocalServer::newConnection, this, &QmlLocalServer::accept);
    connect(&m_server, &LocalServer::errorOccurred, this, &QmlLocalServer::setError);
    connect(&m_server, &LocalServer::refused, this, [this](const PeerCredentials &peer, const Error &reason) {
        Q_EMIT refused(QmlPeerCredentials(peer), reason);
    });
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

void QmlLocalServer::setAccess(const Access &access)
{
    if (m_server.access() == access)
        return;
    m_server.setAccess(access);
    const QPointer<QmlLocalServer> alive(this);
    Q_EMIT accessChanged();
    if (alive && m_active && m_isComplete)
        setUp(true);
}

void QmlLocalServer::setConnectionFilter(const QJSValue &filter)
{
    if (!filter.isCallable() && !filter.isNull() && !filter.isUndefined())
        return refuse("set connectionFilter", QmlText::tr("the value is not a function"));
    m_filter = filter;
    if (filter.isCallable())
        m_server.setConnectionFilter([this](const PeerCredentials &peer) { return mayConnect(peer); });
    else
        m_server.setConnectionFilter({});
    Q_EMIT connectionFilterChanged();
}

// Asks the filter, which may replace itself and destroy the server.
bool QmlLocalServer::mayConnect(const PeerCredentials &peer)
{
    QJSEngine *const engine = qjsEngine(this);
    if (!engine)
        return false;
    const QPointer<QmlLocalServer> alive(this);
    const QJSValue filter = m_filter;
    const QJSValue answer = filter.call({ engine->toScriptValue(QmlPeerCredentials(peer)) });
    if (alive && answer.isError())
        refuse("call connectionFilter", answer.toString());
    return !answer.isError() && answer.toBool();
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

// Starts or stops listening, then emits the change signals.
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
    const QPointer<QmlLocalServer> alive(this);
    while (LocalSocket *const accepted = alive ? m_server.nextPendingConnection() : nullptr)
        add(new QmlLocalSocket(accepted, m_format, this));
}

void QmlLocalServer::add(QmlLocalSocket *socket)
{
    connect(socket, &QmlLocalSocket::disconnected, this, [this, socket] {
        socket->deleteLater();
        m_connections.removeOne(socket);
        Q_EMIT connectionsChanged();
    });
    m_connections += socket;
    const QPointer<QmlLocalSocket> alive(socket); // a slot may destroy the server, and with it the socket
    Q_EMIT connectionsChanged();
    if (alive)
        Q_EMIT newConnection(socket);
}

QQmlListProperty<QmlLocalSocket> QmlLocalServer::connections()
{
    using List = QQmlListProperty<QmlLocalSocket>;
    return List(
        this, &m_connections, [](List *list) { return static_cast<QList<QmlLocalSocket *> *>(list->data)->size(); },
        [](List *list, qsizetype index) { return static_cast<QList<QmlLocalSocket *> *>(list->data)->value(index); });
}

int QmlLocalServer::broadcast(const QJSValue &value)
{
    const auto bytes = QmlStream::encode(m_encoder, value, m_format);
    if (!bytes) {
        refuse("send", m_encoder.why());
        return 0;
    }
    int count = 0;
    const QList<QPointer<QmlLocalSocket>> sockets(m_connections.begin(), m_connections.end());
    for (const QPointer<QmlLocalSocket> &socket : sockets) { // a slot of one socket may destroy others
        if (socket && (socket->format() == m_format ? socket->sendEncoded(*bytes) : socket->send(value)))
            ++count;
    }
    return count;
}

void QmlLocalServer::setError(const Error &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

void QmlLocalServer::refuse(const char *operation, const QString &why)
{
    setError(Error(Error::InvalidOperation, 0, QString::fromLatin1(operation), m_name, why));
}

} // namespace QtInterprocess
