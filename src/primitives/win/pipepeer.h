// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/pipe.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/error.h>

namespace QtInterprocess {

// Checks a connected end from outside, and prepares it for an engine: an overlapped pipe that is
// not inheritable.
Result<os::PipeInfo> preparePipe(qintptr handle);

// Return the process at the other end. A client's user comes from its token. For a process on
// another machine there is no process ID.
PeerCredentials pipePeer(qintptr handle, os::PipeEnd peer);
PeerCredentials pipePeer(qintptr handle);

// Checks whether a client may connect. The pipe's security descriptor was checked before. This
// second check applies to the process at the other end, if it is known.
Error checkPipeClient(qintptr handle, const Access &access);

} // namespace QtInterprocess
