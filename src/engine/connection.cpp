// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Implements the turns of a connection; connectionend.cpp has its end.

#include "engine/connection.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace QtInterprocess {

Connection::Connection(std::unique_ptr<Port> port, StreamObserver &observer)
    : m_port(std::move(port)),
      m_output(&m_port->output()),
      m_observer(observer),
      m_watch(*this),
      m_in(m_port->flow() == Flow::Out ? In::Reported : In::Open),
      m_out(m_port->flow() == Flow::In ? Out::Finished : Out::Open)
{
    m_watch.setHandle(m_port->handle());
    if (const Error error = m_port->join(*this, m_watch)) {
        if (m_in == In::Open)
            set(In::Ended);
        fail(error);
    } else if (m_port->always()) {
        m_watch.wake(); // starts reading once the limit is known
    } else {
        updateInterest();
    }
}

Connection::~Connection()
{
    closeHandle(Port::Closing::Graceful);
}

// ---- a forked child

bool Connection::takeOver()
{
    if (!m_mark.isOwned())
        return false;
    m_mark = {};
    if (m_port->isOpen())
        m_port->takeOver(*this);
    return true;
}

// ---- the halves

void Connection::set(In next)
{
    constexpr std::pair<In, In> Allowed[] = {
        { In::Open, In::Ended },           { In::Open, In::Discarding },     { In::Open, In::Discarded },
        { In::Ended, In::Reported },       { In::Ended, In::Discarded },     { In::Reported, In::Discarded },
        { In::Discarding, In::Discarded }, { In::Discarded, In::Discarded },
    };
    Q_ASSERT(std::find(std::begin(Allowed), std::end(Allowed), std::pair(m_in, next)) != std::end(Allowed));
    m_in = next;
}

void Connection::set(Out next)
{
    constexpr std::pair<Out, Out> Allowed[] = {
        { Out::Open, Out::Finishing },
        { Out::Open, Out::Finished },
        { Out::Open, Out::Failed },
        { Out::Finishing, Out::Finished },
        { Out::Finishing, Out::Failed },
        { Out::Finished, Out::Failed }, // after a failed read, or a failure that is reported late
        { Out::Failed, Out::Failed },
    };
    Q_ASSERT(std::find(std::begin(Allowed), std::end(Allowed), std::pair(m_out, next)) != std::end(Allowed));
    m_out = next;
}

// ---- input

void Connection::setReadLimit(qint64 limit)
{
    m_port->setReadLimit(limit);
    updateInterest();
}

void Connection::inputTaken()
{
    if (!m_port->isOpen() || (m_interest & Ready::Readable) || !isOwned())
        return;
    updateInterest();
    if (m_out == Out::Failed) // the remaining input comes before the error
        m_watch.wake();
}

qint64 Connection::readDirectly(char *data, qint64 size)
{
    if (!m_port->isOpen() || m_in != In::Open || !isOwned())
        return 0;
    Failure failure;
    const qint64 count = m_port->readDirectly(data, size, failure);
    if (failure)
        fail(std::move(failure));
    if (m_port->always())
        updateInterest(); // waits for more
    return count; // a turn reports the end, which can be read again
}

void Connection::read(StreamTurn &turn)
{
    if (m_in == In::Discarding) {
        if (!m_port->discardInput())
            set(In::Discarded);
        return;
    }
    if (m_in != In::Open)
        return;
    const bool isOpen = m_port->read(turn);
    if (turn.problems && turn.problems->error)
        fail(turn.takeError());
    // After a failure, an empty input is the end.
    const bool isEmpty = m_out == Out::Failed && !turn.hasRead() && m_port->hasRoom()
        && !m_port->readRetry().isWaiting() && m_port->isReadEmpty();
    if (!isOpen || isEmpty)
        set(In::Ended);
    if (turn.hasRead() && (!isOpen || m_out == Out::Failed))
        m_watch.wake(); // for the end, or for the rest of the input
}

// ---- output

void Connection::setOutput(std::unique_ptr<Output> output)
{
    m_port->setOutput(std::move(output));
    m_output = &m_port->output();
    m_watch.wake();
}

void Connection::written(Failure failure)
{
    if (failure)
        fail(std::move(failure));
    if (m_watch.isWoken())
        return; // the pending turn handles all of it
    if (!m_output->isBlocked() || m_output->hasUnreported() || m_port->hasSaved())
        m_watch.wake();
    else
        updateInterest();
}

void Connection::send()
{
    if (outputIsOver())
        return;
    if (Failure failure = m_port->send()) {
        fail(std::move(failure));
    } else if (m_out == Out::Finishing && !isClosing() && m_output->isEmpty()) {
        set(Out::Finished);
        m_error.add(m_port->shutDownWriting());
    }
}

bool Connection::flush()
{
    if (!m_port->isOpen() || m_output->isEmpty() || !isOwned())
        return false;
    const qint64 before = m_output->left();
    m_output->unblock(); // requested now, so try in any case
    send();
    m_watch.wake();
    updateInterest();
    return m_output->left() < before;
}

void Connection::finishWriting()
{
    if (m_out != Out::Open || !isOwned())
        return;
    set(Out::Finishing);
    m_port->finishWriting();
    m_watch.wake();
}

// Fails the connection. It ends after runTurn() has read all data that the peer had sent.
void Connection::fail(Failure &&failure)
{
    m_error.add(std::move(failure));
    m_error.add(m_output->lose(m_error.error()));
    set(Out::Failed);
    m_watch.wake();
}

// ---- turns

void Connection::ready(ReadySet what)
{
    (void)runTurn(what);
}

// Returns true if there was something to report; this object may be destroyed then.
bool Connection::runTurn(ReadySet what)
{
    if (!isOwned())
        return false;
    StreamTurn turn;
    what |= m_port->always();
    (void)m_port->readRetry().isDue();
    if (m_port->isOpen()) {
        if (what & (Ready::Writable | Ready::HangUp))
            m_output->unblock();
        if (what & ~ReadySet(Ready::Readable))
            send();
        if (m_port->hasSaved())
            m_port->takeSaved(turn);
        if ((what & (Ready::Readable | Ready::HangUp)) || m_out == Out::Failed)
            read(turn);
    }
    takeOutcomes(turn);
    if (!turn.hasRead())
        settle(what, turn);
    updateInterest();
    if (turn.isEmpty())
        return false;
    m_observer.streamTurn(turn);
    return true;
}

// Whether the peer accepts no more output, after the end of the input.
bool Connection::isPeerGone(ReadySet what) const
{
    if (!inputIsOver() || outputIsOver() || !m_port->isOpen())
        return false;
    if ((what & Ready::HangUp) && m_port->isOneHandle())
        return true;
    // A write-only handle is checked only on a Readable event: a call in every turn costs too much.
    return (m_port->flow() == Flow::Both || (what & Ready::Readable)) && m_port->isPeerClosed();
}

// Finds out whether one half or both have ended.
void Connection::settle(ReadySet what, StreamTurn &turn)
{
    auto how = Port::Closing::Graceful;
    if (isPeerGone(what)) {
        if (!m_output->isEmpty()) {
            m_output->unblock();
            send(); // fetches the system's error for output that nobody will read
            turn.bytesWritten += m_output->takeSent();
        }
        if (!outputIsOver())
            set(Out::Finished);
        how = Port::Closing::PeerClosed;
    }
    if (m_in == In::Ended) {
        set(In::Reported);
        turn.readFinished = true;
    }
    if ((inputIsOver() && outputIsOver()) || (isClosing() && (outputIsOver() || m_output->isEmpty()))) {
        turn.closed = true;
        closeHandle(how);
        turn.addError(std::move(m_error));
    }
}

bool Connection::wait(QDeadlineTimer deadline)
{
    while ((m_port->isOpen() || m_watch.isWoken()) && isOwned()) {
        const bool wasWoken = m_watch.isWoken();
        m_watch.cancelWake();
        const ReadySet what = wasWoken ? ReadySet(Ready::Woken) : m_port->poll(interest(), deadline);
        if (!what)
            return false;
        if (runTurn(what))
            return true;
        if (deadline.hasExpired() && !wasWoken)
            return false;
    }
    return false;
}

// Returns the events to wait for. Both directions count, whichever the user waits for: a peer may
// read only after its own output was read.
ReadySet Connection::interest() const
{
    ReadySet interest;
    const bool reads = m_in == In::Discarding || (m_in == In::Open && m_port->hasRoom());
    if (reads && !m_port->readRetry().isWaiting())
        interest |= Ready::Readable;
    if (m_output->isBlocked())
        interest |= Ready::Writable;
    // Only the hang-up of a peer that has ended its writing is left. While a paused reader leaves
    // input in the system, do not wait for it: it would be reported without end.
    if (!interest && (m_in == In::Reported || m_in == In::Discarded)) {
        // A write-only handle is never readable, so Readable costs nothing and still brings
        // hang-ups.
        interest = m_port->flow() == Flow::Out ? Ready::Readable : Ready::HangUp;
    }
    return interest;
}

void Connection::updateInterest()
{
    if (!m_port->isOpen() || !isOwned())
        return;
    m_interest = interest();
    m_port->setInterest(m_watch, m_interest);
    if (m_output->isWaitingToRetry() || m_port->readRetry().isWaiting()) {
        const QDeadlineTimer retryAt = std::min(m_output->retryAt(), m_port->readRetry().at());
        m_watch.wakeAfter(int(std::max<qint64>(retryAt.remainingTime(), 0)));
    }
}

// ---- the thread

void Connection::leaveThread()
{
    m_port->leave();
    m_watch.leaveThread();
    forgetClosing(this);
}

void Connection::joinThread()
{
    m_watch.joinThread();
    if (m_port->isOpen()) {
        if (const Error error = m_port->join(*this, m_watch))
            fail(error);
    }
    rememberIfClosing();
}

} // namespace QtInterprocess
