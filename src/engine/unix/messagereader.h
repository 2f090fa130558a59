// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/scratch.h"
#include "engine/streamengine.h"
#include "engine/unix/messageextras.h"
#include "engine/unix/messagetransport.h"
#include "os/unix/messagesocket.h"
#include "os/unix/socketmessage.h"
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
    Takes messages out of a socket, each whole: it is known to fit before it is taken.
    - Packets, where the system tells how many bytes wait (Linux): as long as all of these fit into the scratch buffer.
    - Datagrams, where the largest one is known (Linux): there is room for that behind the scratch buffer. Memory that is not touched
      costs nothing; after a large one the size is asked for some time.
    - Else the size of each is asked for, and it is taken by a call that has room for exactly that much.
    - Out of a pipe by a call that has room for any.

    An empty message and the end of a SOCK_SEQPACKET socket look the same. On Linux messages are marked from the first time
    on that it matters; elsewhere nothing is the end.
*/
class MessageReader
{
public:
    MessageReader(MessageTransport transport, MessageInput input);

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
    Access access = Access::Everyone; // who may send; all but everyone needs credentials

private:
    Result<Outcome> readFromPipe(int fd, Scratch &scratch, StreamTurn &turn);
    Result<Outcome> takeAnyDatagram(int fd, Scratch &scratch, char *overflow, qint64 limit, StreamTurn &turn);
    Result<Outcome> take(int fd, QByteArray &buffer, const os::ReceiveOptions &options, StreamTurn &turn);
    Error mark(int fd);
    bool mayHaveSent(const std::optional<os::SenderCredentials> &sender);
    os::ReceiveOptions options() const;
    Error handlesClosed() const;
    Outcome accept(qint64 size, os::Received &received, QByteArray &buffer, StreamTurn &turn);
    void append(qint64 size, QByteArray &buffer, StreamTurn &turn);
    void appendExtra(os::Received &received, StreamTurn &turn);

    const MessageTransport m_transport;
    MessageInput m_input;
    Error m_refusal;
    os::SocketName m_lastSender;
    qint64 m_waiting = -1; // bytes that are in the socket still; −1: not known
    int m_asks = 0; // for the size of so many datagrams
    std::optional<os::Self> m_self; // in this turn
    bool m_marked = false;
    bool m_hasTooLarge = false; // of a pipe: it is gone
};

// Reads and forgets, a bounded number. False once nothing more can come.
bool throwMessagesAway(int fd, MessageTransport transport);

} // namespace QtInterprocess
