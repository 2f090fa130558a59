// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/signalinfo.h>

#include <QtCore/qlist.h>
#include <QtCore/qobject.h>

#include <memory>

namespace QtInterprocess {

class SignalWatcherPrivate;

/*!
    Receives signals of the operating system in the event loop.

    Use it for SIGHUP, SIGUSR1 and similar signals. To end the program at Ctrl-C or SIGTERM, use
    Termination, which works on every platform.

    \code
    SignalWatcher watcher({ SIGHUP, SIGUSR1 });
    connect(&watcher, &SignalWatcher::received, this, [this](const SignalInfo &info) {
        qInfo() << info.name() << "from process" << info.senderPid().value_or(0);
        reload();
    });
    \endcode

    \section1 Effect of watching
    While a signal is watched, its default action does not happen, such as the end of the process.
    When the last watcher of a signal ends, the previous action is restored, also a function of
    other code. If other code has installed a newer handler since, that handler stays.

    Any number of watchers in any threads receive the same signals. Each watcher emits them in the
    thread in which it lives. A signal that arrives while no event loop runs is kept until one
    does. So a watcher may be created before QCoreApplication. It may be moved to another thread,
    and be destroyed or changed in its slots.

    \section1 Order and limits
    Signals are emitted in the order in which the system delivers them. Signals with a value
    arrive in the order in which they were sent, unless two threads of the program take them at
    once. If this order matters, block the signal in all threads but one (\c pthread_sigmask).

    Up to queueCapacity() signals wait to be emitted. Beyond that, ordinary signals are coalesced:
    one emission stands for all signals of its number, see SignalInfo::count(). Real-time signals
    beyond the limit are lost, and overflowed() reports how many.

    \section1 Blocked signals
    If every thread of the process blocks a signal, the signal cannot arrive. The parent may have
    blocked it, for example. In this case watch() unblocks it in the calling thread, and pending
    signals arrive at once. Other threads keep it blocked. It is blocked again in that thread when
    its last watcher there ends.

    If any thread accepts the signal, also one in \c sigwait(), watch() changes no mask. On other
    systems than Linux only the calling thread is examined.

    \section1 Children and fork()
    \list
    \li If a program ignores SIGCHLD or has set \c SA_NOCLDWAIT, it gets no zombies while it is
        watched either.
    \li No signal is blocked and no \c signalfd is used. So programs that this one starts have the
        original signal actions, and QProcess::terminate() works.
    \li Between \c fork() and \c exec() a signal has its previous action in the child. The parent
        does not receive it.
    \li A child that goes on without \c exec() may create watchers, or call watch() of a watcher
        that it has copied.
    \li When the parent has ended, as after \c daemon(), copied watchers work in the child. Until
        then signals have their previous action there.
    \endlist

    Watching SIGCHLD does not disturb QProcess, and takes no child's status. Use ProcessWatcher
    for the end of one process.

    \section1 Signals that can be watched
    Every signal with Signals::isCatchable() can be watched. SIGILL, SIGSEGV, SIGBUS and SIGFPE
    need \c AllowFaults, and only those that a process has sent are emitted. A program error still
    ends the program. The table of Signals lists the signals of Windows.

    Windows drops the handlers of a process that calls \c AllocConsole, \c AttachConsole or
    \c FreeConsole. Call watch() again, with any number, once the process has another console.

    \section1 Threads and system calls
    Call all functions in the thread of the watcher. They do not block. The signal handler is
    async-signal-safe: it takes no lock, allocates nothing, keeps \c errno, never blocks, and
    writes to a pipe of the watcher.

    System calls: \c sigaction, \c pipe, \c write, \c read; on Windows \c SetConsoleCtrlHandler,
    and for SIGTERM \c CreateWindowEx (see Termination).
*/
class QTINTERPROCESS_EXPORT SignalWatcher : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QList<int> signalNumbers READ signalNumbers NOTIFY signalNumbersChanged)
    Q_PROPERTY(int queueCapacity READ queueCapacity WRITE setQueueCapacity NOTIFY queueCapacityChanged)

public:
    /*! How a signal is watched. Options of one watch() call can be combined. */
    enum Option : int {
        /*! The default behaviour. */
        NoOption = 0,

        /*!
            Blocking calls end with \c EINTR. Otherwise they continue (\c SA_RESTART), unless
            another watcher sets this option.
        */
        InterruptSystemCalls = 1,

        /*!
            SIGCHLD arrives only when a child ends, not when it stops or continues
            (\c SA_NOCLDSTOP).
        */
        IgnoreChildStops = 2,

        /*!
            Watches one signal. Then the previous action is restored at once, even in a busy
            program.
        */
        OneShot = 4,

        /*! The signal handler also calls the function that was installed before. */
        CallPrevious = 8,
        /*! SIGILL, SIGSEGV, SIGBUS and SIGFPE may be watched. */
        AllowFaults = 16,
    };
    /*! A combination of Option values. */
    Q_DECLARE_FLAGS(Options, Option)
    Q_FLAG(Options)

    /*! Constructs a watcher that watches no signal, with \a parent. */
    explicit SignalWatcher(QObject *parent = nullptr);

    /*!
        Constructs a watcher of the signals \a numbers, with \a parent. If that fails, error()
        says why.
    */
    explicit SignalWatcher(const QList<int> &numbers, QObject *parent = nullptr);

    /*!
        Constructs a watcher of the signals \a numbers with \a options and \a parent. If that
        fails, error() says why.
    */
    explicit SignalWatcher(const QList<int> &numbers, Options options, QObject *parent = nullptr);

    /*!
        Stops watching, and restores the previous actions of signals that no other watcher
        watches.
    */
    ~SignalWatcher() override;

    /*!
        Watches the signal \a number with \a options, or changes the options of a watched signal.

        Returns \c false if that fails, and error() says why:

        \list
        \li InvalidOperation: the number is not a signal, cannot be caught, or is a fault and
            needs \c AllowFaults.
        \li Unsupported: Windows does not have the signal.
        \li ResourceExhausted: the process has no descriptor left.
        \endlist
    */
    bool watch(int number, Options options = NoOption);

    /*!
        Watches all signals of \a numbers with \a options, or none if one fails. Errors are those
        of the other overload.
    */
    bool watch(const QList<int> &numbers, Options options = NoOption);

    /*!
        Stops watching the signal \a number. Signals of this number that wait to be emitted are
        dropped.
    */
    void unwatch(int number);

    /*! Stops watching all signals. Signals that wait to be emitted are dropped. */
    void unwatchAll();

    /*! Returns whether the signal \a number is watched. */
    bool isWatching(int number) const;
    /*! Returns the numbers of the watched signals. */
    QList<int> signalNumbers() const;

    /*! Returns how many signals can wait to be emitted. The default is 1024. */
    int queueCapacity() const noexcept;

    /*!
        Sets queueCapacity() to \a count, rounded up to a power of two.

        Works only while no signal is watched. Otherwise error() is InvalidOperation.
    */
    void setQueueCapacity(int count);

    /*! Returns why the last watch() failed; no error if it succeeded. */
    Error error() const;

Q_SIGNALS:
    /*! Emitted for each signal that arrives; \a info describes it. */
    void received(const QtInterprocess::SignalInfo &info);

    /*!
        Emitted when \a count real-time signals \a number were lost, because queueCapacity()
        others waited.
    */
    void overflowed(int number, int count);

    /*! Emitted by watch() and unwatch(), and after received() for a signal with \c OneShot. */
    void signalNumbersChanged();
    /*! Emitted by setQueueCapacity() when the value changes. */
    void queueCapacityChanged();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(SignalWatcher)

    const std::unique_ptr<SignalWatcherPrivate> m_d;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(SignalWatcher::Options)

} // namespace QtInterprocess
