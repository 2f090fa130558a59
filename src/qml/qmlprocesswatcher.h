// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/processwatcher.h>

#include <QtCore/qvariant.h>
#include <QtQml/qqmlregistration.h>

namespace QtInterprocess {

/*!
    \qmltype ProcessWatcher
    Tells of the end of a process.
*/
class QmlProcessWatcher : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(ProcessWatcher)

    /*! \qmlproperty int ProcessWatcher::processId
        Watched as soon as it is set; 0 for none. */
    Q_PROPERTY(int processId READ processId WRITE setProcessId NOTIFY processIdChanged FINAL)
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged FINAL)
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlProcessWatcher(QObject *parent = nullptr);

    int processId() const { return m_processId; }
    void setProcessId(int processId);
    bool isRunning() const { return m_watcher.isRunning(); }
    Error error() const { return m_error; }

    /*! \qmlmethod bool ProcessWatcher::send(string signal)
        Sends it "TERM" or another signal. */
    Q_INVOKABLE bool send(const QString &name);

Q_SIGNALS:
    /*! \qmlsignal ProcessWatcher::exited(var exitCode, var signalNumber)
        What is not known is \c undefined. */
    void exited(const QVariant &exitCode, const QVariant &signalNumber);
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
