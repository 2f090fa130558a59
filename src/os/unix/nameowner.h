// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socketname.h"

#include <QtInterprocess/credentials.h>

#include <optional>

namespace QtInterprocess::os {

// Returns the user who has bound a stream socket to an abstract name, without connecting to it.
//
// Only the user is set. The call works for a server that does not listen or has a full backlog.
// The result is empty if no socket has the name, or if the system does not report it: on Linux
// before 5.3, without sock_diag, and in sandboxes.
std::optional<PeerCredentials> ownerOfAbstractName(const SocketName &name);

} // namespace QtInterprocess::os
