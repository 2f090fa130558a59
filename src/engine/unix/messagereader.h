// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/streamengine.h"
#include "engine/unix/messageextras.h"
#include "engine/unix/messagetransport.h"
#include "os/unix/socketmessage.h"
#include "support/bytequeue.h"
#include "support/messagebounds.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

namespace QtInterprocess {

// Where the messages of one descriptor go.
struct MessageInput
{
    ByteQueue &bytes;
    MessageBounds &bounds;
    MessageExtras *extras; // null: a pipe brings none
};

/*
    Takes messages out of a socket, each whole: its size is asked for before there is memory for it, and it is taken by a
    call that has room for exactly that much. Out of a pipe by a call that has room for any.

    An empty message and the end of a SOCK_SEQPACKET socket look the same. On Linux messages are marked from the first time
    on that it matters; elsewhere nothing is the end.
*/
class MessageReader
{
public:
    MessageReader(MessageTransport transport, MessageInput input);

    enum class Outcome { Message, Nothing, End, TooLarge, Refused };

    // Takes the next message if there is one and appends it. One that is too large stays where it is; one of a sender that
    // may not send is thrown away, and refusal() says why.
    Result<Outcome> readNext(int fd, StreamTurn &turn);
    // Throws the next one away.
    void skip(int fd);

    // Whether what is held for the reader leaves room for more, and the turn does: so that one busy peer does not
    // starve the others.
    bool hasRoom() const noexcept;
    static bool hasTime(const StreamTurn &turn) noexcept;

    Error tooLarge() const;
    const Error &refusal() const noexcept { return m_refusal; }

    qint64 readLimit = 0;
    qint64 maximumMessageSize = 0;
    int maximumHandles = 0; // for the reader to take
    bool receivesCredentials = false;
    bool receivesSenders = false;
    Access access = Access::Everyone; // who may send; all but everyone needs credentials

private:
    Result<Outcome> readFromPipe(int fd, StreamTurn &turn);
    Error mark(int fd);
    bool mayHaveSent(const os::Ancillary &beside);
    os::ReceiveOptions options() const;
    Error handlesClosed() const;
    void append(os::Received &&received, QByteArray &buffer, StreamTurn &turn);

    const MessageTransport m_transport;
    MessageInput m_input;
    Error m_refusal;
    bool m_marked = false;
    bool m_hasTooLarge = false; // of a pipe: it is gone
};

// Reads and forgets, a bounded number. False once nothing more can come.
bool throwMessagesAway(int fd, MessageTransport transport);

} // namespace QtInterprocess
