// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messagereader.h"

#include "engine/scratch.h"
#include "os/unix/messagesocket.h"
#include "os/unix/pipe.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int MessagesPerTurn = 64;
constexpr qint64 BytesPerTurn = 4 * Scratch::Size;

os::Messages toMessages(MessageTransport transport)
{
    return transport == MessageTransport::Datagrams ? os::Messages::Datagrams : os::Messages::Packets;
}

} // namespace

MessageReader::MessageReader(MessageTransport transport, MessageInput input)
    : m_transport(transport),
      m_input(input) { }

bool MessageReader::hasRoom() const noexcept
{
    return readLimit == 0 || m_input.bytes.size() + m_input.bounds.overhead() < readLimit;
}

bool MessageReader::hasTime(const StreamTurn &turn) noexcept
{
    return turn.messagesRead < MessagesPerTurn && turn.bytesRead < BytesPerTurn
        && turn.failures.size() < MessagesPerTurn;
}

Result<MessageReader::Outcome> MessageReader::readNext(int fd, StreamTurn &turn)
{
    if (m_transport == MessageTransport::Pipe)
        return readFromPipe(fd, turn);
    const qint64 limit = maximumMessageSize > 0 ? maximumMessageSize : std::numeric_limits<qint64>::max() - 1;
    const auto next = os::peekMessageSize(fd, limit + 1);
    if (!next)
        return next.error();
    if (next->outcome == os::Transfer::WouldBlock)
        return Outcome::Nothing;
    if (next->bytes > limit)
        return Outcome::TooLarge;
    if (next->bytes == 0 && m_transport == MessageTransport::Packets) {
        if (!os::canMarkMessages())
            return Outcome::End;
        if (const Error error = mark(fd))
            return error;
    }
    Scratch scratch;
    QByteArray large;
    if (next->bytes > Scratch::Size)
        large = QByteArray(qsizetype(next->bytes), Qt::Uninitialized);
    QByteArray &buffer = large.isEmpty() ? scratch.buffer : large;
    auto received = os::receiveMessage(fd, buffer.data(), buffer.size(), options());
    if (!received)
        return received.error();
    if (received->outcome != os::Transfer::Progress) // WouldBlock: somebody else who has this socket was faster
        return received->outcome == os::Transfer::End ? Outcome::End : Outcome::Nothing;
    if (access != Access::Everyone && !mayHaveSent(received->ancillary))
        return Outcome::Refused;
    append(std::move(*received), buffer, turn);
    return Outcome::Message;
}

Result<MessageReader::Outcome> MessageReader::readFromPipe(int fd, StreamTurn &turn)
{
    if (m_hasTooLarge)
        return Outcome::TooLarge;
    Scratch scratch;
    const auto read = os::readFrom(fd, scratch.buffer.data(), scratch.buffer.size());
    if (!read)
        return read.error();
    if (read->outcome != os::Transfer::Progress)
        return read->outcome == os::Transfer::End ? Outcome::End : Outcome::Nothing;
    if (maximumMessageSize > 0 && read->bytes > maximumMessageSize) {
        m_hasTooLarge = true;
        return Outcome::TooLarge;
    }
    os::Received received;
    received.bytes = read->bytes;
    append(std::move(received), scratch.buffer, turn);
    return Outcome::Message;
}

bool MessageReader::mayHaveSent(const os::Ancillary &beside)
{
    m_refusal = os::checkSender(beside.credentials.value_or(PeerCredentials()), access);
    return !m_refusal;
}

// That makes messages of those who are there already tell-tale, too.
Error MessageReader::mark(int fd)
{
    if (m_marked)
        return {};
    const Error error = os::markMessages(fd);
    m_marked = !error;
    return error;
}

os::ReceiveOptions MessageReader::options() const
{
    os::ReceiveOptions options;
    options.messages = toMessages(m_transport);
    options.maximumHandles = std::max(maximumHandles - m_input.extras->handles(), 0);
    options.credentials = receivesCredentials;
    options.mark = m_marked;
    options.sender = receivesSenders;
    return options;
}

void MessageReader::append(os::Received &&received, QByteArray &buffer, StreamTurn &turn)
{
    const qint64 size = received.bytes;
    MessageExtra extra;
    extra.number = m_input.bounds.count();
    extra.sender = std::move(received.sender);
    extra.handles = std::move(received.ancillary.handles);
    extra.credentials = std::move(received.ancillary.credentials);
    extra.handlesTruncated = received.ancillary.truncated;
    extra.dataTruncated = received.truncated;
    // A datagram tells of it by itself.
    if (extra.handlesTruncated && maximumHandles > 0 && m_transport == MessageTransport::Packets)
        turn.failures.push_back(handlesClosed());
    if (!extra.isEmpty())
        m_input.extras->append(std::move(extra));
    ++turn.messagesRead;
    turn.bytesRead += size;
    m_input.bounds.append(size);
    if (size >= Scratch::KeepFrom) {
        buffer.truncate(qsizetype(size));
        m_input.bytes.append(std::exchange(buffer, QByteArray()));
    } else {
        m_input.bytes.append(buffer.constData(), size);
    }
}

void MessageReader::skip(int fd)
{
    char ignored = 0;
    (void)os::receiveMessage(fd, &ignored, 1, options());
}

Error MessageReader::handlesClosed() const
{
    return Error(Error::ResourceExhausted, 0, QStringLiteral("take the handles of a message of"), QString(),
                 QStringLiteral("some have been closed, since no more than %1 may wait, or no descriptor was left")
                     .arg(maximumHandles));
}

Error MessageReader::tooLarge() const
{
    return Error(Error::MessageTooLarge, 0, QStringLiteral("read from"), QString(),
                 QStringLiteral("a message is larger than the limit of %1 bytes").arg(maximumMessageSize));
}

bool throwMessagesAway(int fd, MessageTransport transport)
{
    os::ReceiveOptions options;
    options.messages = toMessages(transport);
    for (int i = 0; i < MessagesPerTurn; ++i) { // bounded: a peer could send for ever
        const auto next = os::peekMessageSize(fd, 1);
        if (!next)
            return false;
        if (next->outcome == os::Transfer::WouldBlock)
            return true;
        if (next->bytes == 0 && transport == MessageTransport::Packets) {
            if (os::markMessages(fd))
                return false;
            options.mark = true;
        }
        char ignored = 0;
        const auto received = os::receiveMessage(fd, &ignored, 1, options);
        if (!received || received->outcome == os::Transfer::End)
            return false;
    }
    return true;
}

} // namespace QtInterprocess
