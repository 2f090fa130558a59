// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/socketname.h"
#include "support/result.h"

namespace QtInterprocess {

// Whether any socket has a name.
struct Probe
{
    enum Outcome { Nobody, Somebody, Unknown } outcome;
    Error error = {};
};

// Disturbs nobody: nothing is connected to a listening socket.
Probe probe(const Result<os::SocketAddress> &address);

// The process that listens on a name; 0 if that cannot be found out, or it has ended.
qint64 ownerOf(const Result<os::SocketAddress> &address);

// Whether the socket that listens on a name is that of this process, which has ended: only children that it has forked have the
// socket still. When in doubt, no.
bool isAbandoned(const Result<os::SocketAddress> &address, qint64 process);

} // namespace QtInterprocess
