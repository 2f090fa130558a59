// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/ancillary.h"
#include "os/unix/socketname.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <vector>

namespace QtInterprocess::os {

// Bytes with what goes beside them, on sockets of every type. receive() and send() are for bytes alone.

enum class Messages {
    Stream, // there are none: to receive nothing is the end
    Packets, // SOCK_SEQPACKET: nothing is the end, unless credentials or another mark came with it
    Datagrams, // nothing is an empty message
};

struct ReceiveOptions
{
    Messages messages = Messages::Stream;
    int maximumHandles = 0; // more are closed, elsewhere
    bool sender = false;
    const SocketName *likelySender = nullptr; // if it is this one, the names share their bytes
    // Of a packet or datagram nothing of all that, and no handle can come: the call may be a cheaper one, without room for any. For
    // a stream there is receive().
    bool bytesAlone = false;
    // Where goes what the buffer has no room for.
    char *overflow = nullptr;
    qint64 overflowSize = 0;
};

// What there is to tell of a message beside its bytes.
struct Received
{
    qint64 messageSize =
        0; // as it was sent on Linux, even if the buffer was smaller; elsewhere as much of it as there was room for
    bool truncated = false; // the buffer was smaller: the rest of the message is gone
    Ancillary ancillary;
    SocketName sender; // unnamed, if that is so or was not asked for

    bool isNothing() const noexcept
    {
        return !truncated && !ancillary.truncated && ancillary.handles.empty() && !ancillary.credentials
            && sender.kind == SocketName::Kind::Unnamed;
    }
};

// The bytes that are told of are in the buffer, and in the overflow. received has to be new: what is not told stays as it is.
Result<Transfer> receiveMessage(int fd, char *data, qint64 size, const ReceiveOptions &options, Received &received);

// Bytes of a stream alone, for sockets by which handles could come: these are closed elsewhere.
Result<Transfer> receiveBesideHandles(int fd, char *data, qint64 size);

// The size of the next packet or datagram, which is not taken, nor is what comes with it. One that is larger than limit
// may be told as limit. 0 can be an empty message, or the end: receiveMessage() tells.
Result<Transfer> peekMessageSize(int fd, qint64 limit);

// On a stream less than all of it may go out: the handles go with the first byte. Packets and datagrams go whole. A
// message is known to be in the kernel, or not to be; handles stay the caller's either way. If the receiver takes no handles it
// gets the bytes without them, and handlesRefused is set.
Result<Transfer> sendMessage(int fd, const ByteQueue::View *views, int count, const std::vector<OwnedHandle> &handles,
                             const SocketAddress *to = nullptr);

// What handlesRefused means.
Error handlesRefused();

// Whether messages bring the credentials of the process that sent them. Unsupported where there is no such thing.
bool canReceiveCredentials() noexcept;
Error setReceivingCredentials(int fd, bool on);

// InvalidOperation unless every one is an open descriptor, and so can be sent.
Error checkHandles(const std::vector<OwnedHandle> &handles);

} // namespace QtInterprocess::os
