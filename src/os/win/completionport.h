// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qglobal.h>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace QtInterprocess::os {

/*
    Tells that operations on handles are over: one completion port and one thread for the whole process.

    A packet is no more than a hint that there is something to look at. It names its handle, not the operation, so nobody
    depends on the number of packets, and an operation may be gone when its packet comes. That is what makes it safe to
    cancel operations and to close handles in any thread at any time, which a wait of the thread pool for each event is
    not: it can still call back when it has been disarmed.
*/
class CompletionPort
{
public:
    // Called in the thread of the port, with no lock held. A call may be under way when unwatch() returns.
    class Target
    {
    public:
        virtual ~Target() = default;
        virtual void completed(quint64 cookie) = 0;
    };

    // Never destroyed: its thread may outlive every static object.
    static CompletionPort &instance();

    // From here on operations on the overlapped handle are told. Nothing to do for one that was added before; fails
    // for one that belongs to somebody else's port.
    Error add(qintptr handle);

    void watch(qintptr handle, std::shared_ptr<Target> target, quint64 cookie);
    void unwatch(qintptr handle);

    // One more hint, after those that have come already.
    void remind(qintptr handle);

    // The handle is about to be closed: its number may be another's soon.
    static void forget(qintptr handle) noexcept;

private:
    CompletionPort();

    void run();
    void tell(qintptr handle);

    struct Entry
    {
        std::shared_ptr<Target> target;
        quint64 cookie = 0;
    };

    qintptr m_port = 0;
    std::mutex m_mutex;
    std::unordered_map<qintptr, Entry> m_entries; // of every handle that was added
};

} // namespace QtInterprocess::os
