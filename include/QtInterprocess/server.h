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
    What all servers have in common: listening, a bounded queue of accepted connections, and staying alive.

    A server that runs out of descriptors or memory reports it once (errorOccurred() with
    Error::ResourceExhausted), pauses with growing delays from 50 ms to 1 s, and goes on by itself; clients wait in the
    kernel's backlog meanwhile. Connections that do not pass access() are closed and reported with
    Error::AccessDenied; refused() tells of each. Neither ends the listener. Error::NameLost does: the name belongs to
    somebody else, nobody new can connect, and isListening() is \c false. Connections that have arrived stay.

    Errors come at the command of strangers, so those of one kind (Error::code() and Error::operation()) are reported at most
    once in a second: the first at once, and of the others the last one, whose message() says how many more there were.

    A server belongs to the process that listens, as a Device does to the one that opened it. A forked child accepts nothing, has
    no pending connections, and frees no name when it closes its copy. After \c daemon() the server goes on in the child.

    Reentrant, never blocks except in waitForNewConnection(). Signals come from the event loop, never from inside
    listen() or close(). A slot may destroy, close or move the server; after moveToThread() the rest is emitted in the new
    thread.
*/
class QTINTERPROCESS_EXPORT Server : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool listening READ isListening NOTIFY listeningChanged)
    Q_PROPERTY(QtInterprocess::Access access READ access WRITE setAccess NOTIFY accessChanged)
    Q_PROPERTY(int maxPendingConnections READ maxPendingConnections WRITE setMaxPendingConnections NOTIFY
                   maxPendingConnectionsChanged)

public:
    /*! Closes the server. Connections that were not fetched are closed; fetched ones are children and go as well. */
    ~Server() override;

    bool isListening() const noexcept;

    /*! Stops listening and frees the name. Connections that have been fetched live on. */
    void close();

    /*!
        The last error: of listen(), or of accepting. The reason why listen() was refused while the server listens is returned
        until control returns to the event loop: the server goes on and has no error by that. So is Error::TimedOut after
        waitForNewConnection().
    */
    Error error() const;

    /*! The text of error(); empty if there is none. */
    QString errorString() const;

    /*! Who may connect; Access::User by default. Takes effect at the next listen(). See also setConnectionFilter(). */
    Access access() const noexcept;
    void setAccess(const Access &access);

    /*!
        How many accepted connections wait for nextPendingConnection(); further ones wait in the kernel. The default is 30, 0 is
        unlimited.
    */
    int maxPendingConnections() const noexcept;
    void setMaxPendingConnections(int count);

    /*! Length of the kernel's own queue in front of that, as \c listen(2) takes it. Default 128. */
    int listenBacklogSize() const noexcept;
    void setListenBacklogSize(int size);

    bool hasPendingConnections() const noexcept;

    /*!
        The next connection as a device of the kind that nextPendingConnection() of the class returns, for code that serves
        several kinds of servers. A child of the server; null if none is pending.
    */
    virtual Device *nextPendingDevice() = 0;

    /*!
        The handle of the next connection, in place of a device: for another thread, a child process or another library. It has
        passed Access, and nothing has been read from it. Invalid if none is pending.

        \code
        connect(&server, &Server::newConnection, &server, [&] {
            pool.start([handle = std::make_shared<OwnedHandle>(server.takePendingHandle())] {
                UnixSocket socket;
                socket.adopt(std::move(*handle));
                serve(socket); // by the waitFor functions
            });
        });
        \endcode

        On Unix the handle is non-blocking and close-on-exec. On Windows it is overlapped, and stays with the completion port of
        this library: adopt it, or give each operation an event.
    */
    [[nodiscard]] OwnedHandle takePendingHandle();

    using ConnectionHandler = std::function<void(OwnedHandle handle, const PeerCredentials &peer)>;

    /*!
        Gives each connection to \a handler as soon as it arrives, in place of the queue of pending ones and newConnection().
        The connection has passed Access. It is closed if the handler does not keep the handle. An empty handler, the default,
        brings the queue back; connections that are in it stay there.

        The handler is called in the server's thread, from the event loop or from waitForNewConnection(), and may do to the
        server what a slot may. maxPendingConnections() does not limit it: pauseAccepting() does.
    */
    void setConnectionHandler(ConnectionHandler handler);

    using ConnectionFilter = std::function<bool(const PeerCredentials &peer)>;

    /*!
        Asks \a filter about each connection that has passed Access, before it becomes pending or goes to the connection handler.
        A connection for which it returns \c false is closed, and refused() is emitted. An empty filter, the default, lets all in;
        connections that are pending already are not asked about.

        \code
        server.setAccess(Access::Everyone);
        server.setConnectionFilter([allowed](const PeerCredentials &peer) { return allowed.contains(*peer.userId()); });
        \endcode

        The filter is asked about peers whose user is known, and all others are refused: on Unix PeerCredentials::userId() is set,
        on Windows \c securityId(). A filter that throws has refused; errorOccurred() tells what it has thrown.

        The filter is called in the server's thread, from the event loop or from waitForNewConnection(), and all other connections wait
        for it: look up in advance what takes time. It may do to the server what a slot may. If it closes, moves or destroys the server,
        the connection is closed, and refused() is not emitted for it.
    */
    void setConnectionFilter(ConnectionFilter filter);

    /*! Leaves new connections in the kernel until resumeAccepting(). */
    void pauseAccepting();
    void resumeAccepting();

    /*!
        Blocks until a connection is pending, or a handler was given one; at once if one is pending. Returns \c false after
        \a msecs (−1: never), with \a timedOut set and Error::TimedOut in error() if that was the reason. Needs no event loop.
    */
    bool waitForNewConnection(int msecs = 0, bool *timedOut = nullptr);

    /*! The listening handle, owned by the server; −1 if there is none. Changes if a removed socket file is made again. */
    qintptr nativeHandle() const noexcept;

Q_SIGNALS:
    /*! Emitted once for every connection that joins the queue of pending ones. */
    void newConnection();

    /*!
        Emitted for each connection that was closed because access(), or the filter, did not let it in; \a reason says which and why.
        \a peer is empty where the system does not tell it. Strangers decide how often this comes. errorOccurred() reports
        what access() refused as well, at most once in a second.
    */
    void refused(const QtInterprocess::PeerCredentials &peer, const QtInterprocess::Error &reason);

    void errorOccurred(const QtInterprocess::Error &error);

    /*! Emitted from the event loop, if isListening() is another one than before. */
    void listeningChanged();

    /*! Emitted by the setter, if the value is another one. */
    void accessChanged();
    void maxPendingConnectionsChanged();

protected:
    Server(std::unique_ptr<ServerPrivate> priv, QObject *parent);

    bool event(QEvent *event) override;

    ServerPrivate *priv() noexcept { return m_d.get(); }
    const ServerPrivate *priv() const noexcept { return m_d.get(); }

private:
    friend class ServerPrivate;
    Q_DISABLE_COPY_MOVE(Server)

    const std::unique_ptr<ServerPrivate> m_d;
};

} // namespace QtInterprocess
