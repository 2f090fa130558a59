// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "device/server_p.h"

#include "support/errortext.h"
#include "support/logging.h"
#include "support/setting.h"

#include <QtCore/qdebug.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

namespace QtInterprocess {

// ---- ServerPrivate

ServerPrivate::~ServerPrivate() = default;

bool ServerPrivate::canListen(const QString &subject)
{
    warnOfForeignThread(lcNames(), q);
    if (!engine)
        return true;
    refuseCall(Error(Error::InvalidOperation, 0, QStringLiteral("listen on"), subject,
                     ErrorText::tr("the server is already listening; call close() first")));
    qCWarning(lcNames) << q << callError;
    return false;
}

void ServerPrivate::refuseCall(const Error &why)
{
    callError = why;
    m_timer.wake(); // to clear callError from the event loop
}

bool ServerPrivate::refuse(const Error &why)
{
    callError = Error();
    error = why;
    qCDebug(lcNames) << q << why;
    return false;
}

void ServerPrivate::start(std::unique_ptr<AcceptEngine> acceptEngine)
{
    error = callError = Error();
    m_mark = {};
    engine = std::move(acceptEngine);
    updateRoom();
    m_timer.wake(); // to report it
    qCDebug(lcNames) << q << "listens";
}

void ServerPrivate::stop()
{
    const bool wasListening = engine && !isInherited();
    if (engine)
        releaseName();
    engine.reset();
    pending.clear();
    m_arrived.clear();
    m_refusals.clear();
    m_errors.clear();
    ++m_stops;
    m_rate.clear();
    m_timer.stop();
    m_isTimed = false;
    if (m_reportedListening)
        m_timer.wake();
    if (wasListening)
        qCDebug(lcNames) << q << "listens no more";
}

bool ServerPrivate::refuseInherited(const char *operation)
{
    if (!isInherited())
        return false;
    error = inheritedError(operation, QString());
    return true;
}

void ServerPrivate::updateRoom()
{
    joinIfAway();
    if (engine && !isInherited())
        engine->setRoom(paused ? 0 : room());
}

int ServerPrivate::room() const
{
    constexpr int Plenty = std::numeric_limits<int>::max();
    return maximumPending == 0 ? Plenty : std::max(maximumPending - int(pending.size() + m_arrived.size()), 0);
}

AcceptedConnection ServerPrivate::takePending()
{
    if (refuseInherited("take a connection from") || pending.empty())
        return {};
    AcceptedConnection connection = std::move(pending.front());
    pending.pop_front();
    updateRoom();
    return connection;
}

void ServerPrivate::acceptTurn(AcceptTurn turn)
{
    for (OwnedHandle &handle : turn.handles) {
        AcceptedConnection connection { std::move(handle), {} };
        const Error denied = admit(connection.handle.get(), connection.peer);
        if (!denied) {
            m_arrived.push_back(std::move(connection));
            continue;
        }
        m_refusals.push_back({ peerOf(connection), denied });
        report(denied);
    }
    if (turn.error)
        report(turn.error);
    if (turn.isOver) { // arrived connections stay
        releaseName();
        engine.reset();
    }
    emitPending();
}

void ServerPrivate::report(const Error &what)
{
    if (const Error now = m_rate.add(what))
        m_errors.push_back(now);
}

// Emits the news. A slot may destroy or close the server, or run a nested event loop. If it moves
// the server, the new thread emits the rest.
void ServerPrivate::emitPending()
{
    const Lifetime::Guard guard(m_lifetime);
    callError = Error();
    emitListeningChanged();
    while (!guard.isOver() && !isInherited() && !m_arrived.empty()) { // a slot may also fork
        AcceptedConnection connection = std::move(m_arrived.front());
        m_arrived.pop_front();
        qCDebug(lcConnections) << q << "has accepted a connection," << m_arrived.size() << "more wait";
        if (passesFilter(connection)) // otherwise this object may not exist any more
            deliverConnection(std::move(connection));
    }
    while (!guard.isOver() && !m_refusals.empty()) {
        const Refusal refusal = std::move(m_refusals.front());
        m_refusals.pop_front();
        qCDebug(lcConnections) << q << "has refused process" << refusal.peer.processId().value_or(0)
                               << "because:" << refusal.reason;
        Q_EMIT q->refused(refusal.peer, refusal.reason);
    }
    while (!guard.isOver() && !m_errors.empty()) {
        error = m_errors.front();
        m_errors.pop_front();
        qCDebug(lcConnections) << q << error;
        Q_EMIT q->errorOccurred(error);
    }
    if (guard.isOver())
        return;
    updateRoom();
    const QDeadlineTimer due = m_rate.dueAt();
    if (!due.isForever() && !std::exchange(m_isTimed, true))
        m_timer.wakeAfter(int(due.remainingTime()) + 1);
}

void ServerPrivate::emitListeningChanged()
{
    const bool isListening = bool(engine);
    if (!isInherited() && std::exchange(m_reportedListening, isListening) != isListening)
        Q_EMIT q->listeningChanged();
}

static Error refusedPeer(const ErrorText &why, Error::Code code = Error::AccessDenied)
{
    return Error(code, 0, QStringLiteral("admit a peer"), QString(), why);
}

// Returns the filter's objection. Any error but AccessDenied is a failure of the filter itself.
static Error judge(const Server::ConnectionFilter &filter, const PeerCredentials &peer)
{
    try {
        return filter(peer) ? Error() : refusedPeer(ErrorText::tr("the connection filter refused the peer"));
    } catch (const std::exception &thrown) {
        const QString what = QString::fromLocal8Bit(thrown.what());
        return refusedPeer(ErrorText::tr("the connection filter threw an exception: %1").arg(what), Error::OtherError);
    } catch (...) {
        return refusedPeer(ErrorText::tr("the connection filter threw an exception"), Error::OtherError);
    }
}

// Asks the filter. If it ends or changes the server, as a slot may, the connection does not pass.
bool ServerPrivate::passesFilter(AcceptedConnection &connection)
{
    if (!filter)
        return true;
    const PeerCredentials peer = peerOf(connection);
    const bool isKnown = peer.userId() || peer.securityId();
    const Lifetime::Guard guard(m_lifetime);
    const quint64 stops = m_stops;
    const auto asked = filter; // a copy, as the filter may set another one
    const Error why = isKnown ? judge(asked, peer)
                              : refusedPeer(ErrorText::tr("the system does not report the user of the peer"));
    if (guard.isOver() || m_stops != stops || isInherited())
        return false;
    if (!why)
        return true;
    if (why.code() == Error::OtherError)
        qCWarning(lcConnections) << q << why;
    m_refusals.push_back({ peer, why });
    if (!isKnown || why.code() != Error::AccessDenied) // the filter's own decision is not an error
        report(why);
    return false;
}

void ServerPrivate::deliverConnection(AcceptedConnection connection)
{
    if (!handler) {
        pending.push_back(std::move(connection));
        Q_EMIT q->newConnection();
        return;
    }
    ++m_handled;
    const auto called = handler; // a copy, as the handler may set another one
    const PeerCredentials peer = peerOf(connection);
    called(std::move(connection.handle), peer);
}

void ServerPrivate::ready(ReadySet)
{
    m_isTimed = false;
    for (const Error &due : m_rate.takeDue())
        m_errors.push_back(due);
    emitPending();
}

bool ServerPrivate::waitForNewConnection(QDeadlineTimer deadline)
{
    joinIfAway();
    if (refuseInherited("wait for connections to"))
        return false;
    const Lifetime::Guard guard(m_lifetime);
    const quint64 before = m_handled;
    emitPending();
    while (!guard.isOver() && engine && pending.empty() && m_handled == before) {
        if (!engine->wait(deadline)) {
            if (deadline.hasExpired() && !error)
                refuseCall(Error(Error::TimedOut, 0, QStringLiteral("wait for a connection")));
            return false;
        }
    }
    return !guard.isOver() && (!pending.empty() || m_handled != before);
}

void ServerPrivate::leaveThread()
{
    if (engine)
        engine->leaveThread();
    m_lifetime.end(); // ends the calls of a slot that has moved the server
    if (!m_arrived.empty() || !m_refusals.empty() || !m_errors.empty() || !m_rate.dueAt().isForever()
        || m_reportedListening != bool(engine))
        m_timer.wake();
    m_timer.leaveThread();
    handover.leave();
}

void ServerPrivate::joinThread()
{
    if (engine)
        engine->joinThread();
    m_timer.joinThread();
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
    return m_d->callError ? m_d->callError : m_d->error;
}

QString Server::errorString() const
{
    const Error current = error();
    return current ? current.message() : QString();
}

Access Server::access() const noexcept
{
    return m_d->access;
}

void Server::setAccess(const Access &access)
{
    changeSetting(this, m_d->access, Access(access), &Server::accessChanged);
}

int Server::maxPendingConnections() const noexcept
{
    return m_d->maximumPending;
}

void Server::setMaxPendingConnections(int count)
{
    const int before = std::exchange(m_d->maximumPending, std::max(count, 0));
    m_d->updateRoom();
    if (m_d->maximumPending != before)
        Q_EMIT maxPendingConnectionsChanged();
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
    return m_d->hasPending();
}

OwnedHandle Server::takePendingHandle()
{
    return m_d->takePending().handle;
}

void Server::setConnectionHandler(ConnectionHandler handler)
{
    m_d->handler = std::move(handler);
}

void Server::setConnectionFilter(ConnectionFilter filter)
{
    m_d->filter = std::move(filter);
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
    switch (m_d->handover.step(this, event)) {
    case Handover::Step::Leave: m_d->leaveThread(); break;
    case Handover::Step::Join: m_d->joinThread(); break;
    case Handover::Step::None: break;
    }
    return QObject::event(event);
}

} // namespace QtInterprocess
