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

    \code
    SignalWatcher watcher({ SIGHUP, SIGUSR1 });
    connect(&watcher, &SignalWatcher::received, this, [this](const SignalInfo &info) {
        qInfo() << info.name() << "from process" << info.senderPid().value_or(0);
        reload();
    });
    \endcode

    To end when one is asked to, by Ctrl-C say, use Termination, which is the same on every platform.

    \section1 What it does
    As long as it watches a signal, the signal does nothing else: the default action, such as the end of the process, does not
    happen. When the last watcher of a signal unwatches it or is destroyed, whatever was in force before is in force again, a function of
    somebody else too; unless somebody has installed another one since, which is left alone. Any number of watchers, in any threads,
    receive the same signals, each in the thread in which it lives.

    A signal that arrives when no event loop runs is kept until one does; so a watcher may be made before QCoreApplication. It may be
    moved to another thread, and destroyed or changed in its slots.

    \section1 Order and numbers
    The signals are emitted in the order in which the system has delivered them. That is the order in which those with a value were sent, as
    long as no two threads of the program take them at once: where it matters, block the signal in all threads but one (\c pthread_sigmask).

    Up to queueCapacity() signals wait to be emitted. Of more than that the ordinary ones are counted: one is emitted that stands for all
    of their number (SignalInfo::count()). Real-time ones are lost beyond that, and overflowed() tells how many.

    \section1 Blocked signals
    A signal that every thread of the process blocks, because the parent had it blocked for example, would never arrive. watch()
    unblocks it in the calling thread, and signals that were pending arrive at once. It stays blocked in all other threads, and
    is blocked again when the last watcher of it ends in that thread. If any thread takes the signal, one in \c sigwait()
    included, no mask is changed. Elsewhere than on Linux only the calling thread is looked at.

    \section1 Children and fork()
    A program that ignores SIGCHLD, or has set \c SA_NOCLDWAIT, gets no zombies while it is watched either. Nothing is blocked, and no \c signalfd is used: programs that this one starts have the signals of the system as they were, and
    QProcess::terminate() works. In a child between \c fork() and \c exec() a signal does what it did before anybody watched, and the parent does
    not hear of it. A child that goes on without \c exec() may make watchers of its own, or call watch() of one that it has copied. Copies
    go on in the child when the parent has ended, as after \c daemon(); until then signals have their previous action.

    Watching SIGCHLD does not disturb QProcess, and takes the status of no child. For the end of one process there is ProcessWatcher.

    \section1 What can be watched
    Everything that Signals::isCatchable(). SIGILL, SIGSEGV, SIGBUS and SIGFPE only with AllowFaults, and then only those that a process has
    sent: a mistake of the program ends it as before. What Windows has is in the table of Signals.

    Windows forgets the handlers of a process that calls \c AllocConsole, \c AttachConsole or \c FreeConsole. Call watch() again
    when it has another console, of any number.

    The handler is async-signal-safe: it takes no lock and no memory, keeps \c errno, never blocks, and writes to a pipe of the watcher.

    Thread: all functions in the thread that the watcher lives in. Does not block. System calls: \c sigaction, \c pipe, \c write, \c read; on
    Windows \c SetConsoleCtrlHandler, for SIGTERM \c CreateWindowEx: see Termination.
*/
class QTINTERPROCESS_EXPORT SignalWatcher : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QList<int> signalNumbers READ signalNumbers NOTIFY signalNumbersChanged)
    Q_PROPERTY(int queueCapacity READ queueCapacity WRITE setQueueCapacity NOTIFY queueCapacityChanged)

public:
    enum Option : int {
        NoOption = 0,
        InterruptSystemCalls =
            1, //!< Calls that block end with \c EINTR. Else they go on (\c SA_RESTART), if all watchers leave it so.
        IgnoreChildStops =
            2, //!< SIGCHLD only when a child has ended, not when one has stopped or goes on (\c SA_NOCLDSTOP).
        OneShot =
            4, //!< Watches one signal. From the next one on it does again what it did before, at once, even in a busy program.
        CallPrevious = 8, //!< The function that was installed before is called, too, in the signal handler.
        AllowFaults = 16, //!< SIGILL, SIGSEGV, SIGBUS and SIGFPE may be watched.
    };
    Q_DECLARE_FLAGS(Options, Option)
    Q_FLAG(Options)

    explicit SignalWatcher(QObject *parent = nullptr);

    /*! Watches \a numbers, if it can: see error(). */
    explicit SignalWatcher(const QList<int> &numbers, QObject *parent = nullptr);
    explicit SignalWatcher(const QList<int> &numbers, Options options, QObject *parent = nullptr);

    ~SignalWatcher() override;

    /*!
        Watches one more signal; or changes the options of one that is watched. Returns \c false if that is not possible, and error() tells
        why: InvalidOperation for what is no signal, cannot be caught, or is a fault; Unsupported for what Windows does not have;
        ResourceExhausted.
    */
    bool watch(int number, Options options = NoOption);

    /*! The same of several: of all of them, or of none. */
    bool watch(const QList<int> &numbers, Options options = NoOption);

    /*! Those that arrived and were not emitted yet are not emitted any more. */
    void unwatch(int number);
    void unwatchAll();

    bool isWatching(int number) const;
    QList<int> signalNumbers() const;

    /*! How many signals can wait to be emitted; 1024 by default, and rounded up to a power of two. Changed only while none is watched. */
    int queueCapacity() const noexcept;
    void setQueueCapacity(int count);

    /*! Why the last watch() failed; no error if it did not. */
    Error error() const;

Q_SIGNALS:
    void received(const QtInterprocess::SignalInfo &info);

    /*! \a count real-time signals of that number were lost, because queueCapacity() others waited. */
    void overflowed(int number, int count);

    /*! Emitted by watch() and unwatch(), and after received() for a signal with \c OneShot. */
    void signalNumbersChanged();
    void queueCapacityChanged();

protected:
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(SignalWatcher)

    const std::unique_ptr<SignalWatcherPrivate> m_d;
};

Q_DECLARE_OPERATORS_FOR_FLAGS(SignalWatcher::Options)

} // namespace QtInterprocess
