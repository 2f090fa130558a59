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
    One end of a Windows named pipe: a client's, or a server's from NamedPipeServer.

    Use it to talk to a program that has a named pipe, or to exchange messages. Portable programs
    use LocalSocket.

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
    The server decides whether its pipe carries bytes or messages; mode() returns it once
    connected.

    \list
    \li On a pipe of messages each write() and each writeMessage() is one message. It arrives
        whole, whatever its size, and may be empty.
    \li On a pipe of bytes no messages can be read.
    \li The client's end reads whole messages too. Windows itself would leave that off.
    \endlist

    \section1 No half-close
    A pipe has no shutdown of one direction, as a socket has. On an end that only writes,
    closeWriteChannel() ends the connection. On any other end it fails with Error::Unsupported;
    call close() to notify the peer. An end that only writes (see NamedPipeDirection) notices the
    peer's end only when a write fails.

    \section1 Closing loses nothing
    After close() the peer can still read what the pipe has accepted. The server's end is not
    disconnected, and no thread waits in \c FlushFileBuffers(). Call disconnectWithoutFlushing()
    to discard unread bytes.

    \section1 Identity of the peers
    A client lets the server identify it, but not act in its name (\c SECURITY_IDENTIFICATION);
    see setImpersonationLevel(). A client can require a server's user by setRequiredServer().

    \section1 Threads
    Device describes threads, blocking, signals and their order, defaults and units.

    \section1 Errors and limits
    NotFound, AccessDenied, NameTooLong, InvalidName, TimedOut, PeerClosed, MessageTooLarge,
    PartialMessage, ResourceExhausted, Unsupported, InvalidOperation.

    Each message is one \c WriteFile. If the system has no memory for it
    (\c ERROR_NO_SYSTEM_RESOURCES, for example at some hundred MiB), only that message fails, with
    ResourceExhausted. Bytes are then sent in smaller pieces.

    An end of a pipe of another machine reads ahead: 64 KiB, or a whole message.

    \section1 System calls
    \c CreateFile, \c SetNamedPipeHandleState, \c CancelIoEx, \c GetNamedPipeInfo,
    \c DisconnectNamedPipe, \c ImpersonateNamedPipeClient, and the calls that return process and
    session IDs. \c ReadFile, \c WriteFile and \c PeekNamedPipe are overlapped, on one completion
    port for the process.
*/
class QTINTERPROCESS_EXPORT NamedPipeSocket : public MessageDevice
{
    Q_OBJECT

public:
    /*! The actions that a server may take with the identity of this client. */
    enum class ImpersonationLevel : int {
        /*! The server may not learn the client's user; it learns only the process ID. */
        Anonymous,

        /*!
            The server may learn the client's user, and what that user has access to. The default.
        */
        Identification,

        /*!
            The server may act in the client's name on its own machine. Only for trusted servers.
        */
        Impersonation
    };
    Q_ENUM(ImpersonationLevel)

    /*! Constructs a closed socket, with \a parent. */
    explicit NamedPipeSocket(QObject *parent = nullptr);
    /*! Closes the socket. Accepted output is still delivered, as by close(). */
    ~NamedPipeSocket() override;

    /*!
        Starts to connect to a pipe and returns at once; connected() or errorOccurred() follows.

        \a nameOrPath is a name (\c app for \c{\\.\pipe\app}) or a full path
        (\c{\\host\pipe\app}). If all instances of the pipe are taken, the socket tries again
        until connectTimeout(). A pipe of another machine is opened in a thread of its own,
        because that can block for long.

        \a mode is ReadOnly, WriteOnly or ReadWrite, and the pipe must have that direction. Other
        modes fail with InvalidOperation, and so does a call in another state than \c Closed or
        \c Closing.
    */
    void connectToServer(const QString &nameOrPath, OpenMode mode = ReadWrite);

    /*!
        Starts to connect to the pipe \a name of the machine \a host; \c "." is this machine.

        The rules are those of the other overload, also for \a mode.
    */
    void connectToServer(const QString &host, const QString &name, OpenMode mode = ReadWrite);

    /*! Closes the socket as close() does, but input that has arrived can still be read. */
    void disconnectFromServer();

    /*!
        Ends the connection at once, and discards output that the peer has not read.

        At the server's end this includes output that the system has accepted
        (\c DisconnectNamedPipe). The peer gets the error that its pipe is not connected. At a
        client's end the function does the same as abort().
    */
    void disconnectWithoutFlushing();

    /*!
        Returns the path of the connected pipe; for an accepted end, the path of its server. Empty
        for an adopted end.
    */
    QString fullServerName() const;

    /*! Returns how long connecting may take, in ms. The default is 30000, −1 is forever. */
    int connectTimeout() const noexcept;
    /*! Sets connectTimeout() to \a msecs. */
    void setConnectTimeout(int msecs);

    /*!
        Returns the users that the pipe may belong to. The default is Access::Everyone.

        Connecting to a pipe of another user fails with AccessDenied.
    */
    Access requiredServer() const noexcept;

    /*! Sets requiredServer() to \a access. */
    void setRequiredServer(const Access &access);

    /*!
        Returns what a server may do with this client's identity. The default is
        ImpersonationLevel::Identification.
    */
    ImpersonationLevel impersonationLevel() const noexcept;

    /*! Sets impersonationLevel() to \a level. Takes effect at connectToServer(). */
    void setImpersonationLevel(ImpersonationLevel level);

    /*! Returns what the pipe carries; NamedPipeMode::Bytes if the device was never connected. */
    NamedPipeMode mode() const noexcept;

    /*! Returns whether this is the server's end of the pipe. */
    bool isServerEnd() const noexcept;

    /*!
        Returns the client's process ID, as the system recorded it when the connection was made.

        Empty for an end on another machine, and if the system does not report it.
    */
    std::optional<qint64> clientProcessId() const;

    /*! Returns the server's process ID, under the rules of clientProcessId(). */
    std::optional<qint64> serverProcessId() const;
    /*! Returns the client's session ID, under the rules of clientProcessId(). */
    std::optional<quint32> clientSessionId() const;
    /*! Returns the server's session ID, under the rules of clientProcessId(). */
    std::optional<quint32> serverSessionId() const;

    /*!
        Returns the credentials of the other end; all fields are empty if the device was never
        connected.

        A server reads the user from the client's token, on any machine. A client reads it from
        the process of a server on this machine.
    */
    PeerCredentials peerCredentials() const;

    /*!
        Lets the current thread act in the client's name, until the returned object goes out of
        scope.

        Only for the server's end. Impersonation does not nest: it fails if the thread already
        acts for another client. A client of this library without
        ImpersonationLevel::Impersonation can only be identified: opening a file in its name
        fails.

        If the client has \c SECURITY_CONTEXT_TRACKING, read something first; otherwise Windows
        refuses. No client of this library has it.

        Blocks no longer than a look-up of rights takes. Errors: InvalidOperation, AccessDenied.
        System call: \c ImpersonateNamedPipeClient.
    */
    NamedPipeImpersonation impersonate();

    /*!
        Takes over a connected end of a pipe that was opened with \c FILE_FLAG_OVERLAPPED.

        The device is open for what both \a mode and the handle allow, and children do not inherit
        the handle from here on. If \a handle is anything else, the function returns \c false,
        sets error() and closes \a handle. A device that is not \c Closed is unchanged.

        The handle needs \c FILE_READ_ATTRIBUTES, and \c FILE_WRITE_ATTRIBUTES to read messages.
        \c PIPE_NOWAIT is switched off; a handle that does not allow that is refused.

        The handle may belong to a completion port of another library, which receives nothing from
        this device. Operations then use events, and Windows cancels them when their thread ends.
        A write that is cancelled is reported as lost.
    */
    bool adopt(OwnedHandle handle, OpenMode mode = ReadWrite);

    /*!
        Opens this socket on the server's end of a new pipe, and returns the client's end for a
        child or a library.

        The pipe carries \a mode and has no known name. The returned handle is overlapped, is not
        inherited, and belongs to no completion port. ChildHandles passes it to a child. On
        failure the handle is invalid and error() says why. A socket that is not \c Closed or
        \c Closing is unchanged. Does not block.
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
