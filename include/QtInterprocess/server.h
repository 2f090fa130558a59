// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qobject.h>

#include <functional>
#include <memory>

namespace QtInterprocess {

class Device;
class ServerPrivate;

/*!
    Base class of all servers: listens, and holds accepted connections in a bounded queue.

    Use it to write code that works with every kind of server. A server survives shortages and
    connections that are refused.

    \section1 Errors while listening
    \table
    \header \li situation \li reported error \li the server
    \row \li no free descriptors or memory \li ResourceExhausted, once
        \li retries after 50 ms to 1 s, with growing delays
    \row \li a connection does not pass access() \li AccessDenied
        \li closes the connection and emits refused()
    \row \li another process owns the name now \li NameLost \li stops to listen
    \endtable

    During a shortage, clients wait in the backlog of the kernel. After NameLost no client can
    connect, and isListening() is \c false. Connections that have arrived stay.

    Untrusted peers can cause any number of errors. So for each Error::code() and
    Error::operation(), errors are reported at most once per second. The first is reported at
    once, then the last one, whose message() contains the number of the others.

    \section1 Threads and signals
    The class is reentrant. Only waitForNewConnection() blocks. Signals are emitted from the event
    loop or from waitForNewConnection(), never inside listen() or close(). A slot may destroy,
    close or move the server. After moveToThread() the remaining signals are emitted in the new
    thread.

    \section1 fork() without exec()
    A server belongs to the process that listens, as a Device does to the one that opened it. In a
    forked child it accepts nothing, has no pending connections, and frees no name when it is
    closed. After \c daemon() the server continues in the child.

    \sa LocalServer, UnixServer, UnixSeqPacketServer, NamedPipeServer
*/
class QTINTERPROCESS_EXPORT Server : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool listening READ isListening NOTIFY listeningChanged)
    Q_PROPERTY(QtInterprocess::Access access READ access WRITE setAccess NOTIFY accessChanged)
    Q_PROPERTY(int maxPendingConnections READ maxPendingConnections WRITE setMaxPendingConnections NOTIFY
                   maxPendingConnectionsChanged)

public:
    /*!
        Closes and destroys the server.

        Pending connections are closed. Fetched connections are children and are destroyed as
        well.
    */
    ~Server() override;

    /*! Returns \c true if the server listens. */
    bool isListening() const noexcept;

    /*!
        Stops listening and frees the name. Pending connections are closed; fetched ones stay
        open.
    */
    void close();

    /*!
        Returns the last error of listen() or of accepting.

        If listen() is refused because the server listens already, this is InvalidOperation. After
        a timeout of waitForNewConnection() it is Error::TimedOut. Both last until control returns
        to the event loop; the server itself continues unchanged.
    */
    Error error() const;

    /*! Returns the text of error(); empty if there is none. */
    QString errorString() const;

    /*!
        Returns the users that may connect; Access::User by default.

        To choose among them, see setConnectionFilter().
    */
    Access access() const noexcept;

    /*! Sets the users that may connect to \a access, from the next listen() on. */
    void setAccess(const Access &access);

    /*!
        Returns how many connections may wait for nextPendingConnection(); the default is 30, 0 is
        unlimited.

        Further connections wait in the kernel.
    */
    int maxPendingConnections() const noexcept;

    /*! Sets how many connections may wait for nextPendingConnection() to \a count. */
    void setMaxPendingConnections(int count);

    /*! Returns the length of the kernel's own queue, as for \c listen(2); the default is 128. */
    int listenBacklogSize() const noexcept;

    /*! Sets the length of the kernel's own queue to \a size. */
    void setListenBacklogSize(int size);

    /*! Returns \c true if a connection waits to be fetched. */
    bool hasPendingConnections() const noexcept;

    /*!
        Returns the next connection as a child of the server; null if none is pending.

        Use it in code for several kinds of servers. The device has the type that
        nextPendingConnection() of the derived class returns.
    */
    virtual Device *nextPendingDevice() = 0;

    /*!
        Returns the handle of the next connection instead of a device; invalid if none is pending.

        Use it to serve a connection in another thread, a child process or another library. The
        connection has passed access(), and nothing has been read from it.

        \code
        connect(&server, &Server::newConnection, &server, [&] {
            pool.start([handle = std::make_shared<OwnedHandle>(server.takePendingHandle())] {
                UnixSocket socket;
                socket.adopt(std::move(*handle));
                serve(socket); // by the waitFor functions
            });
        });
        \endcode

        On Unix the handle is non-blocking and close-on-exec. On Windows it is overlapped, and
        stays with the completion port of this library. Adopt it, or give each operation an event.
    */
    [[nodiscard]] OwnedHandle takePendingHandle();

    /*!
        A function that takes over a connection from \a peer by its \a handle; see
        setConnectionHandler().
    */
    using ConnectionHandler = std::function<void(OwnedHandle handle, const PeerCredentials &peer)>;

    /*!
        Passes each new connection to \a handler instead of queueing it and emitting
        newConnection().

        The connection has passed access(). If the handler does not keep the handle, the
        connection is closed. An empty handler, the default, restores the queue. Connections that
        are queued already stay in the queue.

        The server calls the handler in its own thread, from the event loop or
        waitForNewConnection(). The handler may do to the server what a slot may.
        maxPendingConnections() does not limit it; use pauseAccepting().
    */
    void setConnectionHandler(ConnectionHandler handler);

    /*! A function that returns whether \a peer may connect; see setConnectionFilter(). */
    using ConnectionFilter = std::function<bool(const PeerCredentials &peer)>;

    /*!
        Sets a \a filter that decides on each connection which has passed access().

        If the filter returns \c false, the connection is closed, and refused() is emitted.
        Otherwise it becomes pending or goes to the connection handler. An empty filter, the
        default, accepts all. Connections that are pending already are not checked.

        \code
        server.setAccess(Access::Everyone);
        server.setConnectionFilter([allowed](const PeerCredentials &peer) {
            return allowed.contains(*peer.userId());
        });
        \endcode

        The filter is called only if the user of the peer is known; other peers are refused. So on
        Unix PeerCredentials::userId() is set, and on Windows \c securityId(). If the filter
        throws an exception, the connection is refused, and errorOccurred() reports the exception.

        The server calls the filter in its own thread, from the event loop or
        waitForNewConnection(). All other connections wait for it, so do slow lookups in advance.
        The filter may do to the server what a slot may. If it closes, moves or destroys the
        server, the connection is closed without refused().
    */
    void setConnectionFilter(ConnectionFilter filter);

    /*! Leaves new connections in the kernel until resumeAccepting() is called. */
    void pauseAccepting();

    /*! Accepts connections again after pauseAccepting(). */
    void resumeAccepting();

    /*!
        Blocks until a connection is pending or was passed to a handler, at most \a msecs.

        −1 waits forever. If a connection is pending already, returns at once. Returns \c false on
        timeout or failure. On timeout, \a timedOut is set to \c true, and error() is
        Error::TimedOut. Needs no event loop.
    */
    bool waitForNewConnection(int msecs = 0, bool *timedOut = nullptr);

    /*!
        Returns the listening handle, which the server owns; −1 if there is none.

        The handle changes if the server restores a removed socket file.
    */
    qintptr nativeHandle() const noexcept;

Q_SIGNALS:
    /*! Emitted once for each connection that becomes pending. */
    void newConnection();

    /*!
        Emitted for each connection that was closed because access() or the filter refused it.

        \a reason says which of them, and why. \a peer is empty if the system does not report it.
        Peers determine how often this signal is emitted. Refusals by access() are also reported
        by errorOccurred(), at most once per second.
    */
    void refused(const QtInterprocess::PeerCredentials &peer, const QtInterprocess::Error &reason);

    /*! Emitted when an \a error has occurred while accepting. */
    void errorOccurred(const QtInterprocess::Error &error);

    /*! Emitted from the event loop when isListening() has changed. */
    void listeningChanged();

    /*! Emitted by setAccess() if the value has changed. */
    void accessChanged();

    /*! Emitted by setMaxPendingConnections() if the value has changed. */
    void maxPendingConnectionsChanged();

protected:
    /*! \internal Constructs a server with \a priv and \a parent, for subclasses in this library. */
    Server(std::unique_ptr<ServerPrivate> priv, QObject *parent);

    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

    /*! \internal Returns the private part, for subclasses in this library. */
    ServerPrivate *priv() noexcept { return m_d.get(); }

    /*! \internal Returns the private part, for subclasses in this library. */
    const ServerPrivate *priv() const noexcept { return m_d.get(); }

private:
    friend class ServerPrivate;
    Q_DISABLE_COPY_MOVE(Server)

    const std::unique_ptr<ServerPrivate> m_d;
};

} // namespace QtInterprocess
