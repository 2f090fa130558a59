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

class UnixSeqPacketSocket;

/*!
    Listens on a Unix domain socket of type \c SOCK_SEQPACKET, for UnixSeqPacketSocket and any
    other program.

    \code
    UnixSeqPacketServer server;
    QObject::connect(&server, &UnixSeqPacketServer::newConnection, &server, [&] {
        UnixSeqPacketSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &UnixSeqPacketSocket::readyRead, socket, [socket] {
            while (socket->hasPendingMessages())
                socket->writeMessage(socket->readMessage());
        });
        QObject::connect(socket, &UnixSeqPacketSocket::disconnected, socket, &QObject::deleteLater);
    });
    if (!server.listen(UnixAddress::fromPath(QStringLiteral("/run/app.sock"))))
        qWarning() << server.error();
    \endcode

    A name belongs to one owner, as described for UnixServer. Server describes access, blocking
    and signals.

    \section1 Errors
    NameInUse, NameTooLong, InvalidName, AccessDenied, ResourceExhausted, InvalidOperation.
    Unsupported is reported on macOS, which has no such sockets, and for abstract names on other
    systems than Linux.

    \section1 System calls
    \c socket, \c bind, \c listen, \c accept, \c flock, \c lstat, \c unlink, \c chmod and
    \c getsockopt(SO_PEERCRED).
*/
class QTINTERPROCESS_EXPORT UnixSeqPacketServer : public Server
{
    Q_OBJECT

public:
    /*! Constructs a server that does not listen, with \a parent. */
    explicit UnixSeqPacketServer(QObject *parent = nullptr);
    /*! Closes the server and frees its name. */
    ~UnixSeqPacketServer() override;

    /*!
        Starts to listen on \a address. On failure it returns \c false, sets error(), and nothing
        is changed. Does not block.
    */
    bool listen(const UnixAddress &address);

    /*!
        Takes over a listening \c SOCK_SEQPACKET socket, for example from socket activation. Its
        file is never removed.

        If \a handle is anything else, the function returns \c false, sets error() and closes
        \a handle.
    */
    bool listen(OwnedHandle handle);

    /*!
        Returns a server on the listening \c SOCK_SEQPACKET socket that a supervisor passed to
        this process as \a name.

        If \a name is empty, the server uses the first such socket. On failure the result is null,
        and \a error says why. Handles of another kind stay available. Each client must pass
        \a access, whatever permissions the supervisor gave the file. See UnixActivation.
    */
    static std::unique_ptr<UnixSeqPacketServer> fromActivation(const QString &name = QString(),
                                                               const Access &access = Access::User,
                                                               Error *error = nullptr);

    /*! Returns the address that the server listens on. */
    UnixAddress serverAddress() const;

    /*!
        Returns the next connection, a child of the server, or null if none is pending.

        setParent(nullptr) makes you the owner.
    */
    UnixSeqPacketSocket *nextPendingConnection();

    /*! Returns nextPendingConnection() as a Device. */
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(UnixSeqPacketServer)
};

} // namespace QtInterprocess

#else
#    error "UnixSeqPacketServer is for Unix only. NamedPipeServer carries messages on Windows."
#endif
