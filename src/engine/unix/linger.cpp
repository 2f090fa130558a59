// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/linger.h"

#include "engine/unix/messagereader.h"
#include "os/background.h"
#include "os/unix/closing.h"
#include "os/unix/passrights.h"
#include "os/unix/sendrecv.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using os::HandleClosing;

namespace {

constexpr int Retry = 20; // milliseconds between attempts while a backlog, or a receiver of datagrams, is full

// Reads and forgets. Returns false once nothing more can come.
bool throwInputAway(int fd)
{
    char buffer[16 * 1024];
    for (int i = 0; i < 64; ++i) { // bounded: a peer could send for ever
        const auto received = os::receiveBesideHandles(fd, buffer, sizeof buffer);
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
    const bool isSealed = HandleClosing::of(handle) == HandleClosing::Sealed;
    // After this nothing more comes in, so that what is there is bounded by the socket's buffer.
    if (os::shutdownSocket(fd, os::Half::Both))
        return;
    if (isSealed)
        throwInputAway(fd, type);
    else if (os::hasEmptyQueue(fd, type == os::SocketType::SeqPacket))
        HandleClosing::set(handle, HandleClosing::Sealed);
    else
        os::closeElsewhereAfterReading(std::move(handle));
}

// ---- jobs

bool Linger::Job::throwInputAway()
{
    return QtInterprocess::throwInputAway(int(handle.get()), type);
}

Failure Linger::Job::send()
{
    const int fd = int(handle.get());
    if (!messages) {
        output.unblock();
        Failure lost = output.send(fd);
        if (output.takeHandlesRefused())
            lost.add(Failure::ofOutput(os::handlesRefused()));
        return lost;
    }
    messages->unblock();
    Failure lost = messages->send(fd);
    for (Failure &failure : messages->takeFailures())
        lost.add(std::move(failure));
    return lost;
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
    if (!job.inputEnded)
        os::readUrgentBytesInLine(int(job.handle.get()));
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
    const auto askToGiveWay = [this] {
        const std::lock_guard lock(m_mutex);
        wakeThread();
    };
    job.entry = Lingering::instance().begin(job.left(), Lingering::Where::Background, askToGiveWay);
    const std::lock_guard lock(m_mutex);
    m_added.push_back(std::move(job));
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
    if (m_running)
        return;
    for (Job &job : m_added)
        job.lose(Error(Error::ResourceExhausted, 0, QStringLiteral("start a thread"))).count();
    m_added.clear();
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
        m_jobs.erase(done, m_jobs.end());
        if (!m_jobs.empty())
            wait();
    }
}

// Returns true when the job is over. The handle is closed by then, so that whoever waits sees all of it.
bool Linger::advance(Job &job)
{
    if (job.target) {
        if (const Error error = openFirst(job))
            job.lose(error).count();
    }
    if (job.handle) {
        // A peer that has ended its writing may still read; only a failed write tells that it does not.
        job.inputEnded = job.inputEnded || !job.throwInputAway();
        Failure lost = job.send();
        if (job.isEmpty() && !lost && job.type != os::SocketType::Datagram)
            closeGracefully(std::move(job.handle), job.type);
        lost.count();
    }
    giveWayIfAsked(job);
    if (!job.isEmpty())
        return false;
    job.handle.reset();
    job.entry.reset();
    return true;
}

void Linger::giveWayIfAsked(Job &job)
{
    job.entry->progress(job.left());
    if (job.entry->hasToGiveWay() && !job.isEmpty())
        job.lose(job.entry->giveUp()).count();
}

// An error if there will be nothing to write to; none while there is nothing yet.
Error Linger::openFirst(Job &job)
{
    if (!job.nextAttempt.hasExpired())
        return {};
    auto opened = job.target->deadline.hasExpired() ? Result<OwnedHandle>(Error(Error::TimedOut, 0, QString()))
                                                    : job.target->open();
    if (!opened)
        return opened.error();
    job.nextAttempt = QDeadlineTimer(job.delay);
    job.delay = std::min(2 * job.delay, LongestDelay);
    if (opened->isValid()) {
        job.handle = std::move(*opened);
        job.target.reset();
    }
    return {};
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
    if (m_wakeRead && !throwInputAway(int(m_wakeRead.get())))
        os::pauseAfterFailure(Retry); // it may still be readable
}

} // namespace QtInterprocess
