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
    A Unix domain socket of type \c SOCK_SEQPACKET: a connection, as UnixSocket has it, that carries whole messages.

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
    They arrive whole, each once and in order, whatever their size up to maximumMessageSize(); see MessageDevice. The
    send buffer of the socket has to be as large as a message: it is made larger when a message needs that, up to what the
    system allows (on Linux twice \c net.core.wmem_max, and about 4 MiB). writeMessage() refuses a larger one with
    MessageTooLarge, and the connection goes on. Only for one that was accepted while connecting that is told later, by
    errorOccurred().

    A message of no bytes is a message, on Linux. Other systems cannot tell it from the end of the connection: there
    writeMessage() refuses it with Unsupported, and one from another program ends the connection.

    \section1 Handles
    Open descriptors can go with a message, and are taken out with just that message: see writeMessage() and takeHandles().
    None are received unless setMaximumPendingHandles() allows it, so that nobody can fill up this process with descriptors. What
    is refused, and how, is as with UnixSocket.

    \section1 The end
    closeWriteChannel() ends one half. When a peer closed without having read everything, what it had sent before is read
    first, and PeerClosed follows.

    Threads, blocking, signals and their order, defaults and units: see Device. Errors: those of UnixSocket; MessageTooLarge,
    ResourceExhausted (also when the system finds no memory for a message of more than 1 MiB within 2 s, which ends the
    connection), Unsupported.

    Linux, FreeBSD, OpenBSD, NetBSD. macOS has no such sockets: connecting and listening fail with Unsupported at run time.

    System calls: \c socket, \c connect, \c recv, \c sendto, and where something may come or goes beside the bytes
    \c recvmsg, \c sendmsg; \c shutdown, \c close, \c getsockopt(SO_PEERCRED), \c getsockopt(SO_SNDBUF),
    \c setsockopt(SO_SNDBUF), \c setsockopt(SO_RCVBUF), \c poll; on Linux \c setsockopt(SO_TIMESTAMP), from the first message without bytes on,
    \c ioctl(SIOCINQ), and \c epoll; elsewhere \c kevent. Writes never raise \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixSeqPacketSocket : public MessageDevice
{
    Q_OBJECT

public:
    explicit UnixSeqPacketSocket(QObject *parent = nullptr);
    ~UnixSeqPacketSocket() override;

    /*! Starts to connect to \a address and returns at once, as UnixSocket::connectToServer() does. */
    void connectToServer(const UnixAddress &address, OpenMode mode = ReadWrite);

    /*! The same as close(), but what has arrived can still be read. */
    void disconnectFromServer();

    /*! How long connecting may take; default 30000 ms, −1 for ever. */
    int connectTimeout() const noexcept;
    void setConnectTimeout(int msecs);

    /*! Who may be at the other end: connecting to a server that runs as somebody else fails with AccessDenied.
        Default Access::Everyone. */
    Access requiredServer() const noexcept;
    void setRequiredServer(const Access &access);

    /*! The address that was connected to; of an accepted socket that of its server. Unnamed for an adopted socket of an unnamed
        peer. */
    UnixAddress serverAddress() const;

    PeerCredentials peerCredentials() const;

    /*!
        The supplementary groups of the process at the other end, as they were when the connection was made; empty if the system
        does not tell, or while there is no connection. Linux: \c SO_PEERGROUPS; macOS and FreeBSD: \c LOCAL_PEERCRED, 16 at
        most.
    */
    std::optional<QList<quint32>> peerGroups() const;

    /*!
        A handle of the process at the other end itself, a pidfd: it means that process and no other, also when its number has
        been given to somebody else. Readable when the process has ended. Invalid where there is none, and \a error tells why.
        Linux 6.5: \c SO_PEERPIDFD; else Error::Unsupported.
    */
    OwnedHandle peerProcessHandle(Error *error = nullptr) const;

    /*!
        The size of the kernel's buffers, in bytes, as with UnixSocket::setSendBufferSize(); default 0, which leaves it to the
        system. A message that needs a larger send buffer makes it larger.
    */
    int sendBufferSize() const;
    void setSendBufferSize(int bytes);
    int receiveBufferSize() const;
    void setReceiveBufferSize(int bytes);

    using MessageDevice::writeMessage;

    /*!
        Sends \a message, of any size, together with \a handles, under the rules of MessageDevice::writeMessage(). Both are
        accepted, and then \a handles is empty, and they are closed here as soon as the system has them; or neither is, and
        \a handles are still the caller's. At most 253 (\c SCM_MAX_FD of Linux); more, or one that is not open, is refused with
        InvalidOperation.
    */
    bool writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    /*!
        The handles that came with the message that was read last (or that is being read), in the order in which they were
        sent, close-on-exec; empty if there were none, or if they have been taken. They can be taken until the next message
        is read, which closes them.
    */
    std::vector<OwnedHandle> takeHandles();

    /*! How many handles wait in messages that have arrived, those of the message that was read last included. */
    int pendingHandles() const noexcept;

    /*!
        How many handles may wait. What exceeds that is closed on arrival, as is that for which this process has no descriptor
        left, and errorOccurred() says so with ResourceExhausted; the connection goes on. Default 0: none are received, and
        nothing is said.

        Who takes them in the slot of readyRead() loses none, however fast they come, if it is twice as many as one message
        brings: as soon as half of them wait the slot is called, before more is read.
    */
    int maximumPendingHandles() const noexcept;
    void setMaximumPendingHandles(int count);

    /*!
        Whether the kernel tells who sent which message, for a socket that several processes write to; default \c false. Returns
        \c false, and sets error(), where there is no such thing (Unsupported) or it failed. May be called at any time; nothing is
        known of messages that were sent before. System call: \c {setsockopt(SO_PASSCRED)}, \c LOCAL_CREDS on BSD.
    */
    bool receivesCredentials() const noexcept;
    bool setReceivesCredentials(bool on);

    /*! The process that sent the message that was read last (or that is being read), as the kernel saw it then; empty if that is
        not known. */
    std::optional<PeerCredentials> senderCredentials() const;

    /*!
        Takes over a connected \c SOCK_SEQPACKET socket, made non-blocking and close-on-exec. Returns \c false, sets error()
        and closes \a handle if it is anything else; a device that is not \c Closed stays as it is.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on one end of a new connection, and returns the other end, for a child (see ChildHandles) or another library: it
        is not inherited, and calls on it block, as programs expect. Returns an invalid handle if that failed, and error() returns the
        reason; a socket that is not \c Closed or \c Closing stays as it is. Does not block. System call: \c socketpair.

        peerCredentials() of both ends are those of this process, which has made them; senderCredentials() tells who writes.
    */
    OwnedHandle createPeer();

    /*! Two connected sockets; both are null if it failed, and \a error tells why. System call: \c socketpair. */
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
