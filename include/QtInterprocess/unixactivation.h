// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/error.h>
#    include <QtInterprocess/ownedhandle.h>

#    include <QtCore/qbytearray.h>
#    include <QtCore/qstringlist.h>

namespace QtInterprocess {

/*!
    What a supervisor that started this process has handed to it, and what it wants to hear: socket activation and readiness as
    systemd and others have them, without libsystemd.

    \code
    // app.socket: ListenStream=%t/app.sock, FileDescriptorName=app
    Error error;
    auto server = UnixServer::fromActivation(QStringLiteral("app"), Access::User, &error);
    if (!server)
        qFatal("%s", qPrintable(error.message()));
    UnixActivation::notify("READY=1");
    \endcode

    \section1 Handles
    The supervisor says in the environment how many descriptors there are from number 3 on (\c LISTEN_FDS), for which process
    (\c LISTEN_PID: another one, a child say, has none), and what they are called (\c LISTEN_FDNAMES; \c "unknown" without). Each
    handle can be taken once. Those that are not taken stay open; all of them are close-on-exec from the first call on.
    Sockets that were activated keep their files when they are closed.

    \table
    \header \li the supervisor's socket (systemd)      \li is taken by
    \row    \li listening, \c ListenStream             \li UnixServer::fromActivation()
    \row    \li listening, \c ListenSequentialPacket   \li UnixSeqPacketServer::fromActivation()
    \row    \li \c ListenDatagram                      \li UnixDatagramSocket::fromActivation()
    \row    \li a connection, \c {Accept=yes}          \li take(), and adopt() of UnixSocket or UnixSeqPacketSocket
    \row    \li for a LocalServer                      \li take(), and LocalServer::listen()
    \row    \li anything else                          \li take(), and the adopt() of a device
    \endtable

    Thread-safe. Does not block. System calls: \c fcntl; \c socket and \c sendto for notify(), without \c SIGPIPE.
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

    /*! Whether a supervisor waits for notify(): \c NOTIFY_SOCKET is set. */
    static bool wantsNotification();

    /*!
        Tells the supervisor the state of this process: \c "READY=1", \c "STATUS=loading", \c "STOPPING=1", \c "WATCHDOG=1", or
        several of them in lines. Returns what went wrong: NotFound if nobody waits for it, which most programs do not mind;
        ResourceExhausted if there is no room, so that it is lost.
    */
    static Error notify(const QByteArray &state);
};

} // namespace QtInterprocess

#else
#    error "UnixActivation is for Unix only."
#endif
