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

// Something that is told when its handle is ready. The call may come for nothing, and may destroy the source.
class ReadySource
{
public:
    virtual void ready(ReadySet what) = 0;

protected:
    ~ReadySource() = default;
};

/*
    The place of one source in the reactor of its thread: a handle (or none), what it waits for, a wake-up and a
    timer. Everything is remembered over leaveThread() and joinThread().

    In a forked child a watch of the parent sleeps: its source is not told of anything until it belongs to the child
    (os::ProcessMark). Once stopped, or moved, it can be used in the child as any other.
*/
class Watch
{
public:
    explicit Watch(ReadySource &source) noexcept : m_source(source) { }
    ~Watch() { stop(); }

    // Nothing is watched until the first setInterest(). HangUp is always reported while anything is asked for.
    void setHandle(qintptr handle) noexcept { m_handle = handle; }
    void setInterest(ReadySet interest);
    ReadySet interest() const noexcept { return m_interest; }

    // ready(Woken), once: at the end of the current dispatch, or from the event loop.
    void wake();
    bool isWoken() const noexcept { return m_woken; }
    void cancelWake() noexcept { m_woken = false; }

    void wakeAfter(int milliseconds);

    // ready(what) at once, as a poller does it: for word that comes by an event of another kind. May destroy the source.
    void tell(ReadySet what);

    // Forgets everything; to be called before the descriptor is closed.
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
    os::ProcessMark m_mark; // of the process that has asked for something
    int m_timer = 0;
    int m_delay = -1; // of a timer that has not fired
    ReadySet m_interest;
    ReadySet m_watched; // what the poller knows of m_interest
    bool m_woken = false;
    bool m_refused = false; // by the poller, and the source does not know yet
    bool m_changed = false; // and the poller is going to be told
    bool m_sleeps = false;
};

/*
    One per thread: the place where the event loop meets all handles of this library. Made by the first Watch of a
    thread, with or without an event loop; it attaches itself to the event dispatcher as soon as there is one.

    The poller hears of a change of interest at the end of the dispatch: a handler may change its mind, or close at once what it
    has accepted, and no system call is made for that.

    Sources are named by slot and generation, so that an event of a batch whose source is gone, or whose slot
    belongs to another one by now, is passed over: a handler may destroy sources and run nested event loops.

    A forked child shares the poll set of its parent. So the reactor that it inherits drops its poller without a change to that
    set, and makes another one. Meanwhile it asks ten times a second whether sleeping watches have become the child's own.
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

    // Called by the poller. Sources that were woken by the handler get their turn before this returns.
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
    void tellPoller(Watch &watch);
    void tellPoller();
    void startTimer(Watch &watch);
    void stopTimer(Watch &watch);
    void wake(Watch &watch);

    void noticeFork()
    {
        if (!m_mark.isThisProcess())
            beginChild();
    }
    Q_DECL_COLD_FUNCTION void beginChild();
    void lookForSleepers();
    Q_DECL_COLD_FUNCTION void wakeSleepers();
    void wakeSleeper(Watch &watch);

    static void applicationBegins();
    bool attach();
    void follow(QAbstractEventDispatcher *dispatcher);
    void detached();
    void post() { m_posted.post(this); }
    void loopTurns();
    void seeToTurn();
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
    size_t m_nextWoken = 0; // those before have had their turn
    std::vector<Token> m_changed; // the poller does not know yet
    QHash<int, Token> m_timers;
    QPointer<QAbstractEventDispatcher> m_dispatcher;
    std::unique_ptr<Poller> m_poller;
    PostedEvent m_posted;
    os::ProcessMark m_mark; // of the process whose poller this is
    int m_depth = 0; // of dispatches that are running
    int m_sleepers = 0;
    int m_sleepersTimer = 0;
};

} // namespace QtInterprocess
