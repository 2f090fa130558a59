// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/linger.h"

#include "engine/unix/messagereader.h"
#include "os/background.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int Retry = 20; // milliseconds between attempts while a backlog, or a receiver of datagrams, is full

// Reads and forgets. Returns false once nothing more can come.
bool throwInputAway(int fd)
{
    char buffer[16 * 1024];
    for (int i = 0; i < 64; ++i) { // bounded: a peer could send for ever
        const auto received = os::receive(fd, buffer, sizeof buffer);
        if (!received || received->outcome == os::Transfer::End)
            return false;
        if (received->outcome == os::Transfer::WouldBlock)
            break;
    }
    return true;
}

bool throwInputAway(int fd, os::SocketType type)
{
    switch (type) {
    case os::SocketType::SeqPacket: return throwMessagesAway(fd, MessageTransport::Packets);
    case os::SocketType::Datagram: return throwMessagesAway(fd, MessageTransport::Datagrams);
    case os::SocketType::Stream: break;
    }
    return throwInputAway(fd);
}

} // namespace

void closeGracefully(OwnedHandle handle, os::SocketType type)
{
    const int fd = int(handle.get());
    // After this nothing more comes in, so that what is there is bounded by the socket's buffer.
    if (!os::shutdownSocket(fd, os::Half::Both))
        throwInputAway(fd, type);
}

// ---- jobs

void Linger::Job::clear()
{
    output.clear();
    if (messages)
        messages->clear();
}

bool Linger::Job::throwInputAway()
{
    return QtInterprocess::throwInputAway(int(handle.get()), type);
}

// False if something was lost.
bool Linger::Job::send()
{
    const int fd = int(handle.get());
    if (!messages) {
        output.unblock();
        return !output.send(fd);
    }
    messages->unblock();
    const Error lost = messages->send(fd);
    return messages->takeFailures().empty() && !lost;
}

os::PollEntry Linger::Job::pollEntry() const
{
    // A datagram socket counts as writable also when its receiver is full.
    const bool waitsForRoom = !messages || messages->isBlocked();
    const int fd = waitsForRoom || !inputEnded ? int(handle.get()) : -1;
    return { fd, !waitsForRoom ? os::PollFor::Reading : inputEnded ? os::PollFor::Writing : os::PollFor::Both };
}

// ---- the thread and what it is given

Linger &Linger::instance()
{
    static Linger *const linger = new Linger;
    return *linger;
}

void Linger::add(OwnedHandle handle, OutputQueue &&output)
{
    Job job;
    job.inputEnded = !output.hasHalves(); // a pipe that is written brings nothing
    job.handle = std::move(handle);
    job.output = std::move(output);
    add(std::move(job));
}

void Linger::add(Target target, OutputQueue &&output)
{
    Job job;
    job.target = std::move(target);
    job.output = std::move(output);
    add(std::move(job));
}

void Linger::add(OwnedHandle handle, os::SocketType type, std::unique_ptr<MessageOutput> output)
{
    Job job;
    job.handle = std::move(handle);
    job.type = type;
    job.inputEnded = output->isOneWay();
    job.messages = std::move(output);
    add(std::move(job));
}

void Linger::add(Target target, std::unique_ptr<MessageOutput> output)
{
    Job job;
    job.type = target.type;
    job.target = std::move(target);
    job.messages = std::move(output);
    add(std::move(job));
}

void Linger::add(Job job)
{
    const std::lock_guard lock(m_mutex);
    m_added.push_back(std::move(job));
    ++m_left;
    if (m_running)
        wakeThread();
    else
        startThread();
}

void Linger::startThread()
{
    if (!m_wakeRead) {
        if (auto pair = os::createStreamPair()) {
            m_wakeRead = std::move(pair->first);
            m_wakeWrite = std::move(pair->second);
        } // out of descriptors: then the thread looks for new jobs now and then
    }
    m_running = os::startBackgroundThread([this] { run(); });
    if (!m_running) { // no thread to be had: the bytes are lost, and drain() says so
        m_left -= int(m_added.size());
        m_added.clear();
        m_failed = true;
    }
}

void Linger::wakeThread()
{
    const ByteQueue::View one { "", 1 };
    if (m_wakeWrite)
        (void)os::send(int(m_wakeWrite.get()), &one, 1);
}

void Linger::run()
{
    for (;;) {
        {
            const std::lock_guard lock(m_mutex);
            std::move(m_added.begin(), m_added.end(), std::back_inserter(m_jobs));
            m_added.clear();
            if (m_jobs.empty()) {
                m_running = false;
                return;
            }
        }
        const auto done = std::remove_if(m_jobs.begin(), m_jobs.end(), [this](Job &job) { return advance(job); });
        if (done != m_jobs.end()) {
            const std::lock_guard lock(m_mutex);
            m_left -= int(m_jobs.end() - done);
            m_changed.notify_all();
        }
        m_jobs.erase(done, m_jobs.end());
        if (!m_jobs.empty())
            wait();
    }
}

// Returns true when the job is over. The handle is closed by then, so that whoever waits sees all of it.
bool Linger::advance(Job &job)
{
    if (job.target && !openFirst(job)) {
        noteLoss();
        job.clear();
        job.target.reset();
    } else if (job.handle) {
        // A peer that has ended its writing may still read; only a failed write tells that it does not.
        job.inputEnded = job.inputEnded || !job.throwInputAway();
        const bool failed = !job.send();
        if (failed)
            noteLoss();
        if (job.isEmpty() && !failed && job.type != os::SocketType::Datagram)
            closeGracefully(std::move(job.handle), job.type);
        else if (job.isEmpty())
            job.handle.reset();
    }
    return job.isEmpty() && !job.target;
}

// False if there will be nothing to write to; true also while there is nothing yet.
bool Linger::openFirst(Job &job)
{
    if (!job.nextAttempt.hasExpired())
        return true;
    auto opened = job.target->deadline.hasExpired() ? Result<OwnedHandle>(Error(Error::TimedOut, 0, QString()))
                                                    : job.target->open();
    if (!opened)
        return false;
    job.nextAttempt = QDeadlineTimer(job.delay);
    job.delay = std::min(2 * job.delay, LongestDelay);
    if (opened->isValid()) {
        job.handle = std::move(*opened);
        job.target.reset();
    }
    return true;
}

void Linger::wait()
{
    std::vector<os::PollEntry> entries;
    entries.push_back({ int(m_wakeRead.get()), os::PollFor::Reading });
    int timeout = m_wakeRead ? -1 : Retry;
    const auto wakeIn = [&](int milliseconds) {
        timeout = timeout < 0 ? milliseconds : std::min(timeout, milliseconds);
    };
    for (const Job &job : m_jobs) {
        if (job.handle)
            entries.push_back(job.pollEntry());
        else
            wakeIn(os::pollTimeout(job.nextAttempt));
        if (job.messages && !job.messages->retryAt().isForever())
            wakeIn(Retry);
    }
    os::pollAll(entries, timeout);
    if (m_wakeRead)
        throwInputAway(int(m_wakeRead.get()));
}

void Linger::noteLoss()
{
    const std::lock_guard lock(m_mutex);
    m_failed = true;
}

bool Linger::drain(QDeadlineTimer deadline)
{
    std::unique_lock lock(m_mutex);
    const auto nothingLeft = [this] { return m_left == 0; };
    if (deadline.isForever())
        m_changed.wait(lock, nothingLeft);
    else
        m_changed.wait_for(lock, std::chrono::nanoseconds(qMax<qint64>(deadline.remainingTimeNSecs(), 0)), nothingLeft);
    return m_left == 0 && !std::exchange(m_failed, false);
}

} // namespace QtInterprocess
