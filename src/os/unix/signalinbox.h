// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/signalnames.h"
#include "os/unix/signalring.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <atomic>
#include <memory>

namespace QtInterprocess::os {

/*
    Stores the signals of one reader, written by the signal handler.

    Handlers walk the list of all inboxes without a lock, so an inbox is never freed. A released
    inbox stays in the list for its next owner. release() waits for handlers that are looking into
    it.

    An inbox belongs to one process. In a forked child the handlers skip the copy, because its
    pipe is the parent's.
*/
class SignalInbox
{
public:
    ~SignalInbox() = delete; // an inbox is never destroyed

    static Result<SignalInbox *> acquire(quint32 capacity);
    void release();

    // Stores the signal in every inbox of this process that wants it; async-signal-safe. Returns
    // false if none does.
    static bool deliver(const SignalRecord &record) noexcept;

    // Requests a signal. With once, it stores the first one, and no more until the next want().
    void want(int number, bool once) noexcept;
    void refuse(int number) noexcept;

    // Returns a descriptor that is readable when there may be a signal.
    int descriptor() const noexcept { return int(m_read.get()); }
    // Prepares the next wake-up. Call it before front(); otherwise a signal that arrives in
    // between causes none.
    void rearm() noexcept;

    const SignalRecord *front() const noexcept { return m_ring->front(); }
    void pop() noexcept { m_ring->pop(); }
    // Returns how many signals of one number did not fit, and resets that count. *number is the
    // signal number; 0 if no signal was missed. Repeat the call until it is 0.
    int takeMissed(int *number) noexcept;

private:
    SignalInbox() = default;
    Q_DISABLE_COPY_MOVE(SignalInbox)

    bool put(const SignalRecord &record) noexcept;
    bool claim() noexcept;
    static SignalInbox &unused();

    // A set of signal numbers, with one bit for each.
    struct Set
    {
        std::atomic<quint64> words[SignalLimit / 64] = {};
        static constexpr quint64 bit(int number) noexcept { return quint64(1) << (number % 64); }
        bool has(int number) const noexcept { return words[number / 64].load() & bit(number); }
        void add(int number) noexcept { words[number / 64].fetch_or(bit(number)); }
        // Returns whether the number was in the set.
        bool remove(int number) noexcept { return words[number / 64].fetch_and(~bit(number)) & bit(number); }
    };

    static std::atomic<SignalInbox *> s_all;

    SignalInbox *m_next = nullptr;
    std::atomic<pid_t> m_process { 0 }; // 0: free
    std::atomic<int> m_handlers { 0 }; // number of handlers that are looking into this
    Set m_wanted;
    Set m_once;
    std::unique_ptr<SignalRing> m_ring;
    std::atomic<int> m_missed[SignalLimit] = {};
    std::atomic<bool> m_hasMissed { false };
    std::atomic<bool> m_rung { false };
    OwnedHandle m_read;
    OwnedHandle m_write;
};

} // namespace QtInterprocess::os
