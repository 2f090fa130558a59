// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/localname.h>
#include <QtInterprocess/ownedhandle.h>
#include <QtInterprocess/server.h>

#include <memory>

namespace QtInterprocess {

class LocalSocket;

/*!
    Listens for LocalSocket and for any other program that speaks the platform's own sockets.

    \code
    LocalServer server;
    QObject::connect(&server, &LocalServer::newConnection, &server, [&] {
        LocalSocket *socket = server.nextPendingConnection();
        QObject::connect(socket, &LocalSocket::disconnected, socket, &QObject::deleteLater);
        socket->write("welcome\n");
    });
    if (!server.listen(QStringLiteral("org.example.App")))
        qFatal("%s", qPrintable(server.error().message()));
    \endcode

    A name belongs to one owner: listening on a live name fails with Error::NameInUse, one that a crash left behind is
    reclaimed, and nothing that this server did not make is ever removed (see UnixServer for how). Private by default:
    Access::User. On Unix a generic name is in a place that is private by itself (see LocalName): with other values of access()
    listen() fails with Error::Unsupported. Services for other users have a LocalName::system() name, or a path. Files that are
    removed while the server listens are made again; see UnixServer.

    Local sockets carry bytes alone. On Linux 6.16 and newer a client that sends file descriptors gets \c EPERM (\c SO_PASSRIGHTS);
    elsewhere they are closed, see UnixSocket.

    Errors: NameInUse, NameTooLong, InvalidName, AccessDenied, ResourceExhausted, Unsupported, InvalidOperation; NameLost by
    errorOccurred().
*/
class QTINTERPROCESS_EXPORT LocalServer : public Server
{
    Q_OBJECT

public:
    explicit LocalServer(QObject *parent = nullptr);
    ~LocalServer() override;

    /*! Starts to listen; on failure returns \c false, sets error(), and has changed nothing. Does not block. */
    bool listen(const LocalName &name);

    /*! Takes over a listening handle, as socket activation hands it out. Its name is never removed. */
    bool listen(OwnedHandle handle);

    /*!
        A server on the listening stream socket that a supervisor has handed to this process under that name, or on the first one
        of that kind if \a name is empty; see UnixActivation. Null if there is none, and \a error tells why: NotFound for a
        process that was not activated, Unsupported on Windows. \a access is asked of each client, whatever the supervisor
        did with the file.

        \code
        auto server = LocalServer::fromActivation(); // by app.socket
        if (!server) {                               // by hand
            server = std::make_unique<LocalServer>();
            server->listen("org.example.App");
        }
        \endcode
    */
    static std::unique_ptr<LocalServer> fromActivation(const QString &name = QString(),
                                                       const Access &access = Access::User, Error *error = nullptr);

    /*! The name as it was given; empty if not listening by name. */
    QString serverName() const;

    /*! Where that is on this system: the very place of this server. */
    QString fullServerName() const;

    /*! The next connection, a child of the server; null if none is pending. setParent(nullptr) makes it yours. */
    LocalSocket *nextPendingConnection();
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(LocalServer)
};

} // namespace QtInterprocess
