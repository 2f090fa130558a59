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
    Listens on a Unix domain socket of type \c SOCK_SEQPACKET, for UnixSeqPacketSocket and any other program.

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

    Names belong to one owner, as they do for UnixServer. Access, blocking and signals: see Server. Errors: NameInUse,
    NameTooLong, InvalidName, AccessDenied, ResourceExhausted, InvalidOperation, Unsupported (macOS has no such sockets;
    abstract names elsewhere than on Linux).

    System calls: \c socket, \c bind, \c listen, \c accept, \c flock, \c lstat, \c unlink, \c chmod,
    \c getsockopt(SO_PEERCRED).
*/
class QTINTERPROCESS_EXPORT UnixSeqPacketServer : public Server
{
    Q_OBJECT

public:
    explicit UnixSeqPacketServer(QObject *parent = nullptr);
    ~UnixSeqPacketServer() override;

    /*! Starts to listen; on failure returns \c false, sets error(), and has changed nothing. Does not block. */
    bool listen(const UnixAddress &address);

    /*!
        Takes over a listening \c SOCK_SEQPACKET socket, as socket activation hands it out. Its file is never removed.
        Returns \c false, sets error() and closes \a handle if it is anything else.
    */
    bool listen(OwnedHandle handle);

    /*!
        A server on the listening \c SOCK_SEQPACKET socket that a supervisor has handed to this process under \a name, or on the
        first one of that kind if \a name is empty; see UnixActivation. Null if there is none, and \a error tells why; what is of
        another kind stays to be taken. \a access is asked of each client, whatever the supervisor did with the file.
    */
    static std::unique_ptr<UnixSeqPacketServer> fromActivation(const QString &name = QString(),
                                                               const Access &access = Access::User,
                                                               Error *error = nullptr);

    /*! The address that is listened on. */
    UnixAddress serverAddress() const;

    /*! The next connection, a child of the server; null if none is pending. setParent(nullptr) makes it yours. */
    UnixSeqPacketSocket *nextPendingConnection();
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(UnixSeqPacketServer)
};

} // namespace QtInterprocess

#else
#    error "UnixSeqPacketServer is for Unix only. NamedPipeServer carries messages on Windows."
#endif
