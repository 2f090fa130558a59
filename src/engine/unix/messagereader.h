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

// Where the messages of one descriptor go.
struct MessageInput
{
    ByteQueue &bytes;
    MessageBounds &bounds;
    MessageExtras *extras; // null: a pipe brings none
};

/*
    Takes messages out of a descriptor, each whole: it is known to fit before it is taken.
    - A packet is received into the scratch buffer if the bytes of all packets in the queue fit. Linux tells how many these are.
    - A datagram is received into os::DatagramBuffer, which has room for any.
    - Where the system offers neither, and for some time after a large datagram, the size of each message is asked for first (a peek).
    - read() takes a packet out of a pipe with room for any.
    A peek before each message would cost small ones more than a quarter of their throughput.

    An empty message and the end of a SOCK_SEQPACKET socket look the same. On Linux messages are marked from the first time
    on that it matters; elsewhere nothing is the end.
*/
class MessageReader
{
public:
    // No type: a pipe in packet mode.
    MessageReader(std::optional<os::SocketType> type, MessageInput input);

    // To be called before the readNext() of a turn: what other processes have done meanwhile is not known.
    void beginTurn() noexcept;

    enum class Outcome { Message, Nothing, End, TooLarge, Refused };

    // Takes the next message if there is one and appends it. One that is too large stays where it is. A datagram that is too
    // large, or of a sender that may not send, may be thrown away: refusal() says why.
    Result<Outcome> readNext(int fd, Scratch &scratch, StreamTurn &turn);
    // Throws the next one away.
    void skip(int fd);

    // Whether what is held for the reader leaves room for more.
    bool hasRoom() const noexcept;
    // Whether to go on in this turn: not for ever, so that one busy peer does not starve the others, and only if there is more,
    // as far as is known. An empty message that is overlooked makes the next turn.
    bool goesOn(int fd, const StreamTurn &turn);

    Error tooLarge() const;
    const Error &refusal() const noexcept { return m_refusal; }

    qint64 readLimit = 0;
    qint64 maximumMessageSize = 0;
    int maximumHandles = 0; // for the reader to take
    bool noneCanCome = false; // handles: so that there need be no room for them
    bool receivesCredentials = false;
    bool receivesSenders = false;
    os::Admission admission = Access::Everyone; // who may send; all but everyone needs credentials

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
    qint64 m_queued = -1; // bytes of the packets that are in the socket still; −1: not known
    int m_peeks = 0; // of so many datagrams the size is asked for
    std::optional<os::Self> m_self; // in this turn
    bool m_marked = false;
    bool m_hasTooLarge = false; // of a pipe: it is gone
};

// Reads and forgets, a bounded number. False once nothing more can come; an error is one that passes with time.
Result<bool> throwMessagesAway(int fd, os::SocketType type);

} // namespace QtInterprocess
