// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlprocesswatcher.h"

#include <QtInterprocess/signals.h>

namespace QtInterprocess {

QmlProcessWatcher::QmlProcessWatcher(QObject *parent) : QObject(parent), m_watcher(this)
{
    connect(&m_watcher, &ProcessWatcher::isRunningChanged, this, &QmlProcessWatcher::runningChanged);
    connect(&m_watcher, &ProcessWatcher::exited, this, [this](const ProcessExit &exit) {
        Q_EMIT exited(exit.exitCode() ? QVariant(*exit.exitCode()) : QVariant(),
                      exit.signalNumber() ? Signals::name(*exit.signalNumber()) : QString());
    });
}

void QmlProcessWatcher::setProcessId(int processId)
{
    if (m_processId == processId)
        return;
    m_processId = processId;
    if (processId == 0)
        m_watcher.unwatch();
    else
        m_watcher.watch(processId);
    setError(processId == 0 ? Error() : m_watcher.error());
    Q_EMIT processIdChanged();
}

bool QmlProcessWatcher::send(const QString &name)
{
    setError(m_watcher.send(Signals::fromName(name)));
    return !m_error;
}

bool QmlProcessWatcher::terminate(int graceTime)
{
    setError(m_watcher.terminate(graceTime));
    return !m_error;
}

void QmlProcessWatcher::setError(const Error &error)
{
    if (m_error == error)
        return;
    m_error = error;
    Q_EMIT errorChanged();
}

} // namespace QtInterprocess
