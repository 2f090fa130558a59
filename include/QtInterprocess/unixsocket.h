// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/access.h>
#    include <QtInterprocess/credentials.h>
#    include <QtInterprocess/device.h>
#    include <QtInterprocess/ownedhandle.h>
#    include <QtInterprocess/unixaddress.h>

#    include <utility>

namespace QtInterprocess {

/*!
    A Unix domain socket of type \c SOCK_STREAM. Portable programs use LocalSocket.

    \code
    UnixSocket socket;
    QObject::connect(&socket, &UnixSocket::readyRead, &socket, [&] { qInfo() << socket.readAll(); });
    socket.connectToServer(UnixAddress::fromPath(QStringLiteral("/run/app.sock")));
    socket.write("hello\n");
    \endcode

    Errors: NotFound, ConnectionRefused, AccessDenied, NameTooLong, InvalidName, TimedOut, PeerClosed,
    ResourceExhausted, Unsupported (abstract names elsewhere than on Linux).

    System calls: \c socket, \c connect, \c recv, \c sendmsg, \c shutdown, \c close, \c getsockopt(SO_PEERCRED),
    \c poll; on Linux \c epoll. Writes never raise \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixSocket : public Device
{
    Q_OBJECT

public:
    explicit UnixSocket(QObject *parent = nullptr);
    ~UnixSocket() override;

    /*!
        Starts to connect to \a address and returns at once; connected() or errorOccurred() follow. If the server's
        backlog is full, tries again with growing delays until connectTimeout(). Fails with InvalidOperation unless
        the state is \c Closed or \c Closing.
    */
    void connectToServer(const UnixAddress &address, OpenMode mode = ReadWrite);

    /*! The same as close(), but what has arrived can still be read. */
    void disconnectFromServer();

    /*! How long connecting may take; default 30000 ms, −1 for ever. */
    int connectTimeout() const noexcept;
    void setConnectTimeout(int msecs);

    /*! Who may be at the other end: connecting to a server that runs as somebody else fails with AccessDenied.
        Default Access::Everyone. */
    Access requiredServer() const noexcept;
    void setRequiredServer(Access access);

    /*! The address that was connected to; unnamed for an accepted or adopted socket of an unnamed peer. */
    UnixAddress serverAddress() const;

    PeerCredentials peerCredentials() const;

    /*!
        Takes over a connected stream socket, made non-blocking and close-on-exec. Returns \c false, sets error() and
        closes \a handle if it is anything else; a device that is not \c Closed stays as it is.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*! Two connected sockets; both are null if it failed, and \a error tells why. System call: \c socketpair. */
    static std::pair<std::unique_ptr<UnixSocket>, std::unique_ptr<UnixSocket>> createPair(Error *error = nullptr);

private:
    friend class UnixServer;
};

} // namespace QtInterprocess

#else
#    error "UnixSocket is for Unix only. The portable class is QtInterprocess::LocalSocket."
#endif
