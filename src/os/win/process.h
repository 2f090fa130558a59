// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

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

// Asks each window of the process on this desktop to close, as its close button does. Does not wait.
void closeWindowsOf(quint32 processId);

Error terminateProcess(qintptr process, quint32 exitCode, const char *operation);

} // namespace QtInterprocess::os
