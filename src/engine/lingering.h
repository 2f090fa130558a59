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
    The output of closed and destroyed devices that still has to be delivered, of the whole process: what drainAll() waits for,
    what was lost, and what LingerLimits allow. Whoever delivers an output holds its Entry. Thread-safe. A forked child
    begins with nothing but the limits of its parent.

    The limits are checked whenever an entry begins. Time passes in a thread that exists as long as there are entries of
    the background; closing engines have a timer of their event loop instead (see closingengines.h).
*/
class Lingering
{
    using Clock = std::chrono::steady_clock;

public:
    enum class Where { Background, ClosingEngine };

    class Entry
    {
    public:
        // The handle is to be closed before: drainAll() goes on from here.
        ~Entry();

        // How much is left; less than before means that the peer has taken something, and the entry may stay.
        void progress(qint64 left);
        // A limit was reached. Try once more to send, tell progress(), and if this is still true, give up.
        bool hasToGiveWay() const noexcept { return m_hasToGiveWay.load(std::memory_order_relaxed); }
        // Why the output is dropped now.
        Error giveUp();
        // False in a forked child, where the others do nothing.
        bool isOfThisProcess() const noexcept { return m_mark.isThisProcess(); }

    private:
        friend class Lingering;
        Entry() = default;
        Q_DISABLE_COPY_MOVE(Entry)

        const os::ProcessMark m_mark;
        std::function<void()> m_askToGiveWay;
        qint64 m_left = 0; // guarded, as is the rest
        Clock::time_point m_lastProgress;
        bool m_hasProgress = false;
        Where m_where = Where::Background;
        std::atomic<bool> m_hasToGiveWay { false }; // changed with the mutex held only
    };

    // Use instance().
    Lingering() = default;
    static Lingering &instance();

    // askToGiveWay may be called in any thread, also after the end of the entry, and from inside begin() for other
    // entries: no lock that it takes may be held here.
    std::unique_ptr<Entry> begin(qint64 left, Where where, std::function<void()> askToGiveWay);

    void checkLimits();
    // Milliseconds between two looks at the limits.
    int interval() const;

    void noteLoss();
    // Waits until nothing lingers in the background. False if something does, or if output was lost since the last call.
    bool drain(QDeadlineTimer deadline);

    void setLimits(const LingerLimits &limits);
    LingerLimits limits() const;
    LingerStatus status() const;

private:
    using Lock = std::unique_lock<std::mutex>;
    using Asked = std::vector<std::function<void()>>;
    static constexpr std::chrono::milliseconds Grace { 1000 }; // see LingerLimits
    static constexpr std::chrono::milliseconds GraceOfABurst { 100 };

    void end(Entry *entry);
    void askSome(Lock &lock);
    Asked chooseWhoGivesWay();
    void ask(Entry &entry, Asked &asked) const;
    bool isTooMuch(qsizetype count, qint64 bytes) const;
    std::chrono::milliseconds graceFor(qint64 bytes) const;
    bool isFlood(qsizetype count, qint64 bytes) const;
    Clock::time_point nextLook() const;
    void startWatching();
    void watch();

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::condition_variable m_forWatcher;
    std::vector<Entry *> m_entries; // guarded, as is the rest
    qint64 m_abandoned = 0;
    int m_inBackground = 0;
    bool m_isWatched = false;
    bool m_lost = false;
};

} // namespace QtInterprocess
