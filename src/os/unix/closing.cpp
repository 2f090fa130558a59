// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/closing.h"

#include "os/background.h"
#include "os/unix/sendrecv.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace QtInterprocess::os {

namespace {

using namespace std::chrono_literals;

constexpr int MaximumThreads = 16;
constexpr size_t Congested = 256; // waiting descriptors
constexpr auto Patience = 5ms; // with a thread that is stuck in close()
constexpr auto IdleTime = 20ms; // before a thread ends, so that a series of jobs needs one thread
constexpr auto GatherTime = 1ms; // after a job; the jobs that come meanwhile share one wake-up
constexpr size_t Gathered = 64; // waiting descriptors that end this time

struct Job
{
    int fd;
    bool readFirst;
};

// Tells an empty message from the end, because recv() returns 0 for both: only a message brings a
// mark. There is no room for control data, so the peek opens no descriptors.
enum class EmptyRead { End, Message, Unknown };

EmptyRead classifyEmptyRead(int fd) noexcept
{
    if (!canMarkMessages() || markMessages(fd))
        return EmptyRead::Unknown;
    msghdr message = {};
    if (::recvmsg(fd, &message, MSG_PEEK | MSG_DONTWAIT) != 0)
        return EmptyRead::Unknown;
    return message.msg_flags & (MSG_CTRUNC | MSG_TRUNC) ? EmptyRead::Message : EmptyRead::End;
}

void drainSocket(int fd) noexcept
{
    char buffer[4096];
    ssize_t count = 0;
    do {
        count = ::recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
    } while (count > 0 || (count == -1 && errno == EINTR)
             || (count == 0 && classifyEmptyRead(fd) == EmptyRead::Message));
}

// Clears SO_LINGER, so that close() of a TCP socket returns at once. Other files have no such
// option, and the call fails.
void stopLingering(int fd) noexcept
{
    linger value = {};
    socklen_t size = sizeof value;
    if (::getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &size) == -1 || value.l_onoff == 0 || value.l_linger == 0)
        return;
    value = {};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

void carryOut(const Job &job) noexcept
{
    if (job.readFirst)
        drainSocket(job.fd);
    stopLingering(job.fd);
    ::close(job.fd);
}

// Runs the closing threads. One thread closes the waiting descriptors. While more wait, a second
// thread checks its progress, and takes over if it is stuck.
class Closer
{
public:
    void add(Job job)
    {
        std::unique_lock lock(m_mutex);
        m_waiting.push_back(job);
        const bool isLong = m_waiting.size() > Congested;
        m_congested = isLong && m_threads == MaximumThreads && m_free == 0;
        provideThread();
        lock.unlock();
        if (isLong) // on a busy machine the threads may get no processor time
            std::this_thread::yield();
    }

    bool isWorking()
    {
        const std::lock_guard lock(m_mutex);
        return !m_waiting.empty() || m_free < m_threads;
    }
    bool isCongested() const noexcept { return m_congested; }

private:
    // Makes a thread take the waiting jobs, or check the progress of the thread that does. While
    // both are there, or one comes soon, nobody is woken: that would cost more than closing.
    void provideThread()
    {
        if (m_free == 0)
            startThread();
        else if (m_gathering > 0 ? m_waiting.size() >= Gathered : !m_busy || m_checking == 0)
            m_changed.notify_one();
    }

    // Starts a thread if possible; otherwise the next job tries again. The caller holds m_mutex,
    // so the counters are set before run() begins.
    void startThread()
    {
        try {
            if (m_threads == MaximumThreads || !startBackgroundThread([this] { run(); }, "handle closer"))
                return;
        } catch (const std::exception &) { // out of memory
            return;
        }
        ++m_threads;
        ++m_free;
    }

    void run()
    {
        std::unique_lock lock(m_mutex);
        while (waitForTurn(lock)) {
            const Job job = m_waiting.front();
            m_waiting.pop_front();
            m_congested = false;
            m_busy = true;
            const quint64 turn = ++m_turn;
            if (!m_waiting.empty())
                provideThread();
            lock.unlock();
            carryOut(job);
            lock.lock();
            if (turn == m_turn)
                m_busy = false;
            else if (m_free > 0) // another thread took over, and this one is not needed
                break;
            ++m_free;
        }
        --m_threads;
    }

    // Waits until there is a job for this thread, which counts as free until then. Returns false
    // after IdleTime without a job.
    bool waitForTurn(std::unique_lock<std::mutex> &lock)
    {
        if (m_waiting.empty()) {
            ++m_gathering;
            m_changed.wait_for(lock, GatherTime);
            --m_gathering;
        }
        bool mine = false;
        while (!mine) {
            const quint64 seen = m_turn;
            const bool wasEmpty = m_waiting.empty();
            if (!wasEmpty && !m_busy) {
                mine = true;
            } else if (waitForChange(lock, wasEmpty) == std::cv_status::timeout) {
                if (wasEmpty && m_waiting.empty())
                    break;
                mine = !wasEmpty && !m_waiting.empty() && m_turn == seen;
            }
        }
        --m_free;
        return mine;
    }

    std::cv_status waitForChange(std::unique_lock<std::mutex> &lock, bool isIdle)
    {
        m_checking += isIdle ? 0 : 1;
        const auto ended = m_changed.wait_for(lock, isIdle ? IdleTime : Patience);
        m_checking -= isIdle ? 0 : 1;
        return ended;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_waiting;
    std::atomic<bool> m_congested { false };
    quint64 m_turn = 0; // number of the last job that was begun
    bool m_busy = false; // the thread of that job is still at work
    int m_threads = 0;
    int m_free = 0;
    int m_gathering = 0; // free threads that look for jobs after GatherTime
    int m_checking = 0; // free threads that check the progress of the busy one
};

PerProcess<Closer> closer;

void closeElsewhere(Job job) noexcept
{
    if (::fcntl(job.fd, F_GETFD) == -1) // later the number may be that of another file
        return;
    try {
        closer.get().add(job);
    } catch (const std::exception &) { // out of memory
        ::close(job.fd);
    }
}

} // namespace

bool hasEmptyQueue(int fd, bool keepsMessages) noexcept
{
    int unread = 0;
    if (::ioctl(fd, FIONREAD, &unread) == -1 || unread > 0)
        return false;
    if (!keepsMessages) // every descriptor arrives with at least one byte
        return true;
    char ignored = 0;
    ssize_t count = ::recv(fd, &ignored, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count == -1 && errno == ECONNRESET) // the error is reported once
        count = ::recv(fd, &ignored, 1, MSG_PEEK | MSG_DONTWAIT);
    return count == -1 || (count == 0 && classifyEmptyRead(fd) == EmptyRead::End);
}

void closeHandle(OwnedHandle handle) noexcept
{
    const auto how = HandleClosing::of(handle);
    const bool isSocket = how == HandleClosing::Stream || how == HandleClosing::Messages;
    const bool isOwned = isSocket && HandleClosing::isOwned(handle);
    const int fd = int(handle.release());
    if (isOwned)
        ::shutdown(fd, SHUT_RDWR); // before the check, so that nothing arrives after it
    if (how == HandleClosing::Elsewhere
        || (isSocket && !(isOwned && hasEmptyQueue(fd, how == HandleClosing::Messages))))
        return closeElsewhere({ fd, false });
    // Never repeated on EINTR: on Linux the number is free then, and another thread may already
    // use it.
    ::close(fd);
}

void closeElsewhereAfterReading(OwnedHandle socket) noexcept
{
    closeElsewhere({ int(socket.release()), true });
}

bool isClosing() noexcept
{
    Closer *const existing = closer.existing();
    return existing && existing->isWorking();
}

bool isClosingCongested() noexcept
{
    const Closer *const existing = closer.existing();
    return existing && existing->isCongested();
}

} // namespace QtInterprocess::os
