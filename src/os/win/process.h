// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <functional>
#include <memory>

namespace QtInterprocess::os {

enum class ProcessUse { Wait, End, WaitAndEnd };
// NotFound if there is no such process. One that has ended is there as long as somebody holds a handle of it.
Result<OwnedHandle> openProcess(quint32 processId, ProcessUse use, const char *operation);

// The number of the process that the handle means.
Result<quint32> processOf(qintptr process);

// True if it has ended.
bool waitForProcess(qintptr process, QDeadlineTimer deadline);

// Once it has ended.
quint32 exitCodeOf(qintptr process);

Error terminateProcess(qintptr process, quint32 exitCode, const char *operation);

/*
    Calls a function once, in a thread of the system, when the process has ended.

    Safety: the destructor waits for a call that is under way.
*/
class ProcessWait
{
public:
    static Result<std::unique_ptr<ProcessWait>> begin(qintptr process, std::function<void()> tell);
    ~ProcessWait();

private:
    explicit ProcessWait(std::function<void()> tell) : m_tell(std::move(tell)) { }
    Q_DISABLE_COPY_MOVE(ProcessWait)

    static void __stdcall routine(void *self, unsigned char);

    const std::function<void()> m_tell;
    qintptr m_wait = OwnedHandle::Invalid;
};

#ifdef QTINTERPROCESS_FAULT_POINTS
// Makes ProcessWait::begin() fail with this error of the system, until 0 is set; for tests.
void failProcessWaits(quint32 systemError);
#endif

} // namespace QtInterprocess::os
