// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "engine/inherited.h"
#include "loop/reactor.h"
#include "support/errorrate.h"
#include "support/handover.h"
#include "support/lifetime.h"

#include <QtInterprocess/server.h>

#include <deque>
#include <memory>

namespace QtInterprocess {

/*
    The inside of a Server. As of a Device, facts come first: what has arrived is kept here until tell() has told of it.
*/
class ServerPrivate : public AcceptObserver, private ReadySource
{
public:
    ServerPrivate() : m_timer(*this) { }
    virtual ~ServerPrivate();

    void setServer(Server *server) { q = server; }

    // Who is at the other end of a connection.
    virtual PeerCredentials credentialsOf(qintptr handle) const = 0;

    // For the classes on top: canListen() says why not, in error; start() begins to accept.
    bool canListen(const QString &subject);
    bool refuse(const Error &why);
    void start(std::unique_ptr<AcceptEngine> acceptEngine);
    OwnedHandle takePending();
    bool hasPending()
    {
        joinIfAway();
        return !pending.empty() && !isInherited();
    }
    // A forked child has a copy of the server, which is the parent's as long as that lives.
    bool isInherited() const { return engine && !m_mark.isOurs(); }

    void stop();
    void updateRoom();
    void leaveThread();
    void joinThread();
    bool waitForNewConnection(QDeadlineTimer deadline);

    // Whether a connection may be let in.
    virtual Error admit(qintptr handle) const = 0;
    // Gives the name back. The listening handle is still open, so that nobody takes the name for stale.
    virtual void releaseName() = 0;

    std::unique_ptr<AcceptEngine> engine;
    Handover handover;
    std::deque<OwnedHandle> pending;
    Error error;
    Error callError; // why listen() was refused while the server listens, until the event loop runs
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
    void tell();
    void tellListening();
    int room() const;

    bool refuseInherited(const char *operation);
    void refuseCall(const Error &why);
    bool passesFilter(qintptr handle);
    void tellConnection(OwnedHandle connection);
    void joinIfAway()
    {
        if (handover.join())
            joinThread();
    }

    Lifetime m_lifetime;
    ProcessMark m_mark; // of the process that listens
    std::deque<OwnedHandle> m_arrived; // not pending yet
    quint64 m_handled = 0; // connections that the handler was given
    struct Refusal
    {
        PeerCredentials peer;
        Error reason;
    };
    std::deque<Refusal> m_refusals;
    quint64 m_stops = 0; // tells whether the filter has closed the server
    std::deque<Error> m_errors;
    ErrorRate m_rate; // strangers and shortages cause all of them
    Watch m_timer; // of what it holds back
    bool m_isTimed = false;
    bool m_listeningIsTold = false; // the value of listening that the outside knows
};

} // namespace QtInterprocess
