// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/device.h>
#include <QtInterprocess/localname.h>
#include <QtInterprocess/ownedhandle.h>

namespace QtInterprocess {

/*!
    A byte stream to another process of this machine, on every platform: over a Unix domain socket on Unix.

    The verbs are those of QLocalSocket. The bytes you write are the bytes that come out: nothing is added on the wire, so
    that any program that speaks the platform's own sockets can be the peer.

    \code
    LocalSocket socket;
    QObject::connect(&socket, &LocalSocket::readyRead, &socket, [&] { qInfo() << socket.readAll(); });
    QObject::connect(&socket, &LocalSocket::errorOccurred, &socket, [](const Error &e) { qWarning() << e; });
    socket.connectToServer(QStringLiteral("org.example.App"));
    socket.write("hello\n"); // accepted at once, sent when connected
    \endcode

    See Device for signals, closing, limits and threads.

    Errors: NotFound, ConnectionRefused, AccessDenied, NameTooLong, InvalidName, TimedOut, PeerClosed,
    ResourceExhausted, Unsupported, InvalidOperation. System calls: those of UnixSocket.
*/
class QTINTERPROCESS_EXPORT LocalSocket : public Device
{
    Q_OBJECT
    Q_PROPERTY(QString serverName READ serverName WRITE setServerName NOTIFY serverNameChanged)

public:
    explicit LocalSocket(QObject *parent = nullptr);
    ~LocalSocket() override;

    /*!
        Starts to connect and returns at once; connected() or errorOccurred() follow. If the server's backlog is
        full, tries again with growing delays until connectTimeout(). Fails with InvalidOperation unless the state
        is \c Closed or \c Closing.
    */
    void connectToServer(const LocalName &name, OpenMode mode = ReadWrite);

    /*! Connects to the name set with setServerName(). */
    void connectToServer(OpenMode mode = ReadWrite);

    /*! The same as connectToServer(). Returns \c true if connecting has begun. */
    bool open(OpenMode mode = ReadWrite) override;

    /*! The same as close(), but what has arrived can still be read. */
    void disconnectFromServer();

    /*! The name as it was given; of an accepted socket that of its server. */
    QString serverName() const;

    /*! Fails with InvalidOperation, which errorOccurred() reports, while the socket is connecting or connected. */
    void setServerName(const LocalName &name);

    /*! Where the server is; empty if not connecting or connected by name, and when closed. A generic name can be in one of several places,
        see LocalName; which one is certain when connected. */
    QString fullServerName() const;

    /*! How long connecting may take; default 30000 ms, −1 for ever. */
    int connectTimeout() const noexcept;
    void setConnectTimeout(int msecs);

    /*! Who may be at the other end: connecting to a server that runs as somebody else fails with AccessDenied before a byte
        is sent, also in the background. Default Access::Everyone. A generic name always means Access::User: the server runs as
        this user or as root, whatever is set here. */
    Access requiredServer() const noexcept;
    void setRequiredServer(const Access &access);

    /*! Who is at the other end; all empty if the device was never connected. */
    PeerCredentials peerCredentials() const;

    /*!
        Takes over a connected handle of the kind this platform's local sockets use. Returns \c false, sets error()
        and closes \a handle if it is anything else.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on one end of a new connection, and returns the other end, for a child (see ChildHandles) or another library: it
        is not inherited. adopt() takes it. Returns an invalid handle if that failed, and error() returns the reason; a socket that is
        not \c Closed or \c Closing stays as it is. Does not block.

        On Unix calls on the handle block, as programs expect; on Windows it is overlapped and belongs to no completion port.
        peerCredentials() are those of this process at both ends.
    */
    OwnedHandle createPeer();

Q_SIGNALS:
    /*! Emitted from the event loop, for each change by a call of this socket. */
    void serverNameChanged();

private:
    friend class LocalServer;
    Q_DISABLE_COPY_MOVE(LocalSocket)

    void setServer(const LocalName &name, const QString &fullName);
};

} // namespace QtInterprocess
