// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/processmark.h"
#include "support/postedevent.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qflags.h>
#include <QtCore/qhash.h>
#include <QtCore/qobject.h>
#include <QtCore/qpointer.h>

#include <memory>
#include <vector>

namespace QtInterprocess {

class Poller;
class Reactor;

enum class Ready {
    Readable = 1, // Windows: an operation has completed
    Writable = 2,
    HangUp = 4, // both halves are closed, or the handle failed
    Woken = 8, // wake() was called
    Timer = 16, // the time of wakeAfter() has passed
};
Q_DECLARE_FLAGS(ReadySet, Ready)
Q_DECLARE_OPERATORS_FOR_FLAGS(ReadySet)

// Handles events of a Watch. ready() may be called although nothing is ready, and may destroy the
// source.
class ReadySource
{
public:
    virtual void ready(ReadySet what) = 0;

protected:
    ~ReadySource() = default;
};

/*
    Registers one source in the reactor of its thread: a handle or none, an interest, a wake-up
    and a timer.

    All of these survive leaveThread() and joinThread().

    In a forked child a watch of the parent is suspended. Its source gets no events until the watch
    belongs to the child (os::ProcessMark). After stop() or a move to another thread, the child
    can use it like any other.
*/
class Watch
{
public:
    explicit Watch(ReadySource &source) noexcept : m_source(source) { }
    ~Watch() { stop(); }

    // Sets the handle; it is watched from the first setInterest() on. HangUp is reported with any
    // interest.
    void setHandle(qintptr handle) noexcept { m_handle = handle; }
    void setInterest(ReadySet interest);
    ReadySet interest() const noexcept { return m_interest; }

    // Calls ready(Woken) once: at the end of the current dispatch, or from the event loop.
    void wake();
    bool isWoken() const noexcept { return m_woken; }
    void cancelWake() noexcept { m_woken = false; }

    void wakeAfter(int milliseconds);

    // Calls ready(what) at once, as a poller does, for events that arrive on another path. May
    // destroy the source.
    void deliver(ReadySet what);

    // Forgets handle events, wake-up and timer. Call it before the descriptor is closed.
    void stop();

    void leaveThread();
    void joinThread();

private:
    friend class Reactor;
    Q_DISABLE_COPY_MOVE(Watch)

    Reactor &reactor();
    bool isIdle() const noexcept { return !m_interest && !m_woken && m_delay < 0; }

    ReadySource &m_source;
    std::shared_ptr<Reactor> m_reactor;
    quint32 m_slot = 0;
    qintptr m_handle = -1;
    os::ProcessMark m_mark; // the process that asked for something
    int m_timer = 0;
    int m_delay = -1; // of a timer that has not fired; -1: none
    ReadySet m_interest;
    ReadySet m_watched; // the part of m_interest that the poller has
    bool m_woken = false;
    bool m_refused = false; // the poller refused the handle; the source gets HangUp soon
    bool m_changed = false; // the interest is waiting to be passed to the poller
    bool m_isSuspended = false;
};

/*
    Connects the event loop of a thread to all handles of this library; there is one per thread.

    The first Watch of a thread makes it, with or without an event loop. It attaches to the event
    dispatcher as soon as there is one.

    Changes of interest reach the poller at the end of the dispatch. A handler that changes its
    mind, or closes what it has just accepted, thus costs no system call.

    Sources are named by slot and generation, because a handler may destroy sources and run nested
    event loops. An event whose source is gone, or whose slot belongs to another source, is
    skipped.

    A forked child shares the poll set of its parent. The inherited reactor therefore drops its
    poller without a change to that set, and makes a new one. It checks ten times a second whether
    suspended watches belong to the child.
*/
class Reactor final : public QObject
{
public:
    static std::shared_ptr<Reactor> ofThisThread();
    ~Reactor() override;

    struct Token
    {
        quint32 slot;
        quint32 generation;
    };

    // Passes an event of the poller to its source. Sources that the handler woke run before this
    // returns.
    void dispatch(Token token, ReadySet what);

private:
    friend class Watch;
    Q_DISABLE_COPY_MOVE(Reactor)

    Reactor();

    bool event(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

    quint32 add(Watch &watch);
    void remove(Watch &watch);
    void interestChanged(Watch &watch);
    void updatePoller(Watch &watch);
    void updatePoller() // inline, because every turn calls it
    {
        if (!m_changed.empty())
            passChanges();
    }
    void passChanges();
    void startTimer(Watch &watch);
    void stopTimer(Watch &watch);
    void wake(Watch &watch);

    void detectFork()
    {
        if (!m_mark.isThisProcess())
            resetInChild();
    }
    Q_DECL_COLD_FUNCTION void resetInChild();
    void scheduleSuspendedCheck();
    Q_DECL_COLD_FUNCTION void resumeSuspended();
    void resumeWatch(Watch &watch);

    static void attachToApplication();
    bool attach();
    void follow(QAbstractEventDispatcher *dispatcher);
    void detached();
    void post() { m_posted.post(this); }
    void processLoopTurn();
    void flushPending();
    void runWoken();
    bool hasWoken() const noexcept { return !m_woken.empty(); }
    Watch *find(Token token) const noexcept;
    Token tokenOf(const Watch &watch) const noexcept;

    struct Slot
    {
        Watch *watch = nullptr;
        quint32 generation = 0;
    };
    std::vector<Slot> m_slots;
    std::vector<quint32> m_freeSlots;
    std::vector<Token> m_woken;
    size_t m_nextWoken = 0; // the elements before have had their turn
    std::vector<Token> m_changed; // changes that the poller does not have yet
    QHash<int, Token> m_timers;
    QPointer<QAbstractEventDispatcher> m_dispatcher;
    std::unique_ptr<Poller> m_poller;
    PostedEvent m_posted;
    os::ProcessMark m_mark; // the process that made the poller
    int m_depth = 0; // number of running dispatches
    int m_suspendedCount = 0;
    int m_suspendedTimer = 0;
};

} // namespace QtInterprocess
