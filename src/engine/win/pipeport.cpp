// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeport.h"

#include "engine/connection.h"
#include "engine/scratch.h"
#include "engine/win/pipelinger.h"
#include "os/win/completionport.h"
#include "os/win/errormap.h"
#include "support/messagebounds.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int ReadsPerTurn = 4; // so that one busy peer does not starve the others

Flow flowOf(qintptr handle)
{
    const auto access = os::pipeAccess(handle);
    return !os::canWrite(access) ? Flow::In : !os::canRead(access) ? Flow::Out : Flow::Both;
}

} // namespace

PipePort::PipePort(OwnedHandle handle, ByteQueue &input, MessageBounds *bounds)
    : Port(input, flowOf(handle.get()), Ready::Readable | Ready::Writable),
      m_bounds(bounds),
      m_handle(std::move(handle)),
      m_output(std::make_unique<PipeOutput>(bounds != nullptr))
{ }

// ---- input

bool PipePort::hasRoom() const
{
    return m_readLimit == 0 || m_input.size() + (m_bounds ? m_bounds->overhead() : 0) < m_readLimit;
}

// Begins to wait, unless that is so already. False if there is nothing, or nothing more.
bool PipePort::somethingIsThere()
{
    if (!m_wait.isPending() && !m_wait.isDone())
        os::beginRead(m_wait, m_handle.get(), &m_nothing, 0);
    return m_wait.poll();
}

bool PipePort::read(StreamTurn &turn)
{
    for (int i = 0; i < ReadsPerTurn && !isOver() && hasRoom(); ++i) {
        switch (readNext(turn)) {
        case Step::Again: break;
        case Step::Wait: return true;
        case Step::TooLarge: return false;
        }
    }
    if (isOver())
        reportEnd(turn);
    return !isOver();
}

// A peer that went away is an error only if bytes of ours were left.
void PipePort::reportEnd(StreamTurn &turn)
{
    const Error why = os::systemError(*m_end, "read from");
    turn.error.add(m_output->lose(why));
    if (why.code() != Error::PeerClosed)
        turn.error.add(why);
}

PipePort::Step PipePort::readNext(StreamTurn &turn)
{
    if (!somethingIsThere())
        return Step::Wait;
    const auto waited = m_wait.take();
    switch (waited.error) {
    case ERROR_OPERATION_ABORTED: return Step::Again; // the thread that had begun it has ended
    case ERROR_SUCCESS:
        if (!m_bounds)
            return readBytes(turn);
        messageRead(turn, QByteArray("", 0)); // that was all of it: the message is out of the pipe
        return Step::Again;
    case ERROR_MORE_DATA: return m_bounds ? readMessage(turn) : readBytes(turn);
    default: m_end = waited.error; return Step::Again;
    }
}

PipePort::Step PipePort::readBytes(StreamTurn &turn)
{
    const auto peeked = os::peekPipe(m_handle.get());
    if (peeked.error != ERROR_SUCCESS) {
        m_end = peeked.error;
        return Step::Again;
    }
    Scratch scratch;
    qint64 room = std::min<qint64>(Scratch::Size, peeked.available);
    if (m_readLimit > 0 && !m_isDiscarding)
        room = std::min(room, m_readLimit - m_input.size());
    const qint64 count = room > 0 ? readNow(scratch.buffer.data(), quint32(room)) : 0;
    if (m_isDiscarding)
        return Step::Again;
    turn.bytesRead += count;
    scratch.moveTo(m_input, count);
    return Step::Again;
}

PipePort::Step PipePort::readMessage(StreamTurn &turn)
{
    const auto peeked = os::peekPipe(m_handle.get());
    if (peeked.error != ERROR_SUCCESS) {
        m_end = peeked.error;
        return Step::Again;
    }
    if (m_maximumMessageSize > 0 && peeked.messageLeft > m_maximumMessageSize) {
        turn.error.add(Error(Error::MessageTooLarge, 0, QStringLiteral("read from"), QString(),
                             QStringLiteral("a message of %1 bytes, the limit is %2")
                                 .arg(peeked.messageLeft)
                                 .arg(m_maximumMessageSize)));
        return Step::TooLarge;
    }
    QByteArray message(qsizetype(peeked.messageLeft), Qt::Uninitialized);
    const qint64 count = readNow(message.data(), peeked.messageLeft);
    if (isOver())
        return Step::Again;
    message.truncate(qsizetype(count));
    messageRead(turn, std::move(message));
    return Step::Again;
}

void PipePort::messageRead(StreamTurn &turn, QByteArray &&message)
{
    if (m_isDiscarding)
        return;
    const qsizetype size = message.size();
    ++turn.messagesRead;
    turn.bytesRead += size;
    m_bounds->append(size);
    if (size >= Scratch::KeepFrom)
        m_input.append(std::move(message));
    else
        m_input.append(message.constData(), size);
}

// Of what is known to be there, so that it is over at once. If it is not, somebody else has read it.
qint64 PipePort::readNow(char *data, quint32 size)
{
    os::beginRead(m_wait, m_handle.get(), data, size);
    const auto outcome = m_wait.isDone() ? m_wait.take() : m_wait.cancel();
    if (outcome.error != ERROR_SUCCESS && outcome.error != ERROR_MORE_DATA && outcome.error != ERROR_OPERATION_ABORTED)
        m_end = outcome.error;
    return outcome.bytes;
}

qint64 PipePort::readDirectly(char *data, qint64 size, Failure &)
{
    if (m_bounds || isOver() || !somethingIsThere())
        return 0;
    const auto waited = m_wait.take();
    if (waited.error == ERROR_SUCCESS || waited.error == ERROR_MORE_DATA) {
        const auto peeked = os::peekPipe(m_handle.get());
        if (peeked.error != ERROR_SUCCESS)
            m_end = peeked.error;
        else if (peeked.available > 0)
            return readNow(data, quint32(std::min<qint64>(size, peeked.available)));
    } else if (waited.error != ERROR_OPERATION_ABORTED) {
        m_end = waited.error;
    }
    return 0;
}

bool PipePort::discardInput()
{
    StreamTurn unreported;
    m_isDiscarding = true;
    for (int i = 0; i < ReadsPerTurn && !isOver(); ++i) {
        if (readNext(unreported) != Step::Again)
            break;
    }
    return !isOver();
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
    if (std::exchange(m_isKnownToPort, true))
        return {};
    if (const Error error = os::CompletionPort::instance().add(m_handle.get()))
        return error;
    watch.setInterest(Ready::Readable); // of every operation that has completed
    return {};
}

// Unless a read waits, the next turn begins one.
void PipePort::setInterest(Watch &watch, ReadySet interest)
{
    if ((interest & Ready::Readable) && flow() != Flow::Out && !m_wait.isPending())
        watch.wake();
}

ReadySet PipePort::poll(ReadySet, QDeadlineTimer deadline)
{
    const bool isSomething = os::waitForAny({ m_wait.isPending() ? m_wait.event() : nullptr, m_output->event() },
                                            deadline);
    return isSomething ? always() : ReadySet();
}

// ---- the end

// The pipe keeps what it has taken readable for the peer.
void PipePort::close(Closing how)
{
    m_isOpen = false;
    m_wait.cancel();
    if (m_handle && how == Closing::Graceful)
        os::discardUnread(m_handle.get());
    m_handle.reset();
}

void PipePort::handOver()
{
    m_isOpen = false;
    m_wait.cancel();
    PipeLinger::instance().add(std::move(m_handle),
                               std::exchange(m_output, std::make_unique<PipeOutput>(m_bounds != nullptr)));
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
