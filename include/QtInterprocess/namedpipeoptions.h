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

/*!
    What a named pipe carries.

    \list
    \li \c Bytes: a stream without boundaries, as of a socket. The default.
    \li \c Messages: each write is a message, and is read as a whole. See MessageDevice.
    \endlist
*/
enum class NamedPipeMode : int { Bytes, Messages };
Q_ENUM_NS(NamedPipeMode)

/*!
    Which way the bytes of a named pipe go, as seen from the server.

    \table
    \header \li              \li NamedPipeServer's end \li client's end
    \row    \li \c Duplex    \li ReadWrite             \li ReadWrite, or only one of both
    \row    \li \c Inbound   \li ReadOnly              \li WriteOnly
    \row    \li \c Outbound  \li WriteOnly             \li ReadOnly
    \endtable

    A client that asks for a direction the pipe does not have fails with Error::AccessDenied. An end that only writes
    hears that its peer has gone when a write fails, and not before.
*/
enum class NamedPipeDirection : int { Duplex, Inbound, Outbound };
Q_ENUM_NS(NamedPipeDirection)

/*!
    How NamedPipeServer::listen() makes its pipe. A value type: set what should be different.

    \code
    NamedPipeOptions options;
    options.setMode(NamedPipeMode::Messages);
    options.setMaximumInstances(10);
    server.listen(QStringLiteral("org.example.App"), options);
    \endcode

    Server::setAccess() says who may connect, also by a security descriptor: Access::fromSecurityDescriptor().
*/
class QTINTERPROCESS_EXPORT NamedPipeOptions
{
public:
    static constexpr int UnlimitedInstances = 255;
    static constexpr int SystemWaitTimeout = 0;

    /*! The defaults. */
    NamedPipeOptions();
    NamedPipeOptions(const NamedPipeOptions &other);
    NamedPipeOptions(NamedPipeOptions &&other) noexcept;
    NamedPipeOptions &operator=(const NamedPipeOptions &other);
    NamedPipeOptions &operator=(NamedPipeOptions &&other) noexcept;
    ~NamedPipeOptions();

    /*! The default is NamedPipeMode::Bytes. */
    NamedPipeMode mode() const;
    void setMode(NamedPipeMode mode);

    /*! The default is NamedPipeDirection::Duplex. */
    NamedPipeDirection direction() const;
    void setDirection(NamedPipeDirection direction);

    /*! How many ends of the server there can be, connected ones and those that wait for a client: 1 to 254, or
        UnlimitedInstances. A client that finds none waits for one until its deadline. */
    int maximumInstances() const;
    void setMaximumInstances(int count);

    /*! Whether the name has to be new, so that it belongs to this server alone (\c FILE_FLAG_FIRST_PIPE_INSTANCE). With
        \c false, several servers of one user may share a name and its clients, if all of them ask for that, with the same
        mode, direction and instance limit. */
    bool firstInstance() const;
    void setFirstInstance(bool on);

    /*! Whether clients of other machines may connect; else \c PIPE_REJECT_REMOTE_CLIENTS. */
    bool remoteClients() const;
    void setRemoteClients(bool on);

    /*! A write to a client on another machine is over when the bytes have got there, not when they are in a buffer of this one.
        Affects byte pipes only (\c FILE_FLAG_WRITE_THROUGH). */
    bool writeThrough() const;
    void setWriteThrough(bool on);

    /*! Whether processes that this one starts inherit the server's ends, connected ones included. */
    bool inheritable() const;
    void setInheritable(bool on);

    /*! How much the system is asked to hold for each instance and direction, in bytes; hints. \e Input is what clients write. A
        larger message passes all the same, in as many reads of the system's as it takes. */
    int inputBufferSize() const;
    void setInputBufferSize(int bytes);
    int outputBufferSize() const;
    void setOutputBufferSize(int bytes);

    /*! How long \c WaitNamedPipe() with \c NMPWAIT_USE_DEFAULT_WAIT lets foreign clients wait for a free instance: milliseconds;
        −1 for ever; SystemWaitTimeout, the default, is 50 ms. Clients of this library have their own
        NamedPipeSocket::connectTimeout(). */
    int defaultWaitTimeout() const;
    void setDefaultWaitTimeout(int msecs);

private:
    QSharedDataPointer<NamedPipeOptionsData> d;
};

} // namespace QtInterprocess

#else
#    error "Named pipes are for Windows only. The portable classes are QtInterprocess::LocalSocket and LocalServer."
#endif
