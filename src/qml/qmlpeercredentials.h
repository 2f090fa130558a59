// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/credentials.h>

#include <QtCore/qobjectdefs.h>
#include <QtQml/qqmlregistration.h>

namespace QtInterprocess {

/*!
    \qmlvaluetype peerCredentials
    The process at the other end of a connection, recorded at connect time.

    The process may have ended since, and its process ID may belong to another process.
*/
class QmlPeerCredentials
{
    Q_GADGET
    QML_VALUE_TYPE(peerCredentials)

    /*! \qmlproperty int peerCredentials::processId
        The process ID; 0 if the system does not provide it. */
    Q_PROPERTY(int processId READ processId CONSTANT FINAL)

    /*! \qmlproperty real peerCredentials::userId
        The user ID; −1 if the system does not provide it, as on Windows. */
    Q_PROPERTY(double userId READ userId CONSTANT FINAL)

    /*! \qmlproperty real peerCredentials::groupId
        The group ID; −1 if the system does not provide it. */
    Q_PROPERTY(double groupId READ groupId CONSTANT FINAL)

    /*! \qmlproperty string peerCredentials::securityId
        The user's SID on Windows; empty if the system does not provide it. */
    Q_PROPERTY(QString securityId READ securityId CONSTANT FINAL)

public:
    QmlPeerCredentials() = default;
    explicit QmlPeerCredentials(const PeerCredentials &peer) : m_peer(peer) { }

    int processId() const { return int(m_peer.processId().value_or(0)); }
    double userId() const { return m_peer.userId() ? *m_peer.userId() : -1.0; }
    double groupId() const { return m_peer.groupId() ? *m_peer.groupId() : -1.0; }
    QString securityId() const { return m_peer.securityId().value_or(QString()); }

private:
    PeerCredentials m_peer;
};

} // namespace QtInterprocess
