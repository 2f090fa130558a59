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
#    include <QtInterprocess/unixdatagram.h>

#    include <QtCore/qlist.h>

#    include <memory>
#    include <optional>
#    include <utility>
#    include <vector>

namespace QtInterprocess {

/*!
    A Unix domain socket of type \c SOCK_DGRAM: separate messages to any receivers, delivered
    reliably and in order.

    Use it for log sinks and notifications, where many senders write to one name and need no
    connection.

    \code
    UnixDatagramSocket socket;
    QObject::connect(&socket, &UnixDatagramSocket::readyRead, &socket, [&] {
        while (socket.hasPendingDatagrams()) {
            const UnixDatagram datagram = socket.receiveDatagram();
            socket.writeDatagram("you said " + datagram.data(), datagram.sender());
        }
    });
    if (!socket.bind(UnixAddress::fromPath(QStringLiteral("/run/app.datagrams"))))
        qWarning() << socket.error();
    \endcode

    \section1 Opening
    \list
    \li bind() gives the socket a name, to which every process with access can send.
    \li connectToServer() gives it a peer, the receiver of writeMessage() and write().
    \li connectToPeer() gives a peer to a socket that is already open.
    \li open() gives it neither, which is enough to send with writeDatagram().
    \endlist

    The state is \c Connected as soon as the socket is open.

    \section1 Reading
    receiveDatagram() returns a datagram with its sender, handles and credentials. readMessage(),
    read() and all of QIODevice take from the same queue, without the sender. A socket with a peer
    receives from that peer only.

    A datagram larger than maximumMessageSize() is dropped, and errorOccurred() reports
    MessageTooLarge. It uses no more memory than that size, and keeps none. The socket stays open;
    other senders are not affected.

    On Linux a thread that reads datagrams reserves 8 MiB of address space for large ones. This
    space becomes memory only while a datagram of more than 64 KiB is taken.

    \section1 Writing
    Datagrams are queued and sent in order, independently for each receiver. If a receiver's queue
    is full, its datagrams wait without limit of time, and count for writeBufferSize(). For the
    peer the kernel reports when there is room again. For other receivers the socket tries again,
    with delays from 1 ms to 100 ms.

    If a datagram cannot be sent, it is dropped. errorOccurred() reports why, with the receiver as
    Error::subject(): NotFound or ConnectionRefused if no process receives there, AccessDenied,
    MessageTooLarge. The socket stays open, and bytesWritten() is not emitted for that datagram.
    If a datagram is known at once to be too large, the call refuses it. UnixSeqPacketSocket
    describes the limit of the system.

    \section1 When a peer goes away
    Datagram sockets have no connection, so a peer's end is noticed only when something is sent to
    it.

    \list
    \li A socket that was opened by bind() or open() stays open without a peer, and
        errorOccurred() reports ConnectionRefused.
    \li A socket that was opened for its peer, by connectToServer() or as one of a pair, closes
        with PeerClosed. No other process can send to it.
    \li When a datagram is sent to an ended peer, Linux discards unread datagrams of that peer. So
        the socket reads them first, if readBufferSize() leaves room. If a peer sends and ends at
        just that moment, its last datagrams can be lost.
    \li closeWriteChannel() fails with \c Unsupported, and close() does not notify the peer.
    \endlist

    \section1 Names belong to one owner
    bind() to a path claims the name with a lock file beside it, under the rules of UnixServer.
    The name is free again when the device is closed; queued datagrams are still sent. If the
    socket's file is removed or replaced, other processes cannot send to the name any more.
    errorOccurred() then reports NameLost once. The device stays open for the receivers that it
    can reach.

    \section1 Private by default
    Access::User, the default, gives the socket file the mode 0600. On Linux the sender of each
    datagram is checked too, also for an abstract name. A datagram of another user, except root,
    is dropped, and errorOccurred() reports AccessDenied. Access::Group checks only the sender's
    own group. These checks apply to bind() and fromActivation(), not to adopt().

    A client cannot require a server, as UnixSocket::setRequiredServer() does, because the system
    does not report which process has bound a name. Check senderCredentials() of the answers.

    \section1 Handles
    None are received unless setMaximumPendingHandles() allows it, as with UnixSeqPacketSocket. If
    the system cannot refuse handles, or some are wanted, only the limits of the process bound the
    number that waits to be closed.

    \section1 Threads and errors
    Device describes threads, blocking, signals and their order, defaults and units. Errors:
    NotFound, ConnectionRefused, NameInUse, NameTooLong, InvalidName, AccessDenied, PeerClosed,
    MessageTooLarge, ResourceExhausted, InvalidOperation, Unsupported.

    \section1 Platforms and system calls
    \table
    \header
        \li
        \li receivers' queues
        \li largest datagram
        \li autobind
        \li credentials
    \row
        \li Linux
        \li 10 (net.unix.max_dgram_qlen)
        \li up to 4 MiB
        \li yes
        \li yes
    \row
        \li macOS, BSD
        \li by size
        \li net.local.dgram.maxdgram, …
        \li no
        \li NetBSD, FreeBSD
    \endtable

    System calls: \c socket, \c bind, \c connect, \c recvmsg, \c sendto, \c close, \c poll,
    \c flock, \c lstat, \c unlink and \c chmod. Socket options: \c SO_SNDBUF, \c SO_RCVBUF,
    \c SO_PASSCRED and \c SO_PEERCRED. \c sendmsg sends handles. Linux also uses \c epoll,
    \c ioctl(SIOCINQ), \c mmap and \c munmap; other systems use \c kevent. Writes never raise
    \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixDatagramSocket : public MessageDevice
{
    Q_OBJECT

public:
    /*! Constructs a closed socket, with \a parent. */
    explicit UnixDatagramSocket(QObject *parent = nullptr);
    /*! Closes the socket and frees its name. Accepted output is still delivered, as by close(). */
    ~UnixDatagramSocket() override;

    /*!
        Opens the device under the name \a address, to which other processes can send.

        An unnamed address asks the system for an unused abstract name (Linux). On failure the
        function returns \c false, sets error(), and nothing is changed. Does not block.
    */
    bool bind(const UnixAddress &address = UnixAddress());

    /*! Returns which users may send to the bound name. The default is Access::User. */
    Access access() const noexcept;
    /*! Sets access() to \a access. Takes effect at the next bind(). */
    void setAccess(const Access &access);

    /*!
        Starts to open the device with the peer \a address and without a name, and returns at
        once.

        The device is opened in \a mode. connected() or errorOccurred() follows.
    */
    void connectToServer(const UnixAddress &address, OpenMode mode = ReadWrite);

    /*!
        Gives the open device the peer \a address: it receives from this peer only, and
        writeMessage() sends to it.

        An unnamed address removes the peer. On failure the function returns \c false and sets
        error(). Does not block. Datagrams that are queued for the old peer are still sent if that
        peer has a name.
    */
    bool connectToPeer(const UnixAddress &address);

    /*!
        Opens the device without a name and without a peer, to send to any receiver by
        writeDatagram().

        The device is opened in \a mode.
    */
    bool open(OpenMode mode = ReadWrite) override;

    /*!
        Returns a socket on the datagram socket that a supervisor passed to this process as
        \a name.

        If \a name is empty, the first datagram socket is used. On failure the result is null, and
        \a error says why. Handles of another kind stay available. See UnixActivation.

        If \a access is not Access::Everyone, the sender of each datagram is checked, as with
        bind(). If the system does not report senders, the function fails with Unsupported, and
        the handle stays available.

        Linux records senders only after a process has asked for them. The sender of a datagram
        from before this call is unknown, also of the one that started this process. Such a
        datagram is dropped. To keep it, let the supervisor ask (systemd:
        \c {PassCredentials=yes}).
    */
    static std::unique_ptr<UnixDatagramSocket> fromActivation(const QString &name = QString(),
                                                              const Access &access = Access::User,
                                                              Error *error = nullptr);

    /*! Closes the socket as close() does, but input that has arrived can still be read. */
    void disconnectFromServer();

    /*! Returns the name of this socket; unnamed if it has none. */
    UnixAddress localAddress() const;

    /*!
        Returns the address of the peer; unnamed if there is no peer, or if the peer has no name.
    */
    UnixAddress peerAddress() const;

    /*!
        Returns the process that created the pair of this socket and its peer (createPair(),
        \c socketpair). Linux only.

        The result is empty for every other peer, because a name does not identify a process. Use
        senderCredentials() there.
    */
    PeerCredentials peerCredentials() const;

    /*!
        Returns the supplementary groups of the process of peerCredentials(), as
        UnixSocket::peerGroups() does.
    */
    std::optional<QList<quint32>> peerGroups() const;

    /*!
        Returns a handle of the process of peerCredentials(), as UnixSocket::peerProcessHandle()
        does.

        For every other peer the handle is invalid, and \a error is InvalidOperation.
    */
    OwnedHandle peerProcessHandle(Error *error = nullptr) const;

    /*!
        Returns the size in bytes of the kernel's send buffer, like UnixSocket::sendBufferSize().

        The default, 0, leaves the size to the system. The buffer grows if a datagram needs a
        larger one. Linux counts unread datagrams against the send buffer of their sender; on
        other systems the receive buffer limits them.
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

    /*! Returns hasPendingMessages(): whether a datagram can be received. */
    bool hasPendingDatagrams() const { return hasPendingMessages(); }

    /*!
        Returns the next datagram, or the rest that read() left of it; an invalid one if there is
        none.
    */
    UnixDatagram receiveDatagram();

    /*!
        Sends \a data to \a to with \a handles, under the rules of MessageDevice::writeMessage().
        Does not block.

        If the call accepts the datagram, it returns \c true and \a handles is empty. The handles
        are closed here as soon as the system has them. Otherwise it returns \c false, the caller
        keeps \a handles, and error() says why:

        \list
        \li MessageTooLarge: the system cannot send so many bytes.
        \li ResourceExhausted: the write buffer has no room.
        \li InvalidOperation: the device is not open, or a handle is not valid.
        \li InvalidName, NameTooLong: \a to is not an address of this system.
        \endlist

        errorOccurred() reports later failures.
    */
    bool writeDatagram(const QByteArray &data, const UnixAddress &to, std::vector<OwnedHandle> &&handles);

    /*! Sends \a data to \a to, without handles. */
    bool writeDatagram(const QByteArray &data, const UnixAddress &to);

    using MessageDevice::writeMessage;
    /*! Sends \a message with \a handles to the peer, as writeDatagram() does. */
    bool writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    /*!
        Takes the handles of the message that was read last by readMessage() or read().

        See UnixSeqPacketSocket::takeHandles().
    */
    std::vector<OwnedHandle> takeHandles();

    /*! Returns the number of handles of all datagrams that have arrived. */
    int pendingHandles() const noexcept;

    /*!
        Returns how many handles may be pending; surplus handles are closed on arrival. The
        default is 0: none are received.
    */
    int maximumPendingHandles() const noexcept;

    /*!
        Sets maximumPendingHandles() to \a count.

        To lose none, set the limit to twice the handles of one datagram, and take them in the
        slot of readyRead(). The slot is called before more is read. A write to the peer is an
        exception: it first reads everything that waits, because Linux discards it if the peer has
        ended.
    */
    void setMaximumPendingHandles(int count);

    /*!
        Returns whether each datagram carries the credentials of the process that sent it. The
        default is \c false.
    */
    bool receivesCredentials() const noexcept;

    /*!
        Turns credentials of the senders \a on or off. Takes effect when the device is opened.

        bind() with another access than Access::Everyone requests them in any case, if the system
        has them. On other systems UnixDatagram::credentials stays empty.
    */
    void setReceivesCredentials(bool on);

    /*!
        Returns the process that sent the message that was read last by readMessage() or read(),
        or that is being read.

        The result is that of UnixDatagram::credentials().
    */
    std::optional<PeerCredentials> senderCredentials() const;

    /*!
        Takes over a datagram socket, and makes it non-blocking and close-on-exec.

        The device is opened in \a mode. The socket may have a name and a peer. Its file is never
        removed. If \a handle is anything else, the function returns \c false, sets error() and
        closes \a handle. A device that is not \c Closed is unchanged.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on one end of a new pair, and returns the other end for a child or a
        library.

        The returned handle is not inherited, and calls on it block, as programs expect.
        ChildHandles passes it to a child. On failure the handle is invalid and error() says why.
        A socket that is not \c Closed or \c Closing is unchanged. Does not block. System call:
        \c socketpair.

        peerCredentials() of both ends describes this process, which made them.
        senderCredentials() reports the process that writes.
    */
    OwnedHandle createPeer();

    /*!
        Returns two sockets that are each other's peers. On failure both are null, and \a error
        says why.

        System call: \c socketpair.
    */
    static std::pair<std::unique_ptr<UnixDatagramSocket>, std::unique_ptr<UnixDatagramSocket>> createPair(
        Error *error = nullptr);

private:
    Q_DISABLE_COPY_MOVE(UnixDatagramSocket)
};

} // namespace QtInterprocess

#else
#    error "UnixDatagramSocket is for Unix only. LocalSocket is the portable way to talk to another process."
#endif
