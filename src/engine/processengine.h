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
    // Reports the end of the process, once. The observer may destroy the engine.
    virtual void processEnded(const ProcessExit &exit) = 0;

protected:
    ~ProcessObserver() = default;
};

/*
    Watches one process. processEnded() is called from the event loop, as the last statement of a
    turn.
*/
class ProcessEngine
{
public:
    virtual ~ProcessEngine() = default;

    virtual qint64 processId() const = 0;

    // Blocks until the process ends. Returns nothing if the deadline passes first; otherwise
    // processEnded() is not called.
    virtual std::optional<ProcessExit> waitForEnd(QDeadlineTimer deadline) = 0;

    // Sends the signal with this number. After the end of the process it fails with NotFound.
    virtual Error send(int number, const char *operation) = 0;
    virtual Error queue(int number, int value, const char *operation) = 0;
    // Asks the process to end, or ends it in a way that it cannot refuse; fails like send().
    virtual Error askToEnd(const char *operation) = 0;
    virtual Error kill(const char *operation) = 0;

    // Call leaveThread() in the old thread, then joinThread() in the new one.
    virtual void leaveThread() = 0;
    virtual void joinThread() = 0;
};

// Each platform defines these once.
Result<std::unique_ptr<ProcessEngine>> openProcess(ProcessObserver &observer, qint64 processId);
Result<std::unique_ptr<ProcessEngine>> adoptProcess(ProcessObserver &observer, OwnedHandle process);

} // namespace QtInterprocess
