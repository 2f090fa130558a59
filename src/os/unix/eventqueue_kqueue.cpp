// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/eventqueue.h"

#include "os/unix/call.h"
#include "os/unix/errormap.h"
#include "os/unix/kevent.h"

#include <sys/stat.h>

namespace QtInterprocess::os {

Result<OwnedHandle> createEventQueue()
{
    OwnedHandle queue = createKqueue(Call::CreateEventQueue);
    if (!queue)
        return lastError("create an event queue");
    return queue;
}

// The flags of a filter are those that it was added with, and stay: a change of them needs a new one.
enum class Adding { No = 0, Level = EV_ADD, Edge = EV_ADD | EV_CLEAR };

static Adding readingOf(QueueInterest interest) noexcept
{
    return interest && int(*interest) & int(PollFor::Reading) ? Adding::Level : Adding::No;
}

// No filter has hang-ups alone. That of writing says at every change whether the peer has gone; the first word, that there is
// room, is passed over.
static Adding writingOf(QueueInterest interest) noexcept
{
    if (!interest || *interest == PollFor::Reading)
        return Adding::No;
    return *interest == PollFor::Nothing ? Adding::Edge : Adding::Level;
}

// One change a call, so that errno is that of the change. Without a descriptor behind it, a filter is gone by itself.
static bool changeFilter(int queue, int fd, quint32 data, int filter, Adding had, Adding wanted)
{
    if (had == wanted)
        return true;
    if (had != Adding::No)
        (void)changeKqueue(Call::ChangeEventQueue, queue, makeKevent(fd, filter, EV_DELETE));
    return wanted == Adding::No
        || changeKqueue(Call::ChangeEventQueue, queue, makeKevent(fd, filter, int(wanted), 0, data));
}

// A kqueue accepts files, and says that they are readable up to their end only; poll() says so always.
static bool isFile(int fd)
{
    struct stat status = {};
    return ::fstat(fd, &status) == 0
        && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) || S_ISBLK(status.st_mode) || S_ISCHR(status.st_mode));
}

Error changeEventQueue(int queue, int fd, quint32 data, QueueInterest had, QueueInterest wanted)
{
    if (!had && isFile(fd))
        return systemError(EINVAL, "watch a descriptor");
    if (changeFilter(queue, fd, data, EVFILT_READ, readingOf(had), readingOf(wanted))
        && changeFilter(queue, fd, data, EVFILT_WRITE, writingOf(had), writingOf(wanted)))
        return {};
    Error error = lastError("watch a descriptor");
    for (const int filter : { int(EVFILT_READ), int(EVFILT_WRITE) })
        (void)changeFilter(queue, fd, data, filter, Adding::Level, Adding::No);
    return error;
}

// Readable at the end of the input, too. A peer that has gone is a hang-up only where it can no longer be written to: one that
// has just ended its writing can.
static Polled polledOf(const struct kevent &event) noexcept
{
    if (event.filter == EVFILT_READ)
        return { true, false, false };
    return { false, !(event.flags & EV_CLEAR), bool(event.flags & EV_EOF) };
}

Result<int> takeQueueEvents(int queue, QueueEvent *events)
{
    struct kevent batch[MaximumQueueEvents];
    const int count = takeKevents(Call::TakeQueueEvents, queue, batch);
    if (count == -1)
        return lastError("wait for events");
    int filled = 0;
    for (int i = 0; i < count; ++i) {
        const Polled what = polledOf(batch[i]);
        if (what.any())
            events[filled++] = { dataOf(batch[i]), what };
    }
    return filled;
}

void forgetInheritedQueue(OwnedHandle &queue, ProcessMark mark) noexcept
{
    if (!mark.isThisProcess())
        (void)queue.release();
}

} // namespace QtInterprocess::os
