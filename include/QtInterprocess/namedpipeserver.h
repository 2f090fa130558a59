// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_WINDOWS || defined(Q_QDOC)

#    include <QtInterprocess/namedpipeoptions.h>
#    include <QtInterprocess/server.h>

namespace QtInterprocess {

class NamedPipeSocket;

/*!
    Listens on a Windows named pipe, for NamedPipeSocket and any other program that opens pipes. Portable programs use
    LocalServer.

    \code
    NamedPipeServer server;
    QObject::connect(&server, &NamedPipeServer::newConnection, &server, [&] {
        NamedPipeSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &NamedPipeSocket::disconnected, socket, &QObject::deleteLater);
        socket->write("welcome\n");
    });
    if (!server.listen(QStringLiteral("org.example.App"))) // \\.\pipe\org.example.App
        qWarning() << server.error();
    \endcode

    \section1 Instances
    A pipe has an instance for every connection, and each that is waiting takes one client. The server keeps
    listenBacklogSize() of them waiting, at most 8, so that clients that arrive together are all served; further ones
    wait for the next free one. A client that comes and goes before it is accepted costs nothing; what it has written is not
    lost.

    \section1 Names belong to one owner
    listen() fails with Error::NameInUse if the pipe exists already. A pipe exists as long as any handle of its server's
    ends: after close() the name is free when the last connection has been closed as well. There is nothing that a
    crash could leave behind.

    \section1 Private by default
    Access::User gives the pipe to the user of this process (and to the system), and lets no other machine in. The token of each
    client is asked for its user as well. Access::Everyone lets every user of this machine
    read and write; the right to make further instances of the pipe, and so to serve in our place, stays with the
    user. Access::Group does not exist here: Error::Unsupported.

    Threads, blocking and signals: see Server. Nothing here blocks.

    Errors: NameInUse, NameTooLong, InvalidName, AccessDenied, ResourceExhausted, Unsupported, InvalidOperation.
    Limits: 256 characters, \c{\\.\pipe\} included; 254 instances if there is to be a limit.

    System calls: \c CreateNamedPipe, \c ConnectNamedPipe, \c DisconnectNamedPipe, \c WaitNamedPipe,
    \c ConvertStringSecurityDescriptorToSecurityDescriptor, \c GetNamedPipeClientProcessId, \c ImpersonateNamedPipeClient,
    \c OpenThreadToken.
*/
class QTINTERPROCESS_EXPORT NamedPipeServer : public Server
{
    Q_OBJECT

public:
    explicit NamedPipeServer(QObject *parent = nullptr);
    ~NamedPipeServer() override;

    /*!
        Starts to listen on a name (\c app for \c{\\.\pipe\app}) or path of this machine, which may have parts
        (\c{\\.\pipe\LOCAL\app}); on failure returns \c false, sets error(), and has changed nothing. Options that cannot
        be are refused with InvalidOperation.
    */
    bool listen(const QString &nameOrPath, const NamedPipeOptions &options = NamedPipeOptions());

    /*! The name as it was given; empty if not listening. */
    QString serverName() const;

    /*! The path of the pipe; empty if not listening. */
    QString fullServerName() const;

    /*! What the last successful listen() was given. */
    NamedPipeOptions options() const;

    /*!
        The next connection, a child of the server, open for what the direction of the pipe lets this end do; null if none is
        pending. setParent(nullptr) makes it yours.
    */
    NamedPipeSocket *nextPendingConnection();
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(NamedPipeServer)
};

} // namespace QtInterprocess

#else
#    error "NamedPipeServer is for Windows only. The portable class is QtInterprocess::LocalServer."
#endif
