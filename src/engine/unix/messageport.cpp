// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messageport.h"

#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"

#include <optional>
#include <utility>

namespace QtInterprocess {

static constexpr qint64 CorkLimit = 64 * 1024;

// ---- MessagePort

MessagePort::MessagePort(OwnedHandle handle, std::optional<os::SocketType> type, MessageInput input, Flow flow)
    : UnixPort(std::move(handle), input.bytes, type, flow),
      m_reader(type, input),
      m_output(std::make_unique<MessageOutput>(type))
{ }

void MessagePort::setMaximumHandles(int count)
{
    m_reader.maximumHandles = count;
    gate().setWanted(count > 0);
}

bool MessagePort::read(StreamTurn &turn)
{
    m_reader.beginTurn();
    gate().beginReading();
    m_reader.expectsNoHandles = gate().isShut();
    Scratch scratch;
    bool ended = false;
    while (hasRoom() && m_reader.canContinueTurn(fd(), turn) && readOne(scratch, turn, ended)) {
    }
    gate().endReading();
    if (turn.messagesRead > 0)
        m_readRetry.succeeded();
    return !ended;
}

bool MessagePort::discardInput()
{
    const auto more = discardMessages(fd(), type().value_or(os::SocketType::SeqPacket));
    const bool isOpen = more ? *more : retryReadLater(more.error());
    gate().endReading();
    return isOpen || type() == os::SocketType::Datagram; // datagram sockets have no end
}

Failure MessagePort::append(const char *data, qint64 size, std::vector<OwnedHandle> &&handles, const os::SocketName &to)
{
    const bool atOnce = size >= CorkLimit && m_output->isEmptyFor(to);
    OutgoingMessage message;
    message.bytes = atOnce ? QByteArray::fromRawData(data, qsizetype(size)) : QByteArray(data, qsizetype(size));
    message.handles = std::move(handles);
    message.to = to;
    if (atOnce) {
        aboutToSend();
        return m_output->appendAndSend(fd(), std::move(message));
    }
    m_output->append(std::move(message));
    return m_output->size() >= CorkLimit ? send() : Failure();
}

Error MessagePort::makeRoomFor(qint64 size)
{
    return isOpen() ? os::makeRoomForMessage(fd(), size, m_roomFor) : Error();
}

void MessagePort::setOutput(std::unique_ptr<Output> output)
{
    m_output.reset(static_cast<MessageOutput *>(output.release()));
}

std::unique_ptr<Output> MessagePort::takeOutput()
{
    return m_output->takeAll();
}

// ---- PacketPort

PacketPort::PacketPort(OwnedHandle handle, MessageInput input, std::optional<os::SocketType> type, Flow flow)
    : MessagePort(std::move(handle), type, input, flow)
{ }

bool PacketPort::readOne(Scratch &scratch, StreamTurn &turn, bool &ended)
{
    const auto read = m_reader.readNext(fd(), scratch, turn);
    if (!read && retryReadLater(read.error()))
        return false;
    if (!read) {
        const bool isFirst = !turn.problems || !turn.problems->error;
        turn.addError(failureOf(read.error()));
        return isFirst;
    }
    switch (*read) {
    case MessageReader::Outcome::Message: return true;
    case MessageReader::Outcome::End:
        ended = true;
        if (os::canMarkMessages()) // otherwise it may be an empty message
            gate().handlePeerEnd();
        return false;
    case MessageReader::Outcome::TooLarge:
        // A packet that is too large stays in the socket. It ends the connection in a turn of its
        // own, after the earlier messages were handled.
        if (turn.hasRead() && type())
            return false;
        turn.addError(m_reader.tooLarge());
        ended = true;
        return false;
    default: return false;
    }
}

} // namespace QtInterprocess
