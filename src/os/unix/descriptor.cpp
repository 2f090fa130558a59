// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/descriptor.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace QtInterprocess::os {

OwnedHandle newHandle(int fd) noexcept
{
    if (fd < 0 || fd > STDERR_FILENO)
        return OwnedHandle(fd);
    const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int error = errno;
    ::close(fd);
    errno = error;
    return OwnedHandle(copy);
}

Error makeNonBlockingCloseOnExec(int fd)
{
    const int flags = systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_GETFL); });
    if (flags == -1 || systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFL, flags | O_NONBLOCK); }) == -1
        || systemCall(Call::SetFlags, [=] { return ::fcntl(fd, F_SETFD, FD_CLOEXEC); }) == -1)
        return lastError("set flags of a descriptor");
    return {};
}

int pollTimeout(QDeadlineTimer deadline) noexcept
{
    if (deadline.isForever())
        return -1;
    const qint64 nanoseconds = std::max<qint64>(deadline.remainingTimeNSecs(), 0);
    return int(std::min<qint64>((nanoseconds + 999'999) / 1'000'000, std::numeric_limits<int>::max()));
}

namespace {

bool wants(PollFor what, PollFor one) noexcept
{
    return (int(what) & int(one)) != 0;
}

pollfd toPollEntry(int fd, PollFor what) noexcept
{
    pollfd entry = {};
    entry.fd = fd;
    entry.events = short((wants(what, PollFor::Reading) ? POLLIN : 0) | (wants(what, PollFor::Writing) ? POLLOUT : 0));
    return entry;
}

} // namespace

void pauseAfterFailure(int milliseconds)
{
    constexpr int Pause = 20; // milliseconds: rare enough to cost nothing, short enough not to be noticed
    const int pause = milliseconds < 0 ? Pause : std::min(milliseconds, Pause);
    std::this_thread::sleep_for(std::chrono::milliseconds(pause));
}

static bool pollUntil(pollfd *entries, nfds_t size, QDeadlineTimer deadline)
{
    // After EINTR the remaining time is computed again. A lack of memory passes. EINVAL may pass,
    // too: RLIMIT_NOFILE is less than the number of entries.
    const auto wait = [&] {
        return systemCall(Call::Poll, [&] { return ::poll(entries, size, pollTimeout(deadline)); });
    };
    int count = wait();
    while (count == -1 && !deadline.hasExpired() && (errno == ENOMEM || errno == EAGAIN || errno == EINVAL)) {
        pauseAfterFailure(pollTimeout(deadline));
        count = wait();
    }
    return count != -1;
}

static Polled toPolled(const pollfd &entry, PollFor what) noexcept
{
    Polled polled;
    polled.hangUp = (entry.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
    polled.readable = (entry.revents & POLLIN) != 0 || (polled.hangUp && wants(what, PollFor::Reading));
    polled.writable = (entry.revents & POLLOUT) != 0 || (polled.hangUp && wants(what, PollFor::Writing));
    return polled;
}

Result<Polled> poll(int fd, PollFor what, QDeadlineTimer deadline)
{
    pollfd entry = toPollEntry(fd, what);
    if (!pollUntil(&entry, 1, deadline))
        return lastError("wait for");
    return toPolled(entry, what);
}

Result<std::array<Polled, 2>> poll(const std::array<PollEntry, 2> &entries, QDeadlineTimer deadline)
{
    pollfd list[2] = { toPollEntry(entries[0].fd, entries[0].what), toPollEntry(entries[1].fd, entries[1].what) };
    if (!pollUntil(list, 2, deadline))
        return lastError("wait for");
    return std::array { toPolled(list[0], entries[0].what), toPolled(list[1], entries[1].what) };
}

void pollAll(const std::vector<PollEntry> &entries, int milliseconds)
{
    std::vector<pollfd> list;
    list.reserve(entries.size());
    for (const PollEntry &entry : entries)
        list.push_back(toPollEntry(entry.fd, entry.what));
    // An interrupted wait starts again in full; callers do not rely on the time.
    if (systemCall(Call::Poll, [&] { return ::poll(list.data(), nfds_t(list.size()), milliseconds); }) == -1)
        pauseAfterFailure(milliseconds);
}

} // namespace QtInterprocess::os
