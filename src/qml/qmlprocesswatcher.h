// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/processwatcher.h>

#include <QtCore/qvariant.h>
#include <QtQml/qqmlregistration.h>

namespace QtInterprocess {

/*!
    \qmltype ProcessWatcher
    Reports the end of a process, which need not be a child, and sends it signals.

    \qml
    ProcessWatcher {
        processId: 4711
        onExited: (exitCode) => console.log("ended", exitCode)
    }
    \endqml
*/
class QmlProcessWatcher : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(ProcessWatcher)

    /*! \qmlproperty int ProcessWatcher::processId
        The process that is watched, from the moment on that this is set; 0 for none. \c error is set if it cannot be watched. */
    Q_PROPERTY(int processId READ processId WRITE setProcessId NOTIFY processIdChanged FINAL)

    /*! \qmlproperty bool ProcessWatcher::running
        Whether the process is watched and has not ended. */
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged FINAL)

    /*! \qmlproperty error ProcessWatcher::error
        The reason why the last call, or watching, has failed. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlProcessWatcher(QObject *parent = nullptr);

    int processId() const { return m_processId; }
    void setProcessId(int processId);
    bool isRunning() const { return m_watcher.isRunning(); }
    Error error() const { return m_error; }

    /*! \qmlmethod bool ProcessWatcher::send(string name)
        Sends a signal to the process, by its name: \c "TERM" or \c "SIGTERM". Returns \c false, and sets \c error, if that failed. */
    Q_INVOKABLE bool send(const QString &name);

    /*! \qmlmethod bool ProcessWatcher::terminate(int graceTime)
        Asks the process to end, and kills it if it has not ended after \a graceTime, in ms: 5000 by default, −1 is never. Returns at once,
        \c false if that failed. exited() follows. */
    Q_INVOKABLE bool terminate(int graceTime = 5000);

Q_SIGNALS:
    /*! \qmlsignal ProcessWatcher::exited(var exitCode, string signalName)
        Emitted once, when the process has ended. \a exitCode is \c undefined if it is not known, as on most systems for processes that are no
        children, or if a signal has ended the process: \c "SIGKILL", for example. \a signalName is empty otherwise. */
    void exited(const QVariant &exitCode, const QString &signalName);

    void processIdChanged();
    void runningChanged();
    void errorChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlProcessWatcher)

    void setError(const Error &error);

    ProcessWatcher m_watcher;
    int m_processId = 0;
    Error m_error;
};

} // namespace QtInterprocess
