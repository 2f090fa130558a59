// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socketname.h"

#include <QtInterprocess/credentials.h>

#include <optional>

namespace QtInterprocess::os {

// The user, and nothing else, who has bound a stream socket to an abstract name, without connecting to it: for one that does
// not listen, or that has no room. Empty if nobody has it or the system does not tell (Linux before 5.3, without sock_diag, sandboxes).
std::optional<PeerCredentials> ownerOfAbstractName(const SocketName &name);

} // namespace QtInterprocess::os
