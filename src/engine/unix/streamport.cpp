// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/streamport.h"

#include "engine/connection.h"
#include "engine/scratch.h"

#include <utility>

namespace QtInterprocess {

static constexpr int ChunksPerTurn = 4; // so that one busy peer does not delay the others

StreamPort::StreamPort(OwnedHandle handle, ByteQueue &input, const ByteCalls &calls, Flow flow)
    : UnixPort(std::move(handle), input, calls.supportsHalfClose ? std::optional(os::SocketType::Stream) : std::nullopt,
               flow),
      m_calls(calls),
      m_output(std::make_unique<OutputQueue>(calls))
{ }

void StreamPort::setAncillaryInput(AncillaryInput *ancillary)
{
    m_ancillary = ancillary;
    gate().setWanted(ancillary && ancillary->handleLimit() > 0);
    updateRoom();
}

void StreamPort::setReadLimit(qint64 limit)
{
    m_wantedLimit = limit;
    updateRoom();
}

// Changes the limit instead of hasRoom(), which plain connections call in every turn.
void StreamPort::updateRoom()
{
    constexpr qint64 Nothing = -1;
    m_readLimit = m_ancillary && m_ancillary->isFull() ? Nothing : m_wantedLimit;
}

Failure StreamPort::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    m_output->append(data, std::move(handles));
    return m_output->size() >= OutputQueue::CorkLimit ? send() : Failure();
}

void StreamPort::setOutput(std::unique_ptr<Output> output)
{
    m_output.reset(static_cast<OutputQueue *>(output.release()));
}

Result<os::Transfer> StreamPort::receive(char *data, qint64 size, AncillaryInput *ancillary)
{
    gate().beginReading();
    if (ancillary)
        return ancillary->receive(fd(), data, size);
    return gate().isShut() ? m_calls.read(fd(), data, size) : os::receiveWithoutHandles(fd(), data, size);
}

bool StreamPort::read(StreamTurn &turn)
{
    const bool isOpen = readChunks(turn);
    gate().endReading();
    if (m_ancillary && turn.bytesRead > 0) {
        updateRoom();
        turn.handlesRead = m_ancillary->takeNews();
        if (const Error lost = m_ancillary->takeLoss())
            turn.addRefusal(lost);
    }
    return isOpen;
}

bool StreamPort::readChunks(StreamTurn &turn)
{
    for (int i = 0; i < ChunksPerTurn && hasRoom(); ++i) {
        Scratch scratch;
        const qint64 room = roomFor(Scratch::Size);
        const auto received = receive(scratch.buffer.data(), room, m_ancillary);
        if (!received && retryReadLater(received.error()))
            return true;
        if (!received) {
            turn.addError(failureOf(received.error())); // the kernel reports it once; the end follows
            return true;
        }
        if (received->outcome == os::Transfer::WouldBlock)
            return true;
        if (received->outcome == os::Transfer::End) {
            gate().handlePeerEnd();
            return false;
        }
        m_readRetry.succeeded();
        const qint64 count = received->bytes;
        turn.bytesRead += count;
        scratch.moveTo(m_input, count);
        // A short read has most likely taken all; if not, the event comes again. With ancillary
        // data a read also ends where handles or another sender begin.
        if (m_ancillary ? m_ancillary->isFilling() : count < room)
            return true;
    }
    return true;
}

qint64 StreamPort::readDirectly(char *data, qint64 size, Failure &failure)
{
    if (m_ancillary) // ancillary data is reported by a turn
        return 0;
    const auto received = receive(data, size, nullptr);
    if (received)
        return received->bytes;
    if (!retryReadLater(received.error()))
        failure = failureOf(received.error());
    return 0;
}

bool StreamPort::discardInput()
{
    Scratch scratch;
    bool isOpen = true;
    for (int i = 0; i < ChunksPerTurn && isOpen; ++i) {
        const auto received = receive(scratch.buffer.data(), scratch.buffer.size(), nullptr);
        if (received ? received->outcome == os::Transfer::WouldBlock : retryReadLater(received.error()))
            break;
        isOpen = received && received->outcome != os::Transfer::End;
    }
    gate().endReading();
    return isOpen;
}

std::unique_ptr<StreamEngine> makeStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer)
{
    return std::make_unique<Connection>(std::make_unique<StreamPort>(std::move(handle), input), observer);
}

std::unique_ptr<Output> makeStreamOutput()
{
    return std::make_unique<OutputQueue>();
}

} // namespace QtInterprocess
