// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/result.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/ownedhandle.h>

#include <vector>

namespace QtInterprocess::os {

// Who connected to, or listens behind, a connected socket, as the kernel recorded it.
Result<PeerCredentials> peerCredentials(int fd);

// All the groups of that process. Unsupported where the system does not tell.
Result<std::vector<quint32>> peerGroups(int fd);

// A descriptor of that process itself: a pidfd. Unsupported before Linux 6.5, and elsewhere.
Result<OwnedHandle> peerProcessHandle(int fd);

// AccessDenied unless the peer of the connected socket fd may take part under the given access.
Error checkPeer(int fd, Access access);

} // namespace QtInterprocess::os
