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
    Reports completed operations, with one completion port and one thread for the whole process.

    The port keeps the memory of an operation until the packet arrives. The owner of the operation
    may be destroyed before. It looks a packet up before it uses it, and skips a packet that is
    not expected. The target of the handle only learns that something has completed. Thus any
    thread may cancel operations and close handles at any time.
*/
class CompletionPort
{
public:
    // Gets the completions of a handle, in the thread of the port, without a lock. A call may be
    // running when unwatch() returns.
    class Target
    {
    public:
        virtual ~Target() = default;
        virtual void completed(quint64 cookie) = 0;
    };

    // Returns the port, which is never destroyed, because its thread may outlive every static
    // object.
    static CompletionPort &instance();

    // Adds an overlapped handle, whose completions are reported from then on; a repeated call
    // does nothing. A handle that belongs to another port stays there, and each of its operations
    // needs an event.
    Error add(qintptr handle);

    // Removes a handle that other code will use, so that it can join another port. No operation
    // may be pending. The handle stays if the system cannot remove it, or if a duplicate of it is
    // still in use here.
    void remove(qintptr handle);

    // Adds a key that is not a handle and completes only by notify(), until forget(). The key must
    // be odd, which no handle is.
    void addKey(qintptr key);

    void watch(qintptr handle, std::shared_ptr<Target> target, quint64 cookie);
    void unwatch(qintptr handle);

    // Calls the target at once, in this thread.
    void notify(qintptr handle);
    // Call the target in the thread of the port, after the queued completions or at the given
    // time.
    void remind(qintptr handle);
    void remindAt(qintptr handle, QDeadlineTimer time);

    // Forgets a handle that is about to be closed, because its number may be reused.
    static void forget(qintptr handle) noexcept;

    // Queues a packet as if the operation had completed.
    void post(void *overlapped);

    // Expects a packet; call it before the operation begins. It stays expected until it arrives
    // or expectNoMore() is called. Returns whether the operation needs an event.
    bool expect(const std::shared_ptr<Packet> &packet);
    void expectNoMore(const Packet &packet);
    // Sets the event that is set when the operation completes.
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

    bool isDuplicate(qintptr handle) const;
    QDeadlineTimer runReminders();

    qintptr m_port = 0;
    std::mutex m_mutex;
    std::unordered_map<qintptr, Entry> m_entries; // of every added handle
    std::unordered_map<const void *, std::shared_ptr<Packet>> m_expected; // by the address of the OVERLAPPED
    std::unordered_map<qintptr, QDeadlineTimer> m_reminders;
};

} // namespace QtInterprocess::os
