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

// Send and receive messages with ancillary data, by sendmsg() and recvmsg(), on sockets of every
// type.
//
// Packets and datagrams stay whole. For bytes alone, use receive() and send() of socket.h.

struct ReceiveOptions
{
    // Decides what a result of 0 bytes means:
    //
    // - stream: the end
    // - datagram: an empty message
    // - packet: the end, unless credentials or another mark came with it
    SocketType type = SocketType::Stream;
    int maximumHandles = 0; // surplus handles are closed by another thread
    bool sender = false;
    const SocketName *likelySender = nullptr; // if it is this one, both names share their bytes
    // Requests only the bytes of a packet or datagram, when no handle can come. This allows a
    // cheaper call, without control data.
    bool bytesAlone = false;
};

// Holds what arrived with a message beside its bytes.
struct Received
{
    bool truncated = false; // the buffer was too small; the rest of the message is lost
    Ancillary ancillary;
    SocketName sender; // unnamed, also if it was not requested

    bool hasNoExtras() const noexcept
    {
        return !truncated && !ancillary.truncated && ancillary.handles.empty() && !ancillary.credentials
            && sender.kind == SocketName::Kind::Unnamed;
    }
};

// Receives bytes, and fills received with the rest. Pass a new one: fields that the system does
// not report stay unchanged.
Result<Transfer> receiveMessage(int fd, char *data, qint64 size, const ReceiveOptions &options, Received &received);

// Receives bytes of a stream socket that may also bring handles. Another thread closes the
// handles.
Result<Transfer> receiveWithoutHandles(int fd, char *data, qint64 size);

// Returns the size of the next packet or datagram without taking it. A size above limit may be
// returned as limit. The size 0 is an empty message or the end; receiveMessage() distinguishes
// them.
Result<Transfer> peekMessageSize(int fd, qint64 limit);

// Returns the bytes of all packets in the queue of a SOCK_SEQPACKET socket. The result 0 may be
// an empty packet, no packet, or the end. Returns −1 if the system does not report it, as all
// systems but Linux.
qint64 queuedBytes(int fd);

// Makes each message bring a mark, also those in the queue. The end brings none, which
// distinguishes it from an empty message on a SOCK_SEQPACKET socket. Fails with Unsupported on
// systems other than Linux.
Error markMessages(int fd);
bool canMarkMessages() noexcept;

// Sends a message with handles. The handles stay with the caller.
//
// - Stream: it may send a part of the bytes; the handles go with the first byte.
// - Packet, datagram: it sends the whole message or nothing.
//
// If the receiver refuses handles, the bytes are sent without them, and handlesRefused is set.
Result<Transfer> sendMessage(int fd, const ByteQueue::View *views, int count, const std::vector<OwnedHandle> &handles,
                             const SocketAddress *to = nullptr);

Error handlesRefused();

// Fails with InvalidOperation unless every handle is an open descriptor.
Error checkHandles(const std::vector<OwnedHandle> &handles);

// Fails with MessageTooLarge if the kernel cannot send a message of that size, whatever the send
// buffer is.
Error checkMessageSize(qint64 size);

// Enlarges the send buffer for a message of this size, because a message is sent in one piece.
//
// Fails with MessageTooLarge if the system does not allow it. known caches a size that fits.
Error makeRoomForMessage(int fd, qint64 size, qint64 &known);

} // namespace QtInterprocess::os
