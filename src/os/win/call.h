// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/winapi.h"

#include <type_traits>

#ifdef QTINTERPROCESS_FAULT_POINTS
#    include <atomic>
#    include <optional>
#endif

namespace QtInterprocess::os {

// Names every system call that a test can script.
enum class Call {
    AskOwner,
    AskRemote,
    AskType,
    AssociatePort,
    ChangePipe,
    ConnectPipe,
    CreateEvent,
    CreateMemory,
    CreateMutex,
    CreatePipe,
    DisconnectPipe,
    Duplicate,
    EndProcess,
    HandleConsole,
    Impersonate,
    InspectPipe,
    MapMemory,
    OpenFile,
    OpenProcess,
    OpenToken,
    PeekPipe,
    PeerProcess,
    PeerSession,
    ProtectMemory,
    Read,
    ReadConsole,
    Revert,
    SendConsoleEvent,
    SetInheritance,
    StartThread,
    WaitForPipe,
    WaitInPool,
    Write,
    WriteConsole,
    Count
};

#ifdef QTINTERPROCESS_FAULT_POINTS
// Replaces the n-th call by a scripted outcome. Tests arm it, and all threads count. The
// installed library does not contain it.
struct FaultPoint
{
    // Scripts the calls first (from 1) to first + count - 1. error is a code of GetLastError():
    //
    // - ERROR_SUCCESS: the call succeeds; an overlapped one has transferred the given bytes
    // - ERROR_IO_PENDING: the operation is pending until complete() or CancelIoEx()
    // - any other: the call fails
    static void arm(Call call, quint32 error, int first = 1, int count = 1, quint32 bytes = 0);
    // Completes the oldest pending operation of the call, with a packet to the completion port.
    // Returns false if there is none.
    static bool complete(Call call, quint32 error, quint32 bytes = 0);
    // Disarms all calls and cancels the pending operations.
    static void disarmAll();
    // Returns how often the call was made since it was armed, scripted ones included.
    static int calls(Call call);

    struct Script
    {
        quint32 error = ERROR_SUCCESS;
        quint32 bytes = 0;
    };
    // Returns the script of this call, if it has one.
    static std::optional<Script> next(Call call)
    {
        return s_anyArmed.load(std::memory_order_relaxed) ? nextArmed(call) : std::nullopt;
    }
    static BOOL play(Call call, const Script &script, OVERLAPPED *overlapped);
    // Cancels a scripted operation. Returns false if the operation is a real one.
    static bool cancel(OVERLAPPED *overlapped);

private:
    static std::optional<Script> nextArmed(Call call);
    static std::atomic<bool> s_anyArmed;
};
#endif

// Makes one system call, and lets tests script it. Returns failed if the script makes the call
// fail.
template <typename Function, typename Outcome = std::invoke_result_t<Function>>
Outcome systemCall([[maybe_unused]] Call call, Function function, [[maybe_unused]] Outcome failed = {})
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (const auto script = FaultPoint::next(call)) {
        ::SetLastError(script->error);
        if constexpr (std::is_integral_v<Outcome>) {
            if (script->error == ERROR_SUCCESS)
                return TRUE;
        }
        return failed;
    }
#endif
    return function();
}

// Makes a call that may be pending; function() uses this OVERLAPPED.
template <typename Function>
BOOL overlappedCall([[maybe_unused]] Call call, [[maybe_unused]] OVERLAPPED *overlapped, Function function)
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (const auto script = FaultPoint::next(call))
        return FaultPoint::play(call, *script, overlapped);
#endif
    return function();
}

inline void cancelOperation(HANDLE file, OVERLAPPED *overlapped) noexcept
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (FaultPoint::cancel(overlapped))
        return;
#endif
    ::CancelIoEx(file, overlapped);
}

} // namespace QtInterprocess::os
