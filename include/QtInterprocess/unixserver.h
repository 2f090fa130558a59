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
    Listens on a Unix domain socket of type \c SOCK_STREAM. Portable programs use LocalServer.

    \section1 Names belong to one owner
    listen() on a path claims it with a lock file beside it (\e path\c .lock). A live name fails with
    Error::NameInUse and the owner's process id. A socket file that a crash left behind is reclaimed; anything else at that
    path is left alone and fails with Error::InvalidName. close() removes the file only if it is still the one
    that listen() made.

    System calls: \c socket, \c bind, \c listen, \c accept, \c flock, \c lstat, \c unlink, \c chmod,
    \c getsockopt(SO_PEERCRED).
*/
class QTINTERPROCESS_EXPORT UnixServer : public Server
{
    Q_OBJECT

public:
    explicit UnixServer(QObject *parent = nullptr);
    ~UnixServer() override;

    /*! Starts to listen; on failure returns \c false, sets error(), and has changed nothing. Does not block. */
    bool listen(const UnixAddress &address);

    /*!
        Takes over a listening stream socket, as socket activation hands it out. Its file is never removed. Returns
        \c false, sets error() and closes \a handle if it is anything else.
    */
    bool listen(OwnedHandle handle);

    /*!
        A server on the listening stream socket that a supervisor has handed to this process under that name, or on the first one
        of that kind if \a name is empty; see UnixActivation. Null if there is none, and \a error tells why; what is of another
        kind stays to be taken. \a access is asked of each client, whatever the supervisor did with the file.
    */
    static std::unique_ptr<UnixServer> fromActivation(const QString &name = QString(), Access access = Access::User,
                                                      Error *error = nullptr);

    /*! The address that is listened on. */
    UnixAddress serverAddress() const;

    /*! The next connection, a child of the server; null if none is pending. setParent(nullptr) makes it yours. */
    UnixSocket *nextPendingConnection();
};

} // namespace QtInterprocess

#else
#    error "UnixServer is for Unix only. The portable class is QtInterprocess::LocalServer."
#endif
