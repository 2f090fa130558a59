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
    Keeps a connection to a local server: connects, and connects again whenever the connection ends or cannot be made.

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

    \section1 Each connection is a LocalSocket of its own
    The client makes it, and hands it out with connected(). So nothing of one connection is taken for a part of the next one: neither half
    a message, nor input that was not read. The client deletes the socket when it is disconnected and all of its input was read, or when the
    connection after it has ended as well.

    \section1 Attempts
    The first attempt is made at once. The pause after it has delays().first milliseconds, and each one up to twice as many as the one
    before, up to delays().most; from the second on they are random by half, so that the clients of a server do not return all at once.
    They begin anew after a connection that has lasted as long as the longest pause. A server that accepts and closes is no success.

    \table
    \header \li ends an attempt                                          \li what follows
    \row    \li NotFound, ConnectionRefused, TimedOut, ResourceExhausted \li another attempt: the server may come
    \row    \li AccessDenied                                             \li another attempt: a server with other rights may come
    \row    \li InvalidName, NameTooLong, Unsupported, InvalidOperation  \li stopped(): no attempt with this name can succeed
    \row    \li the end of a connection, with an error or without        \li another attempt
    \endtable

    \section1 Signals
    For each connection \c {connected → errorOccurred? → disconnected}, for each failed attempt \c {errorOccurred}. reconnectScheduled()
    or stopped() comes after these. All come from the event loop. Slots may destroy the client, close it, or connect it to another server.

    \section1 Output
    write() takes bytes for the server, whole or not at all. While there is no connection it refuses them, or keeps them for the next one if
    keepsOutput() is set. Kept bytes go out once and first, before connected() is emitted. Bytes that a connection has accepted are not sent
    again by the next one, as nobody knows whether the server has seen them: a protocol that needs that has to acknowledge.

    Thread: reentrant. The client may be moved to another thread, its socket goes with it. Needs an event loop; nothing blocks. System
    calls: those of LocalSocket.

    The settings are bindable properties, except for delays() and requiredServer(). A size below 0 counts as 0.
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
    /*! The pauses between attempts, in milliseconds. There will be no other members. */
    struct Delays
    {
        int first = 100; //!< At least 1.
        int most = 5000; //!< At least \c first.
    };

    explicit ReconnectingClient(QObject *parent = nullptr);

    /*! The same as close(). */
    ~ReconnectingClient() override;

    /*! Starts to connect to \a name, and returns at once. A connection that is there is closed as by close(); output that was kept is for the new server. */
    void connectToServer(const LocalName &name);

    /*!
        Closes the connection and stops to reconnect. Delivers what write() has accepted, by the rules of Device::close(): also what was kept,
        if one more attempt succeeds; if not, it counts as lost for Device::drainAll().
    */
    void close();

    /*! Closes at once, discards what has not been sent or was kept, and stops to reconnect. */
    void abort();

    /*! Returns \c true from connectToServer() until close(), abort() or stopped(). */
    bool isActive() const noexcept;

    /*! The connection, which the client owns; null while there is none. */
    LocalSocket *socket() const noexcept;
    bool isConnected() const noexcept { return socket() != nullptr; }

    /*! The name as it was given. */
    QString serverName() const;

    /*!
        Sends \a bytes, or keeps them for the next connection. Returns \c false, and error() says why, if they are not accepted:
        InvalidOperation without a connection, ResourceExhausted if they do not fit into writeBufferSize(). Nothing of them is sent then.
        MessageChannel::frame() makes the bytes of a message.
    */
    bool write(const QByteArray &bytes);

    /*! Whether bytes that are written while the client is active and not connected are kept; \c false by default. */
    bool keepsOutput() const noexcept;
    void setKeepsOutput(bool on);
    QBindable<bool> bindableKeepsOutput();

    /*! How many bytes may be kept, or wait in the socket; the default is 16 MiB, 0 is unlimited. */
    qint64 writeBufferSize() const noexcept;
    void setWriteBufferSize(qint64 size);
    QBindable<qint64> bindableWriteBufferSize();

    /*! A change counts from the next pause on, which is the first one then. */
    Delays delays() const noexcept;
    void setDelays(const Delays &delays);

    /*! How long each attempt may take, in milliseconds; the default is 30000, −1: for ever. See LocalSocket::setConnectTimeout(). */
    int connectTimeout() const noexcept;
    void setConnectTimeout(int msecs);
    QBindable<int> bindableConnectTimeout();

    /*! See LocalSocket::setRequiredServer(); the default is Access::Everyone. */
    Access requiredServer() const;
    void setRequiredServer(const Access &access);

    /*! The last error: of an attempt, of a connection, or of a write() that was refused. A new connection has none. */
    Error error() const;

Q_SIGNALS:
    /*! There is a connection, again and again. */
    void connected(QtInterprocess::LocalSocket *socket);

    /*! A connection has ended. What has arrived can still be read from its socket. */
    void disconnected();

    /*! An attempt has failed, or the connection reports an error. */
    void errorOccurred(const QtInterprocess::Error &error);

    /*! The next attempt is made after \a msecs. */
    void reconnectScheduled(int msecs);

    /*! The client has given up, as error() tells. Not emitted after close() and abort(). */
    void stopped();

    /*! These follow the signals above, also after close() and abort(). */
    void isActiveChanged();
    void isConnectedChanged();

protected:
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(ReconnectingClient)

    const std::unique_ptr<ReconnectingClientPrivate> m_d;
};

} // namespace QtInterprocess
