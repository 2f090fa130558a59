// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/device.h>
#include <QtInterprocess/localname.h>
#include <QtInterprocess/ownedhandle.h>

#include <memory>
#include <vector>

namespace QtInterprocess {

/*!
    A byte stream to another process on this machine, on every platform.

    Use it to talk to a LocalServer, or to any other program with the sockets of the platform.
    These are Unix domain sockets on Unix, and named pipes on Windows. The functions are named as
    in QLocalSocket. Nothing is added on the wire: the peer receives exactly the bytes that you
    write.

    \code
    LocalSocket socket;
    connect(&socket, &LocalSocket::readyRead, &socket, [&] { qInfo() << socket.readAll(); });
    connect(&socket, &LocalSocket::errorOccurred, &socket, [](const Error &e) { qWarning() << e; });
    socket.connectToServer(QStringLiteral("org.example.App"));
    socket.write("hello\n"); // accepted at once, sent when connected
    \endcode

    Signals, closing, limits and threads are those of Device.

    \section1 Handles
    On Unix, write() with handles passes open descriptors to the peer. The rules are those of
    UnixSocket: a handle arrives with the first byte of its write, and receiving is off until
    setMaximumPendingHandles() is called. On Windows these functions fail with Unsupported; use
    MessageChannel, which passes handles on both.

    Until receiving is on, a LocalSocket refuses handles. On Linux 6.16 and newer the sender then
    gets AccessDenied, and only the bytes arrive. So a client calls setMaximumPendingHandles()
    before connectToServer(), and a server calls LocalServer::setReceivesHandles() before listen().

    Errors: NotFound, ConnectionRefused, AccessDenied, NameTooLong, InvalidName, TimedOut,
    PeerClosed, ResourceExhausted, Unsupported, InvalidOperation. System calls: those of
    UnixSocket on Unix.

    \sa LocalServer, LocalName, MessageChannel, ReconnectingClient
*/
class QTINTERPROCESS_EXPORT LocalSocket : public Device
{
    Q_OBJECT
    Q_PROPERTY(QString serverName READ serverName WRITE setServerName NOTIFY serverNameChanged)

public:
    /*! Constructs a socket without a connection, with \a parent. */
    explicit LocalSocket(QObject *parent = nullptr);

    /*! Destroys the socket. Accepted output is delivered as by close(). */
    ~LocalSocket() override;

    /*!
        Starts to connect to the server \a name in \a mode, and returns at once.

        connected() or errorOccurred() is emitted later. If the backlog of the server is full, the
        socket retries with growing delays until connectTimeout(). Fails with InvalidOperation
        unless the state is \c Closed or \c Closing.
    */
    void connectToServer(const LocalName &name, OpenMode mode = ReadWrite);

    /*! Starts to connect in \a mode to the name set by setServerName(). */
    void connectToServer(OpenMode mode = ReadWrite);

    /*!
        Starts to connect in \a mode to the name set by setServerName(), as connectToServer()
        does.

        Returns \c true if connecting has begun.
    */
    bool open(OpenMode mode = ReadWrite) override;

    /*! Closes the connection as close() does, but keeps input that has arrived readable. */
    void disconnectFromServer();

    /*! Returns the name of the server as given; for an accepted socket, the name of its server. */
    QString serverName() const;

    /*!
        Sets the name for connectToServer() and open() to \a name.

        While the socket is connecting or connected, it fails with InvalidOperation, which
        errorOccurred() reports.
    */
    void setServerName(const LocalName &name);

    /*!
        Returns the place of the server on this system, such as its path.

        Empty if the socket is closed, or was not connected by name. A generic name can be in one
        of several places; see LocalName. The place is certain when the socket is connected.
    */
    QString fullServerName() const;

    /*! Returns how long connecting may take, in ms; the default is 30000, −1 is forever. */
    int connectTimeout() const noexcept;

    /*! Sets the time limit for connecting to \a msecs; −1 is forever. */
    void setConnectTimeout(int msecs);

    /*!
        Returns the users that the server may run as; Access::Everyone by default.

        If the server runs as another user, connecting fails with AccessDenied before a byte is
        sent, also in the background. A generic name always requires Access::User: the server must
        run as this user or as root, whatever is set here.
    */
    Access requiredServer() const noexcept;

    /*! Requires a server that runs as a user admitted by \a access. */
    void setRequiredServer(const Access &access);

    /*! Returns the credentials of the peer; all fields are empty before the first connection. */
    PeerCredentials peerCredentials() const;

    /*!
        Takes over \a handle, a connected handle of a local socket, and opens it in \a mode.

        The handle must have the kind that local sockets of this platform use. For any other
        handle returns \c false, sets error() and closes \a handle.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on one end of a new connection, and returns the handle of the other end.

        Pass the handle to a child process (see ChildHandles) or another library. adopt() accepts
        it. The handle is not inheritable. Does not block.

        On failure returns an invalid handle and sets error(). A socket that is not \c Closed or
        \c Closing stays as it is.

        On Unix, calls on the handle block, as programs expect. On Windows it is overlapped and
        belongs to no completion port. At both ends peerCredentials() are those of this process.
    */
    OwnedHandle createPeer();

    using Device::write;

    /*!
        Writes \a data and passes \a handles to the peer with its first byte, as
        UnixSocket::write() does.

        The call accepts all or nothing. It returns the size of \a data, and \a handles is empty.
        Or it returns −1, error() says why, and the caller keeps \a handles: InvalidOperation,
        ResourceExhausted as for UnixSocket::write(), and Unsupported on Windows.
    */
    qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles);

    /*!
        Returns how many received handles may be pending; more are closed. The default is 0: none
        are received.
    */
    int maximumPendingHandles() const noexcept;

    /*!
        Sets maximumPendingHandles() to \a count; see UnixSocket::setMaximumPendingHandles().

        Call it before bytes with handles can arrive: before connectToServer(), or in the slot of
        LocalServer::newConnection(). On Windows a \a count above 0 fails with Unsupported, which
        errorOccurred() reports.
    */
    void setMaximumPendingHandles(int count);

    /*!
        Returns the number of handles that have arrived and have not been taken.

        Handles stay pending when the peer has closed. close(), abort() and the next connection
        close them.
    */
    int pendingHandles() const noexcept;

    /*!
        Takes the first \a maximum pending handles, or as many as there are; −1 takes all of them.
    */
    std::vector<OwnedHandle> takeHandles(int maximum = -1);

Q_SIGNALS:
    /*! Emitted from the event loop when a call of this socket has changed serverName(). */
    void serverNameChanged();

    /*! Emitted when more handles are pending, before the readyRead() of their bytes. */
    void handlesReceived();

private:
    friend class LocalServer;
    Q_DISABLE_COPY_MOVE(LocalSocket)

    void setServer(const LocalName &name, const QString &fullName);
};

} // namespace QtInterprocess
