// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/ownedhandle.h>

#include <optional>

namespace QtInterprocess {

// A connection that a server has accepted and no device has yet.
struct AcceptedConnection
{
    OwnedHandle handle;
    std::optional<PeerCredentials> peer; // empty until somebody has asked for it
};

} // namespace QtInterprocess
