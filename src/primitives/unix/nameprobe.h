// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socketname.h"
#include "support/result.h"

namespace QtInterprocess {

// The result of a probe: whether any socket has a name.
struct Probe
{
    enum Outcome { Unused, InUse, Unknown } outcome;
    Error error = {};
};

// Probes a name without disturbing its owner: it does not connect to a listening socket.
Probe probe(const Result<os::SocketAddress> &address);

// Returns the process that listens on a name; 0 if it is unknown or has ended.
qint64 ownerOf(const Result<os::SocketAddress> &address);

// Whether the process has ended, and the socket that listens on the name was its own. Only forked
// children have such a socket. In doubt, returns false.
bool isAbandoned(const Result<os::SocketAddress> &address, qint64 process);

} // namespace QtInterprocess
