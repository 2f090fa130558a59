// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "device/server_p.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

#include <algorithm>
#include <utility>

namespace QtInterprocess {

static QEvent::Type joinThreadEvent()
{
    static const auto type = QEvent::Type(QEvent::registerEventType());
    return type;
}

// ---- ServerPrivate

ServerPrivate::~ServerPrivate() = default;

bool ServerPrivate::canListen(const QString &subject)
{
    if (!engine)
        return true;
    return refuse(Error(Error::InvalidOperation, 0, QStringLiteral("listen on"), subject,
                        QStringLiteral("the server is listening already")));
}

bool ServerPrivate::refuse(const Error &why)
{
    error = why;
    return false;
}

void ServerPrivate::start(std::unique_ptr<AcceptEngine> acceptEngine)
{
    error = Error();
    ++m_epoch;
    engine = std::move(acceptEngine);
    updateRoom();
}

void ServerPrivate::stop()
{
    if (engine)
        releaseName();
    ++m_epoch;
    engine.reset();
    pending.clear();
}

void ServerPrivate::updateRoom()
{
    if (engine)
        engine->setRoom(paused ? 0 : std::max(maximumPending - int(pending.size()), 0));
}

OwnedHandle ServerPrivate::takePending()
{
    if (pending.empty())
        return {};
    OwnedHandle handle = std::move(pending.front());
    pending.pop_front();
    updateRoom();
    return handle;
}

// Returns false if the server is gone.
bool ServerPrivate::report(const Error &what)
{
    const Lifetime::Guard guard(m_lifetime);
    error = what;
    Q_EMIT q->errorOccurred(what);
    return !guard.isOver();
}

void ServerPrivate::acceptTurn(AcceptTurn turn)
{
    const Lifetime::Guard guard(m_lifetime);
    const quint32 epoch = m_epoch;
    for (OwnedHandle &handle : turn.handles) {
        if (const Error denied = admit(handle.get())) {
            handle.reset();
            if (!report(denied))
                return;
        } else {
            pending.push_back(std::move(handle));
            Q_EMIT q->newConnection();
        }
        if (guard.isOver() || m_epoch != epoch) // a slot closed the server: the rest is closed with it
            return;
    }
    if (turn.error && !report(turn.error))
        return;
    updateRoom();
}

bool ServerPrivate::waitForNewConnection(QDeadlineTimer deadline)
{
    const Lifetime::Guard guard(m_lifetime);
    while (engine && pending.empty()) {
        if (!engine->wait(deadline) || guard.isOver())
            return false;
    }
    return !pending.empty();
}

// ---- Server

Server::Server(std::unique_ptr<ServerPrivate> priv, QObject *parent) : QObject(parent), m_d(std::move(priv))
{
    m_d->setServer(this);
}

Server::~Server()
{
    m_d->stop();
}

bool Server::isListening() const noexcept
{
    return bool(m_d->engine);
}

void Server::close()
{
    m_d->stop();
}

Error Server::error() const
{
    return m_d->error;
}

Access Server::access() const noexcept
{
    return m_d->access;
}

void Server::setAccess(Access access)
{
    m_d->access = access;
}

int Server::maxPendingConnections() const noexcept
{
    return m_d->maximumPending;
}

void Server::setMaxPendingConnections(int count)
{
    m_d->maximumPending = std::max(count, 1);
    m_d->updateRoom();
}

int Server::listenBacklogSize() const noexcept
{
    return m_d->backlog;
}

void Server::setListenBacklogSize(int size)
{
    m_d->backlog = std::max(size, 0);
}

bool Server::hasPendingConnections() const noexcept
{
    return !m_d->pending.empty();
}

void Server::pauseAccepting()
{
    m_d->paused = true;
    m_d->updateRoom();
}

void Server::resumeAccepting()
{
    m_d->paused = false;
    m_d->updateRoom();
}

bool Server::waitForNewConnection(int msecs, bool *timedOut)
{
    const QDeadlineTimer deadline(msecs);
    const bool arrived = m_d->waitForNewConnection(deadline);
    if (timedOut)
        *timedOut = !arrived && deadline.hasExpired();
    return arrived;
}

qintptr Server::nativeHandle() const noexcept
{
    return m_d->engine ? m_d->engine->handle() : qintptr(OwnedHandle::Invalid);
}

bool Server::event(QEvent *event)
{
    m_d->handover.arrive();
    if (event->type() == QEvent::ThreadChange && m_d->engine) {
        m_d->engine->leaveThread();
        QCoreApplication::postEvent(this, new QEvent(joinThreadEvent())); // moves to the new thread with the rest
        m_d->handover.leave();
    } else if (event->type() == joinThreadEvent()) {
        if (m_d->engine)
            m_d->engine->joinThread();
        return true;
    }
    return QObject::event(event);
}

} // namespace QtInterprocess
