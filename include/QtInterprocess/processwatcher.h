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
    Tells when a process ends: a child, a parent, or any other one. Also sends signals to it, and to no other that has got its
    number since.

    \code
    ProcessWatcher watcher(pid);
    connect(&watcher, &ProcessWatcher::exited, this, [](const ProcessExit &exit) {
        qInfo() << exit.processId() << "has ended" << (exit.isSuccess() ? "well" : "");
    });
    \endcode

    \section1 Children
    The status of a child is looked at and not taken: QProcess, or whoever has started it, waits for it as ever, and no handler of
    SIGCHLD is installed. So a child that nobody waits for stays a zombie, and counts as ended here.

    \section1 Platforms
    \table
    \header \li                     \li Linux 5.3 on                      \li macOS, BSD                    \li other Unix                    \li Windows
    \row    \li learns of the end   \li at once, by a \c pidfd            \li at once, by a \c kqueue; by looks of a process that the system does not let be watched \li looks: at first every 5 ms, later at least twice a second \li at once, by a handle
    \row    \li of a process that is no child \li as soon as it is a zombie \li as soon as it is a zombie \li as soon as its parent has waited for it \li at once
    \row    \li exit code of a child \li always from Linux 6.15 on; before that, and elsewhere, unless somebody has waited for the child first,
                                        as QProcess does in its own time  \li as on an older Linux          \li as on an older Linux          \li yes
    \row    \li exit code of others \li no; from Linux 6.15 on if their parent was quick to wait for them \li BSD: yes; macOS: no \li no \li yes
    \row    \li send()              \li that process and no other         \li as Signals::send(): the number may belong to another process by then \li as on macOS \li that process and no other
    \endtable

    A process that gets the number of an ended one between two looks is taken for it, unless the ended one was a child. The macOS and
    BSD column has been tried on neither yet.

    Thread: the one that the object lives in; it may be moved, and destroyed in its slots. waitForExited() alone blocks. One descriptor for
    each process that is watched, or one handle. System calls: \c pidfd_open, \c pidfd_send_signal, \c kqueue, \c kevent, \c waitid (with \c WNOWAIT), \c kill; on
    Windows \c OpenProcess, \c RegisterWaitForSingleObject, \c EnumWindows, \c PostMessage, \c TerminateProcess.
*/
class QTINTERPROCESS_EXPORT ProcessWatcher : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 processId READ processId NOTIFY processIdChanged)
    Q_PROPERTY(bool isRunning READ isRunning NOTIFY isRunningChanged)

public:
    explicit ProcessWatcher(QObject *parent = nullptr);

    /*! Watches \a processId, if it can: see error(). */
    explicit ProcessWatcher(qint64 processId, QObject *parent = nullptr);

    ~ProcessWatcher() override;

    /*!
        Watches this process in place of the one before. Returns \c false if that is not possible, and error() tells why: NotFound if there
        is no such process; InvalidOperation for what is no number of a process; AccessDenied (Windows); ResourceExhausted. Then none is
        watched.

        exited() follows from the event loop, also if the process is a zombie already.
    */
    Q_INVOKABLE bool watch(qint64 processId);

    /*!
        The same of the process that the handle means: UnixSocket::peerProcessHandle() say, or one of Windows with the right to
        \c SYNCHRONIZE. There is no moment at which the number could have gone to another process. Unsupported where processes have no
        handles; the handle is closed in any case.
    */
    bool watch(OwnedHandle process);

    /*! exited() does not come any more. */
    void unwatch();

    /*! Of the process that is watched, or was until it ended; 0 if there is none. */
    qint64 processId() const noexcept;

    /*! It is watched, and its end has not been told yet. */
    bool isRunning() const noexcept;

    /*! How it ended; only the number of the process is in it until then. */
    ProcessExit exit() const;

    /*!
        Blocks until it has ended, \a msecs at most (-1: for ever), and emits exited(). Returns whether it has: \c true at once if that was
        told already, \c false if no process is watched. Needs no event loop.
    */
    bool waitForExited(int msecs = 30000);

    /*!
        Sends it a signal. Errors as Signals::send(); NotFound as soon as it has ended. On Windows KILL and TERM alone, which end the
        process with the number as its exit code.
    */
    Error send(int number);

    /*! Sends it a signal with a value, as Signals::queue() does. */
    Error queue(int number, int value);

    /*!
        Asks the process to end, and kills it if it has not ended after \a graceTime ms (0: kills it at once; −1: never). Returns at
        once; exited() follows. The event loop kills, or waitForExited() while that waits.

        \table
        \header \li      \li the request                                                  \li after \a graceTime
        \row \li Unix    \li \c SIGTERM, then \c SIGCONT for a process that is stopped       \li \c SIGKILL
        \row \li Windows \li \c WM_CLOSE to each top-level window, as \c taskkill posts it  \li \c TerminateProcess, exit code 9
        \endtable

        On Windows the windows are those of the caller's desktop. A program with a SignalWatcher of SIGTERM or a Termination has such a
        window. Other console programs receive no request: close their input, for example, and call terminate() then. No console
        event is sent, because it would reach every process of the console.

        Neither reaches another process that has the same process ID by then, except where send() has that limit (see the table
        above). Children of the process are not affected. unwatch(), watch() and the destructor cancel the kill.

        Errors: NotFound if the process has ended; InvalidOperation if none is watched; AccessDenied, and then nothing is done later.
        If Windows refuses to end the process after \a graceTime, it goes on.
    */
    Error terminate(int graceTime = 5000);

    /*! Why the last watch() failed; no error if it did not. */
    Error error() const;

Q_SIGNALS:
    /*! Once. Neither isRunning() nor a number that stays the same keep anybody from calling watch() in the slot. */
    void exited(const QtInterprocess::ProcessExit &exit);

    void processIdChanged();
    void isRunningChanged();

protected:
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(ProcessWatcher)

    const std::unique_ptr<ProcessWatcherPrivate> m_d;
};

} // namespace QtInterprocess
