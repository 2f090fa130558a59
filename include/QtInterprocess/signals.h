// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qlist.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstring.h>

namespace QtInterprocess {

/*!
    The signals of this system: their names and numbers, sending them, and what this process does about them when nobody
    watches. SignalWatcher receives them.

    \code
    if (const Error error = Signals::send(pid, SIGTERM))
        qWarning() << error; // send SIGTERM to "4711": no such process
    \endcode

    \section1 Sending
    Each of the functions takes the number of one process or of one group. What \c kill() understands by 0 and by -1, the own group and
    \e every process, is refused with InvalidOperation, and so is 1 for a group, which means the same as -1. Errors: NotFound, if there
    is no such process; AccessDenied; InvalidOperation for a number that is no signal. A process id can belong to another process by the
    time that the signal is sent; ProcessWatcher::send() cannot meet another one.

    \section1 Platforms
    \table
    \header \li                   \li Unix              \li Windows
    \row    \li all()             \li what it has       \li HUP (1), INT, ILL, FPE, KILL (9), SEGV, TERM, BREAK, ABRT
    \row    \li watched           \li isCatchable()     \li INT: Ctrl-C; BREAK: Ctrl-Break; HUP: the console was closed; TERM: the user
                                                            logs off, the system shuts down, or a program asks this
                                                            one to end by WM_CLOSE
    \row    \li send()            \li \c kill           \li KILL, TERM: \c TerminateProcess, with the number as the exit code; others:
                                                            Unsupported
    \row    \li sendToGroup()     \li \c kill(-group)   \li BREAK: \c GenerateConsoleCtrlEvent, to the processes of this console that were
                                                            started as that group; others: Unsupported
    \row    \li queue()           \li \c sigqueue; not on macOS and OpenBSD \li Unsupported
    \row    \li probe()           \li \c kill with 0    \li \c OpenProcess
    \row    \li setDisposition()  \li \c sigaction      \li INT, Ignore and Default: \c SetConsoleCtrlHandler; others: Unsupported
    \endtable

    Thread-safe. Does not block.
*/
class QTINTERPROCESS_EXPORT Signals
{
    Q_GADGET

public:
    Signals() = delete;

    /*! "SIGTERM"; "SIGRTMIN+3" for the real-time ones; empty if the system has no such signal. */
    static QString name(int number);

    /*! The number of "SIGTERM", "term", "SIGRTMIN+3", "RTMAX-1" or "15"; 0 if the system has no such signal. */
    static int fromName(const QString &name);

    /*! All the numbers that this system has, the lowest first. */
    static QList<int> all();

    static bool isValid(int number);

    /*! Real-time signals queue, each with its value. False for all where there are none: macOS, OpenBSD, Windows. */
    static bool isRealTime(int number);

    /*! The number \a offset after the first real-time signal that programs may use, \c SIGRTMIN; 0 if there are not that many. */
    static int realTime(int offset);

    /*! Whether a program can receive it; not so KILL and STOP. */
    static bool isCatchable(int number);

    /*! Whether the processor raises it for a mistake of the program: ILL, FPE, SEGV, BUS. */
    static bool isFault(int number);

    static Error send(qint64 processId, int number);
    static Error sendToGroup(qint64 groupId, int number);

    /*!
        Sends a real-time or another signal with a value. Real-time signals arrive one by one, the lowest number first and those of one
        number in the order in which they were sent; ResourceExhausted if too many wait to be delivered, and this one was not sent.
    */
    static Error queue(qint64 processId, int number, int value);

    /*! Whether the process is there and may be sent signals: no error, NotFound or AccessDenied. One that has ended and was not waited for is there. */
    static Error probe(qint64 processId);

    enum class Disposition : int {
        Default, //!< What the system does: for most signals, the end of the process.
        Ignore,
        Handled, //!< By a SignalWatcher, or by a function of somebody else.
    };
    Q_ENUM(Disposition)

    static Disposition disposition(int number);

    /*!
        Sets what this process does with the signal when nobody watches it: Default or Ignore. InvalidOperation while somebody does, and
        for what is not catchable.

        Programs that this one starts inherit what it ignores.
    */
    static Error setDisposition(int number, Disposition disposition);
};

} // namespace QtInterprocess
