// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/scratch.h"
#include "engine/streamengine.h"
#include "engine/unix/messageextras.h"
#include "os/unix/sendercredentials.h"
#include "os/unix/sendrecv.h"
#include "support/bytequeue.h"
#include "support/messagebounds.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <optional>

namespace QtInterprocess {

// The destination of one descriptor's messages.
struct MessageInput
{
    ByteQueue &bytes;
    MessageBounds &bounds;
    MessageExtras *extras; // null for a pipe, which has none
};

/*
    Takes whole messages from a descriptor. Each message is known to fit before it is taken.

    A packet is received into the scratch buffer if all queued packets fit. Linux tells how many
    bytes these have. A datagram is received into os::DatagramBuffer, which has room for any. If
    the system offers neither, and for some time after a large datagram, each size is peeked at.
    From a pipe, read() takes a packet with room for any.

    A peek before each message would cost small messages more than a quarter of their throughput.

    An empty message and the end of a SOCK_SEQPACKET socket look the same. On Linux, messages are
    marked from the first time that it matters. On other systems an empty message is the end.
*/
class MessageReader
{
public:
    // No type means a pipe in packet mode.
    MessageReader(std::optional<os::SocketType> type, MessageInput input);

    // Forgets what other processes may have changed. Call it before the readNext() of a turn.
    void beginTurn() noexcept;

    enum class Outcome { Message, Nothing, End, TooLarge, Refused };

    // Takes the next message, if there is one, and appends it. A packet that is too large stays. A
    // datagram may be dropped, if it is too large or its sender is refused; refusal() has the
    // reason.
    Result<Outcome> readNext(int fd, Scratch &scratch, StreamTurn &turn);
    // Drops the next message.
    void skip(int fd);

    // Whether the unread messages leave room for more.
    bool hasRoom() const noexcept;
    // Whether to read on in this turn. Bounded, so that one busy peer does not delay the others,
    // and only if more input is known. If it overlooks an empty message, another turn follows.
    bool canContinueTurn(int fd, const StreamTurn &turn);

    Error tooLarge() const;
    const Error &refusal() const noexcept { return m_refusal; }

    qint64 readLimit = 0;
    qint64 maximumMessageSize = 0;
    int maximumHandles = 0; // that the reader accepts
    bool expectsNoHandles = false; // no handles can come, so no room for them is needed
    bool receivesCredentials = false;
    bool receivesSenders = false;
    os::Admission admission = Access::Everyone; // the accepted senders; any value except Everyone needs credentials

private:
    Result<Outcome> readFromPipe(int fd, Scratch &scratch, StreamTurn &turn);
    Result<Outcome> receiveDatagram(int fd, char *buffer, qint64 limit, StreamTurn &turn);
    Result<Outcome> peekAndReceive(int fd, Scratch &scratch, qint64 limit, StreamTurn &turn);
    Result<Outcome> receive(int fd, QByteArray &buffer, const os::ReceiveOptions &options, StreamTurn &turn);
    bool allQueuedFit(int fd, qint64 size);
    Error mark(int fd);
    bool checkSender(const std::optional<os::SenderCredentials> &sender);
    os::ReceiveOptions options() const;
    Error handlesClosed() const;
    Outcome accept(qint64 size, os::Received &received, QByteArray &buffer, StreamTurn &turn);
    void append(qint64 size, QByteArray &buffer, StreamTurn &turn);
    void appendExtra(os::Received &received, StreamTurn &turn);

    const std::optional<os::SocketType> m_type;
    MessageInput m_input;
    Error m_refusal;
    os::SocketName m_lastSender;
    qint64 m_queued = -1; // bytes of the packets left in the socket; −1 is unknown
    int m_peeks = 0; // number of datagrams whose size is still peeked at
    std::optional<os::Self> m_self; // of this turn
    bool m_marked = false;
    bool m_hasTooLarge = false; // for a pipe: the message is gone
};

// Reads and drops a bounded number of messages. Returns false at the end of the input. An error is
// temporary.
Result<bool> discardMessages(int fd, os::SocketType type);

} // namespace QtInterprocess
