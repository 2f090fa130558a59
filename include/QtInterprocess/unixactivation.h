// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/error.h>
#    include <QtInterprocess/ownedhandle.h>

#    include <QtCore/qbytearray.h>
#    include <QtCore/qstringlist.h>

#    include <chrono>
#    include <vector>

namespace QtInterprocess {

/*!
    Socket activation, state notifications and the watchdog of systemd and similar supervisors,
    without libsystemd.

    \code
    // app.socket: ListenStream=%t/app.sock, FileDescriptorName=app
    Error error;
    auto server = LocalServer::fromActivation("app", Access::User, &error);
    if (!server)
        qFatal("%s", qPrintable(error.message()));
    UnixActivation::notifyReady("serving");
    \endcode

    \section1 Handles
    The supervisor passes descriptors from number 3 on. Three variables of the environment
    describe them:

    \list
    \li \c LISTEN_FDS: how many there are.
    \li \c LISTEN_PID: the process that they are for. Any other process, such as a child, has
        none.
    \li \c LISTEN_FDNAMES: their names; without it each is called \c "unknown".
    \endlist

    Each handle can be taken once. Handles that are not taken stay open. All handles are
    close-on-exec from the first call on. Sockets from activation keep their files when they are
    closed.

    \table
    \header
        \li the supervisor's socket (systemd)
        \li is taken by
    \row
        \li listening, \c ListenStream
        \li LocalServer::fromActivation(), UnixServer::fromActivation()
    \row
        \li listening, \c ListenSequentialPacket
        \li UnixSeqPacketServer::fromActivation()
    \row
        \li \c ListenDatagram
        \li UnixDatagramSocket::fromActivation()
    \row
        \li \c ListenFIFO
        \li Fifo::fromActivation()
    \row
        \li a connection, \c {Accept=yes}
        \li take(), and adopt() of UnixSocket or UnixSeqPacketSocket
    \row
        \li a handle that storeHandle() stored
        \li the same functions; the name is that of the call
    \row
        \li anything else
        \li take(), and the adopt() of a device
    \endtable

    \section1 States
    A service of \c{Type=notify} reports that it is ready. A service of \c notify-reload also
    reports that it begins and ends to reload its settings. Any service may report that it stops.

    Each notification is one datagram to the socket of \c NOTIFY_SOCKET, which is a path or an
    abstract name. It is sent at once or not at all, and the supervisor does not answer. The
    functions return an error:

    \list
    \li NotFound: no supervisor waits for notifications. Most programs ignore this error.
    \li ResourceExhausted: there is no room, and the notification is lost.
    \endlist

    \code
    connect(&signalWatcher, &SignalWatcher::received, this, [this] { // SIGHUP
        UnixActivation::notifyReloading();
        loadSettings();
        UnixActivation::notifyReady();
    });
    if (const auto interval = UnixActivation::watchdogInterval(); interval.count() > 0) {
        connect(&timer, &QTimer::timeout, this, [] { UnixActivation::notifyWatchdog(); });
        timer.start(interval / 2);
    }
    \endcode

    \section1 Threads and system calls
    All functions are thread-safe and do not block. System calls: \c fcntl; for notifications
    \c socket, \c sendto and \c sendmsg, without \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixActivation
{
public:
    /*! \internal The class has only static functions. */
    UnixActivation() = delete;

    /*!
        Returns the names of the handles that can still be taken, in order; empty if this process
        was not activated.
    */
    static QStringList names();

    /*!
        Takes the first remaining handle called \a name, or the first of all if \a name is empty.

        On failure the handle is invalid, and \a error says why. NotFound: there is no such
        handle. InvalidOperation: the variables of the environment are wrong.
    */
    static OwnedHandle take(const QString &name = QString(), Error *error = nullptr);

    /*!
        Removes the variables of the handles from the environment, so that no child takes them for
        its own.

        Remaining handles can still be taken. As with every change of the environment, no other
        thread may use it meanwhile.
    */
    static void removeVariables();

    /*!
        Returns whether a supervisor waits for notifications: \c NOTIFY_SOCKET is set, or this
        class has removed it.
    */
    static bool wantsNotification();

    /*!
        Tells the supervisor that this service is ready, or has reloaded its settings
        (\c READY=1).

        \a status is one line for people, as in notifyStatus().
    */
    static Error notifyReady(const QString &status = QString());

    /*!
        Tells the supervisor that this service begins to reload its settings (\c RELOADING=1 and
        \c MONOTONIC_USEC).

        Call notifyReady() afterwards. \a status is one line for people, as in notifyStatus().
    */
    static Error notifyReloading(const QString &status = QString());

    /*!
        Tells the supervisor that this service begins to end (\c STOPPING=1).

        \a status is one line for people, as in notifyStatus().
    */
    static Error notifyStopping(const QString &status = QString());

    /*!
        Tells the supervisor what this service does, in one line for people (\c STATUS).

        A \a status of several lines is refused with InvalidOperation.
    */
    static Error notifyStatus(const QString &status);

    /*! Tells the supervisor that this service is alive (\c WATCHDOG=1); see watchdogInterval(). */
    static Error notifyWatchdog();

    /*!
        Returns the time without notifyWatchdog() after which the supervisor takes this process
        for hung.

        Returns 0 if the supervisor does not watch this process: \c WATCHDOG_USEC is not set, or
        \c WATCHDOG_PID names another process. Call notifyWatchdog() at half of the interval.
    */
    static std::chrono::milliseconds watchdogInterval();

    /*!
        Gives the supervisor a copy of \a handle to keep for the next process of this service
        (\c FDSTORE=1).

        The next process receives it as \a name, also after a crash. systemd keeps up to
        \c FileDescriptorStoreMax handles, none by default, and drops a connection that has ended.
        If \a name is not 1 to 255 printable ASCII characters without a colon, the error is
        InvalidName.
    */
    static Error storeHandle(qintptr handle, const QString &name);

    /*! Lets the supervisor close the stored handles called \a name (\c FDSTOREREMOVE=1). */
    static Error removeStoredHandles(const QString &name);

    /*!
        Sends \a state unchanged to the supervisor, with copies of \a handles.

        The lines of \a state have the form \c NAME=value, with a line feed between them. Use it
        where this class has no function, such as \c {"EXTEND_TIMEOUT_USEC=5000000"}.
    */
    static Error notify(const QByteArray &state, const std::vector<qintptr> &handles = {});

    /*!
        Removes \c NOTIFY_SOCKET and the watchdog's variables from the environment, so that no
        child takes them for its own.

        This process notifies as before. As with every change of the environment, no other thread
        may use it meanwhile.
    */
    static void removeNotificationVariables();
};

} // namespace QtInterprocess

#else
#    error "UnixActivation is for Unix only."
#endif
