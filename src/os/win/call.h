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

// Every system call that a test can script.
enum class Call {
    AskOwner,
    AskRemote,
    AskType,
    AssociatePort,
    ChangePipe,
    ConnectPipe,
    CreateEvent,
    CreateMutex,
    CreatePipe,
    DisconnectPipe,
    Duplicate,
    EndProcess,
    HandleConsole,
    Impersonate,
    InspectPipe,
    OpenFile,
    OpenProcess,
    OpenToken,
    PeekPipe,
    PeerProcess,
    PeerSession,
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
/*
    A script for the n-th call: the call is not made, and has this outcome. Tests arm it, and all threads count. The installed
    library has none of this.
*/
struct FaultPoint
{
    // The calls number first (from 1) to first + count - 1 fail with error, as GetLastError() has it.
    // ERROR_SUCCESS: the call succeeds; an overlapped one has moved so many bytes.
    // ERROR_IO_PENDING: the operation is under way until complete() or CancelIoEx() ends it.
    static void arm(Call call, quint32 error, int first = 1, int count = 1, quint32 bytes = 0);
    // Ends the oldest of these operations: its packet comes to the completion port. Returns false if there is none.
    static bool complete(Call call, quint32 error, quint32 bytes = 0);
    // What is still under way is cancelled.
    static void disarmAll();
    // How often the call was made since it was armed, scripted ones included.
    static int calls(Call call);

    struct Script
    {
        quint32 error = ERROR_SUCCESS;
        quint32 bytes = 0;
    };
    // The script of this call, if it has one.
    static std::optional<Script> next(Call call)
    {
        return s_anyArmed.load(std::memory_order_relaxed) ? nextArmed(call) : std::nullopt;
    }
    static BOOL play(Call call, const Script &script, OVERLAPPED *overlapped);
    // Returns false if the operation is a real one.
    static bool cancel(OVERLAPPED *overlapped);

private:
    static std::optional<Script> nextArmed(Call call);
    static std::atomic<bool> s_anyArmed;
};
#endif

// Makes one system call: the one place where tests step in. Returns failed if the script says that the call fails.
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

// The same for a call that may go on: function() uses this OVERLAPPED.
template <typename Function>
BOOL overlappedCall([[maybe_unused]] Call call, [[maybe_unused]] OVERLAPPED *overlapped, Function function)
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (const auto script = FaultPoint::next(call))
        return FaultPoint::play(call, *script, overlapped);
#endif
    return function();
}

// CancelIoEx() for one operation.
inline void cancelOperation(HANDLE file, OVERLAPPED *overlapped) noexcept
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (FaultPoint::cancel(overlapped))
        return;
#endif
    ::CancelIoEx(file, overlapped);
}

} // namespace QtInterprocess::os
