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
    A Unix domain socket of type \c SOCK_STREAM. Portable programs use LocalSocket.

    \code
    UnixSocket socket;
    QObject::connect(&socket, &UnixSocket::readyRead, &socket, [&] { qInfo() << socket.readAll(); });
    socket.connectToServer(UnixAddress::fromPath(QStringLiteral("/run/app.sock")));
    socket.write("hello\n");
    \endcode

    \section1 Handles
    write() with handles passes open descriptors to the peer, which gets descriptors of its own for the same files.
    They are tied to bytes: a handle is pending at the receiver no later than the first byte that it was written with
    can be read, and not before every earlier byte can; handles keep their order. So a protocol says in its bytes how
    many handles a message has, and takes that many when it has read the message. More than 253 are sent in groups,
    each with a byte of its own.

    Linux limits how many handles of an unprivileged user may be under way: sent, and not yet received (the number of
    descriptors that a process may have). One more ends the connection with ResourceExhausted. So do not send hundreds to a
    peer that has not answered for the ones before.

    Receiving is off until setMaximumPendingHandles() is called, so that nobody can fill a process with descriptors that
    does not expect any. A socket that has not asked for handles when it first reads refuses them (\c SO_PASSRIGHTS, Linux 6.16):
    sending some then fails with \c EPERM. A UnixSocket that sends delivers the bytes all the same, and errorOccurred() reports
    AccessDenied; the connection goes on. Older kernels and other systems cannot refuse: there such handles are closed.

    Surplus handles are closed, and errorOccurred() reports ResourceExhausted; the connection goes on, with all its bytes. That is
    reported once until takeHandles() is called. The same goes for handles for which this process has no descriptor left.
    Received handles are close-on-exec; nothing else about them is known, so look at what a stranger sent before it is used.
    adopt() checks by itself. A pending handle may be the other end of this very connection, which then ends only after that
    handle has been taken and closed.

    \section2 Handles of strangers
    Closing a handle can block as long as its sender likes: a TCP socket with \c SO_LINGER, a file of a FUSE file system. Everything
    received and refused, and every OwnedHandle from takeHandles(), is closed by background threads that nothing waits for; there
    are at most 16, and \c SO_LINGER is switched off before. While more than 256 handles wait for these threads, a connection that
    brings further ones ends with ResourceExhausted. One case is left where the kernel closes in the receiving thread: handles
    that are not refused, in a process that has no descriptor left for them.

    \section1 Credentials of senders
    peerCredentials() is who connected, or listened. Where a socket is shared or passed on, others may write as well:
    setReceivesCredentials() makes the kernel say which process sent what.

    \table
    \header \li                  \li handles \li close-on-exec \li senderCredentials()
    \row    \li Linux            \li yes     \li atomically    \li yes
    \row    \li FreeBSD, NetBSD  \li yes     \li atomically    \li yes (FreeBSD 13+)
    \row    \li OpenBSD          \li yes     \li atomically    \li no
    \row    \li macOS            \li yes     \li a call later  \li no
    \endtable

    \section1 Signals
    handlesReceived() comes before the readyRead() of the bytes that came with the handles; see Device for the others.

    Errors: NotFound, ConnectionRefused, AccessDenied, NameTooLong, InvalidName, TimedOut, PeerClosed,
    ResourceExhausted, InvalidOperation, Unsupported (abstract names elsewhere than on Linux, credentials of senders).

    System calls: \c socket, \c connect, \c recv, \c sendmsg; \c recvmsg where handles can come or credentials are received;
    \c setsockopt(SO_PASSRIGHTS), \c setsockopt(SO_OOBINLINE), \c ioctl(FIONREAD), \c shutdown, \c close, \c getsockopt(SO_PEERCRED), \c poll; on Linux \c epoll, elsewhere \c kevent. Writes never raise \c SIGPIPE.
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
        How many bytes the kernel is asked to hold for a peer that does not read yet (\c SO_SNDBUF), and of what the peer has sent
        (\c SO_RCVBUF); 0, the default, leaves that to the system. Kept for later connections of this object as well. The kernel
        makes something of it: Linux doubles it, and has a limit. The getters tell what it is for the connection that there is,
        and what was asked for while there is none.
    */
    int sendBufferSize() const;
    void setSendBufferSize(int bytes);
    int receiveBufferSize() const;
    void setReceiveBufferSize(int bytes);

    /*!
        Takes over a connected stream socket, made non-blocking and close-on-exec. Returns \c false, sets error() and
        closes \a handle if it is anything else; a device that is not \c Closed stays as it is.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    using Device::write;

    /*!
        Writes \a data, and passes \a handles to the peer with its first byte. They leave with the bytes: also when the
        device is still connecting, and when it is closed or destroyed at once. Then this process has closed them.

        All or nothing: returns the size of \a data, and \a handles is empty; or −1, error() says why, and \a handles are
        still the caller's. That is so with InvalidOperation if \a data is empty (handles need a byte to go with, and one for
        each 253), if one of them is not an open descriptor, or if the device is not open for writing; and with
        ResourceExhausted if there is no room in writeBufferSize() now. What is larger than that is accepted while nothing
        else is waiting. abort() closes what has not been sent.

        \code
        std::vector<OwnedHandle> handles;
        handles.emplace_back(fd);
        socket.write("take this\n", std::move(handles));
        \endcode
    */
    qint64 write(const QByteArray &data, std::vector<OwnedHandle> &&handles);

    /*!
        How many received handles may be pending; more are closed. Default 0: none are received. To be set before bytes
        arrive with which some could come: as soon as the socket exists, or in the slot of UnixServer::newConnection(). Later is
        possible; what the peer sends before is refused or closed.
        Those that are pending already stay when the number is made smaller.

        Who takes them in the slot of handlesReceived() loses none, however fast they come, if it is twice as many as one
        write() brings: as soon as half of them are pending the slot is called, before more is read.
    */
    int maximumPendingHandles() const noexcept;
    void setMaximumPendingHandles(int count);

    /*! The number of handles that have arrived and have not been taken. They stay when the peer has closed, until close(),
        abort() or the next connection closes them. */
    int pendingHandles() const noexcept;

    /*! Takes the first \a maximum pending handles, or as many as there are; −1: all of them. */
    std::vector<OwnedHandle> takeHandles(int maximum = -1);

    /*!
        Whether the kernel tells who sent which bytes; default \c false. Returns \c false, and sets error(), where there is
        no such thing (Unsupported) or it failed. May be called at any time; nothing is known of bytes that were sent
        before. System call: \c {setsockopt(SO_PASSCRED)}, \c LOCAL_CREDS on BSD.
    */
    bool receivesCredentials() const noexcept;
    bool setReceivesCredentials(bool on);

    /*!
        The process that sent the next byte that can be read, or if there is none, the last that was; as the kernel saw it
        when it was sent. Empty if that is not known. Ask before reading, and read no more than bytesFromSender(), if
        senders may differ.
    */
    std::optional<PeerCredentials> senderCredentials() const;

    /*! How many of the bytes that can be read next come from senderCredentials() without a break. */
    qint64 bytesFromSender() const;

    /*!
        Opens this socket on one end of a new connection, and returns the other end, for a child (see ChildHandles) or another library: it
        is not inherited, and calls on it block, as programs expect. Returns an invalid handle if that failed, and error() returns the
        reason; a socket that is not \c Closed or \c Closing stays as it is. Does not block. System call: \c socketpair.

        peerCredentials() of both ends are those of this process, which has made them; senderCredentials() tells who writes.
    */
    OwnedHandle createPeer();

    /*! Two connected sockets; both are null if it failed, and \a error tells why. System call: \c socketpair. */
    static std::pair<std::unique_ptr<UnixSocket>, std::unique_ptr<UnixSocket>> createPair(Error *error = nullptr);

Q_SIGNALS:
    /*! More handles are pending. */
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
