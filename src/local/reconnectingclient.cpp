// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/reconnectingclient_p.h"

#include <QtInterprocess/localsocket.h>

#include <QtCore/qcoreevent.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

ReconnectingClientPrivate::ReconnectingClientPrivate(ReconnectingClient *client)
    : q(client),
      m_retryTimer(new QTimer(client)),
      m_pauses(delays.first, delays.most)
{
    m_retryTimer->setSingleShot(true);
    QObject::connect(m_retryTimer, &QTimer::timeout, q, [this] { attempt(); });
}

void ReconnectingClientPrivate::setDelays(const ReconnectingClient::Delays &wanted)
{
    delays.first = std::max(wanted.first, 1);
    delays.most = std::max(wanted.most, delays.first);
    m_pauses = Backoff(delays.first, delays.most);
}

// ---- calls

// These functions close as their last statement: a slot of aboutToClose() may destroy the client.

void ReconnectingClientPrivate::start(const LocalName &server)
{
    stop();
    name = server;
    active = true;
    emitChangesLater();
    m_pauses.reset();
    const bool wasConnected = m_isConnected;
    LocalSocket *const old = release();
    LocalSocket *const closing = std::exchange(m_closing, nullptr);
    // The end of the connection is reported before any news of the next one.
    if (wasConnected || closing)
        QMetaObject::invokeMethod(q, &ReconnectingClient::disconnected, Qt::QueuedConnection);
    m_retryTimer->start(0); // an attempt can fail at once, but nothing may be emitted inside a call
    for (LocalSocket *const socket : { closing, old }) {
        if (socket) {
            QObject::disconnect(socket, nullptr, q, nullptr);
            socket->deleteLater();
        }
    }
    if (old)
        old->close();
}

void ReconnectingClientPrivate::close()
{
    stop();
    if (!m_kept.isEmpty()) {
        if (!m_socket)
            attempt();
        m_socket->write(std::exchange(m_kept, QByteArray())); // delivers it, or counts its loss
    }
    if (LocalSocket *const socket = detachSocket())
        socket->close();
}

void ReconnectingClientPrivate::abort()
{
    stop();
    m_kept.clear();
    if (LocalSocket *const socket = detachSocket())
        socket->abort();
}

// Returns the socket to be closed. If it was connected, its end is reported.
LocalSocket *ReconnectingClientPrivate::detachSocket()
{
    const bool wasConnected = m_isConnected;
    LocalSocket *const socket = release();
    if (wasConnected) {
        m_closing = socket;
    } else if (socket) {
        QObject::disconnect(socket, nullptr, q, nullptr);
        socket->deleteLater();
    }
    return socket;
}

void ReconnectingClientPrivate::stop()
{
    active = false;
    m_attempt.end();
    m_retryTimer->stop();
    emitChangesLater();
}

void ReconnectingClientPrivate::emitChangesLater()
{
    QMetaObject::invokeMethod(
        q, [this] { emitChanges(); }, Qt::QueuedConnection);
}

void ReconnectingClientPrivate::emitChanges()
{
    const Lifetime::Guard guard(m_lifetime);
    if (std::exchange(m_reportedActive, active) != active)
        Q_EMIT q->isActiveChanged();
    if (!guard.isOver() && std::exchange(m_reportedConnected, m_isConnected) != m_isConnected)
        Q_EMIT q->isConnectedChanged();
}

// Returns the socket and detaches it from the attempt.
LocalSocket *ReconnectingClientPrivate::release()
{
    LocalSocket *const socket = std::exchange(m_socket, nullptr);
    m_isConnected = false;
    return socket;
}

bool ReconnectingClientPrivate::refuse(Error::Code code, const ErrorText &why)
{
    error = Error(code, 0, QStringLiteral("write to"), name.toString(), why);
    return false;
}

bool ReconnectingClientPrivate::write(const QByteArray &bytes)
{
    if (!m_isConnected && !(active && keepsOutput))
        return refuse(Error::InvalidOperation, ErrorText::tr("there is no connection"));
    const qint64 waiting = m_isConnected ? m_socket->bytesToWrite() : m_kept.size();
    if (writeLimit > 0 && waiting + bytes.size() > writeLimit)
        return refuse(Error::ResourceExhausted,
                      ErrorText::tr("the output limit is reached; %1 bytes already wait to be sent").arg(waiting));
    if (!m_isConnected) {
        m_kept += bytes;
        return true;
    }
    if (m_socket->write(bytes) == bytes.size())
        return true;
    error = m_socket->error();
    return false;
}

// ---- attempts

void ReconnectingClientPrivate::attempt()
{
    auto *const socket = new LocalSocket(q);
    m_socket = socket;
    socket->setConnectTimeout(connectTimeout);
    socket->setRequiredServer(requiredServer);
    QObject::connect(socket, &Device::connected, q, [this] { connected(); });
    QObject::connect(socket, &Device::errorOccurred, q,
                     [this, socket](const Error &why) { socketFailed(socket, why); });
    QObject::connect(socket, &Device::disconnected, q, [this, socket] { socketDisconnected(socket); });
    socket->connectToServer(name);
}

void ReconnectingClientPrivate::connected()
{
    m_pauses.succeeded();
    m_isConnected = true;
    emitChangesLater();
    error = {};
    if (!m_kept.isEmpty())
        m_socket->write(std::exchange(m_kept, QByteArray()));
    Q_EMIT q->connected(m_socket);
}

void ReconnectingClientPrivate::socketFailed(LocalSocket *socket, const Error &why)
{
    error = why;
    if (socket != m_socket || m_isConnected || socket->state() != Device::State::Closed) {
        Q_EMIT q->errorOccurred(why); // of an existing connection
        return;
    }
    release();
    socket->deleteLater();
    attemptEnded(why, false);
}

void ReconnectingClientPrivate::socketDisconnected(LocalSocket *socket)
{
    deleteWhenRead(socket);
    if (socket == m_socket) {
        release();
        attemptEnded({}, true);
    } else {
        m_closing = nullptr;
        Q_EMIT q->disconnected();
    }
}

static bool isIncurable(const Error &why)
{
    switch (why.code()) {
    case Error::InvalidName:
    case Error::NameTooLong:
    case Error::Unsupported:
    case Error::InvalidOperation: return true;
    default: return false;
    }
}

// Handles the end of an attempt. The next step is decided before anything is emitted, so that a
// slot can change it.
void ReconnectingClientPrivate::attemptEnded(const Error &why, bool wasConnected)
{
    const bool givesUp = isIncurable(why);
    int pause = 0;
    if (givesUp) {
        active = false;
        m_kept.clear();
    } else {
        pause = m_pauses.next();
        m_retryTimer->start(pause);
    }
    emitChangesLater();
    const Lifetime::Guard guard(m_lifetime);
    const Lifetime::Guard same(m_attempt);
    if (wasConnected)
        Q_EMIT q->disconnected();
    if (!guard.isOver() && why)
        Q_EMIT q->errorOccurred(why);
    if (guard.isOver() || same.isOver())
        return;
    if (givesUp)
        Q_EMIT q->stopped();
    else
        Q_EMIT q->reconnectScheduled(pause);
}

// Deletes a socket whose connection has ended once its input is read. At most one unread socket is
// kept.
void ReconnectingClientPrivate::deleteWhenRead(LocalSocket *socket)
{
    if (m_former)
        m_former->deleteLater();
    m_former = socket;
    if (socket->isOpen())
        QObject::connect(socket, &QIODevice::aboutToClose, socket, &QObject::deleteLater);
    else
        socket->deleteLater();
}

// ---- the public class

ReconnectingClient::ReconnectingClient(QObject *parent)
    : QObject(parent),
      m_d(std::make_unique<ReconnectingClientPrivate>(this))
{ }

ReconnectingClient::~ReconnectingClient()
{
    m_d->close();
}

bool ReconnectingClient::event(QEvent *event)
{
    if (event->type() == QEvent::ThreadChange)
        m_d->leaveThread();
    return QObject::event(event);
}

void ReconnectingClient::connectToServer(const LocalName &name)
{
    m_d->start(name);
}

void ReconnectingClient::close()
{
    m_d->close();
}

void ReconnectingClient::abort()
{
    m_d->abort();
}

bool ReconnectingClient::isActive() const noexcept
{
    return m_d->active;
}

LocalSocket *ReconnectingClient::socket() const noexcept
{
    return m_d->connection();
}

QString ReconnectingClient::serverName() const
{
    return m_d->name.toString();
}

bool ReconnectingClient::write(const QByteArray &bytes)
{
    return m_d->write(bytes);
}

bool ReconnectingClient::keepsOutput() const noexcept
{
    return m_d->keepsOutput;
}

void ReconnectingClient::setKeepsOutput(bool on)
{
    m_d->keepsOutput = on;
}

QBindable<bool> ReconnectingClient::bindableKeepsOutput()
{
    return &m_d->keepsOutput;
}

qint64 ReconnectingClient::writeBufferSize() const noexcept
{
    return std::max<qint64>(m_d->writeLimit, 0);
}

void ReconnectingClient::setWriteBufferSize(qint64 size)
{
    m_d->writeLimit = std::max<qint64>(size, 0);
}

QBindable<qint64> ReconnectingClient::bindableWriteBufferSize()
{
    return &m_d->writeLimit;
}

ReconnectingClient::Delays ReconnectingClient::delays() const noexcept
{
    return m_d->delays;
}

void ReconnectingClient::setDelays(const Delays &delays)
{
    m_d->setDelays(delays);
}

int ReconnectingClient::connectTimeout() const noexcept
{
    return m_d->connectTimeout;
}

void ReconnectingClient::setConnectTimeout(int msecs)
{
    m_d->connectTimeout = msecs;
}

QBindable<int> ReconnectingClient::bindableConnectTimeout()
{
    return &m_d->connectTimeout;
}

Access ReconnectingClient::requiredServer() const
{
    return m_d->requiredServer;
}

void ReconnectingClient::setRequiredServer(const Access &access)
{
    m_d->requiredServer = access;
}

Error ReconnectingClient::error() const
{
    return m_d->error;
}

} // namespace QtInterprocess
