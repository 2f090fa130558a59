// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/platform.h"

#include <QtCore/qelapsedtimer.h>

#include <atomic>
#include <thread>

#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#    define NOMINMAX
#endif
#define PSAPI_VERSION 2 // in kernel32
#include <windows.h>

#include <psapi.h>
#include <tlhelp32.h>

namespace TestSupport {

LocalSocketTraits localSocketTraits()
{
    return { .halfClose = false,
             .deathWithUnreadIsAnError = false,
             .namesAreFiles = false,
             .refusalNamesTheOwner = false,
             .connectionsKeepTheName = true,
             .lingersInAThread = false,
             .groups = false,
             .genericNamesAreShared = true,
             .handlesBesideBytes = false };
}

bool pipesReportClosedReader()
{
    return false;
}

void usePrivateRuntimeDirectory(const QString &)
{
    // Names are not in a folder; tests use unique names.
}

QString programSuffix()
{
    return QStringLiteral(".exe");
}

int openDescriptors()
{
    DWORD count = 0;
    return ::GetProcessHandleCount(::GetCurrentProcess(), &count) ? int(count) : -1;
}

qintptr openNumbered(int number)
{
    HANDLE reading = nullptr;
    HANDLE writing = nullptr;
    if (!::CreatePipe(&reading, &writing, nullptr, 0))
        return -1;
    DWORD count = 0;
    ::WriteFile(writing, &number, sizeof number, &count, nullptr);
    ::CloseHandle(writing);
    return count == sizeof number ? qintptr(reading) : -1;
}

int numberIn(qintptr handle)
{
    int number = -1;
    DWORD count = 0;
    const bool isRead = ::ReadFile(HANDLE(handle), &number, sizeof number, &count, nullptr);
    return isRead && count == sizeof number ? number : -1;
}

int threadCount()
{
    const HANDLE snapshot = ::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0); // of all processes
    if (snapshot == INVALID_HANDLE_VALUE)
        return -1;
    int count = 0;
    THREADENTRY32 entry = {};
    entry.dwSize = sizeof entry;
    for (BOOL more = ::Thread32First(snapshot, &entry); more; more = ::Thread32Next(snapshot, &entry))
        count += entry.th32OwnerProcessID == ::GetCurrentProcessId();
    ::CloseHandle(snapshot);
    return count;
}

qint64 processorMilliseconds()
{
    FILETIME created, ended, kernel, user;
    if (!::GetProcessTimes(::GetCurrentProcess(), &created, &ended, &kernel, &user))
        return -1;
    const auto milliseconds = [](const FILETIME &time) {
        return qint64(quint64(time.dwHighDateTime) << 32 | time.dwLowDateTime) / 10'000;
    };
    return milliseconds(kernel) + milliseconds(user);
}

qint64 residentKilobytes(qint64 processId)
{
    const HANDLE process = processId
        ? ::OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, DWORD(processId))
        : ::GetCurrentProcess();
    if (!process)
        return -1;
    PROCESS_MEMORY_COUNTERS counters = {};
    const bool known = ::GetProcessMemoryInfo(process, &counters, sizeof counters);
    if (processId)
        ::CloseHandle(process);
    return known ? qint64(counters.WorkingSetSize / 1024) : -1;
}

bool allowDescriptors(int)
{
    return true; // there is no relevant limit
}

// Windows does not report this. A thread that only sleeps for short times measures how late the
// machine wakes threads.
static std::atomic<qint64> s_late { 0 };

static void measureLateness()
{
    constexpr qint64 Tolerance = 20; // one tick of the scheduler, and a margin
    for (;;) {
        QElapsedTimer timer;
        timer.start();
        ::Sleep(5);
        if (const qint64 elapsed = timer.elapsed(); elapsed > Tolerance)
            s_late += elapsed - 5;
    }
}

qint64 starvedMilliseconds()
{
    static const bool started = [] {
        std::thread(measureLateness).detach();
        return true;
    }();
    return started ? s_late.load() : 0;
}

bool isWine()
{
    static const bool wine = ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version");
    return wine;
}

int scaled(int count)
{
    return isWine() ? qMax(1, count / 10) : count; // a round trip takes 1 ms and more
}

} // namespace TestSupport
