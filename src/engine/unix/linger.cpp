// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/linger.h"

#include "engine/unix/messagereader.h"
#include "os/background.h"
#include "os/processmark.h"
#include "os/unix/closing.h"
#include "os/unix/errormap.h"
#include "os/unix/passrights.h"
#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using os::HandleClosing;

namespace {

constexpr int Look = 20; // ms between two checks for new jobs, without a pipe to wake the thread

// Reads and drops input. Returns false at the end of the input. An error is temporary.
Result<bool> discardBytes(int fd, decltype(os::readFrom) *read = os::receiveWithoutHandles)
{
    char buffer[16 * 1024];
    for (int i = 0; i < 64; ++i) { // bounded: a peer could send forever
        const auto received = read(fd, buffer, sizeof buffer);
        if (!received && os::passesWithTime(received.error()))
            return received.error();
        if (!received || received->outcome == os::Transfer::End)
            return false;
        if (received->outcome == os::Transfer::WouldBlock)
            break;
    }
    return true;
}

Result<bool> discardQueued(int fd, os::SocketType type)
{
    return type == os::SocketType::Stream ? discardBytes(fd) : discardMessages(fd, type);
}

// Returns false at the end of the input. After a shortage the whole thread pauses, so that it does
// not spin.
bool mayHaveMore(const Result<bool> &more)
{
    if (!more)
        os::pauseAfterFailure(Look);
    return !more || *more;
}

} // namespace

void closeGracefully(OwnedHandle handle, os::SocketType type)
{
    const int fd = int(handle.get());
    const bool isSealed = HandleClosing::of(handle) == HandleClosing::Sealed;
    // After this no more input arrives, so the socket's buffer bounds the remaining input.
    if (os::shutdownSocket(fd, os::Half::Both))
        return;
    if (isSealed)
        (void)discardQueued(fd, type);
    else if (os::hasEmptyQueue(fd, type == os::SocketType::SeqPacket))
        HandleClosing::set(handle, HandleClosing::Sealed);
    else
        os::closeElsewhereAfterReading(std::move(handle));
}

// ---- jobs

void Linger::Job::setHandle(OwnedHandle connected)
{
    handle = std::move(connected);
    if (type == os::SocketType::Stream)
        os::readUrgentBytesInLine(int(handle.get()));
}

// Takes the connection. A job without one has failed.
void Linger::Job::takeOutcome()
{
    if (!attempts || !attempts->hasOutcome())
        return;
    auto outcome = attempts->takeOutcome();
    attempts.reset();
    if (outcome)
        setHandle(std::move(*outcome));
    else
        output->lose(outcome.error()).count();
}

bool Linger::Job::discardInput()
{
    if (input)
        return mayHaveMore(discardBytes(int(input.get()), readInput));
    return type && mayHaveMore(discardQueued(int(handle.get()), *type));
}

Failure Linger::Job::send()
{
    output->unblock();
    Failure lost = output->send(handle.get());
    for (Failure &failure : output->takeFailures())
        Failure::ofOutput(failure.report()).count(); // no device is left to report it
    return lost;
}

os::PollEntry Linger::Job::pollEntry() const
{
    // Wait for Writable only when blocked: a datagram socket is writable even if its receiver is
    // full.
    const bool waitsForRoom = output->isBlocked();
    const bool reads = !inputEnded && !input;
    const int fd = waitsForRoom || reads ? int(handle.get()) : -1;
    return { fd, !waitsForRoom ? os::PollFor::Reading : reads ? os::PollFor::Both : os::PollFor::Writing };
}

// ---- the thread and what it is given

Linger &Linger::instance()
{
    static os::PerProcess<Linger> s_linger;
    return s_linger.get();
}

void Linger::add(OwnedHandle handle, std::optional<os::SocketType> type, std::unique_ptr<Output> output)
{
    Job job;
    job.type = type;
    job.output = std::move(output);
    job.setHandle(std::move(handle));
    add(std::move(job));
}

void Linger::add(OwnedHandle handle, OwnedHandle input, std::unique_ptr<Output> output)
{
    Job job;
    job.output = std::move(output);
    job.handle = std::move(handle);
    job.readInput = os::isUnixSocket(int(input.get())) ? os::receiveWithoutHandles : os::readFrom;
    job.input = std::move(input);
    add(std::move(job));
}

void Linger::add(ConnectAttempts attempts, std::optional<os::SocketType> type, std::unique_ptr<Output> output)
{
    Job job;
    job.type = type;
    job.output = std::move(output);
    job.attempts = std::move(attempts);
    add(std::move(job));
}

void Linger::add(Job job)
{
    job.takeOutcome();
    if (!job.attempts && !job.handle)
        return;
    const auto requestGiveUp = [this] {
        const std::lock_guard lock(m_mutex);
        wakeThread();
    };
    job.entry = Lingering::instance().begin(job.output->left(), Lingering::Where::Background, requestGiveUp);
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
        } // out of descriptors: the thread checks for new jobs periodically
    }
    m_running = os::startBackgroundThread([this] { run(); });
    if (m_running)
        return;
    for (Job &job : m_added)
        job.output->lose(Error(Error::ResourceExhausted, 0, QStringLiteral("start a thread"))).count();
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

// Returns true when the job is over. Its handle is closed then, so drainAll() covers that as well.
bool Linger::advance(Job &job)
{
    if (job.attempts && job.attempts->nextAttempt().hasExpired())
        job.attempts->attempt();
    job.takeOutcome();
    if (job.handle) {
        // A peer that has ended its writing may still read; only a failed write shows that it does
        // not.
        job.inputEnded = job.inputEnded || !job.discardInput();
        Failure lost = job.send();
        if (job.output->isEmpty() && !lost && job.supportsHalfClose())
            closeGracefully(std::move(job.handle), *job.type);
        lost.count();
    }
    giveUpIfRequested(job);
    if (!job.output->isEmpty())
        return false;
    job.input.reset();
    job.handle.reset();
    job.entry.reset();
    return true;
}

void Linger::giveUpIfRequested(Job &job)
{
    job.entry->progress(job.output->left());
    if (job.entry->mustGiveUp() && !job.output->isEmpty())
        job.output->lose(job.entry->giveUp()).count();
}

void Linger::wait()
{
    std::vector<os::PollEntry> entries;
    entries.push_back({ int(m_wakeRead.get()), os::PollFor::Reading });
    QDeadlineTimer until(m_wakeRead ? -1 : Look);
    for (const Job &job : m_jobs) {
        if (job.input)
            entries.push_back(job.inputEntry());
        if (job.handle)
            entries.push_back(job.pollEntry());
        else
            until = std::min(until, job.attempts->nextAttempt());
        until = std::min(until, job.output->retryAt());
    }
    os::pollAll(entries, os::pollTimeout(until));
    if (m_wakeRead && !mayHaveMore(discardBytes(int(m_wakeRead.get()))))
        os::pauseAfterFailure(Look); // the pipe may still be readable
}

} // namespace QtInterprocess
