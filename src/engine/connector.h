// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/output.h"
#include "support/result.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <memory>

namespace QtInterprocess {

class ConnectObserver
{
public:
    // Reports the outcome, once. The observer may destroy the connector, which calls this as its
    // last statement.
    virtual void connectFinished(Result<OwnedHandle> result) = 0;

protected:
    ~ConnectObserver() = default;
};

/*
    Connects to a server without ever blocking the caller.

    The constructor makes the first attempt, so that the client enters the server's queue at once.
    The outcome is reported later, from the event loop or from wait().
*/
class Connector
{
public:
    virtual ~Connector() = default;

    // Returns true if the outcome was reported.
    virtual bool wait(QDeadlineTimer deadline) = 0;

    // Keeps connecting in the background, then delivers the output and closes. If the connection
    // has already failed, the loss is counted.
    virtual void linger(std::unique_ptr<Output> output) = 0;

    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;
};

struct ConnectOptions
{
    int timeout = 30000; // in ms; -1 is forever
    Access requiredServer = Access::Everyone;
    bool receivesHandles = false; // local sockets refuse handles otherwise
};

} // namespace QtInterprocess
