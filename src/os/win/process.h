// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

namespace QtInterprocess::os {

enum class ProcessUse { Wait, End, WaitAndEnd, PassHandles };
// Opens a process; fails with NotFound if there is none. A process that has ended still exists
// while a handle to it is open.
Result<OwnedHandle> openProcess(quint32 processId, ProcessUse use, const char *operation);

Result<quint32> processOf(qintptr process);

// Waits for the process. Returns true if it has ended.
bool waitForProcess(qintptr process, QDeadlineTimer deadline);

// Returns the exit code; call it only after the process has ended.
quint32 exitCodeOf(qintptr process);

// Asks each window of the process on this desktop to close, like its close button. Does not wait.
void closeWindowsOf(quint32 processId);

Error terminateProcess(qintptr process, quint32 exitCode, const char *operation);

} // namespace QtInterprocess::os
