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

// A filter keeps the flags of EV_ADD, so other flags need a new filter.
enum class Adding { No = 0, Level = EV_ADD, Edge = EV_ADD | EV_CLEAR };

static Adding readingOf(QueueInterest interest) noexcept
{
    return interest && int(*interest) & int(PollFor::Reading) ? Adding::Level : Adding::No;
}

// Returns how to add the write filter. No filter reports a hang-up alone. But with EV_CLEAR the
// write filter reports each change, and EV_EOF is the hang-up. Its first event, that there is
// room, is ignored.
static Adding writingOf(QueueInterest interest) noexcept
{
    if (!interest || *interest == PollFor::Reading)
        return Adding::No;
    return *interest == PollFor::Nothing ? Adding::Edge : Adding::Level;
}

// Makes one change per call, so that errno belongs to it. EV_DELETE fails only for a filter that
// went away with its descriptor.
static bool changeFilter(int queue, int fd, quint32 data, int filter, Adding had, Adding wanted)
{
    if (had == wanted)
        return true;
    if (had != Adding::No)
        (void)changeKqueue(Call::ChangeEventQueue, queue, makeKevent(fd, filter, EV_DELETE));
    return wanted == Adding::No
        || changeKqueue(Call::ChangeEventQueue, queue, makeKevent(fd, filter, int(wanted), 0, data));
}

// Returns whether poll() always reports fd as ready. A kqueue accepts files, too, but reports
// them as readable only up to their end.
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

// Translates an event. EV_EOF of the read filter is no hang-up: a peer that has half-closed may
// go on reading.
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
