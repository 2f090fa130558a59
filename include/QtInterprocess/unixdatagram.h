// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtInterprocess/credentials.h>
#    include <QtInterprocess/ownedhandle.h>
#    include <QtInterprocess/unixaddress.h>

#    include <QtCore/qbytearray.h>

#    include <memory>
#    include <optional>
#    include <vector>

namespace QtInterprocess {

class UnixDatagramPrivate;

/*!
    A datagram that UnixDatagramSocket has received, with all that came with it. A value; move-only, since it owns handles.
*/
class QTINTERPROCESS_EXPORT UnixDatagram
{
public:
    /*! No datagram. */
    UnixDatagram();
    UnixDatagram(UnixDatagram &&other) noexcept;
    UnixDatagram &operator=(UnixDatagram &&other) noexcept;
    ~UnixDatagram();

    bool isValid() const { return !data().isNull(); }
    explicit operator bool() const { return isValid(); }

    /*! Null only if there was no datagram; one of no bytes is empty and not null. */
    QByteArray data() const;

    /*! Where an answer can be sent; unnamed if the sender has no name. */
    UnixAddress sender() const;

    /*! The handles that came with it, in the order in which they were sent, close-on-exec. */
    const std::vector<OwnedHandle> &handles() const;

    /*! The same, and they are yours. */
    [[nodiscard]] std::vector<OwnedHandle> takeHandles();

    /*! The sender, as the kernel says; see UnixDatagramSocket::setReceivesCredentials(). */
    std::optional<PeerCredentials> credentials() const;

    /*! The end of the data is missing. Datagrams are read whole; this can happen only if another process reads from the same
        socket at the same time. */
    bool isDataTruncated() const;

    /*! Handles are missing: more than may wait (UnixDatagramSocket::setMaximumPendingHandles()), or this process had no
        descriptors left. They have been closed. */
    bool areHandlesTruncated() const;

private:
    friend class UnixDatagramSocketPrivate;

    std::unique_ptr<UnixDatagramPrivate> d;
};

} // namespace QtInterprocess

#else
#    error "UnixDatagram is for Unix only. LocalSocket is the portable way to talk to another process."
#endif
