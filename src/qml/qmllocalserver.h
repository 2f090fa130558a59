// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmllocalsocket.h"

#include <QtInterprocess/localserver.h>

namespace QtInterprocess {

/*!
    \qmltype LocalServer
    Listens as long as \c active is set; newConnection() hands out a LocalSocket for everybody who connects. It belongs to the server,
    and is destroyed some time after its disconnected().

    \qml
    LocalServer {
        name: "org.example.App"
        active: true
        onNewConnection: (socket) => socket.received.connect((line) => log.append(line))
    }
    \endqml
*/
class QmlLocalServer : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(LocalServer)

    /*! \qmlproperty string LocalServer::name */
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)

    /*! \qmlproperty bool LocalServer::active
        Listens when it becomes \c true; becomes \c false by itself if that is not possible, see \c error. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty string LocalServer::fullName
        Where it listens, for other programs. */
    Q_PROPERTY(QString fullName READ fullName NOTIFY fullNameChanged FINAL)

    /*! \qmlproperty enumeration LocalServer::format
        That of the sockets. */
    Q_PROPERTY(QtInterprocess::QmlStream::Format format READ format WRITE setFormat NOTIFY formatChanged FINAL)

    /*! \qmlproperty int LocalServer::connectionCount */
    Q_PROPERTY(int connectionCount READ connectionCount NOTIFY connectionCountChanged FINAL)

    /*! \qmlproperty error LocalServer::error
        The last one; it is cleared when the server listens. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlLocalServer(QObject *parent = nullptr);

    QString name() const { return m_name; }
    void setName(const QString &name);
    bool isActive() const { return m_active; }
    void setActive(bool on);
    QString fullName() const { return m_fullName; }
    QmlStream::Format format() const { return m_format; }
    void setFormat(QmlStream::Format format);
    int connectionCount() const { return m_connections; }
    Error error() const { return m_error; }

Q_SIGNALS:
    void newConnection(QtInterprocess::QmlLocalSocket *socket);
    void nameChanged();
    void activeChanged();
    void fullNameChanged();
    void formatChanged();
    void connectionCountChanged();
    void errorChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlLocalServer)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    void setUp(bool on);
    void accept();
    void setError(const Error &error);

    LocalServer m_server;
    QString m_name;
    QString m_fullName;
    QmlStream::Format m_format = QmlStream::Lines;
    Error m_error;
    int m_connections = 0;
    bool m_active = false;
    bool m_isComplete = true;
};

} // namespace QtInterprocess
