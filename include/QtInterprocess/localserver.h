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
    Accepts connections from LocalSocket and from other programs with sockets of the platform.

    Use it to offer a service to processes on this machine. By default only processes of this user
    can connect (Access::User).

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

    \section1 Names
    A name has one owner:

    \list
    \li If another server listens on the name, listen() fails with Error::NameInUse.
    \li A name that a crashed server left behind is reclaimed.
    \li The server removes nothing that it has not made (see UnixServer for how).
    \li A file that is removed while the server listens is restored; see UnixServer.
    \endlist

    On Unix a generic name is in a private place (see LocalName). With any access() other than
    Access::User, listen() then fails with Error::Unsupported. For a service to other users, use
    LocalName::system() or a path.

    \section1 File descriptors
    By default local sockets carry only bytes. If a client sends file descriptors, Linux 6.16 and
    newer fail its call with \c EPERM (\c SO_PASSRIGHTS). On other systems the descriptors are
    closed; see UnixSocket. setReceivesHandles() changes that.

    \section1 Errors
    NameInUse, NameTooLong, InvalidName, AccessDenied, ResourceExhausted, Unsupported,
    InvalidOperation. errorOccurred() can report NameLost. Threads, blocking and signals are those
    of Server.

    \sa LocalSocket, LocalName, Access
*/
class QTINTERPROCESS_EXPORT LocalServer : public Server
{
    Q_OBJECT

public:
    /*! Constructs a server that does not listen, with \a parent. */
    explicit LocalServer(QObject *parent = nullptr);

    /*! Closes and destroys the server; see Server::close(). */
    ~LocalServer() override;

    /*!
        Starts to listen on \a name. Does not block.

        On failure returns \c false, sets error(), and changes nothing.
    */
    bool listen(const LocalName &name);

    /*!
        Starts to listen on \a handle, a listening handle such as one from socket activation.

        The name of the handle is never removed.
    */
    bool listen(OwnedHandle handle);

    /*!
        Returns a server on the listening stream socket \a name that a supervisor has passed.

        If \a name is empty, uses the first listening stream socket; see UnixActivation. Each
        client must pass \a access, whatever permissions the supervisor gave the file.

        On failure returns null and sets \a error: NotFound if the process was not activated,
        Unsupported on Windows.

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

    /*!
        Returns whether clients may send file descriptors as soon as they are connected. The default
        is \c false.
    */
    bool receivesHandles() const noexcept;

    /*!
        Sets receivesHandles() to \a on, for the next listen().

        Then each slot of newConnection() decides: it calls
        LocalSocket::setMaximumPendingHandles() or MessageChannel::setMaximumHandles(). A socket
        without such a call refuses handles from its first read on, at the cost of four system
        calls. Without receivesHandles() these calls of the slot apply to what clients send later.

        Systems other than Linux 6.16 and newer cannot refuse handles, so there this setting has no
        effect. On a handle from outside it has none either: listen(OwnedHandle) leaves the
        decision to the sockets.
    */
    void setReceivesHandles(bool on);

    /*! Returns the name as given; empty if the server does not listen by name. */
    QString serverName() const;

    /*! Returns the place where this server listens on this system, such as its path. */
    QString fullServerName() const;

    /*!
        Returns the next connection as a child of the server; null if none is pending.

        Call setParent(nullptr) on it to take ownership.
    */
    LocalSocket *nextPendingConnection();

    /*! Returns the next connection, as nextPendingConnection() does. */
    Device *nextPendingDevice() override;

private:
    Q_DISABLE_COPY_MOVE(LocalServer)
};

} // namespace QtInterprocess
