// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/ownedhandle.h>
#    include <QtInterprocess/server.h>
#    include <QtInterprocess/unixaddress.h>

#    include <memory>

namespace QtInterprocess {

class UnixSocket;

/*!
    Listens on a Unix domain socket of type \c SOCK_STREAM.

    Use it if clients pass handles, or if the server needs an exact path or an abstract name.
    Portable programs use LocalServer.

    \code
    UnixServer server;
    QObject::connect(&server, &UnixServer::newConnection, &server, [&] {
        UnixSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &UnixSocket::disconnected, socket, &QObject::deleteLater);
        socket->write("welcome\n");
    });
    if (!server.listen(UnixAddress::fromPath(QStringLiteral("/run/app.sock"))))
        qWarning() << server.error();
    \endcode

    \section1 Names belong to one owner
    listen() on a path claims it with a hidden lock file beside it: the lock file of \c app is
    \c .qtipc-app.lock.

    \list
    \li If any socket is bound to the name, listen() fails with Error::NameInUse. The type of the
        socket does not matter, nor whether it listens. The error has the owner's process ID if
        the system reports it.
    \li A socket file that remained after a crash is replaced.
    \li Any other file at the path, or under the name of the lock, is left alone. listen() then
        fails with Error::InvalidName.
    \li Names that begin with \c .qtipc- are reserved for lock files and fail with
        Error::InvalidName.
    \li close() removes a file only if it is still the one that listen() made.
    \endlist

    Lock files have the mode 01600. The sticky bit distinguishes them from files of other
    programs, and keeps cleaners of temporary folders away. A socket file has the sticky bit too
    if its path is relative, leads through links, or is too long for a socket address. A cleaner
    does not find such a file among the sockets in use.

    The process ID in a lock file is for people; listen() also works if the disk has no room for
    it. Lock files of older versions (\e path\c .lock) are still understood.

    \section1 Files that are removed while the server listens
    The server checks its files every second, in its event loop or in waitForNewConnection(). If
    its lock file or socket file is missing, the server makes it again. Waiting clients are
    accepted, and nativeHandle() changes. Time stamps that are an hour old are renewed.

    If another program has taken the name, the server stops listening, and errorOccurred() reports
    Error::NameLost. Existing connections stay open. If the file cannot be made for another
    reason, such as a missing folder, that is reported once. The server then keeps trying.

    \section1 Servers and fork()
    A forked child does not keep a name in use, and changes no file while its parent lives. If the
    child goes on as the server after the parent has ended, as with \c daemon(), its next check
    takes the name over. If it does not do that within two seconds, the name is free for the next
    listen(). Then listen() blocks for these two seconds.

    \section1 Folders that other users may change
    listen() sets permissions on the socket file that it made, never on a file that another user
    has put in its place. In that case listen() fails with Error::AccessDenied. If permissions
    cannot be set, listen() fails only if they are too open.

    If a folder without the sticky bit is writable for other users, they can remove or replace the
    file of any server. This is true for every library. Use a folder of your own, or let clients
    check the server by UnixSocket::setRequiredServer().

    \section1 System calls
    \c socket, \c bind, \c listen, \c accept, \c flock, \c fstatat, \c renameat, \c unlinkat,
    \c fchmod, \c chmod, \c fchownat, \c utimensat, \c getsockopt(SO_PEERCRED) and \c getgrnam_r.
    Server describes threads, signals and access.
*/
class QTINTERPROCESS_EXPORT UnixServer : public Server
{
    Q_OBJECT

public:
    /*! Constructs a server that does not listen, with \a parent. */
    explicit UnixServer(QObject *parent = nullptr);
    /*! Closes the server and frees its name. */
    ~UnixServer() override;

    /*!
        Starts to listen on \a address. On failure it returns \c false, sets error(), and nothing
        is changed.

        Does not block, except for the two seconds after a fork that the class description
        explains.
    */
    bool listen(const UnixAddress &address);

    /*!
        Takes over a listening stream socket, for example from socket activation. Its file is
        never removed.

        If \a handle is anything else, the function returns \c false, sets error() and closes
        \a handle.
    */
    bool listen(OwnedHandle handle);

    /*!
        Returns a server on the listening stream socket that a supervisor passed to this process
        as \a name.

        If \a name is empty, the server uses the first such socket. On failure the result is null,
        and \a error says why. Handles of another kind stay available. Each client must pass
        \a access, whatever permissions the supervisor gave the file. See UnixActivation.
    */
    static std::unique_ptr<UnixServer> fromActivation(const QString &name = QString(),
                                                      const Access &access = Access::User, Error *error = nullptr);

    /*! Returns the address that the server listens on. */
    UnixAddress serverAddress() const;

    /*!
        Returns the next connection, a child of the server, or null if none is pending.

        setParent(nullptr) makes you the owner.
    */
    UnixSocket *nextPendingConnection();

    /*! Returns nextPendingConnection() as a Device. */
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(UnixServer)
};

} // namespace QtInterprocess

#else
#    error "UnixServer is for Unix only. The portable class is QtInterprocess::LocalServer."
#endif
