// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixmessageengine.h"

#include "engine/unix/linger.h"
#include "os/unix/descriptor.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"

#include <utility>

namespace QtInterprocess {

static constexpr qint64 CorkLimit = 64 * 1024;

UnixMessageEngine::UnixMessageEngine(OwnedHandle handle, MessageInput input, StreamObserver &observer,
                                     MessageTransport transport, Flow flow)
    : m_flow(flow),
      m_handle(std::move(handle)),
      m_gate(transport == MessageTransport::Packets ? &m_handle : nullptr, os::SocketType::SeqPacket),
      m_observer(observer),
      m_watch(*this),
      m_reader(transport, input),
      m_output(transport),
      m_readFinished(flow == Flow::Out),
      m_reportedReadFinished(flow == Flow::Out),
      m_writeFinished(flow == Flow::In)
{
    m_watch.setHandle(m_handle.get());
    updateInterest();
}

UnixMessageEngine::~UnixMessageEngine()
{
    closeHandle();
}

// ---- input

void UnixMessageEngine::setReadLimit(qint64 limit)
{
    m_reader.readLimit = limit;
    updateInterest();
}

void UnixMessageEngine::inputTaken()
{
    if (!m_handle || (m_watch.interest() & Ready::Readable))
        return;
    updateInterest();
    if (m_writeFailed) // what is left, if anything, comes before the error
        m_watch.wake();
}

void UnixMessageEngine::setMaximumHandles(int count)
{
    m_reader.maximumHandles = count;
    m_gate.setWanted(count > 0);
}

void UnixMessageEngine::readSome(StreamTurn &turn)
{
    m_reader.beginTurn();
    m_gate.beginReading();
    m_reader.noneCanCome = m_gate.isShut();
    Scratch scratch;
    bool failed = false;
    while (wantsInput() && m_reader.goesOn(fd(), turn)) {
        const auto read = m_reader.readNext(fd(), scratch, turn);
        if (!read) {
            // A reset means that the peer went away without reading all it was sent.
            fail(read.error().code() == Error::PeerClosed ? Failure::ofOutput(read.error()) : read.error());
            if (std::exchange(failed, true))
                return;
        } else if (*read == MessageReader::Outcome::End) {
            m_readFinished = turn.messagesRead == 0; // not in one turn with messages: it is found again
            if (os::canMarkMessages()) // else it may be an empty message
                m_gate.peerHasEnded();
            return;
        } else if (*read == MessageReader::Outcome::TooLarge) {
            if (turn.messagesRead == 0) {
                m_readFinished = true;
                fail(m_reader.tooLarge());
            }
            return;
        } else if (*read == MessageReader::Outcome::Nothing) {
            return;
        }
    }
}

// A peer that closed (or died) has hung up both halves; one that only ended its writing has not.
bool UnixMessageEngine::peerHasClosed() const
{
    const auto polled = os::poll(fd(), os::PollFor::Nothing, QDeadlineTimer(0));
    return !polled || polled->hangUp;
}

// ---- output

Error UnixMessageEngine::check(qint64 size)
{
    return m_handle && m_flow == Flow::Both ? os::makeRoomForMessage(fd(), size, m_roomFor) : Error();
}

void UnixMessageEngine::write(const char *data, qint64 size)
{
    const auto early = m_earlyHandles.empty() ? m_earlyHandles.end() : m_earlyHandles.find(m_written++);
    std::vector<OwnedHandle> handles;
    if (early != m_earlyHandles.end()) {
        handles = std::move(early->second);
        m_earlyHandles.erase(early);
    }
    send(data, size, std::move(handles));
}

void UnixMessageEngine::send(const char *data, qint64 size, std::vector<OwnedHandle> handles)
{
    const bool atOnce = m_output.isEmpty() && size >= CorkLimit;
    OutgoingMessage message;
    message.bytes = atOnce ? QByteArray::fromRawData(data, qsizetype(size)) : QByteArray(data, qsizetype(size));
    message.handles = std::move(handles);
    if (atOnce) {
        if (Failure lost = m_output.appendAndSend(fd(), std::move(message)))
            fail(std::move(lost));
    } else {
        m_output.append(std::move(message));
        if (m_output.size() >= CorkLimit)
            writeSome();
    }
    if (!m_output.isBlocked() || m_output.hasNews())
        m_watch.wake();
    updateInterest();
}

void UnixMessageEngine::write(ByteQueue &&)
{
    Q_UNREACHABLE(); // what was written while connecting comes message by message
}

void UnixMessageEngine::writeSome()
{
    if (m_writeFinished)
        return;
    if (Failure lost = m_output.send(fd()))
        fail(std::move(lost));
    else
        endWriting();
}

// The connection is over then, but not before what the peer had sent: takeTurn() reads that first.
void UnixMessageEngine::fail(Failure failure)
{
    m_error.add(std::move(failure));
    m_error.add(m_output.lose(m_error.error()));
    m_writeFinished = m_writeFailed = true;
    m_watch.wake();
}

bool UnixMessageEngine::flush()
{
    if (!m_handle || m_output.isEmpty())
        return false;
    const qint64 before = m_output.size();
    m_output.unblock(); // asked for now: try, whatever was the case before
    writeSome();
    m_watch.wake();
    updateInterest();
    return m_output.size() < before || m_output.isEmpty();
}

void UnixMessageEngine::finishWriting()
{
    m_finishing = true;
    m_watch.wake();
}

void UnixMessageEngine::endWriting()
{
    if (!m_finishing || m_closing || m_writeFinished || !m_output.isEmpty())
        return;
    m_writeFinished = true;
    if (m_flow != Flow::Both)
        return; // settle() closes it
    m_error.add(os::shutdownSocket(fd(), os::Half::Writing));
}

// ---- turns

void UnixMessageEngine::ready(ReadySet what)
{
    StreamTurn turn;
    if (takeTurn(what, turn))
        m_observer.streamTurn(turn);
}

// Everything but the report. Returns true if there is something to report.
bool UnixMessageEngine::takeTurn(ReadySet what, StreamTurn &turn)
{
    if (m_handle) {
        if (what & (Ready::Writable | Ready::HangUp))
            m_output.unblock();
        if (what & ~ReadySet(Ready::Readable))
            writeSome();
        const bool mayRead = (what & (Ready::Readable | Ready::HangUp)) || m_writeFailed;
        if (mayRead && m_closing)
            m_readFinished = m_readFinished || !throwMessagesAway(fd(), MessageTransport::Packets);
        else if (mayRead)
            readSome(turn);
        if (mayRead)
            m_gate.endReading();
        if (m_writeFailed && turn.messagesRead > 0)
            m_watch.wake(); // there may be more
        else if (m_writeFailed && wantsInput())
            m_readFinished = true; // there is no more
    }
    turn.bytesWritten = m_output.takeSent();
    append(turn.failures, m_output.takeFailures());
    if (turn.messagesRead == 0)
        settle(what, turn);
    updateInterest();
    return !turn.isEmpty();
}

// Finds out whether a direction, or everything, has come to its end.
void UnixMessageEngine::settle(ReadySet what, StreamTurn &turn)
{
    // Of a pipe that is written, hardly ever: that is not worth a call in every turn.
    const bool mayBeOver = m_flow == Flow::Both || (what & Ready::Readable);
    if (m_readFinished && m_handle && !m_writeFinished && ((what & Ready::HangUp) || (mayBeOver && peerHasClosed()))) {
        if (!m_output.isEmpty()) {
            m_output.unblock();
            writeSome(); // finds out what the kernel says about messages that nobody will read
        }
        m_writeFinished = true;
    }
    if (!m_closing && m_readFinished && !std::exchange(m_reportedReadFinished, true))
        turn.readFinished = true;
    if ((m_readFinished && m_writeFinished) || (m_closing && (m_writeFinished || m_output.isEmpty()))) {
        turn.closed = true;
        closeHandle();
        turn.error = std::move(m_error);
    }
}

// What there is to do, as poll() sees it; empty if the deadline came first.
ReadySet UnixMessageEngine::poll(QDeadlineTimer deadline) const
{
    // In both directions, whichever is waited for: a peer may have to be read before it reads.
    const bool reading = wantsInput();
    const bool writing = m_output.isBlocked();
    const auto what = reading ? (writing ? os::PollFor::Both : os::PollFor::Reading)
                              : (writing ? os::PollFor::Writing : os::PollFor::Nothing);
    // With a paused reader a hang-up is no news: it would be reported without end.
    const bool justSleep = !reading && !writing && !m_readFinished;
    const auto polled = os::poll(justSleep ? -1 : fd(), what, std::min(deadline, m_output.retryAt()));
    ReadySet ready;
    if (polled) {
        ready.setFlag(Ready::Readable, polled->readable);
        ready.setFlag(Ready::Writable, polled->writable);
        ready.setFlag(Ready::HangUp, polled->hangUp);
    }
    ready.setFlag(Ready::Timer, m_output.retryAt().hasExpired());
    return ready;
}

bool UnixMessageEngine::wait(QDeadlineTimer deadline)
{
    const auto told = [this](ReadySet what) {
        StreamTurn turn;
        if (!takeTurn(what, turn))
            return false;
        m_observer.streamTurn(turn);
        return true;
    };
    if (m_watch.isWoken()) {
        m_watch.cancelWake();
        if (told(Ready::Woken))
            return true;
    }
    while (m_handle) {
        const ReadySet what = poll(deadline);
        if (!what)
            return false;
        if (told(what))
            return true;
        if (deadline.hasExpired())
            return false;
    }
    return false;
}

void UnixMessageEngine::updateInterest()
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
    if (!interest && m_readFinished)
        interest = m_flow == Flow::Out ? Ready::Readable : Ready::HangUp; // see UnixStreamEngine
    m_watch.setInterest(interest);
    if (!m_output.retryAt().isForever())
        m_watch.wakeAfter(os::pollTimeout(m_output.retryAt()));
}

} // namespace QtInterprocess
