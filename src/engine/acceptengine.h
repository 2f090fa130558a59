// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <vector>

namespace QtInterprocess {

struct AcceptTurn
{
    std::vector<OwnedHandle> handles;
    Error error; // reported once, when a shortage begins; the engine continues by itself
    bool isOver = false; // no client can connect any more; the engine is unusable
};

class AcceptObserver
{
public:
    // Reports a turn. The observer may destroy the engine, which calls this as its last statement.
    virtual void acceptTurn(AcceptTurn turn) = 0;

protected:
    ~AcceptObserver() = default;
};

/*
    Accepts connections on one listening handle, at most as many as it has room for.

    After a shortage of descriptors or memory it tries again with growing delays, without a busy
    loop.
*/
class AcceptEngine
{
public:
    virtual ~AcceptEngine() = default;

    // Sets how many more connections may be accepted.
    virtual void setRoom(int connections) = 0;

    // Runs the next turn as soon as it is due. Returns false if the deadline passes first.
    virtual bool wait(QDeadlineTimer deadline) = 0;

    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;

    virtual qintptr handle() const = 0;
};

} // namespace QtInterprocess
