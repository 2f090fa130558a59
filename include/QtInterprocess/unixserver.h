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
    listen() on a path claims it with a hidden lock file beside it: \c app has \c .qtipc-app.lock. Names that begin with
    \c .qtipc- are kept for such files and fail with Error::InvalidName. A name to which any socket is bound, of whatever
    type and listening or not, fails with Error::NameInUse, and with the owner's process ID where the system tells it. A socket
    file that a crash left behind is reclaimed. Any other file at the path, or under the name of the lock, is left alone and fails
    with Error::InvalidName. close() removes a file only if it is still the one that listen() made.

    Lock files have the mode 01600. The sticky bit tells them from files of other programs, and keeps cleaners of temporary
    folders away. So it does with a socket whose path is too long for a socket address, relative, or leads through links: a
    cleaner does not find it among the sockets in use. The process ID in a lock file is for people; listen() also works where there
    is no room for it. Lock files of older versions (\e path\c .lock) are still understood.

    \section1 Files that are removed while the server listens
    The server looks after its files every second, in its event loop or in waitForNewConnection(). It makes a missing lock file
    or socket file again; clients that wait are accepted, and nativeHandle() changes. Time stamps that are an hour old are renewed. If
    somebody else has the name by then, the server stops listening, and errorOccurred() is emitted with Error::NameLost; its
    connections go on. If the file cannot be made for another reason (a missing folder), that is reported once, and the server
    goes on trying.

    \section1 Servers and fork()
    A forked child does not keep a name in use. While its parent lives it changes no file. A child that goes on as the
    server when the parent has ended, as with \c daemon(), takes the name over with its next look. If it does not do that within
    two seconds, the name is free for the next listen(), which blocks for that time.

    \section1 Folders that others may change
    The permissions of the socket are set on the socket file that listen() made, never on a file that another user has put in
    its place; then listen() fails with Error::AccessDenied. In a folder without the sticky bit that others may write to, they can
    still remove or replace the file of any server, whichever library made it: use a folder of your own, or have clients check
    who serves (UnixSocket::setRequiredServer()). If the permissions cannot be set, listen() fails only if they are too open.

    System calls: \c socket, \c bind, \c listen, \c accept, \c flock, \c fstatat, \c renameat, \c unlinkat, \c fchmod, \c chmod, \c fchownat,
    \c utimensat, \c getsockopt(SO_PEERCRED), \c getgrnam_r.
*/
class QTINTERPROCESS_EXPORT UnixServer : public Server
{
    Q_OBJECT

public:
    explicit UnixServer(QObject *parent = nullptr);
    ~UnixServer() override;

    /*! Starts to listen; on failure returns \c false, sets error(), and has changed nothing. Does not block, see the exception
        above. */
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
    static std::unique_ptr<UnixServer> fromActivation(const QString &name = QString(),
                                                      const Access &access = Access::User, Error *error = nullptr);

    /*! The address that is listened on. */
    UnixAddress serverAddress() const;

    /*! The next connection, a child of the server; null if none is pending. setParent(nullptr) makes it yours. */
    UnixSocket *nextPendingConnection();
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(UnixServer)
};

} // namespace QtInterprocess

#else
#    error "UnixServer is for Unix only. The portable class is QtInterprocess::LocalServer."
#endif
