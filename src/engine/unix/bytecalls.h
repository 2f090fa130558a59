// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"

namespace QtInterprocess {

// The system calls that read and write one kind of descriptor.
struct ByteCalls
{
    Result<os::Transfer> (*read)(int fd, char *data, qint64 size);
    Result<os::Transfer> (*write)(int fd, const ByteQueue::View *views, int count);
    bool supportsHalfClose; // one direction can end, by shutdown(), while the other continues
};

inline constexpr ByteCalls SocketCalls { os::receive, os::send, true };
inline constexpr ByteCalls PipeCalls { os::readFrom, os::writeTo, false };
inline constexpr ByteCalls SocketEndCalls { os::receiveWithoutHandles, os::writeTo,
                                            false }; // a socket used like a pipe

} // namespace QtInterprocess
