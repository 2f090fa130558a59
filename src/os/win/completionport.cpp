// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/completionport.h"

#include "os/background.h"
#include "os/win/errormap.h"
#include "os/win/keeploaded.h"
#include "os/win/operation.h"

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include <winternl.h>

namespace QtInterprocess::os {

// Is true if forget() can have something to forget.
static std::atomic<bool> s_inUse { false };

CompletionPort &CompletionPort::instance()
{
    static CompletionPort *const port = new CompletionPort;
    return *port;
}

CompletionPort::CompletionPort()
{
    m_port = toNative(::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1));
    if (m_port && !startBackgroundThread([this] { run(); })) {
        ::CloseHandle(toHandle(m_port));
        m_port = 0;
    }
    keepLoaded();
    s_inUse = true;
}

Error CompletionPort::add(qintptr handle)
{
    const std::lock_guard lock(m_mutex);
    if (m_entries.count(handle))
        return {};
    if (m_port == 0)
        return systemError(ERROR_NO_SYSTEM_RESOURCES, "watch");
    const auto associate = [&] {
        return ::CreateIoCompletionPort(toHandle(handle), toHandle(m_port), ULONG_PTR(handle), 0);
    };
    Entry entry;
    if (systemCall(Call::AssociatePort, associate)) {
        // An operation that completes at once sends no packet then, which would only cause a
        // needless wake-up. A packet that still arrives is not expected and is skipped.
        ::SetFileCompletionNotificationModes(toHandle(handle), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
    } else if (::GetLastError() == ERROR_INVALID_PARAMETER) { // the object has a port
        entry.needsEvents = !isDuplicate(handle);
    } else {
        return lastError("watch");
    }
    m_entries.emplace(handle, entry);
    return {};
}

// Returns whether the handle is a duplicate of another handle of this port; the caller holds the
// lock.
bool CompletionPort::isDuplicate(qintptr handle) const
{
    using Compare = BOOL(WINAPI *)(HANDLE, HANDLE); // missing in the import libraries of MinGW
    static const auto compare = reinterpret_cast<Compare>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"kernelbase.dll"), "CompareObjectHandles")));
    return compare && std::any_of(m_entries.begin(), m_entries.end(), [=](const auto &known) {
               return !(known.first & 1) && known.first != handle && !known.second.needsEvents
                   && compare(toHandle(known.first), toHandle(handle));
           });
}

// Removes the port from the handle. FILE_COMPLETION_INFORMATION documents this; it works since
// Windows 8.1.
void CompletionPort::remove(qintptr handle)
{
    using SetFile = NTSTATUS(NTAPI *)(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, int);
    static const auto set = reinterpret_cast<SetFile>(
        reinterpret_cast<void *>(::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtSetInformationFile")));
    constexpr int FileReplaceCompletionInformation = 61;
    struct
    {
        HANDLE port;
        PVOID key;
    } nothing = {};
    IO_STATUS_BLOCK status = {};
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.find(handle);
    if (entry == m_entries.end() || entry->second.needsEvents || isDuplicate(handle))
        return;
    if (set && set(toHandle(handle), &status, &nothing, sizeof nothing, FileReplaceCompletionInformation) >= 0)
        m_entries.erase(entry);
}

void CompletionPort::addKey(qintptr key)
{
    Q_ASSERT(key & 1);
    const std::lock_guard lock(m_mutex);
    m_entries.emplace(key, Entry());
}

void CompletionPort::watch(qintptr handle, std::shared_ptr<Target> target, quint64 cookie)
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_entries.find(handle);
    if (entry != m_entries.end()) {
        entry->second.target = std::move(target);
        entry->second.cookie = cookie;
    }
}

void CompletionPort::unwatch(qintptr handle)
{
    watch(handle, {}, 0);
}

void CompletionPort::remind(qintptr handle)
{
    ::PostQueuedCompletionStatus(toHandle(m_port), 0, ULONG_PTR(handle), nullptr);
}

void CompletionPort::remindAt(qintptr handle, QDeadlineTimer time)
{
    {
        const std::lock_guard lock(m_mutex);
        m_reminders[handle] = time;
    }
    ::PostQueuedCompletionStatus(toHandle(m_port), 0, 0, nullptr); // makes the thread use the new time
}

void CompletionPort::post(void *overlapped)
{
    ::PostQueuedCompletionStatus(toHandle(m_port), 0, 0, static_cast<OVERLAPPED *>(overlapped));
}

void CompletionPort::forget(qintptr handle) noexcept
{
    if (!s_inUse)
        return;
    CompletionPort &port = instance();
    const std::lock_guard lock(port.m_mutex);
    port.m_entries.erase(handle);
    port.m_reminders.erase(handle);
}

void CompletionPort::run()
{
    OVERLAPPED_ENTRY packets[64];
    ULONG count = 0;
    for (;;) {
        const DWORD timeout = waitTimeout(runReminders());
        if (!::GetQueuedCompletionStatusEx(toHandle(m_port), packets, ULONG(std::size(packets)), &count, timeout,
                                           FALSE)) {
            if (::GetLastError() != WAIT_TIMEOUT)
                ::Sleep(20); // out of memory, which passes; if the thread ended, every pipe would be silent
            continue;
        }
        for (ULONG i = 0; i < count; ++i) {
            if (packets[i].lpOverlapped)
                completed(packets[i].lpOverlapped);
            else
                notify(qintptr(packets[i].lpCompletionKey));
        }
    }
}

// Calls the targets of due reminders. Returns when the next one is due.
QDeadlineTimer CompletionPort::runReminders()
{
    std::vector<qintptr> due;
    QDeadlineTimer next(QDeadlineTimer::Forever);
    {
        const std::lock_guard lock(m_mutex);
        for (auto reminder = m_reminders.begin(); reminder != m_reminders.end();) {
            if (reminder->second.hasExpired()) {
                due.push_back(reminder->first);
                reminder = m_reminders.erase(reminder);
            } else {
                next = std::min(next, reminder->second);
                ++reminder;
            }
        }
    }
    for (const qintptr handle : due)
        notify(handle);
    return due.empty() ? next : QDeadlineTimer(0); // a target may have asked for another one
}

// Reports a completion to the handle that began the operation. The key of the packet may be that
// of another handle, if this one is a duplicate.
void CompletionPort::completed(const void *overlapped)
{
    std::shared_ptr<Packet> packet;
    std::shared_ptr<Event> waiter;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_expected.find(overlapped);
        if (found == m_expected.end() || !HasOverlappedIoCompleted(found->second)) // from an earlier operation
            return;
        packet = std::move(found->second);
        m_expected.erase(found);
        packet->finish(); // under the lock, so that a thread that sets a waiter later sees the result
        waiter = std::move(packet->waiter);
    }
    if (waiter)
        waiter->set();
    notify(packet->file);
}

bool CompletionPort::expect(const std::shared_ptr<Packet> &packet)
{
    const std::lock_guard lock(m_mutex);
    m_expected.emplace(static_cast<const OVERLAPPED *>(packet.get()), packet);
    const auto entry = m_entries.find(packet->file);
    return entry != m_entries.end() && entry->second.needsEvents;
}

void CompletionPort::expectNoMore(const Packet &packet)
{
    const std::lock_guard lock(m_mutex);
    m_expected.erase(static_cast<const OVERLAPPED *>(&packet));
}

void CompletionPort::setWaiter(Packet &packet, const std::shared_ptr<Event> &waiter)
{
    const std::lock_guard lock(m_mutex);
    packet.waiter = waiter;
}

void CompletionPort::notify(qintptr handle)
{
    Entry entry;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(handle);
        if (found != m_entries.end())
            entry = found->second;
    }
    if (entry.target)
        entry.target->completed(entry.cookie);
}

} // namespace QtInterprocess::os
