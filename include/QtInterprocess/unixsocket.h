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

#    include <QtCore/qlist.h>

#    include <memory>
#    include <optional>
#    include <utility>
#    include <vector>

namespace QtInterprocess {

/*!
    A Unix domain socket of type \c SOCK_STREAM: a connection that carries bytes, handles and
    credentials.

    Use it to pass open descriptors to another process, or to learn which process sent which
    bytes. Portable programs use LocalSocket.

    \code
    UnixSocket socket;
    QObject::connect(&socket, &UnixSocket::readyRead, &socket, [&] {
        qInfo() << socket.readAll();
    });
    socket.connectToServer(UnixAddress::fromPath(QStringLiteral("/run/app.sock")));
    socket.write("hello\n");
    \endcode

    \section1 Handles
    write() with handles passes open descriptors to the peer. The peer receives descriptors of its
    own for the same files.

    Handles are tied to bytes, and keep their order:

    \list
    \li A handle is pending at the receiver no later than the first byte that it was written with
        can be read.
    \li A handle is not pending before every earlier byte can be read.
    \li More than 253 handles of one write() are sent in groups, each with a byte of its own.
    \endlist

    So let the bytes of your protocol say how many handles a message has. The receiver reads the
    message, and then takes that many.

    Linux limits the handles of an unprivileged user that are sent and not yet received. The limit
    is the number of descriptors that a process may have. One more ends the connection with
    ResourceExhausted. If you send hundreds of handles, wait for answers of the peer in between.

    Receiving is off until setMaximumPendingHandles() is called. So no peer can fill a process
    with descriptors that the process does not expect.

    If maximumPendingHandles() is 0 at the first read, the socket refuses handles
    (\c SO_PASSRIGHTS, Linux 6.16). Sending handles to it then fails with \c EPERM. A UnixSocket
    that sends delivers the bytes all the same, errorOccurred() reports AccessDenied, and the
    connection stays open. Older kernels and other systems cannot refuse: there the receiver
    closes such handles.

    Surplus handles are closed, and errorOccurred() reports ResourceExhausted. The connection
    stays open and loses no bytes. The error is reported once until takeHandles() is called.
    Handles for which this process has no free descriptor are treated alike.

    Received handles are close-on-exec. Nothing else about them is known, so check a handle from
    an untrusted peer before you use it. adopt() checks by itself. A pending handle may be the
    other end of this very connection. The connection then ends only after that handle has been
    taken and closed.

    \section2 Handles of untrusted peers
    Closing a handle can block as long as its sender likes. Examples are a TCP socket with
    \c SO_LINGER and a file of a FUSE file system. So background threads close every received
    handle that is refused, and every OwnedHandle from takeHandles(). Nothing waits for these
    threads. There are at most 16 of them, and they switch \c SO_LINGER off first. While more than
    256 handles wait for them, a connection that brings further handles ends with
    ResourceExhausted.

    In one case the kernel closes handles in the receiving thread. The handles are not refused,
    and the process has no descriptor left for them.

    \section1 Credentials of senders
    peerCredentials() describes the process that connected or listened. If a socket is shared or
    passed on, other processes may write as well. After setReceivesCredentials() the kernel
    reports which process sent which bytes.

    \section1 Platforms
    \table
    \header \li                  \li handles \li close-on-exec \li senderCredentials()
    \row    \li Linux            \li yes     \li atomically    \li yes
    \row    \li FreeBSD, NetBSD  \li yes     \li atomically    \li yes (FreeBSD 13+)
    \row    \li OpenBSD          \li yes     \li atomically    \li no
    \row    \li macOS            \li yes     \li a call later  \li no
    \endtable

    \section1 Signals
    handlesReceived() is emitted before the readyRead() of the bytes that came with the handles.
    Device describes the other signals, threads, blocking and units.

    \section1 Errors
    NotFound, ConnectionRefused, AccessDenied, NameTooLong, InvalidName, TimedOut, PeerClosed,
    ResourceExhausted, InvalidOperation. Unsupported is reported for abstract names on other
    systems than Linux, and for the credentials of senders.

    \section1 System calls
    \c socket, \c connect, \c recv, \c sendmsg, \c shutdown, \c close, \c poll,
    \c setsockopt(SO_PASSRIGHTS), \c setsockopt(SO_OOBINLINE), \c ioctl(FIONREAD) and
    \c getsockopt(SO_PEERCRED). \c recvmsg replaces \c recv if handles or credentials are
    received. Linux uses \c epoll, other systems \c kevent. Writes never raise \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixSocket : public Device
{
    Q_OBJECT

public:
    /*! Constructs a closed socket, with \a parent. */
    explicit UnixSocket(QObject *parent = nullptr);

    /*!
        Closes the socket and its pending handles. Accepted output is still delivered, as by
        close().
    */
    ~UnixSocket() override;

    /*!
        Starts to connect to \a address and returns at once; connected() or errorOccurred()
        follow.

        The socket is opened in \a mode. If the server's backlog is full, the socket tries again
        with growing delays until connectTimeout(). Fails with InvalidOperation unless the state
        is \c Closed or \c Closing.
    */
    void connectToServer(const UnixAddress &address, OpenMode mode = ReadWrite);

    /*! Closes the socket as close() does, but input that has arrived can still be read. */
    void disconnectFromServer();

    /*! Returns how long connecting may take, in ms. The default is 30000, −1 is forever. */
    int connectTimeout() const noexcept;
    /*! Sets connectTimeout() to \a msecs. */
    void setConnectTimeout(int msecs);

    /*!
        Returns the users that the server may run as. The default is Access::Everyone.

        Connecting to a server of another user fails with AccessDenied.
    */
    Access requiredServer() const noexcept;

    /*! Sets requiredServer() to \a access. */
    void setRequiredServer(const Access &access);

    /*!
        Returns the address that this socket connected to; for an accepted socket, the address of
        its server.

        The address is unnamed for an adopted socket of an unnamed peer.
    */
    UnixAddress serverAddress() const;

    /*!
        Returns the credentials of the process at the other end, as they were when the connection
        was made.
    */
    PeerCredentials peerCredentials() const;

    /*!
        Returns the supplementary groups of the process at the other end, as they were when the
        connection was made.

        Returns nothing if the system does not report groups, or while there is no connection.
        System calls: \c SO_PEERGROUPS on Linux; \c LOCAL_PEERCRED on macOS and FreeBSD, with at
        most 16 groups.
    */
    std::optional<QList<quint32>> peerGroups() const;

    /*!
        Returns a pidfd: a handle of the process at the other end.

        The handle refers to that process alone, even if its process ID is reused. It becomes
        readable when the process ends. If there is no handle, the result is invalid and \a error
        says why. Needs \c SO_PEERPIDFD (Linux 6.5); fails with Error::Unsupported elsewhere.
    */
    OwnedHandle peerProcessHandle(Error *error = nullptr) const;

    /*!
        Returns the size in bytes of the kernel's buffer for data that the peer has not read yet
        (\c SO_SNDBUF).

        Returns the actual size while there is a connection, and the requested size otherwise. The
        default, 0, leaves the size to the system.
    */
    int sendBufferSize() const;

    /*!
        Requests a kernel send buffer of \a bytes, for this and later connections of the object.

        The kernel may change the number: Linux doubles it and has a limit.
    */
    void setSendBufferSize(int bytes);

    /*!
        Returns the size in bytes of the kernel's buffer for data from the peer (\c SO_RCVBUF),
        like sendBufferSize().
    */
    int receiveBufferSize() const;

    /*! Requests a kernel receive buffer of \a bytes, under the rules of setSendBufferSize(). */
    void setReceiveBufferSize(int bytes);

    /*!
        Takes over a connected stream socket, and makes it non-blocking and close-on-exec.

        The device is opened in \a mode. If \a handle is anything else, the function returns
        \c false, sets error() and closes \a handle. A device that is not \c Closed is unchanged.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    using Device::write;

    /*!
        Writes \a data and passes \a handles to the peer with its first byte.

        Handles are sent with the bytes, also if the device is still connecting, or is closed or
        destroyed at once. After that they are closed in this process. abort() closes handles that
        have not been sent.

        The call accepts all or nothing. It returns the size of \a data, and \a handles is empty.
        Or it returns −1, error() says why, and the caller keeps \a handles:

        \list
        \li InvalidOperation: \a data is empty or has fewer bytes than one for each 253 handles, a
            handle is not an open descriptor, or the device is not open for writing.
        \li ResourceExhausted: writeBufferSize() has no room now. Data larger than
            writeBufferSize() is accepted while nothing else waits.
        \endlist

        \code
        std::vector<OwnedHandle> handles;
        handles.emplace_back(fd);
        socket.write("take this\n", std::move(handles));
        \endcode
    */
    qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles);

    /*!
        Returns how many received handles may be pending; more are closed. The default is 0: none
        are received.
    */
    int maximumPendingHandles() const noexcept;

    /*!
        Sets maximumPendingHandles() to \a count.

        Call it before bytes with handles can arrive: when the socket is created, or in the slot
        of UnixServer::newConnection(). Handles that arrive before a later call are refused or
        closed. A smaller number does not affect handles that are already pending.

        To lose none, set the limit to twice the handles of the largest write(), and take them in
        the slot of handlesReceived(). As soon as half of the limit is pending, the slot is called
        before more is read.
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

    /*!
        Returns whether the kernel reports which process sent which bytes. The default is
        \c false.
    */
    bool receivesCredentials() const noexcept;

    /*!
        Turns reports of the sending process \a on or off. Returns \c false and sets error() if
        that fails.

        The error is Unsupported if the system has no such reports. The function may be called at
        any time, but the sender of earlier bytes stays unknown. System calls:
        \c {setsockopt(SO_PASSCRED)}, on BSD \c LOCAL_CREDS.
    */
    bool setReceivesCredentials(bool on);

    /*!
        Returns the process that sent the next readable byte, as the kernel saw it at that time.

        If no byte is readable, the result describes the last byte that was. Returns nothing if
        the sender is unknown. If senders may differ, call it before each read, and read at most
        bytesFromSender() bytes.
    */
    std::optional<PeerCredentials> senderCredentials() const;

    /*!
        Returns how many of the next readable bytes come from senderCredentials() without a break.
    */
    qint64 bytesFromSender() const;

    /*!
        Opens this socket on one end of a new connection, and returns the other end for a child or
        a library.

        The returned handle is not inherited, and calls on it block, as programs expect.
        ChildHandles passes it to a child. On failure the handle is invalid and error() says why.
        A socket that is not \c Closed or \c Closing is unchanged. Does not block. System call:
        \c socketpair.

        peerCredentials() of both ends describes this process, which made them.
        senderCredentials() reports the process that writes.
    */
    OwnedHandle createPeer();

    /*!
        Returns two connected sockets. On failure both are null, and \a error says why. System
        call: \c socketpair.
    */
    static std::pair<std::unique_ptr<UnixSocket>, std::unique_ptr<UnixSocket>> createPair(Error *error = nullptr);

Q_SIGNALS:
    /*! Emitted when more handles are pending. */
    void handlesReceived();

private:
    friend class UnixServer;
    Q_DISABLE_COPY_MOVE(UnixSocket)

    void setServerAddress(const UnixAddress &address);
};

} // namespace QtInterprocess

#else
#    error "UnixSocket is for Unix only. The portable class is QtInterprocess::LocalSocket."
#endif
