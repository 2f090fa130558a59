// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/workerengine.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

WorkerEngine::WorkerEngine(OwnedHandle handle, Flow flow, ByteQueue &input, StreamObserver &observer)
    : m_flow(flow),
      m_input(input),
      m_observer(observer),
      m_watch(*this),
      m_worker(Worker::make(std::move(handle), flow == Flow::In ? Worker::Task::Read : Worker::Task::Write))
{
    joinThread();
    m_watch.wake(); // begins to read, when the limit is known
}

WorkerEngine::~WorkerEngine()
{
    stop(Stop::Linger);
}

void WorkerEngine::setReadLimit(qint64 limit)
{
    m_readLimit = limit;
    m_watch.wake();
}

void WorkerEngine::updateAllowance()
{
    constexpr qint64 Plenty = std::numeric_limits<qint64>::max() / 2;
    if (m_flow == Flow::In && !m_ended && !m_closing)
        m_worker->allow(m_readLimit == 0 ? Plenty : std::max<qint64>(m_readLimit - m_input.size(), 0));
}

void WorkerEngine::write(const char *data, qint64 size)
{
    ByteQueue bytes;
    bytes.append(data, size);
    write(std::move(bytes));
}

void WorkerEngine::write(ByteQueue &&bytes)
{
    m_worker->write(std::move(bytes));
}

void WorkerEngine::finishWriting()
{
    if (!std::exchange(m_finishing, true))
        m_worker->finish();
}

void WorkerEngine::close()
{
    const bool wasClosing = std::exchange(m_closing, true);
    if (m_flow == Flow::In) {
        m_worker->abandon();
        m_ended = true;
        m_watch.wake();
    } else if (!wasClosing) {
        rememberClosing(this);
        finishWriting();
    }
}

void WorkerEngine::handOver()
{
    hangUpBell();
    m_error.count();
    if (!m_ended)
        m_worker->deliverAlone();
    m_ended = true;
    m_watch.wake(); // the turn with closed follows
}

void WorkerEngine::stop(Stop how)
{
    hangUpBell();
    forgetClosing(this);
    m_watch.stop();
    const bool hadEnded = std::exchange(m_ended, true);
    if (how == Stop::Discard) {
        m_error.discard();
        m_worker->abandon();
    } else {
        m_error.count();
        if (!hadEnded)
            leaveAlone();
    }
}

// What the worker has to report is counted by whoever drops the report.
void WorkerEngine::leaveAlone()
{
    if (m_worker->bytesToWrite() > 0)
        m_worker->deliverAlone();
    else if (!m_worker->takeReport().error)
        m_worker->abandon();
}

// ---- turns

void WorkerEngine::ready(ReadySet)
{
    StreamTurn turn;
    if (takeTurn(turn))
        m_observer.streamTurn(turn);
}

// Everything but the report. Returns true if there is something to report.
bool WorkerEngine::takeTurn(StreamTurn &turn)
{
    Worker::Report report = m_worker->takeReport();
    turn.bytesWritten = report.written;
    if (!m_closing) {
        turn.bytesRead = report.arrived.size();
        m_input.append(std::move(report.arrived));
    }
    m_error.add(std::move(report.error));
    m_ended = m_ended || report.ended;
    if (m_ended && turn.bytesRead == 0) {
        turn.readFinished = m_flow == Flow::In && !m_closing;
        turn.closed = true;
        turn.error = std::move(m_error);
        forgetClosing(this);
    } else if (m_ended) {
        m_watch.wake(); // the end, in a turn of its own
    } else {
        updateAllowance();
    }
    return !turn.isEmpty();
}

bool WorkerEngine::wait(QDeadlineTimer deadline)
{
    for (;;) {
        m_watch.cancelWake();
        StreamTurn turn;
        if (takeTurn(turn)) {
            m_observer.streamTurn(turn);
            return true;
        }
        if (!m_watch.isWoken() && !m_worker->wait(deadline))
            return false;
    }
}

void WorkerEngine::hangUpBell()
{
    m_worker->setBell({});
    m_bell.reset();
}

void WorkerEngine::leaveThread()
{
    hangUpBell();
    m_watch.leaveThread();
    forgetClosing(this);
}

void WorkerEngine::joinThread()
{
    m_watch.joinThread();
    m_bell = makeDoorbell(*this);
    m_worker->setBell([bell = m_bell.get()] { bell->ring(); });
    if (m_closing && m_flow == Flow::Out && (!m_ended || m_error.isLoss()))
        rememberClosing(this);
}

} // namespace QtInterprocess
