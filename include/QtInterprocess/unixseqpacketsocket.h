// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/access.h>
#    include <QtInterprocess/credentials.h>
#    include <QtInterprocess/messagedevice.h>
#    include <QtInterprocess/ownedhandle.h>
#    include <QtInterprocess/unixaddress.h>

#    include <QtCore/qlist.h>

#    include <memory>
#    include <optional>
#    include <utility>
#    include <vector>

namespace QtInterprocess {

/*!
    A Unix domain socket of type \c SOCK_SEQPACKET: a connection like UnixSocket that carries
    whole messages.

    Use it to exchange messages, and handles that belong to a message, without a framing protocol.
    MessageChannel sends messages on every platform.

    \code
    UnixSeqPacketSocket socket;
    QObject::connect(&socket, &UnixSeqPacketSocket::readyRead, &socket, [&] {
        while (socket.hasPendingMessages())
            qInfo() << socket.readMessage();
    });
    socket.connectToServer(UnixAddress::fromPath(QStringLiteral("/run/app.sock")));
    socket.writeMessage("hello");
    \endcode

    \section1 Messages
    Messages arrive whole, once and in order, with any size up to maximumMessageSize(); see
    MessageDevice.

    The send buffer of the socket must be as large as a message. It grows when a message needs
    that, up to the limit of the system. On Linux the limit is twice \c net.core.wmem_max, and
    about 4 MiB. writeMessage() refuses a larger message with MessageTooLarge, and the connection
    stays open. If such a message was accepted while connecting, errorOccurred() reports it later.

    On Linux a message of no bytes is a message. Other systems cannot distinguish it from the end
    of the connection. There writeMessage() refuses it with Unsupported, and an empty message from
    another program ends the connection.

    \section1 Handles
    Open descriptors can be sent with a message, and are taken out with that same message: see
    writeMessage() and takeHandles(). None are received unless setMaximumPendingHandles() allows
    it, so that no peer can fill this process with descriptors. The rules for refused handles are
    those of UnixSocket.

    \section1 The end of the connection
    closeWriteChannel() performs a half-close. If the peer closes before it has read everything,
    the data that it had sent is read first. PeerClosed follows.

    \section1 Threads and errors
    Device describes threads, blocking, signals and their order, defaults and units. Errors are
    those of UnixSocket, and MessageTooLarge, ResourceExhausted and Unsupported. If the system
    finds no memory for a message of more than 1 MiB within 2 s, the connection ends with
    ResourceExhausted.

    \section1 Platforms and system calls
    Linux, FreeBSD, OpenBSD and NetBSD have these sockets. macOS does not: connecting and
    listening fail with Unsupported at run time.

    System calls: \c socket, \c connect, \c recv, \c sendto, \c shutdown, \c close, \c poll,
    \c getsockopt(SO_PEERCRED), \c getsockopt(SO_SNDBUF), \c setsockopt(SO_SNDBUF) and
    \c setsockopt(SO_RCVBUF). \c recvmsg and \c sendmsg are used if handles or credentials may
    come beside the bytes. Linux also uses \c epoll, \c ioctl(SIOCINQ) and, from the first message
    without bytes on, \c setsockopt(SO_TIMESTAMP). Other systems use \c kevent. Writes never raise
    \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixSeqPacketSocket : public MessageDevice
{
    Q_OBJECT

public:
    /*! Constructs a closed socket, with \a parent. */
    explicit UnixSeqPacketSocket(QObject *parent = nullptr);
    /*! Closes the socket. Accepted output is still delivered, as by close(). */
    ~UnixSeqPacketSocket() override;

    /*!
        Starts to connect to \a address and returns at once, as UnixSocket::connectToServer()
        does.

        The socket is opened in \a mode.
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
        Returns the size in bytes of the kernel's send buffer, like UnixSocket::sendBufferSize().

        The default, 0, leaves the size to the system. The buffer grows if a message needs a
        larger one.
    */
    int sendBufferSize() const;

    /*!
        Requests a kernel send buffer of \a bytes, under the rules of
        UnixSocket::setSendBufferSize().
    */
    void setSendBufferSize(int bytes);

    /*!
        Returns the size in bytes of the kernel's receive buffer, like
        UnixSocket::receiveBufferSize().
    */
    int receiveBufferSize() const;

    /*!
        Requests a kernel receive buffer of \a bytes, under the rules of
        UnixSocket::setSendBufferSize().
    */
    void setReceiveBufferSize(int bytes);

    using MessageDevice::writeMessage;

    /*!
        Sends \a message, of any size, together with \a handles. The rules are those of
        MessageDevice::writeMessage().

        If the call accepts both, \a handles is empty, and the handles are closed here as soon as
        the system has them. If it accepts neither, the caller keeps \a handles. At most 253
        handles can be sent (\c SCM_MAX_FD of Linux). More handles, or one that is not open, are
        refused with InvalidOperation.
    */
    bool writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    /*!
        Takes the handles of the message that was read last, or that is being read.

        They are in the order in which they were sent, and close-on-exec. The result is empty if
        the message had none, or if they have been taken. Reading the next message closes handles
        that were not taken.
    */
    std::vector<OwnedHandle> takeHandles();

    /*!
        Returns the number of handles of all messages that have arrived, including the message
        that was read last.
    */
    int pendingHandles() const noexcept;

    /*!
        Returns how many handles may be pending. The default is 0: none are received, and none are
        reported.

        Surplus handles are closed on arrival, and so are handles for which this process has no
        descriptor left. errorOccurred() reports ResourceExhausted, and the connection stays open.
    */
    int maximumPendingHandles() const noexcept;

    /*!
        Sets maximumPendingHandles() to \a count.

        To lose none, set the limit to twice the handles of the largest message, and take them in
        the slot of readyRead(). As soon as half of the limit is pending, the slot is called
        before more is read.
    */
    void setMaximumPendingHandles(int count);

    /*!
        Returns whether the kernel reports which process sent which message. The default is
        \c false.
    */
    bool receivesCredentials() const noexcept;

    /*!
        Turns reports of the sending process \a on or off, for a socket that several processes
        write to.

        Returns \c false and sets error() if that fails; Unsupported if the system has no such
        reports. The function may be called at any time, but the sender of earlier messages stays
        unknown. System calls: \c {setsockopt(SO_PASSCRED)}, on BSD \c LOCAL_CREDS.
    */
    bool setReceivesCredentials(bool on);

    /*!
        Returns the process that sent the message that was read last, or that is being read.

        The kernel records the sender when the message is sent. Returns nothing if the sender is
        unknown.
    */
    std::optional<PeerCredentials> senderCredentials() const;

    /*!
        Takes over a connected \c SOCK_SEQPACKET socket, and makes it non-blocking and
        close-on-exec.

        The device is opened in \a mode. If \a handle is anything else, the function returns
        \c false, sets error() and closes \a handle. A device that is not \c Closed is unchanged.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

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
    static std::pair<std::unique_ptr<UnixSeqPacketSocket>, std::unique_ptr<UnixSeqPacketSocket>> createPair(
        Error *error = nullptr);

private:
    friend class UnixSeqPacketServer;
    Q_DISABLE_COPY_MOVE(UnixSeqPacketSocket)

    void setServerAddress(const UnixAddress &address);
};

} // namespace QtInterprocess

#else
#    error "UnixSeqPacketSocket is for Unix only. NamedPipeSocket carries messages on Windows."
#endif
