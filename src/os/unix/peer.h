// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/admission.h"
#include "support/result.h"

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/ownedhandle.h>

#include <optional>
#include <vector>

namespace QtInterprocess::os {

// Returns the credentials of the peer of a connected socket, as the kernel recorded them.
//
// For a client these are the credentials of the listening process. IDs and groups that a user
// namespace hides are empty, see identity.h.
Result<PeerCredentials> peerCredentials(int fd);

// Returns all groups of the peer. Fails with Unsupported where the system does not report them.
Result<std::vector<quint32>> peerGroups(int fd);

// Returns a pidfd of the peer. Fails with Unsupported before Linux 6.5, and on other systems.
Result<OwnedHandle> peerProcessHandle(int fd);

// Returns a pidfd of the server of a connection, before Linux 6.5. It takes the process with the
// recorded ID, if that has the listening socket open.
//
// The check excludes another process that got the same ID. Fails with Unsupported without /proc,
// and if the process cannot be inspected.
Result<OwnedHandle> listeningProcess(int fd);

// Fails with AccessDenied unless the client at the other end of fd is admitted. Sets peer if it
// had to be asked for.
Error checkClient(int fd, const Admission &admission, std::optional<PeerCredentials> &peer);
// Fails with AccessDenied unless the access admits the server at the other end of fd.
Error checkServer(int fd, const Access &required);

} // namespace QtInterprocess::os
