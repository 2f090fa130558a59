// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/optionalcalls.h"

#include <QtCore/qglobal.h>

#include <algorithm>
#include <atomic>
#include <iterator>

namespace QtInterprocess::os {

namespace {

// Codes of a missing call, from old kernels and from sandboxes. A refusal of this one call has
// the same codes, but the substitute is then refused as well.
constexpr int Refusals[] = { ENOSYS, EPERM, EACCES, EINVAL, EOPNOTSUPP, ENOTSUP };

struct OptionalCall
{
    Call call;
    int further; // one more error code, or 0
    bool isRemembered = true; // false if one file or process can be refused while others are not
};

constexpr OptionalCall optionalCalls[] = {
    { Call::AcceptWithFlags, 0 }, // accept4(): accept() and fcntl()
    { Call::ChangeEventQueue, 0, false }, // epoll, kqueue: a QSocketNotifier for this descriptor
    { Call::CreateEventQueue, 0 }, // a QSocketNotifier for each descriptor
    { Call::CreateMemory, 0 }, // memfd_create(): shm_open(), which cannot seal
    { Call::CreateTimer, 0 }, // timerfd_create(): a Qt timer
    { Call::ForbidExecution, 0 }, // MFD_NOEXEC_SEAL: without the flag
    { Call::LookIntoPipe, 0 }, // tee(): a FIFO has a writer when its first byte arrives
    { Call::MarkMessages, ENOPROTOOPT }, // SO_TIMESTAMP: an empty packet counts as the end
    { Call::NotifyOpening, ENOSPC }, // inotify: a FIFO has a writer when its first byte arrives
    { Call::OpenProcess, ENODEV }, // pidfd_open(), EVFILT_PROC: polling with growing pauses
    { Call::PassRights, ENOPROTOOPT }, // SO_PASSRIGHTS: descriptors are received, and closed by threads
    { Call::PeerGroups, ENOPROTOOPT }, // SO_PEERGROUPS: only the primary group counts
    { Call::PeerProcess, ENOPROTOOPT }, // SO_PEERPIDFD: no substitute
    { Call::PipeWithFlags, 0 }, // pipe2(): pipe() and fcntl()
    { Call::ProcessInfo, ENOTTY }, // PIDFD_GET_INFO: the exit status of a process that is not a child is unknown
    { Call::RefuseWriters, 0, false }, // F_SEAL_FUTURE_WRITE: no handle for writing is passed on
    { Call::RenameExclusively, 0, false }, // renameat2(): linkat() and unlinkat()
    { Call::ReserveMemory, 0 }, // fallocate(): zeros are written
    { Call::SealMemory, 0, false }, // F_SEAL_WRITE: no handle for writing is passed on
    { Call::SetTimer, 0, false }, // timerfd_settime(): a Qt timer
    { Call::SignalByHandle, 0, false }, // pidfd_send_signal(): kill() or sigqueue()
    { Call::SocketWithFlags, 0 }, // socket(), socketpair() with flags: without flags, then fcntl()
    { Call::TakeQueueEvents, 0 }, // a QSocketNotifier for each descriptor
    { Call::WaitByHandle, 0, false }, // waitid(P_PIDFD): waitid(P_PID)
    { Call::WaitingBytes, ENOTTY }, // SIOCINQ: a peek at each packet
    { Call::WriteQuietly, 0 }, // pwritev2(RWF_NOSIGNAL): writev() while SIGPIPE is blocked
};

constexpr quint64 bitOf(Call call) noexcept
{
    static_assert(int(Call::Count) <= 64);
    return quint64(1) << int(call);
}

const OptionalCall &rowOf(Call call) noexcept
{
    const auto *const row = std::find_if(std::begin(optionalCalls), std::end(optionalCalls),
                                         [=](const OptionalCall &one) { return one.call == call; });
    Q_ASSERT(row != std::end(optionalCalls));
    return *row;
}

std::atomic<quint64> missing { 0 };

} // namespace

bool isMissing(Call call, int error) noexcept
{
    const OptionalCall &row = rowOf(call);
    return error != 0
        && (error == row.further || std::find(std::begin(Refusals), std::end(Refusals), error) != std::end(Refusals));
}

bool isKnownMissing(Call call) noexcept
{
    return missing.load(std::memory_order_relaxed) & bitOf(call);
}

void noteMissing(Call call) noexcept
{
    if (rowOf(call).isRemembered)
        missing.fetch_or(bitOf(call), std::memory_order_relaxed);
}

#ifdef QTINTERPROCESS_FAULT_POINTS
void forgetMissing() noexcept
{
    missing = 0;
}
#endif

} // namespace QtInterprocess::os
