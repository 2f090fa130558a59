// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>

namespace QtInterprocess::os {

// Who connected to, or listens behind, a connected socket, as the kernel recorded it.
Result<PeerCredentials> peerCredentials(int fd);

// AccessDenied unless the peer of the connected socket fd may take part under the given access.
Error checkPeer(int fd, Access access);

} // namespace QtInterprocess::os
