// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qloggingcategory.h>

namespace QtInterprocess {

/*
    Declares the logging categories of the library; docs/troubleshooting.md lists them.

    Debug lines are off by default. Warnings report misuse by the program.

    A message handler may use the library, and a thread of the library may outlive the categories.
    Therefore log only in threads of the program, where the object is consistent. Do not log:

    - while a lock is held
    - in a signal handler
    - single reads and writes
    - the data that is sent; names, numbers and reasons are enough
*/
Q_DECLARE_LOGGING_CATEGORY(lcNames)
Q_DECLARE_LOGGING_CATEGORY(lcConnections)
Q_DECLARE_LOGGING_CATEGORY(lcLinger)
Q_DECLARE_LOGGING_CATEGORY(lcInstances)
Q_DECLARE_LOGGING_CATEGORY(lcProcesses)
Q_DECLARE_LOGGING_CATEGORY(lcSignals)

// Warns if the object is used outside its thread.
void warnOfForeignThread(const QLoggingCategory &category, const QObject *object);

} // namespace QtInterprocess
