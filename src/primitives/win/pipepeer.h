// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/pipe.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/credentials.h>
#include <QtInterprocess/error.h>

namespace QtInterprocess {

// Checks a connected end from outside and makes it fit for an engine: a pipe, overlapped, not inheritable.
Result<os::PipeInfo> preparePipe(qintptr handle);

// Who is at the other end. The token of a client tells its user, and a process of another machine is none.
PeerCredentials pipePeer(qintptr handle, os::PipeEnd peer);
PeerCredentials pipePeer(qintptr handle);

// Whether a client may be let in. The security descriptor of the pipe has decided that already; this is the second
// question, about the process at the other end, where it can be answered.
Error checkPipeClient(qintptr handle, const Access &access);

} // namespace QtInterprocess
