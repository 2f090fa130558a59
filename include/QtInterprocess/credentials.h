// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

#include <optional>

namespace QtInterprocess {

class PeerCredentialsData;

/*!
    Who is at the other end of a connection, as the kernel recorded it when the connection was made. A value type, implicitly shared.

    Each field is empty where the platform does not tell it. On Linux that goes for a user or group without a mapping in
    this process's user namespace, too: an ID that is there can be compared. A process id names the process that connected (or
    listened); it can have ended since, and its number can have been given to another.

    \table
    \header \li            \li processId \li userId, groupId \li securityId
    \row    \li Linux      \li yes       \li yes             \li no
    \row    \li macOS      \li yes       \li yes             \li no
    \row    \li FreeBSD    \li yes (13+) \li yes             \li no
    \row    \li other BSDs \li no        \li yes             \li no
    \row    \li Windows    \li if on this machine \li no     \li of clients; of a server whose process runs and may be asked
    \endtable
*/
class QTINTERPROCESS_EXPORT PeerCredentials
{
public:
    /*! Nothing is known. */
    PeerCredentials();
    PeerCredentials(const PeerCredentials &other);
    PeerCredentials(PeerCredentials &&other) noexcept;
    PeerCredentials &operator=(const PeerCredentials &other);
    PeerCredentials &operator=(PeerCredentials &&other) noexcept;
    ~PeerCredentials();

    std::optional<qint64> processId() const;
    void setProcessId(std::optional<qint64> id);

    std::optional<quint32> userId() const;
    void setUserId(std::optional<quint32> id);

    std::optional<quint32> groupId() const;
    void setGroupId(std::optional<quint32> id);

    /*! The SID of the user that the process runs as: \c S-1-5-21-… */
    std::optional<QString> securityId() const;
    void setSecurityId(const std::optional<QString> &id);

private:
    QSharedDataPointer<PeerCredentialsData> d;
};

} // namespace QtInterprocess
