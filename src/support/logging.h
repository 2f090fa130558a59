// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qloggingcategory.h>

namespace QtInterprocess {

/*
    What the library says to somebody who looks for a fault; docs/troubleshooting.md has the table. Debug lines are off by default, and
    warnings are about misuse by the program.

    A message handler may use the library, and a thread of the library may outlive the categories. So a line is written in the
    program's threads only, where the object is consistent, and never while a lock is held, in a signal handler, or for single reads and
    writes. It has names, numbers and reasons, never what is sent.
*/
Q_DECLARE_LOGGING_CATEGORY(lcNames)
Q_DECLARE_LOGGING_CATEGORY(lcConnections)
Q_DECLARE_LOGGING_CATEGORY(lcLinger)
Q_DECLARE_LOGGING_CATEGORY(lcInstances)
Q_DECLARE_LOGGING_CATEGORY(lcProcesses)
Q_DECLARE_LOGGING_CATEGORY(lcSignals)

// Warns if object is used in another thread than its own.
void warnOfForeignThread(const QLoggingCategory &category, const QObject *object);

} // namespace QtInterprocess
