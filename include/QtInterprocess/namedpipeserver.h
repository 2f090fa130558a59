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
    Listens on a Windows named pipe, for NamedPipeSocket and any other program that opens pipes.

    Portable programs use LocalServer.

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
    A pipe has an instance for each connection, and each waiting instance takes one client. The
    server keeps listenBacklogSize() instances waiting, at most 8, so that clients which arrive
    together are all served. Further clients wait for the next free instance. A client that
    disconnects before it is accepted does no harm, and its output is not lost.

    \section1 Names belong to one owner
    listen() fails with Error::NameInUse if the pipe already exists. A pipe exists as long as any
    handle of its server's ends. So the name is free after close() and the end of the last
    connection. A crash leaves nothing behind.

    \section1 Private by default
    \list
    \li Access::User admits the user of this process and the system, from this machine only. The
        user of each client's token is checked too.
    \li Access::Everyone lets every user of this machine read and write. Only the user of this
        process may create further instances of the pipe, and so serve in its place.
    \li Access::Group does not exist here: Error::Unsupported.
    \endlist

    \section1 Threads
    Server describes threads, blocking and signals. No function of this class blocks.

    \section1 Errors and limits
    NameInUse, NameTooLong, InvalidName, AccessDenied, ResourceExhausted, Unsupported,
    InvalidOperation.

    A path has at most 256 characters, \c{\\.\pipe\} included. A limit on instances is at most
    254.

    \section1 System calls
    \c CreateNamedPipe, \c ConnectNamedPipe, \c DisconnectNamedPipe, \c WaitNamedPipe,
    \c ConvertStringSecurityDescriptorToSecurityDescriptor, \c GetNamedPipeClientProcessId,
    \c ImpersonateNamedPipeClient, \c OpenThreadToken.
*/
class QTINTERPROCESS_EXPORT NamedPipeServer : public Server
{
    Q_OBJECT

public:
    /*! Constructs a server that does not listen, with \a parent. */
    explicit NamedPipeServer(QObject *parent = nullptr);
    /*! Closes the server. */
    ~NamedPipeServer() override;

    /*!
        Starts to listen on a pipe. On failure it returns \c false, sets error(), and nothing is
        changed.

        \a nameOrPath is a name (\c app for \c{\\.\pipe\app}) or a path of this machine, which may
        have parts (\c{\\.\pipe\LOCAL\app}). Impossible \a options are refused with
        InvalidOperation.
    */
    bool listen(const QString &nameOrPath, const NamedPipeOptions &options = NamedPipeOptions());

    /*! Returns the name as it was given to listen(); empty if the server does not listen. */
    QString serverName() const;

    /*! Returns the path of the pipe; empty if the server does not listen. */
    QString fullServerName() const;

    /*! Returns the options of the last successful listen(). */
    NamedPipeOptions options() const;

    /*!
        Returns the next connection, a child of the server, or null if none is pending.

        The socket is open for the directions that this end of the pipe has. setParent(nullptr)
        makes you the owner.
    */
    NamedPipeSocket *nextPendingConnection();

    /*! Returns nextPendingConnection() as a Device. */
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(NamedPipeServer)
};

} // namespace QtInterprocess

#else
#    error "NamedPipeServer is for Windows only. The portable class is QtInterprocess::LocalServer."
#endif
