// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/failure.h"
#include "os/processmark.h"

#include <QtInterprocess/lingerlimits.h>

#include <QtCore/qdeadlinetimer.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace QtInterprocess {

/*
    Tracks the undelivered output of closed and destroyed devices in the whole process.

    It knows what drainAll() waits for, what was lost, and what LingerLimits allow. The code that
    delivers an output holds its Entry. The class is thread-safe. A forked child starts empty, with
    the limits of its parent.

    The limits are checked whenever an entry begins. Timeouts are checked by a thread that exists
    while there are background entries. Closing engines use a timer of their event loop
    (closingengines.h).
*/
class Lingering
{
    using Clock = std::chrono::steady_clock;

public:
    enum class Where { Background, ClosingEngine };

    class Entry
    {
    public:
        // Ends the entry. Close the handle first: drainAll() returns after this.
        ~Entry();

        // Reports how much is left. A smaller amount than before means progress, and the entry may
        // stay.
        void progress(qint64 left);
        // Whether a limit was reached. If so, try to send once more and call progress(); if it is
        // still true, call giveUp().
        bool mustGiveUp() const noexcept { return m_mustGiveUp.load(std::memory_order_relaxed); }
        // Returns the reason why the output is dropped now.
        Error giveUp();
        // Whether this process began the entry. In a forked child the other functions do nothing.
        bool isOfThisProcess() const noexcept { return m_mark.isThisProcess(); }

    private:
        friend class Lingering;
        Entry() = default;
        Q_DISABLE_COPY_MOVE(Entry)

        const os::ProcessMark m_mark;
        std::function<void()> m_requestGiveUp;
        qint64 m_left = 0; // guarded by the mutex, like all members below
        Clock::time_point m_lastProgress;
        bool m_hasProgress = false;
        Where m_where = Where::Background;
        std::atomic<bool> m_mustGiveUp { false }; // written only with the mutex held
    };

    // Use instance(); public for os::PerProcess.
    Lingering() = default;
    static Lingering &instance();

    // Begins an entry. The function requestGiveUp may be called in any thread, also after the end
    // of the entry. begin() may call it for other entries. The caller must not hold a lock that
    // requestGiveUp takes.
    std::unique_ptr<Entry> begin(qint64 left, Where where, std::function<void()> requestGiveUp);

    void checkLimits();
    // Returns the time between two checks of the limits, in ms.
    int interval() const;

    void noteLoss();
    // Waits until no background output is left. Returns false at the deadline, or if output was
    // lost since the last call.
    bool drain(QDeadlineTimer deadline);

    void setLimits(const LingerLimits &limits);
    LingerLimits limits() const;
    LingerStatus status() const;

private:
    using Lock = std::unique_lock<std::mutex>;
    using Requests = std::vector<std::function<void()>>;
    static constexpr std::chrono::milliseconds Grace { 1000 }; // described at LingerLimits
    static constexpr std::chrono::milliseconds BurstGrace { 100 };

    void end(Entry *entry);
    void enforceLimits(Lock &lock);
    Requests selectEntriesToGiveUp();
    void markToGiveUp(Entry &entry, Requests &requests) const;
    bool exceedsLimits(qsizetype count, qint64 bytes) const;
    std::chrono::milliseconds graceFor(qint64 bytes) const;
    bool isFlood(qsizetype count, qint64 bytes) const;
    Clock::time_point nextCheck() const;
    void startWatching();
    void watch();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::condition_variable m_forWatcher;
    std::vector<Entry *> m_entries; // guarded by the mutex, like all members below
    qint64 m_abandoned = 0;
    int m_inBackground = 0;
    bool m_isWatched = false;
    bool m_lost = false;
};

} // namespace QtInterprocess
