// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/unix/poller_notifier.h"
#include "os/unix/epoll.h"

#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qtimer.h>

#include <vector>

namespace QtInterprocess {

static constexpr int FewDescriptors = 6; // about where the two ways cost the same
static constexpr int Pause = 20; // milliseconds, after a failure

/*
    One epoll instance behind one QSocketNotifier. Qt's dispatchers ask poll() about every notifier in every round, so
    that a thousand idle connections make each event a thousand times as dear; an epoll descriptor can itself be
    polled and is always just one.

    Level-triggered on purpose: a handler that reads only a part, or a nested event loop in the middle of a batch,
    cannot lose an event.

    As long as there are few descriptors each has a notifier of its own: poll() through an epoll descriptor, and asking
    that one in turn, costs as much as a handful of descriptors do.
*/
class EpollPoller final : public Poller, private QSocketNotifier
{
public:
    explicit EpollPoller(Reactor &reactor)
        : QSocketNotifier(QSocketNotifier::Read),
          m_reactor(reactor),
          m_few(makeNotifierPoller(reactor))
    { }

    ~EpollPoller() override
    {
        if (m_destroyed)
            *m_destroyed = true;
    }

    bool watch(Reactor::Token token, qintptr handle, ReadySet what) override;

private:
    // Instead of the signal: this is the path of every event.
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        takeEvents();
        return true;
    }

    struct Entry
    {
        quint32 generation = 0;
        int fd = -1;
        ReadySet what;
    };

    void becomeMany();
    bool changeEpoll(os::EpollChange change, quint32 slot, const Entry &entry);
    void takeEvents();
    static ReadySet toReady(quint32 events) noexcept;

    Reactor &m_reactor;
    OwnedHandle m_epoll;
    std::vector<Entry> m_entries; // by slot
    int m_count = 0; // of entries that are watched
    std::unique_ptr<Poller> m_few; // as long as it is in charge
    bool *m_destroyed = nullptr;
};

static os::EpollChange changeFrom(bool had, bool wants) noexcept
{
    if (!had)
        return os::EpollChange::Add;
    return wants ? os::EpollChange::Modify : os::EpollChange::Remove;
}

bool EpollPoller::watch(Reactor::Token token, qintptr handle, ReadySet what)
{
    if (token.slot >= m_entries.size())
        m_entries.resize(token.slot + 1);
    const bool had = bool(m_entries[token.slot].what);
    // Nothing but a hang-up is what the event dispatcher of GLib does not report.
    if (m_few && (what == Ready::HangUp || (what && !had && m_count >= FewDescriptors)))
        becomeMany();
    const Entry entry { token.generation, int(handle), what };
    bool done = true;
    if (m_few)
        done = m_few->watch(token, handle, what);
    else if (had || what)
        done = changeEpoll(changeFrom(had, bool(what)), token.slot, entry);
    if (!done && had) // so that both sides know the same
        changeEpoll(os::EpollChange::Remove, token.slot, entry);
    m_entries[token.slot] = done ? entry : Entry();
    m_count += int(done && what) - int(had);
    return done;
}

// For good: whoever has had many may have them again. Where there is no room for an epoll instance nothing changes.
void EpollPoller::becomeMany()
{
    auto epoll = os::createEpoll();
    if (!epoll)
        return;
    m_epoll = std::move(*epoll);
    for (quint32 slot = 0; slot < m_entries.size(); ++slot) {
        if (m_entries[slot].what && !changeEpoll(os::EpollChange::Add, slot, m_entries[slot])) {
            m_epoll.reset();
            return;
        }
    }
    m_few.reset();
    setSocket(m_epoll.get());
    setEnabled(true);
}

bool EpollPoller::changeEpoll(os::EpollChange change, quint32 slot, const Entry &entry)
{
    const quint32 events = (entry.what & Ready::Readable ? quint32(EPOLLIN) : 0)
        | (entry.what & Ready::Writable ? quint32(EPOLLOUT) : 0);
    return !os::changeEpoll(int(m_epoll.get()), change, entry.fd, events, quint64(entry.generation) << 32 | slot);
}

ReadySet EpollPoller::toReady(quint32 events) noexcept
{
    ReadySet ready;
    if (events & EPOLLIN)
        ready |= Ready::Readable;
    if (events & EPOLLOUT)
        ready |= Ready::Writable;
    if (events & (EPOLLHUP | EPOLLERR))
        ready |= Ready::HangUp;
    return ready;
}

void EpollPoller::takeEvents()
{
    // So many share one way through the event dispatcher, whose code pushes theirs out of the caches. Not without end: others wait.
    constexpr int BatchSize = 256;
    epoll_event batch[BatchSize];
    const auto count = os::takeEpollEvents(int(m_epoll.get()), batch, BatchSize);
    if (!count) { // out of memory, say: the notifier would tell of it without end
        setEnabled(false);
        QTimer::singleShot(Pause, this, [this] { setEnabled(bool(m_epoll)); });
        return;
    }
    bool destroyed = false;
    bool *const outer = std::exchange(m_destroyed, &destroyed);
    for (int i = 0; i < *count && !destroyed; ++i) {
        const quint64 data = batch[i].data.u64;
        m_reactor.dispatch({ quint32(data), quint32(data >> 32) }, toReady(batch[i].events));
    }
    if (!destroyed)
        m_destroyed = outer;
    else if (outer)
        *outer = true;
}

std::unique_ptr<Poller> makePoller(Reactor &reactor)
{
    return std::make_unique<EpollPoller>(reactor);
}

} // namespace QtInterprocess
