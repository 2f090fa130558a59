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
    A datagram that UnixDatagramSocket has received, with its sender, handles and credentials.

    A value type. It is move-only, because it owns handles.
*/
class QTINTERPROCESS_EXPORT UnixDatagram
{
public:
    /*! Constructs an invalid datagram. */
    UnixDatagram();
    /*! Move-constructs the object from \a other. */
    UnixDatagram(UnixDatagram &&other) noexcept;
    /*! Moves \a other into this object. */
    UnixDatagram &operator=(UnixDatagram &&other) noexcept;
    /*! Closes the handles that were not taken. */
    ~UnixDatagram();

    /*! Returns whether there is a datagram: data() is not null. */
    bool isValid() const { return !data().isNull(); }
    /*! Returns isValid(). */
    explicit operator bool() const { return isValid(); }

    /*!
        Returns the bytes of the datagram; null only if there was no datagram.

        The data of a datagram without bytes is empty and not null.
    */
    QByteArray data() const;

    /*! Returns the address that an answer can be sent to; unnamed if the sender has no name. */
    UnixAddress sender() const;

    /*!
        Returns the handles of the datagram, in the order in which they were sent. They are
        close-on-exec.
    */
    const std::vector<OwnedHandle> &handles() const;

    /*! Takes the handles of the datagram; the caller owns them. */
    [[nodiscard]] std::vector<OwnedHandle> takeHandles();

    /*!
        Returns the process that sent the datagram, as the kernel reports it.

        See UnixDatagramSocket::setReceivesCredentials().
    */
    std::optional<PeerCredentials> credentials() const;

    /*!
        Returns whether the end of the data is missing.

        Datagrams are read whole. Data is truncated only if another process reads from the same
        socket at the same time.
    */
    bool isDataTruncated() const;

    /*!
        Returns whether handles are missing and have been closed.

        Either there were more than UnixDatagramSocket::maximumPendingHandles(), or this process
        had no descriptors left.
    */
    bool areHandlesTruncated() const;

private:
    friend class UnixDatagramSocketPrivate;

    std::unique_ptr<UnixDatagramPrivate> d;
};

} // namespace QtInterprocess

#else
#    error "UnixDatagram is for Unix only. LocalSocket is the portable way to talk to another process."
#endif
