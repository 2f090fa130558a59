// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/workerport.h"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <utility>

namespace QtInterprocess {

WorkerPort::WorkerPort(OwnedHandle handle, Flow flow, ByteQueue &input)
    : Port(input, flow, Ready::Readable | Ready::Writable),
      m_worker(Worker::make(std::move(handle), flow == Flow::In ? Worker::Task::Read : Worker::Task::Write)),
      m_output(m_worker)
{ }

qintptr WorkerPort::handle() const
{
    return m_mark.isThisProcess() ? m_worker->handle() : qintptr(OwnedHandle::Invalid);
}

// ---- input

bool WorkerPort::read(StreamTurn &turn)
{
    Worker::Report report = m_worker->takeReport();
    turn.bytesRead = report.arrived.size();
    m_input.append(std::move(report.arrived));
    turn.addError(std::move(report.error));
    return !report.ended;
}

// ---- output

void WorkerPort::Unconfirmed::append(const char *data, qint64 size)
{
    ByteQueue bytes;
    bytes.append(data, size);
    m_size += size;
    m_worker->write(std::move(bytes));
}

void WorkerPort::Unconfirmed::confirm(qint64 size)
{
    m_size -= size;
    m_sent += size;
}

Failure WorkerPort::Unconfirmed::send(qintptr)
{
    Worker::Report report = m_worker->takeReport();
    confirm(report.written);
    if (report.error)
        reset(); // the worker has counted the rest as lost
    return std::move(report.error);
}

// ---- the event loop

// Makes only the bell. The first turn starts reading, because the limit is not known yet.
Error WorkerPort::join(ReadySource &source, Watch &)
{
    if (!m_mark.isThisProcess())
        return {};
    m_bell = makeDoorbell(source);
    useDoorbell();
    return {};
}

void WorkerPort::useDoorbell()
{
    setNotifier([bell = m_bell.get()] { bell->ring(); });
}

void WorkerPort::leave()
{
    if (m_mark.isThisProcess())
        m_worker->setNotifier({});
    m_bell.reset();
}

void WorkerPort::setInterest(Watch &, ReadySet interest)
{
    constexpr qint64 Plenty = std::numeric_limits<qint64>::max() / 2;
    if (flow() == Flow::Out)
        return;
    const qint64 room = std::max<qint64>(roomFor(Plenty), 0);
    m_worker->allow(interest & Ready::Readable ? room : 0); // a lowered limit withdraws what was allowed
}

ReadySet WorkerPort::poll(ReadySet, QDeadlineTimer deadline)
{
    return m_worker->wait(deadline) ? always() : ReadySet();
}

// Lets both workers ring one bell. It rings at once if there is news.
ReadySet WorkerPort::pollBoth(Port &writer, ReadySet, QDeadlineTimer deadline)
{
    struct Bell
    {
        std::mutex mutex;
        std::condition_variable rings;
        bool isRung = false;
    };
    const auto bell = std::make_shared<Bell>();
    const auto ring = [bell] {
        const std::lock_guard lock(bell->mutex);
        bell->isRung = true;
        bell->rings.notify_one();
    };
    auto &other = static_cast<WorkerPort &>(writer);
    setNotifier(ring);
    other.setNotifier(ring);
    {
        std::unique_lock lock(bell->mutex);
        (void)Worker::waitFor(bell->rings, lock, deadline, [&] { return bell->isRung; });
    }
    useDoorbell();
    other.useDoorbell();
    return bell->isRung ? always() : ReadySet();
}

// ---- the end

void WorkerPort::close(Closing how)
{
    if (!std::exchange(m_isOpen, false))
        return;
    leave();
    if (how == Closing::Copy)
        m_worker->closeCopy();
    else
        m_worker->abandon();
}

void WorkerPort::takeOver(ReadySource &source)
{
    m_bell.reset();
    m_worker = m_worker->successor();
    m_mark = {};
    m_bell = makeDoorbell(source);
    useDoorbell();
}

void WorkerPort::handOver()
{
    m_isOpen = false;
    leave();
    m_worker->deliverInBackground();
    m_output.leaveToWorker();
}

void WorkerPort::handOverWith(Port &reader)
{
    auto &other = static_cast<WorkerPort &>(reader);
    handOver();
    other.leave();
    if (std::exchange(other.m_isOpen, false))
        m_worker->discardMeanwhile(other.m_worker);
}

} // namespace QtInterprocess
