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
    Error error; // reported once when a shortage begins; the engine goes on by itself
    bool isOver = false; // nobody can connect any more: the engine is of no use
};

class AcceptObserver
{
public:
    // May destroy the engine, which calls this as its last statement.
    virtual void acceptTurn(AcceptTurn turn) = 0;

protected:
    ~AcceptObserver() = default;
};

/*
    Accepts connections on one listening handle, never more than it has been given room for. A shortage (of
    descriptors, memory) is waited out with growing delays, without a busy loop.
*/
class AcceptEngine
{
public:
    virtual ~AcceptEngine() = default;

    // How many connections may still be accepted.
    virtual void setRoom(int connections) = 0;

    // Runs one turn as soon as there is one. False if the deadline came first.
    virtual bool wait(QDeadlineTimer deadline) = 0;

    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;

    virtual qintptr handle() const = 0;
};

} // namespace QtInterprocess
