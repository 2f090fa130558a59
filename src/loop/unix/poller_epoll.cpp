// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/unix/poller_notifier.h"
#include "os/unix/epoll.h"
#include "os/unix/optionalcalls.h"

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
    that one in turn, costs as much as a handful of descriptors do. So has one that epoll refuses, a folder say, and so has
    every one where a sandbox refuses epoll.
*/
class EpollPoller final : public Poller, private QSocketNotifier
{
public:
    explicit EpollPoller(Reactor &reactor)
        : QSocketNotifier(QSocketNotifier::Read),
          m_reactor(reactor),
          m_notifiers(makeNotifierPoller(reactor))
    { }

    ~EpollPoller() override
    {
        if (m_destroyed)
            *m_destroyed = true;
    }

    Outcome watch(Reactor::Token token, qintptr handle, ReadySet what) override;

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
        bool hasNotifier = false;
    };

    bool hasMany() const noexcept { return m_epoll.isValid(); }
    void becomeMany();
    void becomeFew();
    Outcome watchByEpoll(quint32 slot, const Entry &old, Entry &entry);
    Outcome watchByNotifier(quint32 slot, Entry &entry);
    Error changeEpoll(os::EpollChange change, quint32 slot, const Entry &entry);
    void takeEvents();
    static ReadySet toReady(quint32 events) noexcept;

    Reactor &m_reactor;
    OwnedHandle m_epoll;
    std::vector<Entry> m_entries; // by slot
    int m_count = 0; // of entries that are watched
    const std::unique_ptr<Poller> m_notifiers;
    bool *m_destroyed = nullptr;
};

static os::EpollChange changeFrom(bool had, bool wants) noexcept
{
    if (!had)
        return os::EpollChange::Add;
    return wants ? os::EpollChange::Modify : os::EpollChange::Remove;
}

Poller::Outcome EpollPoller::watch(Reactor::Token token, qintptr handle, ReadySet what)
{
    if (token.slot >= m_entries.size())
        m_entries.resize(token.slot + 1);
    const bool had = bool(m_entries[token.slot].what);
    // Nothing but a hang-up is what the event dispatcher of GLib does not report.
    if (!hasMany() && (what == Ready::HangUp || (what && !had && m_count >= FewDescriptors)))
        becomeMany();
    const Entry old = m_entries[token.slot];
    Entry entry { token.generation, int(handle), what };
    const bool byEpoll = hasMany() && !(had && old.hasNotifier);
    const Outcome outcome = byEpoll ? watchByEpoll(token.slot, old, entry) : watchByNotifier(token.slot, entry);
    const bool isWatched = outcome == Outcome::Done && what;
    m_entries[token.slot] = isWatched ? entry : Entry();
    m_count += int(isWatched) - int(had);
    return outcome;
}

Poller::Outcome EpollPoller::watchByNotifier(quint32 slot, Entry &entry)
{
    entry.hasNotifier = true;
    return m_notifiers->watch({ slot, entry.generation }, entry.fd, entry.what);
}

Poller::Outcome EpollPoller::watchByEpoll(quint32 slot, const Entry &old, Entry &entry)
{
    const bool had = bool(old.what);
    if (!had && !entry.what)
        return Outcome::Done;
    const Error error = changeEpoll(changeFrom(had, bool(entry.what)), slot, entry);
    if (!error || !entry.what)
        return Outcome::Done;
    if (had) // so that both sides know the same
        (void)changeEpoll(os::EpollChange::Remove, slot, entry);
    if (os::isMissing(os::Call::EpollControl, error.nativeCode()))
        return watchByNotifier(slot, entry);
    return error.nativeCode() == EBADF ? Outcome::Refused : Outcome::NoRoom;
}

// Until a sandbox takes it away: whoever has had many may have them again. Where there is no epoll instance nothing changes.
void EpollPoller::becomeMany()
{
    auto epoll = os::isKnownMissing(os::Call::EpollWait) ? Error(Error::Unsupported, 0, QString()) : os::createEpoll();
    if (!epoll)
        return;
    m_epoll = std::move(*epoll);
    for (quint32 slot = 0; slot < m_entries.size(); ++slot) {
        Entry &entry = m_entries[slot];
        if (!entry.what || changeEpoll(os::EpollChange::Add, slot, entry)) // a refused one keeps its notifier
            continue;
        m_notifiers->watch({ slot, entry.generation }, entry.fd, {});
        entry.hasNotifier = false;
    }
    setSocket(m_epoll.get());
    setEnabled(true);
}

void EpollPoller::becomeFew()
{
    setEnabled(false);
    m_epoll.reset();
    for (quint32 slot = 0; slot < m_entries.size(); ++slot) {
        if (m_entries[slot].what && !m_entries[slot].hasNotifier)
            (void)watchByNotifier(slot, m_entries[slot]);
    }
}

Error EpollPoller::changeEpoll(os::EpollChange change, quint32 slot, const Entry &entry)
{
    const quint32 events = (entry.what & Ready::Readable ? quint32(EPOLLIN) : 0)
        | (entry.what & Ready::Writable ? quint32(EPOLLOUT) : 0);
    return os::changeEpoll(int(m_epoll.get()), change, entry.fd, events, quint64(entry.generation) << 32 | slot);
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
    if (!count && os::isMissing(os::Call::EpollWait, count.error().nativeCode())) {
        os::noteMissing(os::Call::EpollWait);
        return becomeFew();
    }
    if (!count) { // out of memory, say: the notifier would tell of it without end
        setEnabled(false);
        QTimer::singleShot(Pause, this, [this] { setEnabled(hasMany()); });
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
