// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/processwatcher.h>

#include <QtCore/qvariant.h>
#include <QtQml/qqmlregistration.h>

namespace QtInterprocess {

/*!
    \qmltype ProcessWatcher
    Reports the end of a process, and sends signals to it.

    The process need not be a child of this process.

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
        The ID of the watched process; 0 for none. Watching begins when it is set. If the
        process cannot be watched, \c error is set. */
    Q_PROPERTY(int processId READ processId WRITE setProcessId NOTIFY processIdChanged FINAL)

    /*! \qmlproperty bool ProcessWatcher::running
        Whether the process is watched and still runs. */
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged FINAL)

    /*! \qmlproperty error ProcessWatcher::error
        The error of the last call, or of watching. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlProcessWatcher(QObject *parent = nullptr);

    int processId() const { return m_processId; }
    void setProcessId(int processId);
    bool isRunning() const { return m_watcher.isRunning(); }
    Error error() const { return m_error; }

    /*! \qmlmethod bool ProcessWatcher::send(string name)
        Sends a signal to the process, by name: \c "TERM" or \c "SIGTERM". If that fails,
        returns \c false and sets \c error. */
    Q_INVOKABLE bool send(const QString &name);

    /*! \qmlmethod bool ProcessWatcher::terminate(int graceTime)
        Asks the process to end, and kills it if it still runs after \a graceTime ms. The
        default is 5000 ms; −1 never kills. Returns at once: \c false if asking failed. On
        success exited() follows. */
    Q_INVOKABLE bool terminate(int graceTime = 5000);

Q_SIGNALS:
    /*! \qmlsignal ProcessWatcher::exited(var exitCode, string signalName)
        Emitted once, when the process has ended. \a exitCode is \c undefined if a signal ended
        the process, or if it is unknown. On most systems it is unknown for processes that are
        not children. \a signalName is the signal that ended the process, \c "SIGKILL" for
        example, or empty. */
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
