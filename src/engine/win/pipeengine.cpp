// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeengine.h"

#include "engine/scratch.h"
#include "os/win/completionport.h"
#include "os/win/errormap.h"
#include "support/messagebounds.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int ReadsPerTurn = 4; // so that one busy peer does not starve the others

} // namespace

PipeEngine::PipeEngine(OwnedHandle handle, ByteQueue &input, MessageBounds *bounds, StreamObserver &observer)
    : m_input(input),
      m_bounds(bounds),
      m_observer(observer),
      m_watch(*this),
      m_output(std::make_unique<PipeOutput>(bounds != nullptr)),
      m_handle(std::move(handle))
{
    m_access = os::pipeAccess(m_handle.get());
    const Error error = os::CompletionPort::instance().add(m_handle.get());
    m_watch.setHandle(m_handle.get());
    if (error)
        fail(error);
    else
        m_watch.setInterest(Ready::Readable);
    m_watch.wake(); // begins to read
}

PipeEngine::~PipeEngine()
{
    closeHandle();
}

// ---- input

bool PipeEngine::wantsInput() const noexcept
{
    const qint64 held = m_input.size() + (m_bounds ? m_bounds->overhead() : 0);
    return os::canRead(m_access) && !m_readFinished && !m_end && (m_closing || m_readLimit == 0 || held < m_readLimit);
}

void PipeEngine::setReadLimit(qint64 limit)
{
    m_readLimit = limit;
    inputTaken();
}

void PipeEngine::inputTaken()
{
    if (m_handle && wantsInput() && !m_wait.isPending())
        m_watch.wake();
}

// Begins to wait, unless that is so already. False if there is nothing, or nothing more.
bool PipeEngine::somethingIsThere()
{
    if (!m_wait.isPending() && !m_wait.isDone())
        os::beginRead(m_wait, m_handle.get(), &m_nothing, 0);
    return m_wait.poll();
}

void PipeEngine::readSome(StreamTurn &turn)
{
    for (int i = 0; i < ReadsPerTurn && wantsInput(); ++i) {
        if (!somethingIsThere())
            return;
        const auto waited = m_wait.take();
        bool goOn = true;
        switch (waited.error) {
        case ERROR_OPERATION_ABORTED: break; // the thread that had begun it has ended
        case ERROR_SUCCESS:
            if (m_bounds)
                messageRead(turn, QByteArray("", 0)); // that was all of it: the message is out of the pipe
            else
                goOn = readBytes(turn);
            break;
        case ERROR_MORE_DATA: goOn = m_bounds ? readMessage(turn) : readBytes(turn); break;
        default: inputEnded(waited.error); return;
        }
        if (!goOn)
            return;
    }
    if (wantsInput())
        m_watch.wake(); // there may be more
}

// Returns false if reading is over.
bool PipeEngine::readBytes(StreamTurn &turn)
{
    const auto peeked = os::peekPipe(m_handle.get());
    if (peeked.error != ERROR_SUCCESS) {
        inputEnded(peeked.error);
        return false;
    }
    Scratch scratch;
    qint64 room = std::min<qint64>(Scratch::Size, peeked.available);
    if (m_readLimit > 0)
        room = std::min(room, m_readLimit - m_input.size());
    const qint64 count = room > 0 ? readNow(scratch.buffer.data(), quint32(room)) : 0;
    turn.bytesRead += count;
    scratch.moveTo(m_input, count);
    return !m_end;
}

bool PipeEngine::readMessage(StreamTurn &turn)
{
    const auto peeked = os::peekPipe(m_handle.get());
    if (peeked.error != ERROR_SUCCESS) {
        inputEnded(peeked.error);
        return false;
    }
    if (m_maximumMessageSize > 0 && peeked.messageLeft > m_maximumMessageSize) {
        fail(Error(Error::MessageTooLarge, 0, QStringLiteral("read from"), QString(),
                   QStringLiteral("a message of %1 bytes, the limit is %2")
                       .arg(peeked.messageLeft)
                       .arg(m_maximumMessageSize)));
        return false;
    }
    QByteArray message(qsizetype(peeked.messageLeft), Qt::Uninitialized);
    const qint64 count = readNow(message.data(), peeked.messageLeft);
    if (m_end)
        return false;
    message.truncate(qsizetype(count));
    messageRead(turn, std::move(message));
    return true;
}

void PipeEngine::messageRead(StreamTurn &turn, QByteArray &&message)
{
    if (m_closing)
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
qint64 PipeEngine::readNow(char *data, quint32 size)
{
    os::beginRead(m_wait, m_handle.get(), data, size);
    const auto outcome = m_wait.isDone() ? m_wait.take() : m_wait.cancel();
    if (outcome.error != ERROR_SUCCESS && outcome.error != ERROR_MORE_DATA && outcome.error != ERROR_OPERATION_ABORTED)
        inputEnded(outcome.error);
    return outcome.bytes;
}

qint64 PipeEngine::readDirectly(char *data, qint64 size)
{
    if (!m_handle || m_bounds || m_readFinished || m_end || m_closing || !os::canRead(m_access) || !somethingIsThere())
        return 0;
    m_watch.wake(); // waits for more, or tells of the end
    const auto waited = m_wait.take();
    if (waited.error == ERROR_SUCCESS || waited.error == ERROR_MORE_DATA) {
        const auto peeked = os::peekPipe(m_handle.get());
        if (peeked.error != ERROR_SUCCESS)
            inputEnded(peeked.error);
        else if (peeked.available > 0)
            return readNow(data, quint32(std::min<qint64>(size, peeked.available)));
    } else if (waited.error != ERROR_OPERATION_ABORTED) {
        inputEnded(waited.error);
    }
    return 0;
}

// While closing, so that a peer that writes before it reads does not stand still.
void PipeEngine::throwInputAway()
{
    StreamTurn unreported;
    const qint64 before = m_input.size();
    readSome(unreported);
    Q_ASSERT(!m_bounds || m_input.size() == before);
    m_input.discard(m_input.size() - before);
}

void PipeEngine::inputEnded(quint32 error)
{
    m_end = error;
    m_watch.wake();
}

void PipeEngine::fail(Failure failure)
{
    m_readFinished = true;
    writeFailed(std::move(failure));
}

// ---- output

bool PipeEngine::isWritable() const
{
    return os::canWrite(m_access) && !m_writeFinished && !m_finishing && !m_readFinished;
}

void PipeEngine::write(const char *data, qint64 size)
{
    m_output->append(data, size);
    if (m_output->size() >= Scratch::Size)
        writeSome();
    m_watch.wake();
}

void PipeEngine::write(ByteQueue &&bytes)
{
    m_output->append(std::move(bytes));
    m_watch.wake();
}

void PipeEngine::writeSome()
{
    if (m_writeFinished)
        return;
    if (Failure failure = m_output->advance(m_handle.get()))
        writeFailed(std::move(failure));
}

// The connection is over then, but not before what the peer had sent: takeTurn() reads that first.
void PipeEngine::writeFailed(Failure failure)
{
    m_error.add(std::move(failure));
    m_error.add(m_output->lose(m_error.error()));
    m_writeFinished = m_writeFailed = true;
    m_watch.wake();
}

bool PipeEngine::flush()
{
    if (!m_handle || m_output->isEmpty())
        return false;
    const qint64 before = m_output->size();
    writeSome();
    m_watch.wake();
    return m_output->size() < before;
}

void PipeEngine::finishWriting()
{
    m_finishing = true;
    m_watch.wake();
}

// ---- turns

void PipeEngine::ready(ReadySet)
{
    StreamTurn turn;
    if (takeTurn(turn))
        m_observer.streamTurn(turn);
}

// Everything but the report. Returns true if there is something to report.
bool PipeEngine::takeTurn(StreamTurn &turn)
{
    if (m_handle) {
        writeSome();
        if (m_closing)
            throwInputAway();
        else
            readSome(turn);
        if (m_writeFailed && wantsInput() && m_wait.isPending())
            m_readFinished = true; // there is no more
    }
    turn.bytesWritten = m_output->takeSent();
    if (turn.bytesRead == 0 && turn.messagesRead == 0)
        settle(turn);
    return !turn.isEmpty();
}

// Finds out whether everything has come to its end.
void PipeEngine::settle(StreamTurn &turn)
{
    if (m_end && !m_readFinished) {
        m_readFinished = true;
        const Error why = os::systemError(*m_end, "read from");
        // A peer that went away is an error only if bytes of ours were left.
        m_error.add(m_output->lose(why));
        if (why.code() != Error::PeerClosed)
            m_error.add(why);
    }
    if (m_readFinished && !m_writeFinished)
        m_writeFinished = true;
    const bool drained = m_output->isEmpty() || m_writeFinished;
    const bool noMoreInput = m_readFinished || (!os::canRead(m_access) && (m_writeFailed || m_finishing));
    if (!m_closing && m_readFinished && !std::exchange(m_reportedReadFinished, true))
        turn.readFinished = true;
    if ((m_closing || noMoreInput) && drained) {
        turn.closed = true;
        closeHandle();
        turn.error = std::move(m_error);
    }
}

bool PipeEngine::wait(QDeadlineTimer deadline)
{
    while (m_handle || m_watch.isWoken()) {
        m_watch.cancelWake();
        StreamTurn turn;
        if (takeTurn(turn)) {
            m_observer.streamTurn(turn);
            return true;
        }
        if (m_watch.isWoken())
            continue;
        if (!os::waitForAny({ m_wait.isPending() ? m_wait.event() : nullptr, m_output->event() }, deadline))
            return false;
    }
    return false;
}

} // namespace QtInterprocess
