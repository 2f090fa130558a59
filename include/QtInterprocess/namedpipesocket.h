// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_WINDOWS || defined(Q_QDOC)

#    include <QtInterprocess/access.h>
#    include <QtInterprocess/credentials.h>
#    include <QtInterprocess/messagedevice.h>
#    include <QtInterprocess/namedpipeimpersonation.h>
#    include <QtInterprocess/namedpipeoptions.h>
#    include <QtInterprocess/ownedhandle.h>

#    include <optional>

namespace QtInterprocess {

/*!
    One end of a Windows named pipe: a client's, or a server's that NamedPipeServer hands out. Portable programs use
    LocalSocket.

    \code
    NamedPipeSocket socket;
    QObject::connect(&socket, &NamedPipeSocket::readyRead, &socket, [&] {
        while (socket.hasPendingMessages())
            qInfo() << socket.readMessage();
    });
    socket.connectToServer(QStringLiteral("org.example.App")); // \\.\pipe\org.example.App
    socket.writeMessage("hello");
    \endcode

    \section1 Bytes and messages
    The server decides which of both its pipe carries; mode() tells once connected. On a pipe of messages each write() and each
    writeMessage() is one message, whole whatever its size, and nothing is a message too. On a pipe of bytes there are no
    messages to be read. Reading whole messages is switched on at the client's end as well, where Windows would leave it off.

    \section1 A pipe has no halves
    There is nothing like the shutdown of a socket: closeWriteChannel() works on an end that only writes, and ends the
    connection. On any other it fails with Error::Unsupported, and close() is what tells the peer. An end that only writes
    (see NamedPipeDirection) hears that its peer has gone when a write fails, and not before.

    \section1 Closing loses nothing
    close() leaves what the pipe has taken readable for the peer: the server's end is not disconnected under it, and
    nobody waits in \c FlushFileBuffers(). Who wants unread bytes gone calls disconnectWithoutFlushing().

    \section1 Who is at the other end
    Clients connect so that a server can find out who they are, but not act in their name
    (\c SECURITY_IDENTIFICATION); see setImpersonationLevel(). A client may insist on who serves by setRequiredServer().

    Threads, blocking, signals and their order, defaults and units: see Device.

    Errors: NotFound, AccessDenied, NameTooLong, InvalidName, TimedOut, PeerClosed, MessageTooLarge, PartialMessage,
    ResourceExhausted, Unsupported, InvalidOperation.

    A message that the system has no memory for (\c ERROR_NO_SYSTEM_RESOURCES, as for one of some hundred MiB) fails alone, with
    ResourceExhausted: each message is one \c WriteFile. Bytes are sent in smaller pieces then.

    The end of a pipe of another machine reads ahead: 64 KiB, or a whole message.

    System calls: \c CreateFile, \c SetNamedPipeHandleState, \c ReadFile, \c WriteFile and \c PeekNamedPipe (all of them
    overlapped, on one completion port for the process), \c CancelIoEx, \c GetNamedPipeInfo, \c DisconnectNamedPipe,
    \c ImpersonateNamedPipeClient, and those that ask for process and session ids.
*/
class QTINTERPROCESS_EXPORT NamedPipeSocket : public MessageDevice
{
    Q_OBJECT

public:
    /*!
        What a server may do with the identity of this client.

        \list
        \li \c Anonymous: nothing; it does not even learn who that is, except for the process id.
        \li \c Identification: find out who that is, and what it would have access to. The default.
        \li \c Impersonation: act in the client's name, on the server's machine. Only for servers that are trusted.
        \endlist
    */
    enum class ImpersonationLevel : int { Anonymous, Identification, Impersonation };
    Q_ENUM(ImpersonationLevel)

    explicit NamedPipeSocket(QObject *parent = nullptr);
    ~NamedPipeSocket() override;

    /*!
        Starts to connect to a name (\c app for \c{\\.\pipe\app}) or a full path (\c{\\host\pipe\app}) and returns at once;
        connected() or errorOccurred() follow. If all instances of the pipe are taken, tries again until
        connectTimeout(). A pipe of another machine is opened in a thread of its own, because that can block for long.

        \a mode is what this end is to do: ReadOnly, WriteOnly or ReadWrite, and the pipe has to have that direction. Fails
        with InvalidOperation if it is none of these, or unless the state is \c Closed or \c Closing.
    */
    void connectToServer(const QString &nameOrPath, OpenMode mode = ReadWrite);

    /*! The same for the pipe \a name of the machine \a host; \c "." is this one. */
    void connectToServer(const QString &host, const QString &name, OpenMode mode = ReadWrite);

    /*! The same as close(), but what has arrived can still be read. */
    void disconnectFromServer();

    /*!
        Ends the connection at once, at the server's end with everything that the peer has not read yet, also what the system
        has taken of it (\c DisconnectNamedPipe). The peer sees an error: its pipe is not connected. At a client's
        end, the same as abort().
    */
    void disconnectWithoutFlushing();

    /*! The path of the pipe that was connected to; of an accepted end that of its server. Empty for an adopted end. */
    QString fullServerName() const;

    /*! How long connecting may take; default 30000 ms, −1 for ever. */
    int connectTimeout() const noexcept;
    void setConnectTimeout(int msecs);

    /*! Who may be at the other end: connecting to a pipe that belongs to somebody else fails with AccessDenied.
        Default Access::Everyone. */
    Access requiredServer() const noexcept;
    void setRequiredServer(const Access &access);

    /*! Default ImpersonationLevel::Identification; takes effect when connectToServer() is called. */
    ImpersonationLevel impersonationLevel() const noexcept;
    void setImpersonationLevel(ImpersonationLevel level);

    /*! What the pipe carries; NamedPipeMode::Bytes if the device was never connected. */
    NamedPipeMode mode() const noexcept;

    /*! Whether this is the end of the server. */
    bool isServerEnd() const noexcept;

    /*! The processes and sessions of both ends, as the system recorded them when the connection was made. Empty for an end on another
        machine, and where the system does not tell. */
    std::optional<qint64> clientProcessId() const;
    std::optional<qint64> serverProcessId() const;
    std::optional<quint32> clientSessionId() const;
    std::optional<quint32> serverSessionId() const;

    /*! Who is at the other end; all empty if the device was never connected. A server learns the user from the token of the client, on
        whichever machine that is; a client learns it from the process of a server on this machine. */
    PeerCredentials peerCredentials() const;

    /*!
        Lets the current thread act in the name of the client until the object that is returned goes out of scope. At the
        server's end only. Of a client with \c SECURITY_CONTEXT_TRACKING something has to be read first, or Windows refuses; no
        client of this library has it. Never nested: fails if the thread acts for somebody already. A client of this library
        that has not asked for ImpersonationLevel::Impersonation can be identified, and no more: to open a file in its name
        fails.

        Blocks no longer than a look-up of rights takes. Errors: InvalidOperation, AccessDenied.
        System call: \c ImpersonateNamedPipeClient.
    */
    NamedPipeImpersonation impersonate();

    /*!
        Takes over a connected end of a pipe, opened with \c FILE_FLAG_OVERLAPPED; from here on children do not inherit it. It is
        open for what both \a mode and the handle allow. Returns \c false, sets error() and closes \a handle if it is anything
        else; a device that is not \c Closed stays as it is. The handle needs \c FILE_READ_ATTRIBUTES, and to read messages
        \c FILE_WRITE_ATTRIBUTES. \c PIPE_NOWAIT is switched off, and a handle that does not let that be done is refused.

        A handle may belong to a completion port of another library, which hears nothing of this device. Its operations then have
        events, and Windows cancels those that a thread has begun when the thread ends: a write is reported as lost.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on the server's end of a new pipe without a known name, and returns the client's end, for a child (see ChildHandles)
        or another library: it is overlapped, not inherited, and belongs to no completion port. Returns an invalid handle if that
        failed, and error() returns the reason; a socket that is not \c Closed or \c Closing stays as it is. Does not block.
    */
    OwnedHandle createPeer(NamedPipeMode mode = NamedPipeMode::Bytes);

private:
    friend class NamedPipeImpersonation;
    friend class NamedPipeServer;
    Q_DISABLE_COPY_MOVE(NamedPipeSocket)

    void adoptInstance(OwnedHandle handle, const QString &path, NamedPipeMode mode, OpenMode openMode);
};

} // namespace QtInterprocess

#else
#    error "NamedPipeSocket is for Windows only. The portable class is QtInterprocess::LocalSocket."
#endif
