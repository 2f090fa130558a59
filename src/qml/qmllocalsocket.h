// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlstream.h"

#include <QtInterprocess/reconnectingclient.h>

#include <QtQml/qqmlparserstatus.h>

namespace QtInterprocess {

/*!
    \qmltype LocalSocket
    \inherits Stream
    A connection to a local server, which is made as long as \c active is set.

    What is sent while \c active is set and the connection is not there yet is kept, and sent when it is: up to 16 MiB. If the connection cannot be
    made and \c reconnects is not set, it is lost, and \c error tells why.
*/
class QmlLocalSocket : public QtInterprocess::QmlStream, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(LocalSocket)

    /*! \qmlproperty string LocalSocket::name
        As LocalName has it. */
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged FINAL)

    /*! \qmlproperty bool LocalSocket::active
        Connects when it becomes \c true, and closes when it becomes \c false. Becomes \c false by itself when the connection has ended or could
        not be made, unless \c reconnects is set. A connection that a LocalServer has handed out cannot be made again once it has ended. */
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)

    /*! \qmlproperty bool LocalSocket::reconnects
        Whether it connects again, after 0.1 seconds at first and after 5 at most. The pauses grow, too, at a server that accepts and closes; they
        are short again after a connection that has lasted 5 seconds. \c false by default. */
    Q_PROPERTY(bool reconnects READ reconnects WRITE setReconnects NOTIFY reconnectsChanged FINAL)

    /*! \qmlproperty int LocalSocket::peerProcessId
        0 if it is not known. */
    Q_PROPERTY(int peerProcessId READ peerProcessId NOTIFY connectedChanged FINAL)

    /*! \qmlproperty int LocalSocket::peerUserId
        −1 if it is not known. */
    Q_PROPERTY(int peerUserId READ peerUserId NOTIFY connectedChanged FINAL)

public:
    explicit QmlLocalSocket(QObject *parent = nullptr);
    // One that a server has accepted, which becomes its own.
    QmlLocalSocket(LocalSocket *accepted, Format format, QObject *parent);

    QString name() const { return m_name; }
    void setName(const QString &name);
    bool isActive() const { return m_active; }
    void setActive(bool on);
    bool reconnects() const { return m_reconnects; }
    void setReconnects(bool on);
    int peerProcessId() const;
    int peerUserId() const;

Q_SIGNALS:
    void nameChanged();
    void activeChanged();
    void reconnectsChanged();
    /*! \qmlsignal LocalSocket::disconnected()
        The connection has ended, or could not be made. Emitted once for each attempt. */
    void disconnected();

private:
    Q_DISABLE_COPY_MOVE(QmlLocalSocket)

    void classBegin() override { m_isComplete = false; }
    void componentComplete() override;
    bool sendLater(const QByteArray &bytes) override;
    PeerCredentials peerCredentials() const;
    void over();

    ReconnectingClient *const m_client = nullptr; // a child; none of an accepted socket
    QString m_name;
    bool m_active = false;
    bool m_reconnects = false;
    bool m_isComplete = true;
};

} // namespace QtInterprocess
