// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "loop/unix/poller_notifier.h"
#include "os/unix/eventqueue.h"
#include "os/unix/optionalcalls.h"

#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>
#include <QtCore/qtimer.h>

#include <vector>

namespace QtInterprocess {

static constexpr int FewDescriptors = 6; // about where the two ways cost the same
static constexpr int Pause = 20; // milliseconds, after a failure

/*
    One event queue of the system (epoll, kqueue) behind one QSocketNotifier. Qt's dispatchers ask poll() about every
    notifier in every round, so that a thousand idle connections make each event a thousand times as dear; a queue can
    itself be polled and is always just one.

    Level-triggered on purpose: a handler that reads only a part, or a nested event loop in the middle of a batch,
    cannot lose an event.

    As long as there are few descriptors each has a notifier of its own: poll() through a queue, and asking that one in
    turn, costs as much as a handful of descriptors do. So has one that the queue refuses, a folder say, and so has every
    one where a sandbox refuses queues.
*/
class QueuePoller final : public Poller, private QSocketNotifier
{
public:
    explicit QueuePoller(Reactor &reactor)
        : QSocketNotifier(QSocketNotifier::Read),
          m_reactor(reactor),
          m_notifiers(makeNotifierPoller(reactor))
    { }

    ~QueuePoller() override
    {
        os::forgetInheritedQueue(m_queue, m_mark);
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

    bool hasMany() const noexcept { return m_queue.isValid(); }
    void becomeMany();
    void becomeFew();
    Outcome watchByQueue(quint32 slot, const Entry &old, Entry &entry);
    Outcome watchByNotifier(quint32 slot, Entry &entry);
    Error changeQueue(quint32 slot, int fd, ReadySet had, ReadySet wanted);
    void takeEvents();

    Reactor &m_reactor;
    OwnedHandle m_queue;
    std::vector<Entry> m_entries; // by slot
    int m_count = 0; // of entries that are watched
    const std::unique_ptr<Poller> m_notifiers;
    const os::ProcessMark m_mark;
    bool *m_destroyed = nullptr;
};

static os::QueueInterest interestOf(ReadySet what) noexcept
{
    if (!what)
        return std::nullopt;
    return os::PollFor((what & Ready::Readable ? int(os::PollFor::Reading) : 0)
                       | (what & Ready::Writable ? int(os::PollFor::Writing) : 0));
}

static ReadySet readyOf(const os::Polled &polled) noexcept
{
    ReadySet ready;
    ready.setFlag(Ready::Readable, polled.readable);
    ready.setFlag(Ready::Writable, polled.writable);
    ready.setFlag(Ready::HangUp, polled.hangUp);
    return ready;
}

Poller::Outcome QueuePoller::watch(Reactor::Token token, qintptr handle, ReadySet what)
{
    if (token.slot >= m_entries.size())
        m_entries.resize(token.slot + 1);
    const bool had = bool(m_entries[token.slot].what);
    // Nothing but a hang-up is what the event dispatcher of GLib does not report.
    if (!hasMany() && (what == Ready::HangUp || (what && !had && m_count >= FewDescriptors)))
        becomeMany();
    const Entry old = m_entries[token.slot];
    Entry entry { token.generation, int(handle), what };
    const bool byQueue = hasMany() && !(had && old.hasNotifier);
    const Outcome outcome = byQueue ? watchByQueue(token.slot, old, entry) : watchByNotifier(token.slot, entry);
    const bool isWatched = outcome == Outcome::Done && what;
    m_entries[token.slot] = isWatched ? entry : Entry();
    m_count += int(isWatched) - int(had);
    return outcome;
}

Poller::Outcome QueuePoller::watchByNotifier(quint32 slot, Entry &entry)
{
    entry.hasNotifier = true;
    return m_notifiers->watch({ slot, entry.generation }, entry.fd, entry.what);
}

Poller::Outcome QueuePoller::watchByQueue(quint32 slot, const Entry &old, Entry &entry)
{
    if (!old.what && !entry.what)
        return Outcome::Done;
    const Error error = changeQueue(slot, entry.fd, old.what, entry.what);
    if (!error || !entry.what)
        return Outcome::Done;
    if (error.nativeCode() == EBADF)
        return Outcome::Refused;
    return error.code() == Error::ResourceExhausted ? Outcome::NoRoom : watchByNotifier(slot, entry);
}

// Until a sandbox takes it away: whoever has had many may have them again. Where there is no queue nothing changes.
void QueuePoller::becomeMany()
{
    if (os::isKnownMissing(os::Call::TakeQueueEvents))
        return;
    auto queue = os::createEventQueue();
    if (!queue)
        return;
    m_queue = std::move(*queue);
    for (quint32 slot = 0; slot < m_entries.size(); ++slot) {
        Entry &entry = m_entries[slot];
        if (!entry.what || changeQueue(slot, entry.fd, {}, entry.what)) // a refused one keeps its notifier
            continue;
        m_notifiers->watch({ slot, entry.generation }, entry.fd, {});
        entry.hasNotifier = false;
    }
    setSocket(m_queue.get());
    setEnabled(true);
}

void QueuePoller::becomeFew()
{
    setEnabled(false);
    m_queue.reset();
    for (quint32 slot = 0; slot < m_entries.size(); ++slot) {
        if (m_entries[slot].what && !m_entries[slot].hasNotifier)
            (void)watchByNotifier(slot, m_entries[slot]);
    }
}

Error QueuePoller::changeQueue(quint32 slot, int fd, ReadySet had, ReadySet wanted)
{
    return os::changeEventQueue(int(m_queue.get()), fd, slot, interestOf(had), interestOf(wanted));
}

void QueuePoller::takeEvents()
{
    if (!m_mark.isThisProcess()) // the reactor has not noticed yet, and the number may be that of another queue
        return setEnabled(false);
    // So many share one way through the event dispatcher, whose code pushes theirs out of the caches. Not without end: others wait.
    os::QueueEvent batch[os::MaximumQueueEvents];
    const auto count = os::takeQueueEvents(int(m_queue.get()), batch);
    if (!count && os::isMissing(os::Call::TakeQueueEvents, count.error().nativeCode())) {
        os::noteMissing(os::Call::TakeQueueEvents);
        return becomeFew();
    }
    if (!count) { // out of memory, say: the notifier would tell of it without end
        setEnabled(false);
        QTimer::singleShot(Pause, this, [this] { setEnabled(hasMany()); });
        return;
    }
    // Handlers may give a slot to another source, which is not to get an event of the one before.
    quint32 generations[os::MaximumQueueEvents];
    for (int i = 0; i < *count; ++i)
        generations[i] = m_entries[batch[i].data].generation;
    bool destroyed = false;
    bool *const outer = std::exchange(m_destroyed, &destroyed);
    for (int i = 0; i < *count && !destroyed; ++i)
        m_reactor.dispatch({ batch[i].data, generations[i] }, readyOf(batch[i].what));
    if (!destroyed)
        m_destroyed = outer;
    else if (outer)
        *outer = true;
}

std::unique_ptr<Poller> makePoller(Reactor &reactor)
{
    return std::make_unique<QueuePoller>(reactor);
}

} // namespace QtInterprocess
