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
    // May destroy the connector, which calls this as its last statement, and once.
    virtual void connectFinished(Result<OwnedHandle> result) = 0;

protected:
    ~ConnectObserver() = default;
};

/*
    Connects to a server without ever blocking the caller. The first attempt is made when it is made, so that a
    client is in the server's queue at once; its outcome is reported later, from the event loop or from wait().
*/
class Connector
{
public:
    virtual ~Connector() = default;

    // Returns true if the outcome was reported.
    virtual bool wait(QDeadlineTimer deadline) = 0;

    // Goes on in the background, and then delivers the output and closes. If it is known already that there will be no
    // connection, the loss is counted.
    virtual void linger(std::unique_ptr<Output> output) = 0;

    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;
};

struct ConnectOptions
{
    int timeout = 30000; // milliseconds, -1: for ever
    Access requiredServer = Access::Everyone;
};

} // namespace QtInterprocess
