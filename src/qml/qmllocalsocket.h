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
    A connection to a local server, made as long as \c active is \c true.

    Values that are sent before the connection is made are kept, up to 16 MiB, and go out first. If the connection cannot be made and
    \c autoReconnect is \c false, they are lost, and \c error is set.

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
        The name of the server, or its path. A change while \c active is \c true connects to the other server. */
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)

    /*! \qmlproperty bool LocalSocket::active
        Connects when it becomes \c true, and closes when it becomes \c false. Without \c autoReconnect it becomes \c false by itself when the
        connection has ended or could not be made. A connection that a LocalServer has accepted cannot be made again once it has ended. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty bool LocalSocket::autoReconnect
        Whether to connect again after the connection has ended or could not be made; \c false by default. The pauses grow from 0.1 to 5
        seconds, also at a server that accepts and closes, and begin anew after a connection that has lasted 5 seconds. Meanwhile
        \c state is \c LocalSocket.Connecting. */
    Q_PROPERTY(bool autoReconnect READ autoReconnect WRITE setAutoReconnect NOTIFY autoReconnectChanged FINAL)

    /*! \qmlproperty int LocalSocket::connectTimeout
        The time that each attempt may take, in ms; 30000 by default, −1 is forever. */
    Q_PROPERTY(int connectTimeout READ connectTimeout WRITE setConnectTimeout NOTIFY connectTimeoutChanged FINAL)

    /*! \qmlproperty peerCredentials LocalSocket::peerCredentials
        The process at the other end, known while the socket is connected. */
    Q_PROPERTY(QtInterprocess::QmlPeerCredentials peerCredentials READ peerCredentials NOTIFY connectedChanged FINAL)

public:
    explicit QmlLocalSocket(QObject *parent = nullptr);
    // One that a server has accepted, which becomes its own.
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
        Emitted when a connection has ended or could not be made, once for each attempt. */
    void disconnected();

private:
    Q_DISABLE_COPY_MOVE(QmlLocalSocket)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    bool sendLater(const QByteArray &bytes) override;
    State currentState() const override;
    void connectNow();
    void over();

    ReconnectingClient *const m_client = nullptr; // a child; none of an accepted socket
    QString m_name;
    bool m_active = false;
    int m_connectTimeout;
    bool m_autoReconnect = false;
    bool m_isTrying = false; // to connect, by attempts with pauses between them
    bool m_isComplete = true;
};

} // namespace QtInterprocess
