// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qlist.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

namespace QtInterprocess {

/*!
    The signals of this system: names, numbers, sending, and what this process does with unwatched
    ones.

    SignalWatcher receives signals. ProcessWatcher sends them to one particular process.

    \code
    if (const Error error = Signals::send(pid, SIGTERM))
        qWarning() << error; // send SIGTERM to "4711": no such process
    \endcode

    \section1 Sending
    Each function takes the ID of one process or of one group. \c kill() treats 0 as the own
    group, and −1 as \e every process. These functions refuse both with InvalidOperation. A group
    of 1 means the same as −1 and is refused too.

    \list
    \li NotFound: there is no such process.
    \li AccessDenied: this process may not send signals to it.
    \li InvalidOperation: the number is not a signal.
    \endlist

    A process ID can belong to another process by the time that the signal is sent.
    ProcessWatcher::send() never reaches another process.

    \section1 Platforms
    \table
    \header
        \li
        \li Unix
        \li Windows
    \row
        \li all()
        \li all signals of the system
        \li HUP (1), INT, ILL, FPE, KILL (9), SEGV, TERM, BREAK, ABRT
    \row
        \li watched
        \li isCatchable()
        \li INT: Ctrl-C; BREAK: Ctrl-Break; HUP: the console was closed; TERM: the user logs off,
            the system shuts down, or a program asks this one to end by WM_CLOSE
    \row
        \li send()
        \li \c kill
        \li KILL, TERM: \c TerminateProcess, with the number as exit code;
            others: Unsupported
    \row
        \li sendToGroup()
        \li \c kill(-group)
        \li BREAK: \c GenerateConsoleCtrlEvent, to the processes of this console that were
            started as that group; others: Unsupported
    \row
        \li queue()
        \li \c sigqueue; not on macOS and OpenBSD
        \li Unsupported
    \row
        \li probe()
        \li \c kill with 0
        \li \c OpenProcess
    \row
        \li setDisposition()
        \li \c sigaction
        \li INT, Ignore and Default: \c SetConsoleCtrlHandler; others: Unsupported
    \endtable

    Thread-safe. Does not block.
*/
class QTINTERPROCESS_EXPORT Signals
{
    Q_GADGET

public:
    /*! \internal The class has only static functions. */
    Signals() = delete;

    /*!
        Returns the name of the signal \a number, such as "SIGTERM" or "SIGRTMIN+3"; empty if the
        system has no such signal.
    */
    static QString name(int number);

    /*!
        Returns the number of the signal called \a name; 0 if the system has no such signal.

        Accepts "SIGTERM", "term", "SIGRTMIN+3", "RTMAX-1" and "15".
    */
    static int fromName(const QString &name);

    /*! Returns the numbers of all signals of this system, in ascending order. */
    static QList<int> all();

    /*! Returns whether \a number is a signal of this system. */
    static bool isValid(int number);

    /*!
        Returns whether \a number is a real-time signal. Real-time signals are queued, each with
        its value.

        Returns \c false for all numbers on systems without such signals: macOS, OpenBSD, Windows.
    */
    static bool isRealTime(int number);

    /*!
        Returns the number of the real-time signal \c SIGRTMIN + \a offset; 0 if there are not so
        many.

        \c SIGRTMIN is the first real-time signal that programs may use.
    */
    static int realTime(int offset);

    /*!
        Returns whether a program can receive the signal \a number. KILL and STOP cannot be
        received.
    */
    static bool isCatchable(int number);

    /*!
        Returns whether the processor raises the signal \a number for a program error: ILL, FPE,
        SEGV, BUS.
    */
    static bool isFault(int number);

    /*! Sends the signal \a number to the process \a processId. */
    static Error send(qint64 processId, int number);
    /*! Sends the signal \a number to the process group \a groupId. */
    static Error sendToGroup(qint64 groupId, int number);

    /*!
        Sends the signal \a number with \a value to the process \a processId.

        Real-time signals arrive one by one, the lowest number first. Signals of one number arrive
        in the order in which they were sent. If too many signals are pending, the function
        returns ResourceExhausted and this signal is not sent.
    */
    static Error queue(qint64 processId, int number, int value);

    /*!
        Returns whether the process \a processId exists and accepts signals: no error, NotFound or
        AccessDenied.

        A zombie, which has ended and was not waited for, exists.
    */
    static Error probe(qint64 processId);

    /*! The action that this process takes for a signal. */
    enum class Disposition : int {
        Default, //!< The system's action: most signals end the process.
        Ignore, //!< The signal has no effect.
        Handled, //!< A SignalWatcher or another function handles the signal.
    };
    Q_ENUM(Disposition)

    /*! Returns what this process does with the signal \a number now. */
    static Disposition disposition(int number);

    /*!
        Sets what this process does with the signal \a number while it is not watched.

        \a disposition is Default or Ignore. Fails with InvalidOperation while the signal is
        watched, and for signals that are not catchable. Programs that this process starts inherit
        ignored signals.
    */
    static Error setDisposition(int number, Disposition disposition);
};

} // namespace QtInterprocess
