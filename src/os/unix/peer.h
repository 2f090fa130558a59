// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/admission.h"
#include "support/result.h"

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/ownedhandle.h>

#include <vector>

namespace QtInterprocess::os {

// Who connected to, or listens behind, a connected socket, as the kernel recorded it. Without IDs that a user namespace does
// not tell, see identity.h; the same goes for the groups.
Result<PeerCredentials> peerCredentials(int fd);

// All the groups of that process. Unsupported where the system does not tell.
Result<std::vector<quint32>> peerGroups(int fd);

// A descriptor of that process itself: a pidfd. Unsupported before Linux 6.5, and elsewhere.
Result<OwnedHandle> peerProcessHandle(int fd);

// The same for a connection to a server, before Linux 6.5: the process of that number, which has the listening socket of that name open. Had it
// ended, another process with its number would not. Unsupported without /proc, and if it cannot be looked at.
Result<OwnedHandle> listeningProcess(int fd);

// AccessDenied unless the client at the other end of fd may come in.
Error checkClient(int fd, const Admission &admission);
// AccessDenied unless the server at the other end of fd is one that the given access lets in.
Error checkServer(int fd, const Access &required);

} // namespace QtInterprocess::os
