// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/acceptedconnection.h"
#include "engine/acceptengine.h"
#include "engine/inherited.h"
#include "loop/reactor.h"
#include "support/errorrate.h"
#include "support/handover.h"
#include "support/lifetime.h"

#include <QtInterprocess/server.h>

#include <deque>
#include <memory>
#include <optional>

namespace QtInterprocess {

/*
    The implementation of a Server. As in a Device, news is stored first; emitPending() emits it
    later.
*/
class ServerPrivate : public AcceptObserver, private ReadySource
{
public:
    ServerPrivate() : m_timer(*this) { }
    virtual ~ServerPrivate();

    void setServer(Server *server) { q = server; }

    // Returns the process at the other end of a connection.
    virtual PeerCredentials credentialsOf(qintptr handle) const = 0;

    // For derived classes. If canListen() fails, error has the reason; start() begins to accept.
    bool canListen(const QString &subject);
    bool refuse(const Error &why);
    void start(std::unique_ptr<AcceptEngine> acceptEngine);
    AcceptedConnection takePending();
    bool hasPending()
    {
        joinIfAway();
        return !pending.empty() && !isInherited();
    }
    // Whether the server is a forked child's copy. It belongs to the parent while the parent lives.
    bool isInherited() const { return engine && !m_mark.isOwned(); }

    void stop();
    void updateRoom();
    void leaveThread();
    void joinThread();
    bool waitForNewConnection(QDeadlineTimer deadline);

    // Returns an error if the connection must be refused. Sets peer if it has asked for it.
    virtual Error admit(qintptr handle, std::optional<PeerCredentials> &peer) const = 0;
    // Releases the name. The listening handle is still open, so that no other server takes the name
    // for stale.
    virtual void releaseName() = 0;

    std::unique_ptr<AcceptEngine> engine;
    Handover handover;
    std::deque<AcceptedConnection> pending;
    Error error;
    Error callError; // of a refused listen() while the server listens, until the event loop runs
    Access access = Access::User;
    int maximumPending = 30;
    int backlog = 128;
    bool paused = false;
    Server::ConnectionHandler handler;
    Server::ConnectionFilter filter;

protected:
    Server *q = nullptr;

private:
    void acceptTurn(AcceptTurn turn) override;
    void ready(ReadySet what) override;
    void report(const Error &what);
    void emitPending();
    void emitListeningChanged();
    int room() const;

    bool refuseInherited(const char *operation);
    void refuseCall(const Error &why);
    // Asks for the peer unless admit() has done so.
    const PeerCredentials &peerOf(AcceptedConnection &connection) const
    {
        if (!connection.peer)
            connection.peer = credentialsOf(connection.handle.get());
        return *connection.peer;
    }
    bool passesFilter(AcceptedConnection &connection);
    void deliverConnection(AcceptedConnection connection);
    void joinIfAway()
    {
        if (handover.join())
            joinThread();
    }

    Lifetime m_lifetime;
    ProcessMark m_mark; // the process that listens
    std::deque<AcceptedConnection> m_arrived; // not pending yet
    quint64 m_handled = 0; // connections passed to the handler
    struct Refusal
    {
        PeerCredentials peer;
        Error reason;
    };
    std::deque<Refusal> m_refusals;
    quint64 m_stops = 0; // shows whether the filter has closed the server
    std::deque<Error> m_errors;
    ErrorRate m_rate; // limits errors that untrusted peers and shortages cause
    Watch m_timer; // for the errors that m_rate holds back
    bool m_isTimed = false;
    bool m_reportedListening = false; // the reported value of listening
};

} // namespace QtInterprocess
