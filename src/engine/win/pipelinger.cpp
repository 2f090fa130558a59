// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipelinger.h"

#include "engine/win/pipeconnector.h"
#include "os/background.h"
#include "os/win/pipe.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace QtInterprocess {

namespace {

// Reads and forgets, so that a peer that writes before it reads does not stand still. Ends when there is nothing more, and
// is told when there is.
void throwInputAway(qintptr handle, os::Overlapped &operation, char &nothing)
{
    char buffer[16 * 1024];
    for (int i = 0; i < 64; ++i) { // bounded: a peer could send for ever
        if (operation.isPending() && !operation.poll())
            return;
        const auto waited = operation.take();
        if (waited.error != ERROR_SUCCESS && waited.error != ERROR_MORE_DATA && waited.error != ERROR_OPERATION_ABORTED)
            return;
        const auto peeked = os::peekPipe(handle);
        if (peeked.error != ERROR_SUCCESS)
            return;
        if (peeked.available > 0) {
            os::beginRead(operation, handle, buffer, quint32(std::min<size_t>(sizeof buffer, peeked.available)));
            operation.cancel(); // it is over, unless somebody else took the bytes
        }
        os::beginRead(operation, handle, &nothing, 0);
    }
}

} // namespace

class PipeLinger::Notice final : public os::CompletionPort::Target
{
public:
    void completed(quint64 id) override { PipeLinger::instance().completed(id); }
};

PipeLinger &PipeLinger::instance()
{
    static PipeLinger *const linger = new PipeLinger;
    return *linger;
}

PipeLinger::PipeLinger() : m_notice(std::make_shared<Notice>()) { }

void PipeLinger::add(OwnedHandle handle, std::unique_ptr<PipeOutput> output)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_left;
    }
    take(std::move(handle), std::move(output));
}

// The handle need not be known to the port yet.
void PipeLinger::take(OwnedHandle handle, std::unique_ptr<PipeOutput> output)
{
    const bool lost = bool(os::CompletionPort::instance().add(handle.get()));
    if (lost)
        output->clear();
    quint64 id;
    {
        const std::lock_guard lock(m_mutex);
        m_failed |= lost;
        id = ++m_lastId;
        Job &job = m_jobs[id];
        job.output = std::move(output);
        job.handle = std::move(handle);
        os::CompletionPort::instance().watch(job.handle.get(), m_notice, id);
    }
    completed(id); // an operation may have ended while nobody watched
}

void PipeLinger::completed(quint64 id)
{
    const std::lock_guard lock(m_mutex);
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end() || !advance(job->second))
        return;
    m_jobs.erase(job); // the handle is closed by the time that anybody hears of it
    --m_left;
    m_changed.notify_all();
}

// Returns true when the job is over.
bool PipeLinger::advance(Job &job)
{
    if (job.output->advance(job.handle.get())) {
        m_failed = true;
        return true;
    }
    if (job.output->isEmpty()) {
        job.input.cancel();
        os::discardUnread(job.handle.get());
        return true;
    }
    throwInputAway(job.handle.get(), job.input, job.nothing);
    return false;
}

void PipeLinger::add(const PipeTarget &target, std::unique_ptr<PipeOutput> output)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_left;
    }
    // Shared only because a std::function has to be copyable.
    const auto shared = std::make_shared<std::unique_ptr<PipeOutput>>(std::move(output));
    const auto connect = [this, target, shared] {
        if (auto handle = connectPipe(target)) {
            take(std::move(*handle), std::move(*shared));
            return;
        }
        const std::lock_guard lock(m_mutex);
        m_failed = true;
        --m_left;
        m_changed.notify_all();
    };
    if (!os::startBackgroundThread(connect)) { // no thread to be had: the bytes are lost, and drain() says so
        const std::lock_guard lock(m_mutex);
        m_failed = true;
        --m_left;
    }
}

void PipeLinger::noteLoss()
{
    const std::lock_guard lock(m_mutex);
    m_failed = true;
}

bool PipeLinger::drain(QDeadlineTimer deadline)
{
    std::unique_lock lock(m_mutex);
    const auto nothingLeft = [this] { return m_left == 0; };
    if (deadline.isForever())
        m_changed.wait(lock, nothingLeft);
    else
        m_changed.wait_for(lock, std::chrono::nanoseconds(std::max<qint64>(deadline.remainingTimeNSecs(), 0)),
                           nothingLeft);
    return m_left == 0 && !std::exchange(m_failed, false);
}

} // namespace QtInterprocess
