// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/processexit.h>

#include <QtCore/qobject.h>

#include <memory>

namespace QtInterprocess {

class ProcessWatcherPrivate;

/*!
    Reports when a process ends: a child, the parent or any other process.

    It also sends signals to that process, and never to another one that has reused its ID, where
    the system allows that.

    \code
    ProcessWatcher watcher(pid);
    connect(&watcher, &ProcessWatcher::exited, this, [](const ProcessExit &exit) {
        qInfo() << exit.processId() << "has ended" << (exit.isSuccess() ? "well" : "");
    });
    \endcode

    \section1 Children
    The watcher reads the status of a child and does not take it. QProcess, or the code that
    started the child, waits for it as before. No handler of SIGCHLD is installed. A child that no
    code waits for stays a zombie, and counts as ended here.

    \section1 Platforms
    \table
    \header
        \li
        \li Linux 5.3 on
        \li macOS, BSD
        \li other Unix
        \li Windows
    \row
        \li how the end is detected
        \li at once, by a \c pidfd
        \li at once, by a \c kqueue; by polling if the system does not allow watching the process
        \li by polling: at first every 5 ms, later at least twice a second
        \li at once, by a handle
    \row
        \li when another process than a child counts as ended
        \li as soon as it is a zombie
        \li as soon as it is a zombie
        \li as soon as its parent has waited for it
        \li at once
    \row
        \li exit code of a child
        \li from Linux 6.15 on always; before, unless other code has waited for the child first, as
            QProcess does in its own time
        \li as on an older Linux
        \li as on an older Linux
        \li yes
    \row
        \li exit code of others
        \li no; from Linux 6.15 on if their parent was quick to wait for them
        \li BSD: yes; macOS: no
        \li no
        \li yes
    \row
        \li send()
        \li only that process
        \li as Signals::send(): the ID may belong to another process by then
        \li as on macOS
        \li only that process
    \endtable

    If a process gets the ID of an ended one between two polls, it is taken for the ended one.
    This cannot happen to a child. The macOS and BSD column is not tested yet.

    \section1 Threads and system calls
    All signals are emitted in the thread of the watcher. A watcher may be moved, and may be
    destroyed in its slots. Only waitForExited() blocks. Each watched process needs one descriptor
    or handle.

    System calls: \c pidfd_open, \c pidfd_send_signal, \c kqueue, \c kevent, \c waitid (with
    \c WNOWAIT), \c kill; on Windows \c OpenProcess, \c RegisterWaitForSingleObject,
    \c EnumWindows, \c PostMessage, \c TerminateProcess.
*/
class QTINTERPROCESS_EXPORT ProcessWatcher : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 processId READ processId NOTIFY processIdChanged)
    Q_PROPERTY(bool isRunning READ isRunning NOTIFY isRunningChanged)

public:
    /*! Constructs a watcher that watches no process, with \a parent. */
    explicit ProcessWatcher(QObject *parent = nullptr);

    /*!
        Constructs a watcher of the process \a processId, with \a parent. If that fails, error()
        says why.
    */
    explicit ProcessWatcher(qint64 processId, QObject *parent = nullptr);

    /*! Stops watching and cancels the kill of terminate(). */
    ~ProcessWatcher() override;

    /*!
        Watches the process \a processId in place of the previous one. exited() follows from the
        event loop.

        exited() is emitted for a process that is already a zombie, too. If the function fails, it
        returns \c false, no process is watched, and error() says why:

        \list
        \li NotFound: there is no such process.
        \li InvalidOperation: \a processId is not a process ID.
        \li AccessDenied: the system refuses access (Windows).
        \li ResourceExhausted: the system has no descriptor or handle left.
        \endlist
    */
    Q_INVOKABLE bool watch(qint64 processId);

    /*!
        Watches the process of the handle \a process, such as UnixSocket::peerProcessHandle(), in
        place of the previous one.

        A handle of Windows needs the right to \c SYNCHRONIZE. The process ID cannot be reused in
        between, as it can with watch(qint64). Fails with Unsupported where processes have no
        handles. The handle is closed in any case.
    */
    bool watch(OwnedHandle process);

    /*! Stops watching the process; exited() is not emitted any more. */
    void unwatch();

    /*!
        Returns the ID of the watched process, or of the last one if it has ended; 0 if there is
        none.
    */
    qint64 processId() const noexcept;

    /*! Returns whether a process is watched and its end has not been reported yet. */
    bool isRunning() const noexcept;

    /*! Returns how the process ended. Until then only its process ID is set. */
    ProcessExit exit() const;

    /*!
        Blocks until the process has ended, for at most \a msecs ms, and emits exited(). −1 is
        forever.

        Returns \c true if the process has ended, at once if that was already reported. Returns
        \c false after a timeout, or if no process is watched. Needs no event loop.
    */
    bool waitForExited(int msecs = 30000);

    /*!
        Sends the signal \a number to the process.

        Errors are those of Signals::send(), and NotFound as soon as the process has ended. On
        Windows only KILL and TERM work. They end the process with the number as its exit code.
    */
    Error send(int number);

    /*! Sends the signal \a number with \a value to the process, as Signals::queue() does. */
    Error queue(int number, int value);

    /*!
        Asks the process to end, and kills it if it has not ended after \a graceTime ms.

        If \a graceTime is 0, the process is killed at once; −1 never kills it. The function
        returns at once, and exited() follows. The event loop performs the kill, or
        waitForExited() while that waits.

        \table
        \header
            \li
            \li the request
            \li after \a graceTime
        \row
            \li Unix
            \li \c SIGTERM, then \c SIGCONT for a process that is stopped
            \li \c SIGKILL
        \row
            \li Windows
            \li \c WM_CLOSE to each top-level window, as \c taskkill posts it
            \li \c TerminateProcess, exit code 9
        \endtable

        On Windows the windows are those of the caller's desktop. A program with a Termination or
        a SignalWatcher of SIGTERM has such a window. Other console programs receive no request:
        close their input, for example, and then call terminate(). No console event is sent,
        because it would reach every process of the console.

        The request and the kill never reach another process with the same process ID, except
        where send() has that limit (see the table above). Children of the process are not
        affected. unwatch(), watch() and the destructor cancel the kill.

        \list
        \li NotFound: the process has ended.
        \li InvalidOperation: no process is watched.
        \li AccessDenied: the system refuses the request, and no kill follows.
        \endlist

        If Windows refuses to end the process after \a graceTime, the process goes on.
    */
    Error terminate(int graceTime = 5000);

    /*! Returns why the last watch() failed; no error if it succeeded. */
    Error error() const;

Q_SIGNALS:
    /*!
        Emitted once per process; \a exit says how it ended. You may call watch() in the slot,
        even with the same process ID.
    */
    void exited(const QtInterprocess::ProcessExit &exit);

    /*! Emitted when processId() changes. */
    void processIdChanged();
    /*! Emitted when isRunning() changes. */
    void isRunningChanged();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(ProcessWatcher)

    const std::unique_ptr<ProcessWatcherPrivate> m_d;
};

} // namespace QtInterprocess
