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
    A Unix domain socket of type \c SOCK_DGRAM: messages that each find their own way, reliably and in order.

    \code
    UnixDatagramSocket socket;
    QObject::connect(&socket, &UnixDatagramSocket::readyRead, &socket, [&] {
        while (socket.hasPendingDatagrams()) {
            const UnixDatagram datagram = socket.receiveDatagram();
            socket.writeDatagram("you said " + datagram.data, datagram.sender);
        }
    });
    if (!socket.bind(UnixAddress::fromPath(QStringLiteral("/run/app.datagrams"))))
        qWarning() << socket.error();
    \endcode

    \section1 Opening
    bind() gives the socket a name under which everybody can send to it; connectToServer() gives it a peer, to whom
    writeMessage() and write() go; connectToPeer() gives a peer to one that is open already; open() gives it neither, which is
    enough to send with writeDatagram(). The state is \c Connected as soon as it is open.

    \section1 Reading
    receiveDatagram() returns a datagram with all that belongs to it. readMessage(), read() and all of QIODevice take from
    the same queue, without telling the sender. A socket with a peer hears nobody else.

    A datagram larger than maximumMessageSize() is thrown away, takes no more memory than that and keeps none, and
    errorOccurred() tells with MessageTooLarge. It ends nothing: whoever else sends is not made to suffer. (A thread that reads datagrams on Linux has reserved
    8 MiB of address space for large ones. They become memory while one of more than 64 KiB is taken, and not longer.)

    \section1 Writing
    Datagrams are queued and sent in order, one receiver independently of the other: a receiver whose queue is full holds
    up those that are for him, which wait for him for as long as it takes, and count for writeBufferSize(). For the peer
    the kernel says when there is room again; for others it is tried again, with delays from 1 ms to 100 ms.

    A datagram that cannot be sent is dropped, and errorOccurred() tells why, with the receiver as Error::subject():
    NotFound and ConnectionRefused if nobody is there, AccessDenied, MessageTooLarge. The socket goes on. (No bytesWritten()
    is emitted for it.) What is known at once to be too large is refused by the call: see UnixSeqPacketSocket for what the
    system takes.

    \section1 There is no connection
    Nobody is told when a peer goes; that turns out when something is sent to it. A socket that was opened by bind() or open() goes
    on then, without a peer, and errorOccurred() tells with ConnectionRefused. One that was made for its peer, by
    connectToServer() or as one of a pair, could never hear of anybody again: it is over, with PeerClosed. (When a datagram meets a
    peer that has gone, Linux throws away what the peer had sent and nobody has read. So that is read first, if readBufferSize()
    leaves room; a peer that sends and ends in just that moment can lose its last words.) There is no half to be closed
    (closeWriteChannel() is \c Unsupported), and close() tells nobody.

    \section1 Names belong to one owner
    bind() to a path claims it with a lock file beside it as UnixServer does, under the same rules. The name is free again when
    the device is closed; what is still queued is sent nevertheless. If the socket's file is removed or replaced, nobody can
    send to the name any more: errorOccurred() is emitted once with NameLost, and the device stays open for those it can reach.

    \section1 Private by default
    Access::User, the default, gives the socket file the mode 0600; and on Linux each datagram is asked for its sender, also
    one that comes to an abstract name: what another user sends (but root) is thrown away, and errorOccurred() tells with
    AccessDenied. Access::Group looks at the sender's own group only. This holds for bind() and fromActivation(); not for adopt().
    A client cannot require a server, as UnixSocket::setRequiredServer() does: the system does not tell who has bound a name. Ask for
    senderCredentials() of the answers.

    \section1 Handles
    As with UnixSeqPacketSocket: none are received unless setMaximumPendingHandles() allows it. Where the system cannot refuse
    handles, or some are wanted, the number of those that wait to be closed has no limit but that of the process.

    Threads, blocking, signals and their order, defaults and units: see Device. Errors: NotFound, ConnectionRefused,
    NameInUse, NameTooLong, InvalidName, AccessDenied, PeerClosed, MessageTooLarge, ResourceExhausted, InvalidOperation,
    Unsupported.

    \table
    \header \li            \li receivers' queues            \li largest datagram              \li autobind \li credentials
    \row    \li Linux      \li 10 (net.unix.max_dgram_qlen) \li up to 4 MiB                   \li yes      \li yes
    \row    \li macOS, BSD \li by size                      \li net.local.dgram.maxdgram, …   \li no       \li NetBSD, FreeBSD
    \endtable

    System calls: \c socket, \c bind, \c connect, \c recvmsg, \c sendto, \c sendmsg with handles, \c close,
    \c getsockopt(SO_SNDBUF), \c setsockopt(SO_SNDBUF), \c setsockopt(SO_RCVBUF), \c setsockopt(SO_PASSCRED), \c getsockopt(SO_PEERCRED), \c poll, \c flock, \c lstat,
    \c unlink, \c chmod; on Linux \c epoll, \c ioctl(SIOCINQ), \c mmap, \c munmap; elsewhere \c kevent. Writes never raise \c SIGPIPE.
*/
class QTINTERPROCESS_EXPORT UnixDatagramSocket : public MessageDevice
{
    Q_OBJECT

public:
    explicit UnixDatagramSocket(QObject *parent = nullptr);
    ~UnixDatagramSocket() override;

    /*!
        Opens the device under the name \a address, so that it can be sent to; an unnamed address asks the system for an
        abstract name that nobody has (Linux). Returns \c false, sets error() and has changed nothing if that is not possible.
        Does not block.
    */
    bool bind(const UnixAddress &address = UnixAddress());

    /*! Who may send to the name that is bound. Default Access::User; takes effect at the next bind(). */
    Access access() const noexcept;
    void setAccess(const Access &access);

    /*! Starts to open the device with a peer, and without a name, and returns at once; connected() or errorOccurred() follow. */
    void connectToServer(const UnixAddress &address, OpenMode mode = ReadWrite);

    /*!
        Gives the open device a peer: from then on it hears nobody else, and writeMessage() goes to the peer. An unnamed address
        dissolves that. Returns \c false and sets error() if that is not possible. Does not block. What is queued for the old
        peer still goes to him, if he has a name.
    */
    bool connectToPeer(const UnixAddress &address);

    /*! Opens the device without a name and without a peer, to send to whom it may concern with writeDatagram(). */
    bool open(OpenMode mode = ReadWrite) override;

    /*!
        A socket on the datagram socket that a supervisor has handed to this process under \a name, or on the first one of that
        kind if \a name is empty; see UnixActivation. Null if there is none, and \a error tells why; what is of another kind
        stays to be taken.

        As with bind(), each datagram is asked for its sender if \a access is not Access::Everyone. Where the system does not
        tell senders, that fails with Unsupported, and the handle stays to be taken. On Linux senders are known from the moment
        that somebody asks for them: of what was sent before this call, such as the datagram that started this process, the
        sender is unknown, and it is thrown away. Have the supervisor ask (systemd: \c {PassCredentials=yes}).
    */
    static std::unique_ptr<UnixDatagramSocket> fromActivation(const QString &name = QString(),
                                                              const Access &access = Access::User,
                                                              Error *error = nullptr);

    /*! The same as close(), but what has arrived can still be read. */
    void disconnectFromServer();

    /*! The name of this socket; unnamed if it has none. */
    UnixAddress localAddress() const;

    /*! The peer; unnamed if there is none, or if it has no name. */
    UnixAddress peerAddress() const;

    /*!
        The process that made the pair which this socket and its peer are (createPair(), \c socketpair). Empty for every other
        peer: a name tells nothing of the process behind it. Ask for senderCredentials() there. Linux.
    */
    PeerCredentials peerCredentials() const;
    /*! The supplementary groups of that process, as with UnixSocket::peerGroups(). */
    std::optional<QList<quint32>> peerGroups() const;
    /*! A handle of that process, as with UnixSocket::peerProcessHandle(). Invalid for every other peer, and \a error tells
        InvalidOperation. */
    OwnedHandle peerProcessHandle(Error *error = nullptr) const;

    /*!
        The size of the kernel's buffers, in bytes, as with UnixSocket::setSendBufferSize(); default 0, which leaves it to the
        system. A datagram that needs a larger send buffer makes it larger. Linux counts what a receiver has not read against
        the send buffer of its sender; the receive buffer matters elsewhere.
    */
    int sendBufferSize() const;
    void setSendBufferSize(int bytes);
    int receiveBufferSize() const;
    void setReceiveBufferSize(int bytes);

    /*! The same as hasPendingMessages(). */
    bool hasPendingDatagrams() const { return hasPendingMessages(); }

    /*! The next datagram, or what read() has left of it; an invalid one if there is none. */
    UnixDatagram receiveDatagram();

    /*!
        Sends \a data to \a to, with \a handles; accepted whole or not at all, under the rules of
        MessageDevice::writeMessage(). Does not block. If it is accepted, \a handles is empty, and they are closed here as soon
        as the system has them; if not, they are still the caller's. Returns \c false if it was not accepted, and error() says
        why: MessageTooLarge, ResourceExhausted (no room in the write buffer), InvalidOperation (not open, or a bad handle),
        InvalidName, NameTooLong. What goes wrong later is told by errorOccurred().
    */
    bool writeDatagram(const QByteArray &data, const UnixAddress &to, std::vector<OwnedHandle> &&handles);
    bool writeDatagram(const QByteArray &data, const UnixAddress &to);

    using MessageDevice::writeMessage;
    /*! The same to the peer. */
    bool writeMessage(const QByteArray &message, std::vector<OwnedHandle> &&handles);

    /*! The handles that came with the message that was read last, for those who use readMessage() or read(); see
        UnixSeqPacketSocket::takeHandles(). */
    std::vector<OwnedHandle> takeHandles();

    /*! How many handles wait in datagrams that have arrived. */
    int pendingHandles() const noexcept;

    /*! How many may wait; what exceeds that is closed on arrival. Default 0: none are received. Twice as many as one datagram
        brings are enough for those who take them in the slot of readyRead(): it is called before more is read. Only for writing to the
        peer all that waits is read at once, since Linux throws it away if that peer has gone. */
    int maximumPendingHandles() const noexcept;
    void setMaximumPendingHandles(int count);

    /*!
        Whether each datagram brings the credentials of the process that sent it. Default \c false; takes effect when the device is
        opened. bind() with another access than Access::Everyone asks for them in any case, where the system has that. Elsewhere
        UnixDatagram::credentials stays empty.
    */
    bool receivesCredentials() const noexcept;
    void setReceivesCredentials(bool on);

    /*! The process that sent the message that was read last (or that is being read), for those who use readMessage() or
        read(); as UnixDatagram::credentials. */
    std::optional<PeerCredentials> senderCredentials() const;

    /*!
        Takes over a datagram socket, with or without name and peer, made non-blocking and close-on-exec; the name stays
        whose it is, and its file is never removed. Returns \c false, sets error() and closes \a handle if it is anything else; a
        device that is not \c Closed stays as it is.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on one end of a new connection, and returns the other end, for a child (see ChildHandles) or another library: it
        is not inherited, and calls on it block, as programs expect. Returns an invalid handle if that failed, and error() returns the
        reason; a socket that is not \c Closed or \c Closing stays as it is. Does not block. System call: \c socketpair.

        peerCredentials() of both ends are those of this process, which has made them; senderCredentials() tells who writes.
    */
    OwnedHandle createPeer();

    /*! Two sockets that are each other's peers; both are null if it failed, and \a error tells why. System call:
        \c socketpair. */
    static std::pair<std::unique_ptr<UnixDatagramSocket>, std::unique_ptr<UnixDatagramSocket>> createPair(
        Error *error = nullptr);

private:
    Q_DISABLE_COPY_MOVE(UnixDatagramSocket)
};

} // namespace QtInterprocess

#else
#    error "UnixDatagramSocket is for Unix only. LocalSocket is the portable way to talk to another process."
#endif
