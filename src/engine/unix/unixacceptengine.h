// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "loop/backoff.h"
#include "loop/reactor.h"
#include "os/unix/socket.h"
#include "support/result.h"

namespace QtInterprocess {

class UnixAcceptEngine : public AcceptEngine, private ReadySource
{
public:
    // subject names the listener in errors.
    UnixAcceptEngine(OwnedHandle handle, os::SocketType type, const QString &subject, AcceptObserver &observer);

    void setRoom(int connections) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override { m_watch.joinThread(); }
    qintptr handle() const override { return m_handle.get(); }

    // Continues with another listening handle. Clients waiting at the old one are accepted first.
    void replaceHandle(OwnedHandle handle);

private:
    void ready(ReadySet what) override;
    bool mayHaveMore();
    bool hasMore() const;
    QDeadlineTimer nextTurn() const;
    Result<OwnedHandle> accept();
    bool takeTurn(AcceptTurn &turn);
    void pause(const Error &error, AcceptTurn &turn);
    void updateInterest();

    OwnedHandle m_handle;
    std::vector<OwnedHandle> m_former; // former handles that still have clients waiting
    const os::SocketType m_type;
    const QString m_subject;
    AcceptObserver &m_observer;
    Watch m_watch;
    Backoff m_pauses { 50, 1000 }; // during a shortage
    int m_room = 0;
    int m_turnsOfOne = 0; // the turns to come that do not look for a second client
};

} // namespace QtInterprocess
