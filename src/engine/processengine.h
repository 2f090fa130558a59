// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/processexit.h>

#include <QtCore/qdeadlinetimer.h>

#include <memory>
#include <optional>

namespace QtInterprocess {

class ProcessObserver
{
public:
    // Once. May do anything to the engine, destroy it too.
    virtual void processEnded(const ProcessExit &exit) = 0;

protected:
    ~ProcessObserver() = default;
};

/*
    Watches one process. processEnded() comes from the event loop and is the last statement of its turn.
*/
class ProcessEngine
{
public:
    virtual ~ProcessEngine() = default;

    virtual qint64 processId() const = 0;

    // Blocks. Empty if the deadline came first; else processEnded() is not called any more.
    virtual std::optional<ProcessExit> waitForEnd(QDeadlineTimer deadline) = 0;

    // NotFound from its end on. The number is that of a signal.
    virtual Error send(int number, const char *operation) = 0;
    virtual Error queue(int number, int value, const char *operation) = 0;
    // The same of a request to end, and of an end that the process cannot refuse.
    virtual Error askToEnd(const char *operation) = 0;
    virtual Error kill(const char *operation) = 0;

    // Around a change of thread: the first in the old one, the second in the new.
    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;
};

// Defined once per platform.
Result<std::unique_ptr<ProcessEngine>> openProcess(ProcessObserver &observer, qint64 processId);
Result<std::unique_ptr<ProcessEngine>> adoptProcess(ProcessObserver &observer, OwnedHandle process);

} // namespace QtInterprocess
