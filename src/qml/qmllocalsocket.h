// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlpeercredentials.h"
#include "qml/qmlstream.h"

#include <QtInterprocess/reconnectingclient.h>

#include <QtQml/qqmlparserstatus.h>

namespace QtInterprocess {

/*!
    \qmltype LocalSocket
    \inherits Stream
    A connection to a local server, kept while \c active is \c true.

    Values sent before the connection is established are queued, up to 16 MiB, and sent first. If
    connecting fails and \c autoReconnect is \c false, they are lost and \c error is set.

    \qml
    LocalSocket {
        name: "org.example.App"
        autoReconnect: true
        active: true
        onStateChanged: console.log(state === LocalSocket.Connecting ? "connecting" : "")
        onReceived: (line) => console.log(line)
    }
    \endqml
*/
class QmlLocalSocket : public QtInterprocess::QmlStream, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(LocalSocket)

    /*! \qmlproperty string LocalSocket::name
        The name or path of the server. A change while \c active is \c true connects to the new
        server. */
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)

    /*! \qmlproperty bool LocalSocket::active
        Whether the socket is to be connected. It connects on \c true and closes on \c false.
        Without \c autoReconnect it becomes \c false when the connection ends or connecting
        fails. A connection that a LocalServer has accepted cannot be made again after its end. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty bool LocalSocket::autoReconnect
        Whether to connect again after the connection ends or connecting fails; \c false by
        default. The pauses grow from 0.1 s to 5 s, also if the server accepts and then closes.
        After a connection that lasted 5 s they start again at 0.1 s. During a pause \c state
        is \c LocalSocket.Connecting. */
    Q_PROPERTY(bool autoReconnect READ autoReconnect WRITE setAutoReconnect NOTIFY autoReconnectChanged FINAL)

    /*! \qmlproperty int LocalSocket::connectTimeout
        The time limit of each attempt to connect, in ms; 30000 by default, −1 is forever. */
    Q_PROPERTY(int connectTimeout READ connectTimeout WRITE setConnectTimeout NOTIFY connectTimeoutChanged FINAL)

    /*! \qmlproperty peerCredentials LocalSocket::peerCredentials
        The process at the other end; known while the socket is connected. */
    Q_PROPERTY(QtInterprocess::QmlPeerCredentials peerCredentials READ peerCredentials NOTIFY connectedChanged FINAL)

public:
    explicit QmlLocalSocket(QObject *parent = nullptr);
    // Takes ownership of a socket that a server has accepted.
    QmlLocalSocket(LocalSocket *accepted, Format format, QObject *parent);

    QString name() const { return m_name; }
    void setName(const QString &name);
    bool isActive() const { return m_active; }
    void setActive(bool on);
    bool autoReconnect() const { return m_autoReconnect; }
    void setAutoReconnect(bool on);
    int connectTimeout() const { return m_connectTimeout; }
    void setConnectTimeout(int msecs);
    QmlPeerCredentials peerCredentials() const;

Q_SIGNALS:
    void nameChanged();
    void activeChanged();
    void autoReconnectChanged();
    void connectTimeoutChanged();

    /*! \qmlsignal LocalSocket::disconnected()
        Emitted once for each attempt, when its connection ends or connecting fails. */
    void disconnected();

private:
    Q_DISABLE_COPY_MOVE(QmlLocalSocket)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    bool sendLater(const QByteArray &bytes) override;
    State currentState() const override;
    void connectNow();
    void handleConnectionEnd();

    ReconnectingClient *const m_client = nullptr; // a child; null for an accepted socket
    QString m_name;
    bool m_active = false;
    int m_connectTimeout;
    bool m_autoReconnect = false;
    bool m_isTrying = false; // connecting, in attempts with pauses between them
    bool m_isComplete = true;
};

} // namespace QtInterprocess
