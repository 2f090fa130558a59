// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qglobal.h>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace QtInterprocess::os {

class Event;
struct Packet;

/*
    Tells that operations on handles are over: one completion port and one thread for the whole process.

    The port keeps what the system uses for an operation until the packet comes; the owner of the operation may be gone by then. It
    looks a packet up before it touches it, and passes over one that nobody expects. The owner of the handle hears that there is
    something to look at, and no more. That makes it safe to cancel operations and to close handles in any thread at any time.
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

    // From here on operations on the overlapped handle are told. Nothing to do for one that was added before. A handle of
    // somebody else's port stays with it: its operations need an event each.
    Error add(qintptr handle);

    // Lets go of a handle that others are to use, so that it can have another port. Nothing is under way on it. It stays if the system
    // cannot do that, or if a duplicate of it is still in use here.
    void remove(qintptr handle);

    // Something that is no handle, and is told of by tell() alone; until forget(). Its key is odd, which no handle is.
    void addKey(qintptr key);

    void watch(qintptr handle, std::shared_ptr<Target> target, quint64 cookie);
    void unwatch(qintptr handle);

    // Calls the target at once, in this thread.
    void tell(qintptr handle);
    // One more hint in the thread of the port: after those that have come already, or at that time.
    void remind(qintptr handle);
    void remindAt(qintptr handle, QDeadlineTimer time);

    // The handle is about to be closed: its number may be another's soon.
    static void forget(qintptr handle) noexcept;

    // A packet by hand: the operation is over.
    void post(void *overlapped);

    // ---- for Operation

    // From before the call on, until the packet comes, or until it is certain that none counts. Returns whether the operation
    // needs an event.
    bool expect(const std::shared_ptr<Packet> &packet);
    void expectNoMore(const Packet &packet);
    // The event is set when the operation is over.
    void setWaiter(Packet &packet, const std::shared_ptr<Event> &waiter);

private:
    CompletionPort();

    void run();
    void completed(const void *overlapped);

    struct Entry
    {
        std::shared_ptr<Target> target;
        quint64 cookie = 0;
        bool needsEvents = false;
    };

    bool isOurs(qintptr handle) const;
    QDeadlineTimer tellReminders();

    qintptr m_port = 0;
    std::mutex m_mutex;
    std::unordered_map<qintptr, Entry> m_entries; // of every handle that was added
    std::unordered_map<const void *, std::shared_ptr<Packet>> m_expected; // by the OVERLAPPED
    std::unordered_map<qintptr, QDeadlineTimer> m_reminders;
};

} // namespace QtInterprocess::os
