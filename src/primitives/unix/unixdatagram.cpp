// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/unixdatagram_p.h"

#include <utility>

namespace QtInterprocess {

UnixDatagram::UnixDatagram() : d(std::make_unique<UnixDatagramPrivate>()) { }
UnixDatagram::UnixDatagram(UnixDatagram &&other) noexcept = default;
UnixDatagram &UnixDatagram::operator=(UnixDatagram &&other) noexcept = default;
UnixDatagram::~UnixDatagram() = default;

QByteArray UnixDatagram::data() const
{
    return d->data;
}

UnixAddress UnixDatagram::sender() const
{
    return d->sender;
}

const std::vector<OwnedHandle> &UnixDatagram::handles() const
{
    return d->handles;
}

std::vector<OwnedHandle> UnixDatagram::takeHandles()
{
    return std::exchange(d->handles, {});
}

std::optional<PeerCredentials> UnixDatagram::credentials() const
{
    return d->credentials;
}

bool UnixDatagram::isDataTruncated() const
{
    return d->dataTruncated;
}

bool UnixDatagram::areHandlesTruncated() const
{
    return d->handlesTruncated;
}

} // namespace QtInterprocess
