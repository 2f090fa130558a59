// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"

namespace QtInterprocess {

// How bytes get into and out of a kind of descriptor.
struct ByteCalls
{
    Result<os::Transfer> (*read)(int fd, char *data, qint64 size);
    Result<os::Transfer> (*write)(int fd, const ByteQueue::View *views, int count);
    bool hasHalves; // one direction can end, by shutdown(), while the other goes on
};

inline constexpr ByteCalls SocketCalls { os::receive, os::send, true };
inline constexpr ByteCalls PipeCalls { os::readFrom, os::writeTo, false };
inline constexpr ByteCalls SocketEndCalls { os::receiveBesideHandles, os::writeTo,
                                            false }; // a socket as if it were a pipe

} // namespace QtInterprocess
