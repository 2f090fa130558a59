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
    Listens for local socket connections while \c active is \c true.

    Each connection is a LocalSocket in \c connections. The server owns it, and destroys it some
    time after its signal \c disconnected().

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
        The name or path to listen on. A change while \c active is \c true listens on the new
        name. */
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)

    /*! \qmlproperty bool LocalServer::active
        Whether the server listens. Set it to \c true to listen. If listening fails, \c active
        becomes \c false and \c error is set. Existing connections stay open when it becomes
        \c false. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty string LocalServer::fullName
        The full name of the listening server, for other programs; empty while it does not
        listen. */
    Q_PROPERTY(QString fullName READ fullName NOTIFY fullNameChanged FINAL)

    /*! \qmlproperty access LocalServer::access
        The processes that may connect; \c Access.user by default. A change while \c active is
        \c true listens again. On Unix, any other value requires a path as \c name. */
    Q_PROPERTY(QtInterprocess::Access access READ access WRITE setAccess NOTIFY accessChanged FINAL)

    /*! \qmlproperty var LocalServer::connectionFilter
        A function that decides whether a process may connect. It receives the
        \l peerCredentials of each process that \c access admits. If it returns a false value or
        throws, the connection is closed and refused() is emitted. \c null, the default, admits
        all.

        \qml
        LocalServer {
            name: "org.example.App"
            connectionFilter: (peer) => peer.userId === 1000
            active: true
        }
        \endqml

        Processes whose user is unknown are refused without a call. All other connections wait
        while the function runs. */
    Q_PROPERTY(
        QJSValue connectionFilter READ connectionFilter WRITE setConnectionFilter NOTIFY connectionFilterChanged FINAL)

    /*! \qmlproperty enumeration LocalServer::format
        The \l {Stream::format}{format} of new connections and of broadcast(). */
    Q_PROPERTY(QtInterprocess::QmlStream::Format format READ format WRITE setFormat NOTIFY formatChanged FINAL)

    /*! \qmlproperty list<LocalSocket> LocalServer::connections
        The connections, oldest first; a model for views. In JavaScript the list has \c length
        and indices; \c {Array.from()} turns it into an array. */
    Q_PROPERTY(
        QQmlListProperty<QtInterprocess::QmlLocalSocket> connections READ connections NOTIFY connectionsChanged FINAL)

    /*! \qmlproperty error LocalServer::error
        The last error; cleared when the server starts to listen. */
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
        Sends a value to all connections, as Stream::send() does, and returns how many
        connections accepted it. The value is encoded once. If the \c format cannot express the
        value, nothing is sent and \c error is set. */
    Q_INVOKABLE int broadcast(const QJSValue &value);

Q_SIGNALS:
    /*! \qmlsignal LocalServer::newConnection(LocalSocket socket)
        Emitted for each new connection. The socket is already in \c connections. */
    void newConnection(QtInterprocess::QmlLocalSocket *socket);

    /*! \qmlsignal LocalServer::refused(peerCredentials peer, error reason)
        Emitted for each connection that \c access or the \c connectionFilter refuses. */
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
