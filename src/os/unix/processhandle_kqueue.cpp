// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/process.h"

#include "os/unix/errormap.h"
#include "os/unix/eventqueue.h"
#include "os/unix/kevent.h"
#include "os/unix/optionalcalls.h"
#include "support/errortext.h"

#include <sys/wait.h>

namespace QtInterprocess::os {

static const char WatchProcess[] = "watch the process";

// Makes the queue readable by a timer, like the exit event would. macOS and OpenBSD refuse to
// watch a zombie.
static Error watchEnded(int queue)
{
    struct kevent timer = makeKevent(0, EVFILT_TIMER, EV_ADD | EV_ONESHOT);
    timer.data = 1; // millisecond
    return changeKqueue(Call::OpenProcess, queue, timer) ? Error() : lastError(WatchProcess);
}

// Watches for the exit. ESRCH may also mean a zombie. The second attempt finds a process that has
// just got the ID of an ended one.
static Error watchExit(int queue, pid_t process)
{
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (changeKqueue(Call::OpenProcess, queue, makeKevent(process, EVFILT_PROC, EV_ADD, NOTE_EXIT)))
            return {};
        if (errno != ESRCH)
            return lastError(WatchProcess);
        if (!isProcess(process))
            return systemError(ESRCH, WatchProcess);
    }
    return watchEnded(queue);
}

Result<OwnedHandle> openProcess(pid_t process)
{
    const QString subject = QString::number(process);
    OwnedHandle queue = createKqueue(Call::OpenProcess);
    const Error error = queue ? watchExit(int(queue.get()), process) : lastError(WatchProcess);
    if (!error)
        return queue;
    const int code = error.nativeCode();
    if (code == ESRCH)
        return Error(Error::NotFound, code, QString::fromLatin1(WatchProcess), subject,
                     ErrorText::tr("no process has that ID"));
    if (isMissing(Call::OpenProcess, code))
        return Error(Error::Unsupported, code, QString::fromLatin1(WatchProcess), subject);
    return systemError(code, WatchProcess, subject);
}

Result<pid_t> processOf(int)
{
    return Error(Error::Unsupported, 0, QString::fromLatin1(WatchProcess));
}

// Takes the exit event, which has the status of wait(). macOS reports it only for a child, and
// only on request.
bool askForExit([[maybe_unused]] int handle, [[maybe_unused]] ProcessExit &exit)
{
#if defined(__APPLE__)
    return false;
#else
    struct kevent events[1] = {};
    if (takeKevents(Call::ProcessInfo, handle, events) != 1 || events[0].filter != EVFILT_PROC
        || !(events[0].fflags & NOTE_EXIT))
        return false;
    const int status = int(events[0].data);
    if (WIFEXITED(status))
        exit.setExitCode(WEXITSTATUS(status));
    else
        exit.setSignalNumber(WTERMSIG(status));
    return true;
#endif
}

void forgetInheritedProcess(OwnedHandle &handle, ProcessMark mark) noexcept
{
    forgetInheritedQueue(handle, mark);
}

} // namespace QtInterprocess::os
