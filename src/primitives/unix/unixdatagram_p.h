// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/unixdatagram.h>

namespace QtInterprocess {

class UnixDatagramPrivate
{
public:
    QByteArray data;
    UnixAddress sender;
    std::vector<OwnedHandle> handles;
    std::optional<PeerCredentials> credentials;
    bool dataTruncated = false;
    bool handlesTruncated = false;
};

} // namespace QtInterprocess
