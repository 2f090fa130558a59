// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/worker.h"

#include "engine/scratch.h"
#include "os/background.h"
#include "support/errortext.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr qint64 MostUnreported = 256 * 1024; // bytes read ahead of the event loop

} // namespace

std::shared_ptr<Worker> Worker::make(OwnedHandle handle, Task task)
{
    return std::shared_ptr<Worker>(new Worker(std::move(handle), task));
}

Worker::Worker(OwnedHandle handle, Task task) : m_io(os::BlockingIo::make(std::move(handle))), m_task(task) { }

// ---- for the engine

void Worker::setNotifier(std::function<void()> notifier)
{
    const std::lock_guard lock(m_mutex);
    m_notifier = std::move(notifier);
    m_rung = false;
    if (!m_report.isEmpty())
        ring();
}

Worker::Report Worker::takeReport()
{
    const std::lock_guard lock(m_mutex);
    m_rung = false;
    Report report = std::exchange(m_report, {});
    m_report.ended = report.ended; // remains set; the error is reported once
    return report;
}

bool Worker::wait(QDeadlineTimer deadline)
{
    Lock lock(m_mutex);
    return waitFor(m_forEngine, lock, deadline, [this] { return !m_report.isEmpty(); });
}

void Worker::allow(qint64 bytes)
{
    const Lock lock(m_mutex);
    // Bytes being read, or not reported yet, were allowed before.
    m_allowed = bytes - m_underWay - m_report.arrived.size();
    startThread();
}

void Worker::write(ByteQueue &&bytes)
{
    Lock lock(m_mutex);
    m_output.append(std::move(bytes));
    if (m_report.ended) // not reported to the engine yet
        lose(Error(Error::PeerClosed, 0, QStringLiteral("write to")));
    else
        startThread();
}

qint64 Worker::bytesToWrite()
{
    const std::lock_guard lock(m_mutex);
    return left();
}

void Worker::finish()
{
    Lock lock(m_mutex);
    m_finishing = true;
    // Close now if possible: a peer that waits for the end must not depend on a thread.
    if (m_output.isEmpty() && !m_inCall && !m_report.ended)
        end({});
}

void Worker::abandon()
{
    Lock lock(m_mutex);
    m_notifier = nullptr;
    m_output.clear();
    m_report.error.discard();
    cancelCall(lock);
}

void Worker::cancelCall(Lock &lock)
{
    m_abandoned = true;
    m_forThread.notify_one();
    if (!m_inCall) {
        m_io.reset();
        return;
    }
    // The thread closes a handle in a call when the call returns.
    const auto io = m_io;
    lock.unlock();
    io->cancel();
}

void Worker::deliverInBackground()
{
    const auto giveUpOutput = [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->giveUpOutput();
    };
    auto entry = Lingering::instance().begin(bytesToWrite(), Lingering::Where::Background, giveUpOutput);
    Lock lock(m_mutex);
    m_notifier = nullptr;
    if (m_report.ended) {
        m_report.error.count();
        return;
    }
    m_finishing = true;
    m_lingering = std::move(entry);
    startThread();
}

void Worker::discardMeanwhile(const std::shared_ptr<Worker> &reader)
{
    const Lock lock(m_mutex);
    m_companion = reader;
    if (m_report.ended)
        endCompanion();
    else
        reader->beginDiscarding();
}

void Worker::beginDiscarding()
{
    const Lock lock(m_mutex);
    m_notifier = nullptr;
    m_discards = true;
    m_report.arrived.clear();
    m_allowed = std::numeric_limits<qint64>::max() / 2;
    startThread();
}

void Worker::endCompanion()
{
    if (const auto companion = std::exchange(m_companion, nullptr))
        companion->abandon();
}

// Gives up the output; runs in any thread. Progress is reported at once, so no last attempt is
// needed.
void Worker::giveUpOutput()
{
    Lock lock(m_mutex);
    if (!m_lingering || m_report.ended)
        return;
    lose(m_lingering->giveUp());
    m_report.ended = true;
    m_report.error.count();
    endCompanion();
    const auto entry = std::move(m_lingering); // moved out, as the call may never return
    cancelCall(lock);
}

qintptr Worker::handle()
{
    const std::lock_guard lock(m_mutex);
    return m_io ? m_io->handle() : qintptr(OwnedHandle::Invalid);
}

bool Worker::isReaderGone()
{
    const std::lock_guard lock(m_mutex);
    return m_io && m_io->isReaderGone();
}

// ---- a forked child

void Worker::closeCopy()
{
    const Lock lock(m_mutex, std::try_to_lock);
    if (lock && m_io)
        (void)m_io->release();
}

// Makes the worker of a forked child. Bytes that the parent's thread was writing count as written:
// the thread does not exist here and cannot report.
std::shared_ptr<Worker> Worker::successor()
{
    const Lock lock(m_mutex, std::try_to_lock);
    auto next = make(lock && m_io ? m_io->release() : OwnedHandle(), m_task);
    if (!lock) {
        next->m_report.ended = true;
        next->m_report.error = Error(Error::InvalidOperation, 0, QStringLiteral("use the handle"), QString(),
                                     ErrorText::tr("the worker thread of the handle does not exist in a forked child"));
        return next;
    }
    next->m_report = std::exchange(m_report, {});
    next->m_output = std::exchange(m_output, {});
    next->m_finishing = m_finishing;
    if (m_task == Task::Write)
        next->m_report.written += m_underWay;
    return next;
}

// ---- the thread

void Worker::startThread()
{
    if (m_hasThread) {
        m_forThread.notify_one();
        return;
    }
    if (!hasTask())
        return;
    m_hasThread = os::startBackgroundThread([self = shared_from_this()] { self->run(); });
    if (!m_hasThread) {
        end(Error(Error::ResourceExhausted, 0, QStringLiteral("use the handle"), QString(),
                  ErrorText::tr("the system cannot start another thread")));
        endLingering();
    }
}

void Worker::endLingering()
{
    if (!m_lingering)
        return;
    m_report.error.count();
    m_lingering.reset();
}

bool Worker::hasTask() const
{
    if (m_abandoned || m_report.ended || !m_io)
        return false;
    return m_task == Task::Write ? !m_output.isEmpty() || m_finishing
                                 : m_allowed > 0 && m_report.arrived.size() < MostUnreported;
}

void Worker::run()
{
    Lock lock(m_mutex);
    while (!m_abandoned && !m_report.ended) {
        if (!hasTask())
            m_forThread.wait(lock);
        else if (m_task == Task::Read)
            readOnce(lock);
        else if (!m_output.isEmpty())
            writeOnce(lock);
        else
            end({});
    }
    m_io.reset();
    endLingering();
}

void Worker::readOnce(Lock &lock)
{
    Scratch scratch;
    QByteArray &buffer = scratch.buffer;
    const qint64 size = std::min<qint64>(buffer.size(), m_allowed);
    m_allowed -= size;
    m_underWay = size;
    const auto got = call(lock, [&](os::BlockingIo &io) { return io.read(buffer.data(), size); });
    const qint64 count = got ? *got : 0;
    m_underWay = 0;
    m_allowed += size - count;
    if (m_abandoned)
        return;
    if (count == 0) {
        end(got ? Failure() : Failure(got.error()));
        return;
    }
    if (m_discards)
        return;
    if (count >= Scratch::KeepFrom) {
        buffer.truncate(qsizetype(count));
        m_report.arrived.append(std::exchange(buffer, QByteArray()));
    } else {
        m_report.arrived.append(buffer.constData(), count);
    }
    ring();
}

void Worker::writeOnce(Lock &lock)
{
    // Copies the data, because the queue may grow during the call.
    Scratch scratch;
    m_underWay = m_output.read(scratch.buffer.data(), scratch.buffer.size());
    const char *next = scratch.buffer.constData();
    while (m_underWay > 0 && !m_abandoned) {
        const auto put = call(lock, [&](os::BlockingIo &io) { return io.write(next, m_underWay); });
        if (m_abandoned)
            return;
        if (!put) {
            end(put.error());
            return;
        }
        next += *put;
        m_underWay -= *put;
        m_report.written += *put;
        if (m_lingering)
            m_lingering->progress(left());
        ring();
    }
}

template <typename Function>
Result<qint64> Worker::call(Lock &lock, Function function)
{
    const auto io = m_io;
    m_inCall = true;
    lock.unlock();
    auto result = function(*io);
    lock.lock();
    m_inCall = false;
    return result;
}

// Ends the worker. The handle is closed before the end is reported.
void Worker::end(Failure failure)
{
    m_io.reset();
    if (failure)
        lose(failure.error());
    m_report.ended = true;
    m_report.error.add(std::move(failure));
    endCompanion();
    ring();
}

void Worker::lose(const Error &why)
{
    if (!hasOutput())
        return;
    m_output.clear();
    m_underWay = 0;
    m_report.error.add(Failure::ofOutput(why));
}

void Worker::ring()
{
    m_forEngine.notify_all();
    if (m_notifier && !std::exchange(m_rung, true))
        m_notifier();
}

} // namespace QtInterprocess
