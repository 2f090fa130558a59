// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlaccess.h"
#include "qml/qmllocalsocket.h"

#include <QtInterprocess/localserver.h>

#include <QtQml/qqmllist.h>

namespace QtInterprocess {

/*!
    \qmltype LocalServer
    Listens for local sockets as long as \c active is \c true.

    Each connection is a LocalSocket in \c connections. The server owns it, and destroys it some time after its \c disconnected().

    \qml
    LocalServer {
        id: server
        name: "org.example.App"
        active: true
        format: Stream.Json
        onNewConnection: (socket) => socket.received.connect((message) => server.broadcast(message))
    }
    \endqml

    \qml
    ListView {
        model: server.connections
        delegate: Text {
            required property LocalSocket modelData
            text: modelData.peerCredentials.processId
        }
    }
    \endqml
*/
class QmlLocalServer : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(LocalServer)

    /*! \qmlproperty string LocalServer::name
        The name to listen on, or a path. A change while \c active is \c true listens on the other one. */
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)

    /*! \qmlproperty bool LocalServer::active
        Listens when it becomes \c true; becomes \c false by itself if that fails, and \c error is set. Connections stay when it becomes \c false. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty string LocalServer::fullName
        The place where it listens, for other programs; empty if it does not. */
    Q_PROPERTY(QString fullName READ fullName NOTIFY fullNameChanged FINAL)

    /*! \qmlproperty access LocalServer::access
        The processes that may connect; \c Access.user by default. A change while \c active is \c true listens anew. On Unix another value needs a
        path as the \c name. */
    Q_PROPERTY(QtInterprocess::Access access READ access WRITE setAccess NOTIFY accessChanged FINAL)

    /*! \qmlproperty var LocalServer::connectionFilter
        A function that gets the \l peerCredentials of each process that has passed \c access, and returns whether it may connect. Otherwise the
        connection is closed, and refused() is emitted. \c null, the default, lets all in. A function that throws refuses.

        \qml
        LocalServer {
            name: "org.example.App"
            connectionFilter: (peer) => peer.userId === 1000
            active: true
        }
        \endqml

        Processes of unknown users are refused without a call. All other connections wait for the function. */
    Q_PROPERTY(
        QJSValue connectionFilter READ connectionFilter WRITE setConnectionFilter NOTIFY connectionFilterChanged FINAL)

    /*! \qmlproperty enumeration LocalServer::format
        The \l {Stream::format}{format} of new connections, and of broadcast(). */
    Q_PROPERTY(QtInterprocess::QmlStream::Format format READ format WRITE setFormat NOTIFY formatChanged FINAL)

    /*! \qmlproperty list<LocalSocket> LocalServer::connections
        The connections, the oldest first: a model for views. In JavaScript it has \c length and indices; \c {Array.from()} makes an array of it. */
    Q_PROPERTY(
        QQmlListProperty<QtInterprocess::QmlLocalSocket> connections READ connections NOTIFY connectionsChanged FINAL)

    /*! \qmlproperty error LocalServer::error
        The last error. It is cleared when the server listens. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlLocalServer(QObject *parent = nullptr);

    QString name() const { return m_name; }
    void setName(const QString &name);
    bool isActive() const { return m_active; }
    void setActive(bool on);
    QString fullName() const { return m_fullName; }
    Access access() const { return m_server.access(); }
    void setAccess(const Access &access);
    QJSValue connectionFilter() const { return m_filter; }
    void setConnectionFilter(const QJSValue &filter);
    QmlStream::Format format() const { return m_format; }
    void setFormat(QmlStream::Format format);
    QQmlListProperty<QmlLocalSocket> connections();
    Error error() const { return m_error; }

    /*! \qmlmethod int LocalServer::broadcast(value)
        Sends a value to all connections, as Stream::send() does, and returns the number of connections that have taken it. It is encoded once. If the
        value has no form in the \c format, nothing is sent and \c error is set. */
    Q_INVOKABLE int broadcast(const QJSValue &value);

Q_SIGNALS:
    /*! \qmlsignal LocalServer::newConnection(LocalSocket socket)
        Emitted for each connection, which is in \c connections already. */
    void newConnection(QtInterprocess::QmlLocalSocket *socket);

    /*! \qmlsignal LocalServer::refused(peerCredentials peer, error reason)
        Emitted for each connection that \c access or the \c connectionFilter has refused. */
    void refused(const QtInterprocess::QmlPeerCredentials &peer, const QtInterprocess::Error &reason);

    void nameChanged();
    void activeChanged();
    void fullNameChanged();
    void accessChanged();
    void connectionFilterChanged();
    void formatChanged();
    void connectionsChanged();
    void errorChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlLocalServer)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    void setUp(bool on);
    void accept();
    void add(QmlLocalSocket *socket);
    void setError(const Error &error);
    void refuse(const char *operation, const QString &why);
    bool mayConnect(const PeerCredentials &peer);

    LocalServer m_server;
    QString m_name;
    QString m_fullName;
    QJSValue m_filter { QJSValue::NullValue };
    ValueEncoder m_encoder { this };
    QmlStream::Format m_format = QmlStream::Lines;
    Error m_error;
    QList<QmlLocalSocket *> m_connections;
    bool m_active = false;
    bool m_isComplete = true;
};

} // namespace QtInterprocess
