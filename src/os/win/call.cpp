// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/call.h"

#ifdef QTINTERPROCESS_FAULT_POINTS

#    include "os/win/completionport.h"

#    include <algorithm>
#    include <mutex>
#    include <vector>

namespace QtInterprocess::os {

namespace {

struct Fault
{
    bool isArmed = false;
    FaultPoint::Script script;
    int first = 0;
    qint64 last = 0;
    int calls = 0;
};

struct Pending
{
    Call call;
    OVERLAPPED *overlapped;
};

struct Table
{
    std::mutex mutex;
    Fault faults[int(Call::Count)];
    std::vector<Pending> pending;
};

Table &table()
{
    static auto *const s_table = new Table; // threads may outlive static objects
    return *s_table;
}

// Writes the result like the system does. RtlNtStatusToDosError() turns 0xC007xxxx into xxxx.
void finish(OVERLAPPED *overlapped, quint32 error, quint32 bytes)
{
    constexpr quint32 BufferOverflow = 0x80000005;
    const quint32 status = error == ERROR_SUCCESS ? 0 : error == ERROR_MORE_DATA ? BufferOverflow : 0xc0070000 | error;
    overlapped->InternalHigh = bytes;
    overlapped->Internal = ULONG_PTR(LONG(status));
}

// Completes a pending operation; the caller holds the lock.
void complete(std::vector<Pending>::iterator operation, quint32 error, quint32 bytes)
{
    OVERLAPPED *const overlapped = operation->overlapped;
    table().pending.erase(operation);
    finish(overlapped, error, bytes);
    CompletionPort::instance().post(overlapped);
}

} // namespace

std::atomic<bool> FaultPoint::s_anyArmed { false };

void FaultPoint::arm(Call call, quint32 error, int first, int count, quint32 bytes)
{
    const std::lock_guard lock(table().mutex);
    table().faults[int(call)] = { true, { error, bytes }, first, qint64(first) + count - 1, 0 };
    s_anyArmed = true;
}

bool FaultPoint::complete(Call call, quint32 error, quint32 bytes)
{
    const std::lock_guard lock(table().mutex);
    auto &pending = table().pending;
    const auto oldest = std::find_if(pending.begin(), pending.end(),
                                     [=](const Pending &operation) { return operation.call == call; });
    if (oldest == pending.end())
        return false;
    os::complete(oldest, error, bytes);
    return true;
}

void FaultPoint::disarmAll()
{
    const std::lock_guard lock(table().mutex);
    s_anyArmed = false;
    for (Fault &fault : table().faults)
        fault = {};
    while (!table().pending.empty())
        os::complete(table().pending.begin(), ERROR_OPERATION_ABORTED, 0);
}

int FaultPoint::calls(Call call)
{
    const std::lock_guard lock(table().mutex);
    return table().faults[int(call)].calls;
}

std::optional<FaultPoint::Script> FaultPoint::nextArmed(Call call)
{
    const std::lock_guard lock(table().mutex);
    Fault &fault = table().faults[int(call)];
    if (!fault.isArmed)
        return std::nullopt;
    const int number = ++fault.calls;
    return number >= fault.first && number <= fault.last ? std::optional(fault.script) : std::nullopt;
}

BOOL FaultPoint::play(Call call, const Script &script, OVERLAPPED *overlapped)
{
    if (script.error == ERROR_IO_PENDING) {
        const std::lock_guard lock(table().mutex);
        overlapped->Internal = STATUS_PENDING;
        table().pending.push_back({ call, overlapped });
    } else if (script.error == ERROR_SUCCESS || script.error == ERROR_MORE_DATA) {
        finish(overlapped, script.error, script.bytes);
    }
    ::SetLastError(script.error);
    return script.error == ERROR_SUCCESS;
}

bool FaultPoint::cancel(OVERLAPPED *overlapped)
{
    const std::lock_guard lock(table().mutex);
    auto &pending = table().pending;
    const auto found = std::find_if(pending.begin(), pending.end(),
                                    [=](const Pending &operation) { return operation.overlapped == overlapped; });
    if (found == pending.end())
        return false;
    os::complete(found, ERROR_OPERATION_ABORTED, 0);
    return true;
}

} // namespace QtInterprocess::os

#endif
