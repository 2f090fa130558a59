// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipelinger.h"

#include "os/background.h"
#include "os/win/pipe.h"

#include <chrono>
#include <utility>

namespace QtInterprocess {

class PipeLinger::CompletionTarget final : public os::CompletionPort::Target
{
public:
    void completed(quint64 id) override { PipeLinger::instance().completed(id); }
};

PipeLinger &PipeLinger::instance()
{
    static PipeLinger *const linger = new PipeLinger;
    return *linger;
}

PipeLinger::PipeLinger() : m_target(std::make_shared<CompletionTarget>()) { }

quint64 PipeLinger::begin(std::unique_ptr<Output> output)
{
    quint64 id;
    {
        const std::lock_guard lock(m_mutex);
        id = ++m_lastId;
    }
    const auto requestGiveUp = [this, id] { giveUpIfRequested(id); };
    auto entry = Lingering::instance().begin(output->left(), Lingering::Where::Background, requestGiveUp);
    const std::lock_guard lock(m_mutex);
    Job &job = m_jobs[id];
    job.entry = std::move(entry);
    job.output = std::move(output);
    return id;
}

void PipeLinger::add(OwnedHandle handle, std::unique_ptr<Output> output)
{
    take(begin(std::move(output)), std::move(handle));
}

void PipeLinger::add(OwnedHandle handle, OwnedHandle input, std::unique_ptr<Output> output)
{
    take(begin(std::move(output)), std::move(handle), std::move(input));
}

void PipeLinger::add(ConnectAttempts attempts, std::unique_ptr<Output> output)
{
    const bool isDecided = attempts.hasOutcome();
    const quint64 id = begin(std::move(output));
    const auto connect = [this, id, attempts = std::make_shared<ConnectAttempts>(std::move(attempts))] {
        if (auto handle = attempts->run())
            take(id, std::move(*handle));
        else
            lose(id, handle.error());
    };
    if (isDecided)
        connect();
    else if (!os::startBackgroundThread(connect))
        lose(id, Error(Error::ResourceExhausted, 0, QStringLiteral("start a thread")));
    giveUpIfRequested(id); // if that was requested before the job existed
}

// Starts the job. The handle may not be known to the completion port yet.
void PipeLinger::take(quint64 id, OwnedHandle handle, OwnedHandle input)
{
    auto &port = os::CompletionPort::instance();
    Error error = port.add(handle.get());
    if (!error && input)
        error = port.add(input.get());
    if (error) {
        lose(id, error);
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        const auto job = m_jobs.find(id);
        if (job == m_jobs.end()) // given up while it was connecting
            return;
        job->second.handle = std::move(handle);
        job->second.inputHandle = std::move(input);
        job->second.input.emplace(false, job->second.readHandle());
        port.watch(job->second.handle.get(), m_target, id);
        if (job->second.inputHandle)
            port.watch(job->second.inputHandle.get(), m_target, id);
    }
    giveUpIfRequested(id); // as above, or if an operation completed before the watch
}

void PipeLinger::lose(quint64 id, const Error &why)
{
    const std::lock_guard lock(m_mutex);
    const auto job = m_jobs.find(id);
    if (job == m_jobs.end())
        return;
    job->second.output->lose(why).count();
    m_jobs.erase(job);
}

void PipeLinger::completed(quint64 id)
{
    const std::lock_guard lock(m_mutex);
    const auto job = m_jobs.find(id);
    if (job != m_jobs.end() && advance(job->second))
        m_jobs.erase(job);
}

// Returns true when the job is over.
bool PipeLinger::advance(Job &job)
{
    if (Failure lost = job.output->send(job.handle.get())) {
        lost.count();
        return true;
    }
    job.entry->progress(job.output->left());
    if (job.output->isEmpty()) {
        job.input->stopWaiting();
        job.input->discardUnread(job.readHandle());
        return true;
    }
    if (job.output->isWaitingToRetry())
        os::CompletionPort::instance().remindAt(job.handle.get(), job.output->retryAt());
    // Reads input, so that a peer that writes before it reads does not block. The rest waits for
    // other jobs.
    if (job.input->discard(job.readHandle()))
        os::CompletionPort::instance().remind(job.handle.get());
    return false;
}

void PipeLinger::giveUpIfRequested(quint64 id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end())
        return;
    Job &job = found->second;
    const bool isOver = job.handle && advance(job);
    if (!isOver && !job.entry->mustGiveUp())
        return;
    if (!isOver)
        job.output->lose(job.entry->giveUp()).count();
    m_jobs.erase(found);
}

} // namespace QtInterprocess
