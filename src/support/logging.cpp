// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/logging.h"

#include <QtCore/qdebug.h>
#include <QtCore/qobject.h>
#include <QtCore/qthread.h>

namespace QtInterprocess {

Q_LOGGING_CATEGORY(lcNames, "qt.interprocess.names", QtWarningMsg)
Q_LOGGING_CATEGORY(lcConnections, "qt.interprocess.connections", QtWarningMsg)
Q_LOGGING_CATEGORY(lcLinger, "qt.interprocess.linger", QtWarningMsg)
Q_LOGGING_CATEGORY(lcInstances, "qt.interprocess.instances", QtWarningMsg)
Q_LOGGING_CATEGORY(lcProcesses, "qt.interprocess.processes", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSignals, "qt.interprocess.signals", QtWarningMsg)

void warnOfForeignThread(const QLoggingCategory &category, const QObject *object)
{
    if (object->thread() != QThread::currentThread())
        qCWarning(category) << object << "is used in another thread than its own";
}

} // namespace QtInterprocess
