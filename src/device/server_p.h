// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "support/handover.h"
#include "support/lifetime.h"

#include <QtInterprocess/server.h>

#include <deque>
#include <memory>

namespace QtInterprocess {

class ServerPrivate : public AcceptObserver
{
public:
    ServerPrivate() = default;
    virtual ~ServerPrivate();

    void setServer(Server *server) { q = server; }

    // For the classes on top: canListen() says why not, in error; start() begins to accept.
    bool canListen(const QString &subject);
    bool refuse(const Error &why);
    void start(std::unique_ptr<AcceptEngine> acceptEngine);
    OwnedHandle takePending();

    void stop();
    void updateRoom();
    bool waitForNewConnection(QDeadlineTimer deadline);

    // Whether a connection may be let in.
    virtual Error admit(qintptr handle) const = 0;
    // Gives the name back. The listening handle is still open, so that nobody takes the name for stale.
    virtual void releaseName() = 0;

    std::unique_ptr<AcceptEngine> engine;
    Handover handover;
    std::deque<OwnedHandle> pending;
    Error error;
    Access access = Access::User;
    int maximumPending = 30;
    int backlog = 128;
    bool paused = false;

protected:
    Server *q = nullptr;

private:
    void acceptTurn(AcceptTurn turn) override;
    bool report(const Error &what);

    Lifetime m_lifetime;
    quint32 m_epoch = 0; // of listening; a new engine may have the address of the old one
};

} // namespace QtInterprocess
