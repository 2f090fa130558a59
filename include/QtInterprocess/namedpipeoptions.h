// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_WINDOWS || defined(Q_QDOC)

#    include <QtCore/qobjectdefs.h>
#    include <QtCore/qshareddata.h>
#    include <QtCore/qstring.h>

namespace QtInterprocess {

Q_NAMESPACE_EXPORT(QTINTERPROCESS_EXPORT)

class NamedPipeOptionsData;

/*! The kind of data that a named pipe carries. */
enum class NamedPipeMode : int {
    Bytes, //!< A stream without boundaries, like a socket. The default.
    Messages //!< Each write is a message, and is read whole; see MessageDevice.
};
Q_ENUM_NS(NamedPipeMode)

/*!
    The direction in which a named pipe carries data, as seen from the server.

    \table
    \header \li              \li NamedPipeServer's end \li client's end
    \row    \li \c Duplex    \li ReadWrite             \li ReadWrite, or only one of both
    \row    \li \c Inbound   \li ReadOnly              \li WriteOnly
    \row    \li \c Outbound  \li WriteOnly             \li ReadOnly
    \endtable

    If a client asks for a direction that the pipe does not have, it fails with
    Error::AccessDenied. An end that only writes notices the peer's end only when a write fails.
*/
enum class NamedPipeDirection : int {
    Duplex, //!< Both ends may read and write.
    Inbound, //!< The server reads, clients write.
    Outbound //!< The server writes, clients read.
};
Q_ENUM_NS(NamedPipeDirection)

/*!
    The options of a named pipe that NamedPipeServer::listen() creates. A value type.

    \code
    NamedPipeOptions options;
    options.setMode(NamedPipeMode::Messages);
    options.setMaximumInstances(10);
    server.listen(QStringLiteral("org.example.App"), options);
    \endcode

    Server::setAccess() defines who may connect, also by a security descriptor:
    Access::fromSecurityDescriptor().
*/
class QTINTERPROCESS_EXPORT NamedPipeOptions
{
public:
    /*! The value of maximumInstances() for no limit. */
    static constexpr int UnlimitedInstances = 255;
    /*! The value of defaultWaitTimeout() for the system's default, 50 ms. */
    static constexpr int SystemWaitTimeout = 0;

    /*! Constructs options with the default values. */
    NamedPipeOptions();
    /*! Constructs a copy of \a other. */
    NamedPipeOptions(const NamedPipeOptions &other);
    /*! Move-constructs the object from \a other. */
    NamedPipeOptions(NamedPipeOptions &&other) noexcept;
    /*! Assigns \a other. */
    NamedPipeOptions &operator=(const NamedPipeOptions &other);
    /*! Moves \a other into this object. */
    NamedPipeOptions &operator=(NamedPipeOptions &&other) noexcept;
    /*! Destroys the options. */
    ~NamedPipeOptions();

    /*! Returns what the pipe carries. The default is NamedPipeMode::Bytes. */
    NamedPipeMode mode() const;
    /*! Sets mode() to \a mode. */
    void setMode(NamedPipeMode mode);

    /*! Returns the direction of the pipe. The default is NamedPipeDirection::Duplex. */
    NamedPipeDirection direction() const;
    /*! Sets direction() to \a direction. */
    void setDirection(NamedPipeDirection direction);

    /*!
        Returns how many server's ends may exist, connected or waiting: 1 to 254, or
        UnlimitedInstances, the default.

        If all instances are connected, a further client waits for a free one until its deadline.
    */
    int maximumInstances() const;

    /*! Sets maximumInstances() to \a count. */
    void setMaximumInstances(int count);

    /*!
        Returns whether the name must be new, so that it belongs to this server alone
        (\c FILE_FLAG_FIRST_PIPE_INSTANCE).

        The default is \c true. With \c false, several servers of one user may share a name and
        its clients. All of them must ask for that, with the same mode, direction and instance
        limit.
    */
    bool firstInstance() const;

    /*! Sets firstInstance() to \a on. */
    void setFirstInstance(bool on);

    /*!
        Returns whether clients of other machines may connect. The default is \c false:
        \c PIPE_REJECT_REMOTE_CLIENTS is set.
    */
    bool remoteClients() const;

    /*! Sets remoteClients() to \a on. */
    void setRemoteClients(bool on);

    /*!
        Returns whether a write to a remote client ends only when the bytes have arrived on its
        machine.

        The default is \c false: the write ends when they are in a buffer of this machine. Affects
        byte pipes only (\c FILE_FLAG_WRITE_THROUGH).
    */
    bool writeThrough() const;

    /*! Sets writeThrough() to \a on. */
    void setWriteThrough(bool on);

    /*!
        Returns whether child processes inherit the server's ends, including connected ones. The
        default is \c false.
    */
    bool inheritable() const;

    /*! Sets inheritable() to \a on. */
    void setInheritable(bool on);

    /*!
        Returns the requested size in bytes of the system's buffer for data that a client writes.
        The default is 64 KiB.

        The system takes the number, for each instance, as a hint. A larger message passes too, in
        as many reads as it needs.
    */
    int inputBufferSize() const;

    /*! Sets inputBufferSize() to \a bytes. */
    void setInputBufferSize(int bytes);

    /*!
        Returns the requested size in bytes of the system's buffer for data that the server
        writes, like inputBufferSize().
    */
    int outputBufferSize() const;

    /*! Sets outputBufferSize() to \a bytes. */
    void setOutputBufferSize(int bytes);

    /*!
        Returns how long other programs wait for a free instance by default, in ms; −1 is forever.

        The value applies to \c WaitNamedPipe() with \c NMPWAIT_USE_DEFAULT_WAIT. The default,
        SystemWaitTimeout, is 50 ms. Clients of this library use
        NamedPipeSocket::connectTimeout().
    */
    int defaultWaitTimeout() const;

    /*! Sets defaultWaitTimeout() to \a msecs. */
    void setDefaultWaitTimeout(int msecs);

private:
    QSharedDataPointer<NamedPipeOptionsData> d;
};

} // namespace QtInterprocess

#else
#    error "Named pipes are for Windows only. The portable classes are QtInterprocess::LocalSocket and LocalServer."
#endif
