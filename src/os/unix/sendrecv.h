// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/ancillary.h"
#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <vector>

namespace QtInterprocess::os {

// recvmsg() and sendmsg(): bytes with what goes beside them, on sockets of every type; and what packets and datagrams need, which the kernel
// keeps whole. For bytes alone there are receive() and send() in socket.h.

// ---- receiving

struct ReceiveOptions
{
    // When nothing is received: of a stream that is the end, of datagrams an empty message. Of packets it is the end, unless
    // credentials or another mark came with it.
    SocketType type = SocketType::Stream;
    int maximumHandles = 0; // more are closed, elsewhere
    bool sender = false;
    const SocketName *likelySender = nullptr; // if it is this one, the names share their bytes
    // Of a packet or datagram nothing of all that, and no handle can come: the call may be a cheaper one, without room for any.
    bool bytesAlone = false;
};

// What came with a message beside its bytes.
struct Received
{
    bool truncated = false; // the buffer was smaller: the rest of the message is gone
    Ancillary ancillary;
    SocketName sender; // unnamed, if that is so or was not asked for

    bool isNothing() const noexcept
    {
        return !truncated && !ancillary.truncated && ancillary.handles.empty() && !ancillary.credentials
            && sender.kind == SocketName::Kind::Unnamed;
    }
};

// Receives bytes, and what came beside them into received, which has to be new: what the system does not tell stays as it is.
Result<Transfer> receiveMessage(int fd, char *data, qint64 size, const ReceiveOptions &options, Received &received);

// Receives bytes of a stream from a socket by which handles could come: these are closed elsewhere.
Result<Transfer> receiveBesideHandles(int fd, char *data, qint64 size);

// The size of the next packet or datagram, which is not taken, nor is what comes with it. One that is larger than limit
// may be told as limit. 0 can be an empty message, or the end: receiveMessage() tells.
Result<Transfer> peekMessageSize(int fd, qint64 limit);

// The bytes of all packets in the queue of a SOCK_SEQPACKET socket. 0 can be an empty packet, nothing, or the end; −1: the
// system does not tell, as all but Linux do not.
qint64 queuedBytes(int fd);

// Lets each message bring a mark, also those that are queued already. The end brings none, which is all that tells it from
// an empty message on a SOCK_SEQPACKET socket. Unsupported elsewhere than on Linux.
Error markMessages(int fd);
// Whether there is such a thing at all.
bool canMarkMessages() noexcept;

// ---- sending

// On a stream less than all of it may go out: the handles go with the first byte. Packets and datagrams go whole. A
// message is known to be in the kernel, or not to be; handles stay the caller's either way. If the receiver takes no handles it
// gets the bytes without them, and handlesRefused is set.
Result<Transfer> sendMessage(int fd, const ByteQueue::View *views, int count, const std::vector<OwnedHandle> &handles,
                             const SocketAddress *to = nullptr);

// What handlesRefused means.
Error handlesRefused();

// InvalidOperation unless every one is an open descriptor, and so can be sent.
Error checkHandles(const std::vector<OwnedHandle> &handles);

// MessageTooLarge if the kernel can send no message of that size, whatever the send buffer is.
Error checkMessageSize(qint64 size);

// A message goes out in one piece, so that the send buffer has to be as large. Makes it larger if need be, as far as
// the system lets it be; MessageTooLarge if that is not enough. known: a size that is known to fit, which is kept.
Error makeRoomForMessage(int fd, qint64 size, qint64 &known);

} // namespace QtInterprocess::os
