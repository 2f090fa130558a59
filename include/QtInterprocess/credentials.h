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
    Identifies the peer of a connection, as the kernel recorded it when the connection was made.

    Sockets, servers and errors return it. A field is empty where the platform does not report it:

    \table
    \header \li platform \li processId \li userId, groupId \li securityId
    \row \li Linux \li yes \li yes \li no
    \row \li macOS \li yes \li yes \li no
    \row \li FreeBSD \li yes (13+) \li yes \li no
    \row \li other BSDs \li no \li yes \li no
    \row \li Windows \li if on this machine \li no
        \li of clients; of a server whose process runs and can be queried
    \endtable

    On Linux userId() and groupId() are also empty if they have no mapping in the user namespace
    of this process. So an ID that is set can be compared.

    A process ID identifies the process that connected, or that listened. It may have ended since,
    and another process may have its ID.

    PeerCredentials is a value type, implicitly shared.
*/
class QTINTERPROCESS_EXPORT PeerCredentials
{
public:
    /*! Constructs credentials with all fields empty. */
    PeerCredentials();

    /*! Copies \a other. */
    PeerCredentials(const PeerCredentials &other);

    /*! Moves \a other into a new object. */
    PeerCredentials(PeerCredentials &&other) noexcept;

    /*! Assigns \a other to this object. */
    PeerCredentials &operator=(const PeerCredentials &other);

    /*! Moves \a other into this object. */
    PeerCredentials &operator=(PeerCredentials &&other) noexcept;

    /*! Destroys the object. */
    ~PeerCredentials();

    /*! Returns the process ID, if it is known. */
    std::optional<qint64> processId() const;

    /*! Sets the process ID to \a id. */
    void setProcessId(std::optional<qint64> id);

    /*! Returns the user ID on Unix, if it is known. */
    std::optional<quint32> userId() const;

    /*! Sets the user ID to \a id. */
    void setUserId(std::optional<quint32> id);

    /*! Returns the group ID on Unix, if it is known. */
    std::optional<quint32> groupId() const;

    /*! Sets the group ID to \a id. */
    void setGroupId(std::optional<quint32> id);

    /*! Returns the SID of the user that the process runs as on Windows: \c S-1-5-21-… */
    std::optional<QString> securityId() const;

    /*! Sets the SID of the user to \a id. */
    void setSecurityId(const std::optional<QString> &id);

private:
    QSharedDataPointer<PeerCredentialsData> d;
};

} // namespace QtInterprocess
