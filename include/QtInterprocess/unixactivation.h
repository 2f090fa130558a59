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
    What a supervisor that started this process has handed to it, and what it wants to hear: socket activation, states and the
    watchdog as systemd and others have them, without libsystemd.

    \code
    // app.socket: ListenStream=%t/app.sock, FileDescriptorName=app
    Error error;
    auto server = LocalServer::fromActivation("app", Access::User, &error);
    if (!server)
        qFatal("%s", qPrintable(error.message()));
    UnixActivation::notifyReady("serving");
    \endcode

    \section1 Handles
    The supervisor says in the environment how many descriptors there are from number 3 on (\c LISTEN_FDS), for which process
    (\c LISTEN_PID: another one, a child say, has none), and what they are called (\c LISTEN_FDNAMES; \c "unknown" without). Each
    handle can be taken once. Those that are not taken stay open; all of them are close-on-exec from the first call on.
    Sockets that were activated keep their files when they are closed.

    \table
    \header \li the supervisor's socket (systemd)      \li is taken by
    \row    \li listening, \c ListenStream             \li LocalServer::fromActivation(), UnixServer::fromActivation()
    \row    \li listening, \c ListenSequentialPacket   \li UnixSeqPacketServer::fromActivation()
    \row    \li \c ListenDatagram                      \li UnixDatagramSocket::fromActivation()
    \row    \li \c ListenFIFO                          \li Fifo::fromActivation()
    \row    \li a connection, \c {Accept=yes}          \li take(), and adopt() of UnixSocket or UnixSeqPacketSocket
    \row    \li what storeHandle() has stored         \li the same; the name is that of the call
    \row    \li anything else                          \li take(), and the adopt() of a device
    \endtable

    \section1 States
    A service of \c{Type=notify} says that it is ready, \c notify-reload that it begins and ends to load its settings anew, and any
    that it stops. Each notification is one datagram to the socket that \c NOTIFY_SOCKET names, a path or an abstract name. It is
    sent at once or not at all, and the supervisor does not answer. The functions return what went wrong: NotFound if nobody waits
    for it, which most programs do not mind; ResourceExhausted if there is no room, so that it is lost.

    \code
    connect(&signalWatcher, &SignalWatcher::raised, this, [this] {  // SIGHUP
        UnixActivation::notifyReloading();
        loadSettings();
        UnixActivation::notifyReady();
    });
    if (const auto interval = UnixActivation::watchdogInterval(); interval.count() > 0) {
        connect(&timer, &QTimer::timeout, this, [] { UnixActivation::notifyWatchdog(); });
        timer.start(interval / 2);
    }
    \endcode

    Thread-safe. Does not block. System calls: \c fcntl; \c socket, \c sendto and \c sendmsg for notifications, without \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixActivation
{
public:
    UnixActivation() = delete;

    /*! The names of the handles that can still be taken, in their order; empty if this process was not activated. */
    static QStringList names();

    /*!
        Takes the first handle of that name that is left; the first one of all if \a name is empty. Invalid if there is none, and
        \a error tells why: NotFound, or InvalidOperation if what the environment says is not so.
    */
    static OwnedHandle take(const QString &name = QString(), Error *error = nullptr);

    /*!
        Removes the variables from the environment, so that no child takes them for its own; what was not taken can be taken
        still. As every change of the environment, not while other threads use it.
    */
    static void removeVariables();

    /*! Whether a supervisor waits for notifications: \c NOTIFY_SOCKET is set, or was removed by this class. */
    static bool wantsNotification();

    /*! Tells the supervisor that this service is ready, or has loaded its settings (\c READY=1). */
    static Error notifyReady(const QString &status = QString());

    /*! Tells it that this service begins to load its settings anew, since now (\c RELOADING=1 and \c MONOTONIC_USEC).
        notifyReady() has to follow. */
    static Error notifyReloading(const QString &status = QString());

    /*! Tells it that this service begins to end (\c STOPPING=1). */
    static Error notifyStopping(const QString &status = QString());

    /*! Tells it what this service does, in one line for people (\c STATUS). InvalidOperation for several lines. */
    static Error notifyStatus(const QString &status);

    /*! Tells it that this service is alive (\c WATCHDOG=1), see watchdogInterval(). */
    static Error notifyWatchdog();

    /*!
        How much time the supervisor lets pass without notifyWatchdog() before it takes this process for hung; 0 if it does not
        watch it (\c WATCHDOG_USEC is not set, or \c WATCHDOG_PID names another process). Notify it at half of that.
    */
    static std::chrono::milliseconds watchdogInterval();

    /*!
        Gives the supervisor a copy of \a handle to keep (\c FDSTORE=1): the next process of this service is handed it under \a name,
        after a crash as well. systemd keeps as many as \c FileDescriptorStoreMax says, none by default, and drops a connection
        that has ended. InvalidName if \a name is not 1 to 255 printable ASCII characters without a colon.
    */
    static Error storeHandle(qintptr handle, const QString &name);

    /*! Lets the supervisor close the stored handles of that name (\c FDSTOREREMOVE=1). */
    static Error removeStoredHandles(const QString &name);

    /*!
        Sends \a state as it is, lines of \c NAME=value with a line feed between them, with copies of \a handles beside it: for
        everything that has no function here, such as \c {"EXTEND_TIMEOUT_USEC=5000000"}.
    */
    static Error notify(const QByteArray &state, const std::vector<qintptr> &handles = {});

    /*!
        Removes \c NOTIFY_SOCKET and the variables of the watchdog from the environment, so that no child takes them for its own; this
        process notifies as before. As every change of the environment, not while other threads use it.
    */
    static void removeNotificationVariables();
};

} // namespace QtInterprocess

#else
#    error "UnixActivation is for Unix only."
#endif
