// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeport.h"

#include "engine/connection.h"
#include "engine/scratch.h"
#include "engine/win/pipelinger.h"
#include "os/win/completionport.h"
#include "os/win/errormap.h"
#include "support/errortext.h"
#include "support/messagebounds.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int ReadsPerTurn = 4; // so that one busy peer does not delay the others

Flow flowOf(qintptr handle)
{
    const auto access = os::pipeAccess(handle);
    return !os::canWrite(access) ? Flow::In : !os::canRead(access) ? Flow::Out : Flow::Both;
}

Error tooLarge(qint64 size, qint64 limit)
{
    return Error(Error::MessageTooLarge, 0, QStringLiteral("read from"), QString(),
                 ErrorText::tr("the message has %1 bytes, the limit is %2").arg(size).arg(limit));
}

} // namespace

PipePort::PipePort(OwnedHandle handle, ByteQueue &input, MessageBounds *bounds)
    : PipePort(std::move(handle), flowOf(handle.get()), input, bounds)
{ }

PipePort::PipePort(OwnedHandle handle, Flow flow, ByteQueue &input) : PipePort(std::move(handle), flow, input, nullptr)
{ }

PipePort::PipePort(OwnedHandle handle, Flow flow, ByteQueue &input, MessageBounds *bounds)
    : Port(input, flow, Ready::Readable | Ready::Writable),
      m_bounds(bounds),
      m_handle(std::move(handle)),
      m_output(std::make_unique<PipeOutput>(bounds != nullptr)),
      m_reading(bounds != nullptr, m_handle.get())
{ }

// ---- input

bool PipePort::hasRoom() const
{
    return m_readLimit == 0 || m_input.size() + (m_bounds ? m_bounds->overhead() : 0) < m_readLimit;
}

bool PipePort::read(StreamTurn &turn)
{
    for (int i = 0; i < ReadsPerTurn && hasRoom(); ++i) {
        const auto found = m_reading.look(m_handle.get());
        if (!found)
            break;
        if (!m_bounds) {
            readBytes(*found, turn);
        } else if (m_maximumMessageSize > 0 && found->messageLeft > m_maximumMessageSize) {
            turn.addError(tooLarge(found->messageLeft, m_maximumMessageSize));
            return false;
        } else {
            readMessage(*found, turn);
        }
    }
    if (!m_reading.end() || m_output->writing().isPending()) // the peer may have read all of it before it went away
        return true;
    // The end of the peer is an error only if output of ours was left.
    const Error why = os::systemError(*m_reading.end(), "read from");
    turn.addError(m_output->lose(why));
    if (why.code() != Error::PeerClosed)
        turn.addError(why);
    return false;
}

void PipePort::readBytes(const os::Peeked &found, StreamTurn &turn)
{
    Scratch scratch;
    const qint64 room = roomFor(std::min<qint64>(Scratch::Size, found.available));
    const qint64 count = m_reading.read(m_handle.get(), scratch.buffer.data(), room);
    turn.bytesRead += count;
    scratch.moveTo(m_input, count);
}

void PipePort::readMessage(const os::Peeked &found, StreamTurn &turn)
{
    QByteArray message(qsizetype(found.messageLeft), Qt::Uninitialized);
    message.truncate(qsizetype(m_reading.read(m_handle.get(), message.data(), message.size())));
    if (m_reading.end())
        return;
    ++turn.messagesRead;
    turn.bytesRead += message.size();
    m_bounds->append(message.size());
    if (message.size() >= Scratch::KeepFrom)
        m_input.append(std::move(message));
    else
        m_input.append(message.constData(), message.size());
}

qint64 PipePort::readDirectly(char *data, qint64 size, Failure &)
{
    const auto found = m_bounds ? std::nullopt : m_reading.look(m_handle.get());
    return found ? m_reading.read(m_handle.get(), data, std::min<qint64>(size, found->available)) : 0;
}

bool PipePort::discardInput()
{
    (void)m_reading.discard(m_handle.get());
    return !m_reading.end();
}

// ---- output

Failure PipePort::write(const char *data, qint64 size)
{
    m_output->append(data, size);
    return m_output->size() >= Scratch::Size ? send() : Failure();
}

void PipePort::setOutput(std::unique_ptr<Output> output)
{
    m_output.reset(static_cast<PipeOutput *>(output.release()));
    if (!m_bounds)
        m_output->mergeMessages();
}

// ---- the event loop

Error PipePort::join(ReadySource &, Watch &watch)
{
    const Error error = os::CompletionPort::instance().add(m_handle.get());
    m_isKnownToPort = !error;
    if (m_isKnownToPort)
        watch.setInterest(Ready::Readable); // reported for every completed operation
    return error;
}

// Lets the next turn start a read if none waits. After the end only the last write is awaited.
void PipePort::setInterest(Watch &watch, ReadySet interest)
{
    if ((interest & Ready::Readable) && flow() != Flow::Out && !m_reading.isWaiting() && !m_reading.end())
        watch.wake();
}

ReadySet PipePort::poll(ReadySet, QDeadlineTimer deadline)
{
    const QDeadlineTimer until = std::min(deadline, m_output->retryAt());
    const bool isAnyOver = os::Operation::waitForAny({ &m_reading.waiting(), &m_output->writing() }, until);
    return isAnyOver || m_output->retryAt().hasExpired() ? always() : ReadySet();
}

ReadySet PipePort::pollBoth(Port &writer, ReadySet, QDeadlineTimer deadline)
{
    const PipeOutput &output = *static_cast<PipePort &>(writer).m_output;
    const QDeadlineTimer until = std::min(deadline, output.retryAt());
    const bool isAnyOver = os::Operation::waitForAny({ &m_reading.waiting(), &output.writing() }, until);
    return isAnyOver || output.retryAt().hasExpired() ? always() : ReadySet();
}

// ---- the end

// Closes the handle; the data that the pipe has taken stays readable for the peer.
void PipePort::close(Closing how)
{
    m_isOpen = false;
    m_reading.stopWaiting();
    // If the handle is not known to our port, another reader may use it: leave the input to that
    // one.
    if (m_handle && m_isKnownToPort && how == Closing::Graceful)
        m_reading.discardUnread(m_handle.get());
    m_handle.reset();
}

void PipePort::handOver()
{
    m_isOpen = false;
    m_reading.stopWaiting();
    PipeLinger::instance().add(std::move(m_handle),
                               std::exchange(m_output, std::make_unique<PipeOutput>(m_bounds != nullptr)));
}

void PipePort::handOverWith(Port &reader)
{
    auto &other = static_cast<PipePort &>(reader);
    m_isOpen = other.m_isOpen = false;
    m_reading.stopWaiting();
    other.m_reading.stopWaiting();
    PipeLinger::instance().add(std::move(m_handle), std::move(other.m_handle),
                               std::exchange(m_output, std::make_unique<PipeOutput>(false)));
}

// Releases the handle from the port once no operation is active. If the system cannot do that, the
// next owner must adopt the handle, or wait by events.
Result<OwnedHandle> PipePort::takeHandle()
{
    m_isOpen = false;
    m_reading.endWaiting();
    os::CompletionPort::instance().remove(m_handle.get());
    return std::move(m_handle);
}

std::unique_ptr<StreamEngine> makeStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer)
{
    return std::make_unique<Connection>(std::make_unique<PipePort>(std::move(handle), input), observer);
}

std::unique_ptr<Output> makeStreamOutput()
{
    return std::make_unique<PipeOutput>(false);
}

} // namespace QtInterprocess
