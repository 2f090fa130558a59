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

static constexpr int FewDescriptors = 6; // with about this many, both ways cost the same
static constexpr int Pause = 20; // milliseconds, after a failure

/*
    Watches all descriptors by one event queue of the system (epoll, kqueue) behind one
    QSocketNotifier.

    Qt's dispatchers pass every notifier to poll() in every round. A thousand idle connections
    would thus make each event a thousand times as expensive. A queue can be polled itself and
    counts as one descriptor.

    The queue is level-triggered. No event is lost if a handler reads only a part, or if a nested
    loop interrupts a batch.

    A descriptor has a notifier of its own in three cases:

    - There are few descriptors: poll() on a queue and a query of the queue cost as much as a
      handful of descriptors.
    - The queue refuses the descriptor, for example a folder.
    - A sandbox refuses queues.
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
    // Handles the event directly, without the signal, because every event takes this path.
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
    int m_count = 0; // number of watched entries
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
    // The GLib dispatcher does not report a hang-up alone.
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

// Moves the descriptors to a queue, and stays there until a sandbox forbids it. A thread that had
// many connections may have many again. Without queues nothing changes.
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
        if (!entry.what || changeQueue(slot, entry.fd, {}, entry.what)) // a refused descriptor keeps its notifier
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
    if (!m_mark.isThisProcess()) // the reactor has not noticed the fork yet; the number may be that of another queue
        return setEnabled(false);
    // Many events share one pass through the event dispatcher, whose code evicts that of the
    // handlers from the caches. The batch is bounded because other sources wait.
    os::QueueEvent batch[os::MaximumQueueEvents];
    const auto count = os::takeQueueEvents(int(m_queue.get()), batch);
    if (!count && os::isMissing(os::Call::TakeQueueEvents, count.error().nativeCode())) {
        os::noteMissing(os::Call::TakeQueueEvents);
        return becomeFew();
    }
    if (!count) { // out of memory, for example: the notifier would fire without end
        setEnabled(false);
        QTimer::singleShot(Pause, this, [this] { setEnabled(hasMany()); });
        return;
    }
    // A handler may give a slot to another source. The new source must not get an event of the
    // previous one.
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
