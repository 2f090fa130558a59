// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <cerrno>

#ifdef QTINTERPROCESS_FAULT_POINTS
#    include <atomic>
#    include <functional>
#endif

namespace QtInterprocess::os {

// Names every system call that a test can make fail. A table in optionalcalls.cpp lists the
// optional ones.
enum class Call {
    Accept,
    AcceptWithFlags,
    Bind,
    ChangeEventQueue,
    Chmod,
    Chown,
    Connect,
    CreateEventQueue,
    CreateMemory,
    CreatePipe,
    CreateSocket,
    CreateTimer,
    ForbidExecution,
    KeepQuiet,
    Listen,
    Lock,
    LookIntoPipe,
    MakeDirectory,
    MakeFifo,
    MapMemory,
    MarkMessages,
    NotifyOpening,
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
    RefuseWriters,
    Rename,
    RenameExclusively,
    ReserveMemory,
    Resize,
    SealMemory,
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
// Makes the n-th call fail with a given error. Tests arm it, and all threads count. The installed
// library does not contain it.
struct FaultPoint
{
    // Makes the calls first (from 1) to first + count - 1 fail with the error.
    static void arm(Call call, int error, int first = 1, int count = 1);
    // Runs the action before the call of that number (from 1), whichever it is, as another
    // process might act then. The action may make calls. Use it only in tests with one thread.
    static void interpose(int number, std::function<void()> action);
    static void disarmAll();
    // Returns how often the call was made since it was armed, failed ones included.
    static int calls(Call call);

    static bool fails(Call call) { return s_anyArmed.load(std::memory_order_relaxed) && failsNow(call); }

private:
    static bool failsNow(Call call);
    static std::atomic<bool> s_anyArmed;
};
#endif

/*
    Makes one system call, repeats it on EINTR, and lets tests make it fail.

    Do not use it for close(), which is never repeated: on Linux an interrupted close() has closed
    the descriptor.
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
