// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/credentials.h>
#    include <QtInterprocess/ownedhandle.h>
#    include <QtInterprocess/unixaddress.h>

#    include <QtCore/qbytearray.h>

#    include <optional>
#    include <vector>

namespace QtInterprocess {

/*!
    A datagram that UnixDatagramSocket has received, with all that came with it. A value; move-only, since it owns handles.
*/
struct UnixDatagram
{
    QByteArray data; //!< Null only if there was no datagram; one of no bytes is empty and not null.
    UnixAddress sender; //!< Where an answer can be sent; unnamed if the sender has no name.
    std::vector<OwnedHandle> handles; //!< In the order in which they were sent, close-on-exec.

    /*! Who has sent it, as the kernel says; see UnixDatagramSocket::setReceivesCredentials(). */
    std::optional<PeerCredentials> credentials;

    /*! The end of the data is missing. Datagrams are read whole; this can happen only if another process reads from the same
        socket at the same time. */
    bool dataTruncated = false;

    /*! Handles are missing: more than may wait (UnixDatagramSocket::setMaximumPendingHandles()), or this process had no
        descriptors left. They have been closed. */
    bool handlesTruncated = false;

    bool isValid() const noexcept { return !data.isNull(); }
    explicit operator bool() const noexcept { return isValid(); }
};

} // namespace QtInterprocess

#else
#    error "UnixDatagram is for Unix only. LocalSocket is the portable way to talk to another process."
#endif
