// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixstreamengine.h"

#include "engine/scratch.h"
#include "os/unix/descriptor.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int ChunksPerTurn = 4; // so that one busy peer does not starve the others

// Of reading. ECONNRESET means that the peer went away without reading all it was sent.
Failure failureOf(const Error &error)
{
    return error.code() == Error::PeerClosed ? Failure::ofOutput(error) : Failure(error);
}

} // namespace

UnixStreamEngine::UnixStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer,
                                   const ByteCalls &calls, Flow flow)
    : m_calls(calls),
      m_flow(flow),
      m_handle(std::move(handle)),
      m_gate(calls.hasHalves ? &m_handle : nullptr),
      m_input(input),
      m_observer(observer),
      m_watch(*this),
      m_output(calls),
      m_readFinished(flow == Flow::Out),
      m_reportedReadFinished(flow == Flow::Out),
      m_writeFinished(flow == Flow::In)
{
    m_watch.setHandle(m_handle.get());
    updateInterest();
}

UnixStreamEngine::~UnixStreamEngine()
{
    closeHandle();
}

// ---- input

bool UnixStreamEngine::wantsInput() const noexcept
{
    return !m_readFinished && (m_closing || m_readLimit == 0 || m_input.size() < m_readLimit);
}

void UnixStreamEngine::setReadLimit(qint64 limit)
{
    m_readLimit = limit;
    updateInterest();
}

void UnixStreamEngine::inputTaken()
{
    if (!m_handle || (m_watch.interest() & Ready::Readable))
        return;
    updateInterest();
    if (m_writeFailed) // what is left, if anything, comes before the error
        m_watch.wake();
}

qint64 UnixStreamEngine::readDirectly(char *data, qint64 size)
{
    // What comes beside the bytes is told of in a turn.
    if (!m_handle || m_readFinished || m_closing || m_ancillary)
        return 0;
    const auto received = receive(data, size);
    if (received)
        return received->bytes; // the end is left for a turn to find: it can be read again
    readFailed(received.error());
    m_watch.wake();
    return 0;
}

Result<os::Transfer> UnixStreamEngine::receive(char *data, qint64 size)
{
    m_gate.beginReading();
    if (m_ancillary && !m_closing)
        return m_ancillary->receive(fd(), data, size);
    return m_gate.isShut() ? m_calls.read(fd(), data, size) : os::receiveBesideHandles(fd(), data, size);
}

void UnixStreamEngine::setAncillaryInput(AncillaryInput *ancillary)
{
    m_ancillary = ancillary;
    m_gate.setWanted(ancillary && ancillary->handleLimit() > 0);
}

void UnixStreamEngine::readSome(StreamTurn &turn)
{
    for (int i = 0; i < ChunksPerTurn && wantsInput(); ++i) {
        Scratch scratch;
        qint64 room = Scratch::Size;
        if (m_readLimit > 0)
            room = std::min(room, m_readLimit - m_input.size());
        const auto received = receive(scratch.buffer.data(), room);
        if (!received) {
            if (turn.bytesRead == 0)
                readFailed(received.error());
            else // the kernel tells it once; the end itself is found again in the next turn
                m_error.add(failureOf(received.error()));
            return;
        }
        if (received->outcome == os::Transfer::WouldBlock)
            return;
        if (received->outcome == os::Transfer::End) {
            // Not in one turn with bytes: then it is found again in the next one.
            m_readFinished = turn.bytesRead == 0;
            m_gate.peerHasEnded();
            return;
        }
        const qint64 count = received->bytes;
        turn.bytesRead += count;
        scratch.moveTo(m_input, count);
        // All there was, most likely; if not, the event comes again. But a read ends where handles or another sender begin.
        if (m_ancillary ? m_ancillary->isFilling() : count < room)
            return;
    }
}

// While closing, so that a peer that writes before it reads does not stand still.
void UnixStreamEngine::throwInputAway()
{
    Scratch scratch;
    QByteArray &buffer = scratch.buffer;
    for (int i = 0; i < ChunksPerTurn && !m_readFinished; ++i) {
        const auto received = receive(buffer.data(), buffer.size());
        if (!received)
            readFailed(received.error());
        else if (received->outcome == os::Transfer::End)
            m_readFinished = true;
        else if (received->outcome == os::Transfer::WouldBlock)
            return;
    }
}

// Both directions are over.
void UnixStreamEngine::readFailed(const Error &error)
{
    m_readFinished = true;
    writeFailed(failureOf(error));
}

// A peer that closed (or died) has hung up both halves; one that only ended its writing has not.
bool UnixStreamEngine::peerHasClosed()
{
    const auto polled = os::poll(fd(), os::PollFor::Nothing, QDeadlineTimer(0));
    return !polled || polled->hangUp;
}

// ---- output

void UnixStreamEngine::write(const char *data, qint64 size)
{
    // What is queued already waits for the kernel or for a turn that is on its way, and so will this.
    if (!m_output.appendInPlace(data, size))
        written(m_output.append(fd(), data, size));
}

void UnixStreamEngine::write(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    written(m_output.append(fd(), data, std::move(handles)));
}

void UnixStreamEngine::written(Failure failure)
{
    if (failure)
        writeFailed(std::move(failure));
    if (!m_output.isBlocked() || m_output.hasSent())
        m_watch.wake();
    updateInterest();
}

void UnixStreamEngine::write(ByteQueue &&bytes)
{
    m_output.append(std::move(bytes));
    m_watch.wake();
}

void UnixStreamEngine::writeSome()
{
    if (m_writeFinished)
        return;
    if (Failure failure = m_output.send(fd()))
        writeFailed(std::move(failure));
    else
        endWriting();
}

// The connection is over then, but not before what the peer had sent: takeTurn() reads that first.
void UnixStreamEngine::writeFailed(Failure failure)
{
    m_error.add(std::move(failure));
    m_error.add(m_output.lose(m_error.error()));
    m_writeFinished = m_writeFailed = true;
    m_watch.wake();
}

bool UnixStreamEngine::flush()
{
    if (!m_handle || m_output.isEmpty())
        return false;
    const qint64 before = m_output.size();
    m_output.unblock(); // asked for now: try, whatever was the case before
    writeSome();
    m_watch.wake();
    updateInterest();
    return m_output.size() < before;
}

void UnixStreamEngine::finishWriting()
{
    m_finishing = true;
    m_watch.wake();
}

void UnixStreamEngine::endWriting()
{
    if (!m_finishing || m_closing || m_writeFinished || !m_output.isEmpty())
        return;
    m_writeFinished = true;
    if (!m_calls.hasHalves)
        return; // settle() closes it
    m_error.add(os::shutdownSocket(fd(), os::Half::Writing));
}

// ---- turns

void UnixStreamEngine::ready(ReadySet what)
{
    StreamTurn turn;
    if (takeTurn(what, turn))
        m_observer.streamTurn(turn);
}

// Everything but the report. Returns true if there is something to report.
bool UnixStreamEngine::takeTurn(ReadySet what, StreamTurn &turn)
{
    if (m_handle) {
        if (what & (Ready::Writable | Ready::HangUp))
            m_output.unblock();
        if (what & ~ReadySet(Ready::Readable))
            writeSome();
        const bool mayRead = (what & (Ready::Readable | Ready::HangUp)) || m_writeFailed;
        if (mayRead && m_closing)
            throwInputAway();
        else if (mayRead)
            readSome(turn);
        if (mayRead)
            m_gate.endReading();
        if (m_output.takeHandlesRefused())
            turn.failures.push_back(os::handlesRefused());
        if (m_ancillary && turn.bytesRead > 0) {
            turn.handlesRead = m_ancillary->takeNews();
            if (const Error lost = m_ancillary->takeLoss())
                turn.refusals.push_back(lost);
        }
        if (m_writeFailed && turn.bytesRead > 0)
            m_watch.wake(); // there may be more
        else if (m_writeFailed && wantsInput())
            m_readFinished = true; // there is no more
    }
    turn.bytesWritten = m_output.takeSent();
    if (turn.bytesRead == 0)
        settle(what, turn);
    updateInterest();
    return !turn.isEmpty();
}

// Finds out whether a direction, or everything, has come to its end.
void UnixStreamEngine::settle(ReadySet what, StreamTurn &turn)
{
    const bool drained = m_output.isEmpty();
    // Of a pipe that is written, hardly ever: that is not worth a call in every turn.
    const bool mayBeOver = m_flow == Flow::Both || (what & Ready::Readable);
    if (m_readFinished && m_handle && !m_writeFinished && ((what & Ready::HangUp) || (mayBeOver && peerHasClosed()))) {
        if (!drained) {
            m_output.unblock();
            writeSome(); // finds out what the kernel says about bytes that nobody will read
        }
        m_writeFinished = m_peerHasClosed = true;
    }
    if (!m_closing && m_readFinished && !std::exchange(m_reportedReadFinished, true))
        turn.readFinished = true;
    if ((m_readFinished && m_writeFinished) || (m_closing && (m_writeFinished || m_output.isEmpty()))) {
        turn.closed = true;
        closeHandle();
        turn.error = std::move(m_error);
    }
}

bool UnixStreamEngine::wait(QDeadlineTimer deadline)
{
    if (m_watch.isWoken()) {
        m_watch.cancelWake();
        StreamTurn turn;
        if (takeTurn(Ready::Woken, turn)) {
            m_observer.streamTurn(turn);
            return true;
        }
    }
    while (m_handle) {
        // In both directions, whichever is waited for: a peer may have to be read before it reads.
        const bool reading = wantsInput();
        const bool writing = !m_output.isEmpty();
        const auto what = reading ? (writing ? os::PollFor::Both : os::PollFor::Reading)
                                  : (writing ? os::PollFor::Writing : os::PollFor::Nothing);
        // With a paused reader a hang-up is no news: it would be reported without end.
        const bool justSleep = !reading && !writing && !m_readFinished;
        const auto polled = os::poll(justSleep ? -1 : fd(), what, deadline);
        if (!polled || !polled->any())
            return false;
        ReadySet ready;
        ready.setFlag(Ready::Readable, polled->readable);
        ready.setFlag(Ready::Writable, polled->writable);
        ready.setFlag(Ready::HangUp, polled->hangUp);
        StreamTurn turn;
        if (takeTurn(ready, turn)) {
            m_observer.streamTurn(turn);
            return true;
        }
        if (deadline.hasExpired())
            return false;
    }
    return false;
}

void UnixStreamEngine::updateInterest()
{
    if (!m_handle)
        return;
    ReadySet interest;
    if (wantsInput())
        interest |= Ready::Readable;
    if (m_output.isBlocked())
        interest |= Ready::Writable;
    // Nothing to wait for but the hang-up of a peer that has ended its writing. Not while input is left in the
    // kernel for a paused reader: a hang-up would be reported without end.
    if (!interest && m_readFinished) // a pipe that is written is never readable: that brings hang-ups the cheap way
        interest = m_flow == Flow::Out ? Ready::Readable : Ready::HangUp;
    m_watch.setInterest(interest);
}

std::unique_ptr<StreamEngine> makeStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer)
{
    return std::make_unique<UnixStreamEngine>(std::move(handle), input, observer);
}

} // namespace QtInterprocess
