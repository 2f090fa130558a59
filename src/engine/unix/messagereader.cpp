// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messagereader.h"

#include "os/unix/datagrambuffer.h"
#include "os/unix/errormap.h"
#include "os/unix/pipe.h"
#include "support/errortext.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int MessagesPerTurn = 256;
constexpr qint64 BytesPerTurn = 4 * Scratch::Size;
// Large datagrams come in a row, and each would touch the pages of DatagramBuffer again.
constexpr int PeeksAfterLarge = 64;

} // namespace

MessageReader::MessageReader(std::optional<os::SocketType> type, MessageInput input) : m_type(type), m_input(input) { }

bool MessageReader::hasRoom() const noexcept
{
    if (readLimit == 0 || (readLimit > 0 && m_input.bounds.isEmpty())) // a limit below one message admits one
        return true;
    const qint64 beside = m_input.bounds.overhead() + (m_input.extras ? m_input.extras->overhead() : 0);
    return m_input.bytes.size() + beside < readLimit;
}

bool MessageReader::canContinueTurn(int fd, const StreamTurn &turn)
{
    if (turn.messagesRead >= MessagesPerTurn || turn.bytesRead >= BytesPerTurn
        || turn.failuresAndRefusals() >= MessagesPerTurn)
        return false;
    if (turn.messagesRead == 0)
        return true;
    if (maximumHandles > 0 && 2 * m_input.extras->handles() > maximumHandles) // the reader may be about to take them
        return false;
    if (m_type != os::SocketType::SeqPacket)
        return true;
    if (m_queued == 0 && turn.messagesRead == 1) // most likely a request with nothing behind it
        return false;
    if (m_queued <= 0)
        m_queued = os::queuedBytes(fd);
    return m_queued != 0;
}

void MessageReader::beginTurn() noexcept
{
    m_queued = -1;
    m_self.reset();
}

Result<MessageReader::Outcome> MessageReader::readNext(int fd, Scratch &scratch, StreamTurn &turn)
{
    scratch.refill();
    if (!m_type)
        return readFromPipe(fd, scratch, turn);
    const qint64 limit = maximumMessageSize > 0 ? maximumMessageSize : std::numeric_limits<qint64>::max() - 1;
    if (m_type == os::SocketType::Datagram) {
        if (char *const buffer = m_peeks == 0 ? os::DatagramBuffer::data() : nullptr)
            return receiveDatagram(fd, buffer, limit, turn);
        m_peeks = std::max(m_peeks - 1, 0);
    } else if (allQueuedFit(fd, std::min<qint64>(limit, Scratch::Size))) {
        os::ReceiveOptions with = options();
        with.type = os::SocketType::Datagram; // treats nothing as an empty message: the end follows these bytes
        return receive(fd, scratch.buffer, with, turn);
    }
    return peekAndReceive(fd, scratch, limit, turn);
}

// Whether the bytes of all queued packets, and so the next packet, fit into size. False if none is
// queued.
bool MessageReader::allQueuedFit(int fd, qint64 size)
{
    if (m_queued <= 0)
        m_queued = os::queuedBytes(fd);
    return m_queued > 0 && m_queued <= size;
}

Result<MessageReader::Outcome> MessageReader::peekAndReceive(int fd, Scratch &scratch, qint64 limit, StreamTurn &turn)
{
    const auto next = os::peekMessageSize(fd, limit + 1);
    if (!next)
        return next.error();
    if (next->outcome == os::Transfer::WouldBlock)
        return Outcome::Nothing;
    if (next->bytes > limit)
        return Outcome::TooLarge;
    if (next->bytes == 0 && m_type == os::SocketType::SeqPacket) {
        if (const Error error = mark(fd))
            return error.code() == Error::Unsupported ? Result<Outcome>(Outcome::End) : error;
    }
    QByteArray large;
    if (next->bytes > Scratch::Size)
        large = QByteArray(qsizetype(next->bytes), Qt::Uninitialized);
    return receive(fd, large.isEmpty() ? scratch.buffer : large, options(), turn);
}

// Receives a datagram into a buffer with room for any. Only as much of it is touched as may be
// kept.
Result<MessageReader::Outcome> MessageReader::receiveDatagram(int fd, char *buffer, qint64 limit, StreamTurn &turn)
{
    os::Received received;
    const qint64 room = std::min<qint64>(limit, os::DatagramBuffer::Size);
    const auto taken = os::receiveMessage(fd, buffer, room, options(), received);
    if (!taken)
        return taken.error();
    if (taken->outcome != os::Transfer::Progress)
        return Outcome::Nothing;
    const auto size = qsizetype(taken->bytes);
    QByteArray message;
    if (received.truncated)
        m_refusal = tooLarge();
    else
        message = size < Scratch::KeepFrom ? QByteArray::fromRawData(buffer, size) : QByteArray(buffer, size);
    if (size > Scratch::Size) {
        os::DatagramBuffer::release();
        m_peeks = PeeksAfterLarge;
    }
    return received.truncated ? Outcome::Refused : accept(size, received, message, turn);
}

Result<MessageReader::Outcome> MessageReader::receive(int fd, QByteArray &buffer, const os::ReceiveOptions &options,
                                                      StreamTurn &turn)
{
    os::Received received;
    const auto taken = os::receiveMessage(fd, buffer.data(), buffer.size(), options, received);
    // An empty result that is not an empty message means that another process was faster.
    m_queued = m_queued > 0 && taken && taken->bytes > 0 ? std::max<qint64>(m_queued - taken->bytes, 0) : -1;
    if (!taken)
        return taken.error();
    if (taken->outcome != os::Transfer::Progress) // WouldBlock: another process with this socket was faster
        return taken->outcome == os::Transfer::End ? Outcome::End : Outcome::Nothing;
    return accept(taken->bytes, received, buffer, turn);
}

MessageReader::Outcome MessageReader::accept(qint64 size, os::Received &received, QByteArray &buffer, StreamTurn &turn)
{
    if (admission.kind() != Access::Everyone && !checkSender(received.ancillary.credentials))
        return Outcome::Refused;
    if (!received.hasNoExtras())
        appendExtra(received, turn);
    append(size, buffer, turn);
    return Outcome::Message;
}

Result<MessageReader::Outcome> MessageReader::readFromPipe(int fd, Scratch &scratch, StreamTurn &turn)
{
    if (m_hasTooLarge)
        return Outcome::TooLarge;
    const auto read = os::readFrom(fd, scratch.buffer.data(), scratch.buffer.size());
    if (!read)
        return read.error();
    if (read->outcome != os::Transfer::Progress)
        return read->outcome == os::Transfer::End ? Outcome::End : Outcome::Nothing;
    if (maximumMessageSize > 0 && read->bytes > maximumMessageSize) {
        m_hasTooLarge = true;
        return Outcome::TooLarge;
    }
    append(read->bytes, scratch.buffer, turn);
    return Outcome::Message;
}

bool MessageReader::checkSender(const std::optional<os::SenderCredentials> &sender)
{
    if (!m_self)
        m_self = os::Self::now();
    Error refusal = os::checkSender(sender, admission, *m_self);
    if (!refusal)
        return true;
    m_refusal = std::move(refusal);
    return false;
}

// Marks messages, including those already queued.
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
    options.type = *m_type;
    options.maximumHandles = std::max(maximumHandles - m_input.extras->handles(), 0);
    options.sender = receivesSenders;
    options.likelySender = &m_lastSender;
    // Datagrams are excluded: they report handles that were not requested.
    options.bytesAlone = m_type == os::SocketType::SeqPacket && expectsNoHandles && !receivesCredentials && !m_marked;
    return options;
}

void MessageReader::appendExtra(os::Received &received, StreamTurn &turn)
{
    // A datagram reports this itself.
    if (received.ancillary.truncated && maximumHandles > 0 && m_type == os::SocketType::SeqPacket)
        turn.addRefusal(handlesClosed());
    if (receivesSenders && received.sender.bytes.constData() != m_lastSender.bytes.constData())
        m_lastSender = received.sender;
    m_input.extras->append(m_input.bounds.count(), std::move(received));
}

void MessageReader::append(qint64 size, QByteArray &buffer, StreamTurn &turn)
{
    ++turn.messagesRead;
    turn.bytesRead += size;
    m_input.bounds.append(size);
    if (size >= Scratch::KeepFrom) {
        buffer.truncate(qsizetype(size));
        m_input.bytes.append(std::exchange(buffer, QByteArray()));
    } else if (!m_input.bytes.appendInPlace(buffer.constData(), size)) {
        m_input.bytes.append(buffer.constData(), size);
    }
}

void MessageReader::skip(int fd)
{
    char ignored = 0;
    os::Received received;
    (void)os::receiveMessage(fd, &ignored, 1, options(), received);
}

Error MessageReader::handlesClosed() const
{
    return Error(Error::ResourceExhausted, 0, QStringLiteral("receive the handles of a message from"), QString(),
                 ErrorText::tr("some handles were closed; more than %1 were pending, or no descriptor was free")
                     .arg(maximumHandles));
}

Error MessageReader::tooLarge() const
{
    return Error(Error::MessageTooLarge, 0, QStringLiteral("read from"), QString(),
                 ErrorText::tr("the message is larger than the limit of %1 bytes").arg(maximumMessageSize));
}

static Result<bool> endOrRetry(const Error &error)
{
    return os::passesWithTime(error) ? Result<bool>(error) : Result<bool>(false);
}

Result<bool> discardMessages(int fd, os::SocketType type)
{
    os::ReceiveOptions options;
    options.type = type;
    for (int i = 0; i < MessagesPerTurn; ++i) { // bounded: a peer could send forever
        const auto next = os::peekMessageSize(fd, 1);
        if (!next)
            return endOrRetry(next.error());
        if (next->outcome == os::Transfer::WouldBlock)
            return true;
        if (next->bytes == 0 && type == os::SocketType::SeqPacket) {
            if (os::markMessages(fd))
                return false;
        }
        char ignored = 0;
        os::Received received;
        const auto taken = os::receiveMessage(fd, &ignored, 1, options, received);
        if (!taken)
            return endOrRetry(taken.error());
        if (taken->outcome == os::Transfer::End)
            return false;
    }
    return true;
}

} // namespace QtInterprocess
