// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/access.h>
#include <QtInterprocess/error.h>
#include <QtInterprocess/localname.h>
#include <QtInterprocess/localsocket.h>

#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>

namespace QtInterprocess {

class ReconnectingClientPrivate;

/*!
    Keeps a connection to a local server, and connects again whenever it ends or cannot be made.

    Use it in a program that runs longer than its server, or starts before it.

    \code
    ReconnectingClient client;
    connect(&client, &ReconnectingClient::connected, this, [this](LocalSocket *socket) {
        auto *const channel = new MessageChannel(socket, socket); // one for each connection
        connect(channel, &MessageChannel::messageReceived, this, &Monitor::update);
        channel->send("subscribe");
    });
    connect(&client, &ReconnectingClient::reconnectScheduled, this, &Monitor::showOffline);
    client.connectToServer("org.example.App");
    \endcode

    \section1 One LocalSocket for each connection
    The client creates a socket for each connection and passes it with connected(). So half a
    message, or unread input, never becomes part of the next connection. The client deletes a
    socket when it is disconnected and all of its input was read. It does so at the latest when
    the next connection has ended as well.

    \section1 Attempts
    The first attempt is made at once. The pause after it is delays().first. Each further pause is
    up to twice as long as the one before, up to delays().most. From the second on, a pause is
    random between half and all of that. So the clients of a server do not all return at once. The
    pauses start again at delays().first after a connection that lasted as long as the longest
    pause. So a server that accepts and closes at once does not count as a success.

    \table
    \header \li end of an attempt or connection \li what follows
    \row \li NotFound, ConnectionRefused, TimedOut, ResourceExhausted
        \li another attempt: the server may start
    \row \li AccessDenied \li another attempt: a server with other rights may start
    \row \li InvalidName, NameTooLong, Unsupported, InvalidOperation
        \li stopped(): no attempt with this name can succeed
    \row \li the connection ends, with or without an error \li another attempt
    \endtable

    \section1 Order of signals
    For each connection: \c {connected → errorOccurred? → disconnected}. For each failed attempt:
    \c {errorOccurred}. Then reconnectScheduled() or stopped() is emitted. All signals are emitted
    from the event loop. Slots may destroy or close the client, or connect it to another server.

    \section1 Output
    write() accepts bytes for the server, whole or not at all. Without a connection it refuses
    them. If keepsOutput() is set, it keeps them for the next connection instead. Kept bytes are
    sent once and first, before connected() is emitted.

    If a connection has accepted bytes, the next connection does not send them again: the client
    cannot know whether the server has read them. If your protocol needs this, use
    acknowledgements.

    \section1 Threads
    The class is reentrant. The client may be moved to another thread, and its socket moves with
    it. It needs an event loop; nothing blocks. System calls: those of LocalSocket.

    The settings are bindable properties, except for delays() and requiredServer(). A size below 0
    counts as 0.

    \sa LocalSocket, MessageChannel
*/
class QTINTERPROCESS_EXPORT ReconnectingClient : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool isActive READ isActive NOTIFY isActiveChanged)
    Q_PROPERTY(bool isConnected READ isConnected NOTIFY isConnectedChanged)
    Q_PROPERTY(bool keepsOutput READ keepsOutput WRITE setKeepsOutput BINDABLE bindableKeepsOutput)
    Q_PROPERTY(qint64 writeBufferSize READ writeBufferSize WRITE setWriteBufferSize BINDABLE bindableWriteBufferSize)
    Q_PROPERTY(int connectTimeout READ connectTimeout WRITE setConnectTimeout BINDABLE bindableConnectTimeout)

public:
    /*! The pauses between attempts, in ms. There will be no other members. */
    struct Delays
    {
        int first = 100; //!< The first pause; at least 1.
        int most = 5000; //!< The longest pause; at least \c first.
    };

    /*! Constructs a client without a connection, with \a parent. */
    explicit ReconnectingClient(QObject *parent = nullptr);

    /*! Closes the client as by close(), and destroys it. */
    ~ReconnectingClient() override;

    /*!
        Starts to connect to the server \a name, and returns at once.

        An existing connection is closed as by close(). Output that was kept goes to the new
        server.
    */
    void connectToServer(const LocalName &name);

    /*!
        Closes the connection and stops reconnecting.

        Output that write() has accepted is delivered by the rules of Device::close(). For kept
        output one more attempt is made. If it fails, the output counts as lost for
        Device::drainAll().
    */
    void close();

    /*! Closes the connection at once, discards unsent and kept output, and stops reconnecting. */
    void abort();

    /*! Returns \c true from connectToServer() until close(), abort() or stopped(). */
    bool isActive() const noexcept;

    /*! Returns the current connection, which the client owns; null if there is none. */
    LocalSocket *socket() const noexcept;

    /*! Returns \c true while there is a connection. */
    bool isConnected() const noexcept { return socket() != nullptr; }

    /*! Returns the name of the server as given. */
    QString serverName() const;

    /*!
        Sends \a bytes, or keeps them for the next connection if keepsOutput() is set.

        Returns \c false and sets error() if they are not accepted; nothing is sent then. The code
        is InvalidOperation without a connection, or ResourceExhausted if they do not fit into
        writeBufferSize(). MessageChannel::frame() creates the bytes of a message.
    */
    bool write(const QByteArray &bytes);

    /*!
        Returns \c true if bytes written without a connection are kept; \c false by default.

        They are kept only while the client is active.
    */
    bool keepsOutput() const noexcept;

    /*! Sets whether bytes written without a connection are kept to \a on. */
    void setKeepsOutput(bool on);

    /*! Returns the bindable property \c keepsOutput. */
    QBindable<bool> bindableKeepsOutput();

    /*!
        Returns how many bytes may be kept, or wait in the socket; the default is 16 MiB, 0 is
        unlimited.
    */
    qint64 writeBufferSize() const noexcept;

    /*! Sets how many bytes may be kept, or wait in the socket, to \a size. */
    void setWriteBufferSize(qint64 size);

    /*! Returns the bindable property \c writeBufferSize. */
    QBindable<qint64> bindableWriteBufferSize();

    /*! Returns the first and the longest pause between attempts. */
    Delays delays() const noexcept;

    /*! Sets the pauses to \a delays, from the next pause on; that pause is then the first one. */
    void setDelays(const Delays &delays);

    /*!
        Returns how long each attempt may take, in ms; the default is 30000, −1 is forever.

        See LocalSocket::setConnectTimeout().
    */
    int connectTimeout() const noexcept;

    /*! Sets how long each attempt may take to \a msecs. */
    void setConnectTimeout(int msecs);

    /*! Returns the bindable property \c connectTimeout. */
    QBindable<int> bindableConnectTimeout();

    /*!
        Returns the users that the server may run as; Access::Everyone by default.

        See LocalSocket::setRequiredServer().
    */
    Access requiredServer() const;

    /*! Sets the users that the server may run as to \a access. */
    void setRequiredServer(const Access &access);

    /*!
        Returns the last error of an attempt, of a connection, or of a refused write().

        A new connection resets it.
    */
    Error error() const;

Q_SIGNALS:
    /*! Emitted each time a connection has been made; \a socket is the connection. */
    void connected(QtInterprocess::LocalSocket *socket);

    /*!
        Emitted when a connection has ended. Data that has arrived can still be read from its
        socket.
    */
    void disconnected();

    /*! Emitted when an attempt fails, or when the connection reports an \a error. */
    void errorOccurred(const QtInterprocess::Error &error);

    /*! Emitted when the next attempt is scheduled; it is made after \a msecs. */
    void reconnectScheduled(int msecs);

    /*! Emitted when the client gives up; see error(). Not emitted after close() and abort(). */
    void stopped();

    /*!
        Emitted when isActive() has changed, also by close() and abort(); follows the signals
        above.
    */
    void isActiveChanged();

    /*!
        Emitted when isConnected() has changed, also by close() and abort(); follows the signals
        above.
    */
    void isConnectedChanged();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(ReconnectingClient)

    const std::unique_ptr<ReconnectingClientPrivate> m_d;
};

} // namespace QtInterprocess
