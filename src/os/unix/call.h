// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <cerrno>

#ifdef QTINTERPROCESS_FAULT_POINTS
#    include <atomic>
#    include <functional>
#endif

namespace QtInterprocess::os {

// Every system call that can be made to fail in a test. The optional ones have a table in optionalcalls.cpp.
enum class Call {
    Accept,
    AcceptWithFlags,
    Bind,
    ChangeEventQueue,
    Chmod,
    Chown,
    Connect,
    CreateEventQueue,
    CreatePipe,
    CreateSocket,
    CreateTimer,
    KeepQuiet,
    Listen,
    Lock,
    LookIntoPipe,
    MakeDirectory,
    MakeFifo,
    MapMemory,
    MarkMessages,
    NoticeOpening,
    Open,
    OpenProcess,
    PassRights,
    PeerGroups,
    PeerName,
    PeerProcess,
    PipeWithFlags,
    Poll,
    ProcessInfo,
    Receive,
    ReceiveMessage,
    Rename,
    RenameExclusively,
    Send,
    SendMessage,
    SendSignal,
    SetFlags,
    SetTimer,
    Shutdown,
    SignalAction,
    SignalByHandle,
    SocketOption,
    SocketPair,
    SocketWithFlags,
    StartThread,
    Stat,
    TakeQueueEvents,
    TimeStamps,
    Unlink,
    WaitByHandle,
    WaitForChild,
    WaitingBytes,
    WriteQuietly,
    Count
};

#ifdef QTINTERPROCESS_FAULT_POINTS
/*
    "The n-th call fails with E": armed by tests, counted in all threads. The library that is installed has none of this.
*/
struct FaultPoint
{
    // The calls number first (from 1) to first + count - 1 fail with error.
    static void arm(Call call, int error, int first = 1, int count = 1);
    // Does something before the call of that number (from 1), whichever call it is: what another process could do then. The
    // action may make calls itself. For tests with one thread.
    static void interpose(int number, std::function<void()> action);
    static void disarmAll();
    // How often the call was made since it was armed, failed ones included.
    static int calls(Call call);

    static bool fails(Call call) { return s_anyArmed.load(std::memory_order_relaxed) && failsNow(call); }

private:
    static bool failsNow(Call call);
    static std::atomic<bool> s_anyArmed;
};
#endif

/*
    Makes one system call: the one place that deals with EINTR, and the one place where tests step in.
    Not for close(): on Linux the descriptor is gone even if close() is interrupted, so it is never repeated.
*/
template <typename Function>
auto systemCall([[maybe_unused]] Call call, Function function) -> decltype(function())
{
#ifdef QTINTERPROCESS_FAULT_POINTS
    if (FaultPoint::fails(call))
        return -1;
#endif
    decltype(function()) result;
    do {
        result = function();
    } while (result == -1 && errno == EINTR);
    return result;
}

} // namespace QtInterprocess::os
