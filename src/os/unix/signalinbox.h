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
    Where the handler puts the signals of one reader. Handlers walk the list of all inboxes without a lock, so an inbox is never freed:
    one that is released waits in the list for its next owner, and whatever handler is looking into it is waited for first.

    It belongs to one process: a forked child has a copy that its handlers pass over, because the pipe in it is the parent's.
*/
class SignalInbox
{
public:
    ~SignalInbox() = delete; // never

    static Result<SignalInbox *> acquire(quint32 capacity);
    void release();

    // Async-signal-safe. False if no inbox of this process wants it.
    static bool deliver(const SignalRecord &record) noexcept;

    // once: the first one, and then no more until it is asked for again.
    void want(int number, bool once) noexcept;
    void refuse(int number) noexcept;

    // Readable when there may be something.
    int descriptor() const noexcept { return int(m_read.get()); }
    // Before looking; else what comes meanwhile is slept over.
    void rearm() noexcept;

    const SignalRecord *front() const noexcept { return m_ring->front(); }
    void pop() noexcept { m_ring->pop(); }
    // How many there was no room for, and forgets them. The number is any, or 0 if there are none.
    int takeMissed(int *number) noexcept;

private:
    SignalInbox() = default;
    Q_DISABLE_COPY_MOVE(SignalInbox)

    bool put(const SignalRecord &record) noexcept;
    bool claim() noexcept;
    static SignalInbox &unused();

    // One bit for each number.
    struct Set
    {
        std::atomic<quint64> words[SignalLimit / 64] = {};
        static constexpr quint64 bit(int number) noexcept { return quint64(1) << (number % 64); }
        bool has(int number) const noexcept { return words[number / 64].load() & bit(number); }
        void add(int number) noexcept { words[number / 64].fetch_or(bit(number)); }
        // Whether it was there.
        bool remove(int number) noexcept { return words[number / 64].fetch_and(~bit(number)) & bit(number); }
    };

    static std::atomic<SignalInbox *> s_all;

    SignalInbox *m_next = nullptr;
    std::atomic<pid_t> m_process { 0 }; // 0: free
    std::atomic<int> m_handlers { 0 }; // that are looking into this
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
