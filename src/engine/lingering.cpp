// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/lingering.h"

#include "os/background.h"
#include "support/errortext.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

// The limits of all processes, in atomics: a forked child cannot take the lock of the other
// members.
struct SharedLimits
{
    std::atomic<int> timeout { LingerLimits().timeout() };
    std::atomic<int> count { LingerLimits().count() };
    std::atomic<qint64> bytes { LingerLimits().bytes() };
} currentLimits;

} // namespace

void Failure::noteLoss() noexcept
{
    Lingering::instance().noteLoss();
}

// ---- entries

Lingering::Entry::~Entry()
{
    if (isOfThisProcess())
        instance().end(this);
}

void Lingering::Entry::progress(qint64 left)
{
    if (!isOfThisProcess())
        return;
    Lingering &all = instance();
    const std::lock_guard lock(all.m_mutex);
    if (left < m_left) {
        m_lastProgress = Clock::now();
        m_hasProgress = true;
        if (m_mustGiveUp.exchange(false))
            all.m_forWatcher.notify_one(); // perhaps another entry must give up now
    }
    m_left = left;
}

Error Lingering::Entry::giveUp()
{
    Lingering &all = instance();
    const std::lock_guard lock(all.m_mutex);
    ++all.m_abandoned;
    m_left = 0;
    return Error(Error::TimedOut, 0, QStringLiteral("write to"), QString(),
                 ErrorText::tr("the peer did not read the rest after close(); see Device::setLingerLimits()"));
}

std::unique_ptr<Lingering::Entry> Lingering::begin(qint64 left, Where where, std::function<void()> requestGiveUp)
{
    std::unique_ptr<Entry> entry(new Entry);
    entry->m_requestGiveUp = std::move(requestGiveUp);
    entry->m_left = left;
    entry->m_lastProgress = Clock::now();
    entry->m_where = where;
    Lock lock(m_mutex);
    m_entries.push_back(entry.get());
    if (where == Where::Background) {
        ++m_inBackground;
        startWatching();
    }
    enforceLimits(lock);
    return entry;
}

void Lingering::end(Entry *entry)
{
    const std::lock_guard lock(m_mutex);
    m_entries.erase(std::find(m_entries.begin(), m_entries.end(), entry));
    if (entry->m_where == Where::Background && --m_inBackground == 0) {
        m_changed.notify_all();
        m_forWatcher.notify_one();
    }
}

// ---- limits

Lingering &Lingering::instance()
{
    static os::PerProcess<Lingering> s_lingering;
    return s_lingering.get();
}

void Lingering::checkLimits()
{
    Lock lock(m_mutex);
    enforceLimits(lock);
}

void Lingering::enforceLimits(Lock &lock)
{
    const Requests requests = selectEntriesToGiveUp();
    lock.unlock();
    for (const auto &requestGiveUp : requests) {
        if (requestGiveUp)
            requestGiveUp();
    }
    lock.lock();
}

// Whether the limits are exceeded. A single entry never exceeds them: the writer chose its size.
bool Lingering::exceedsLimits(qsizetype count, qint64 bytes) const
{
    return count > 1
        && ((currentLimits.count > 0 && count > currentLimits.count)
            || (currentLimits.bytes > 0 && bytes > currentLimits.bytes));
}

// Returns the grace of an entry; it is shorter in a burst, which must not take unlimited memory.
std::chrono::milliseconds Lingering::graceFor(qint64 bytes) const
{
    return currentLimits.bytes > 0 && bytes / 2 > currentLimits.bytes ? BurstGrace : Grace;
}

// Whether entries without progress give up at once: a faster burst must not take unlimited memory
// either.
bool Lingering::isFlood(qsizetype count, qint64 bytes) const
{
    return count > 1 && currentLimits.bytes > 0 && bytes / 5 * 2 > currentLimits.bytes;
}

// Selects the entries that must give up. Entries selected before count as gone.
Lingering::Requests Lingering::selectEntriesToGiveUp()
{
    const auto now = Clock::now();
    Requests requests;
    std::vector<Entry *> stay;
    qint64 bytes = 0;
    for (Entry *const entry : m_entries) {
        if (entry->mustGiveUp())
            continue;
        if (currentLimits.timeout >= 0
            && now - entry->m_lastProgress >= std::chrono::milliseconds(currentLimits.timeout.load())) {
            markToGiveUp(*entry, requests);
        } else {
            stay.push_back(entry);
            bytes += entry->m_left;
        }
    }
    auto count = qsizetype(stay.size());
    if (!exceedsLimits(count, bytes))
        return requests;
    const auto earlier = [](const Entry *a, const Entry *b) { return a->m_lastProgress < b->m_lastProgress; };
    std::sort(stay.begin(), stay.end(), earlier);
    auto next = stay.begin();
    for (; exceedsLimits(count, bytes) && now - (*next)->m_lastProgress >= graceFor(bytes); ++next, --count) {
        bytes -= (*next)->m_left;
        markToGiveUp(**next, requests);
    }
    for (; next != stay.end() && isFlood(count, bytes); ++next) {
        if ((*next)->m_hasProgress)
            continue;
        bytes -= (*next)->m_left;
        --count;
        markToGiveUp(**next, requests);
    }
    if (exceedsLimits(count, bytes))
        m_forWatcher.notify_one(); // more entries can give up soon
    return requests;
}

void Lingering::markToGiveUp(Entry &entry, Requests &requests) const
{
    entry.m_mustGiveUp = true;
    requests.push_back(entry.m_requestGiveUp);
}

Lingering::Clock::time_point Lingering::nextCheck() const
{
    auto first = Clock::time_point::max();
    qsizetype count = 0;
    qint64 bytes = 0;
    for (const Entry *const entry : m_entries) {
        if (entry->mustGiveUp())
            continue;
        first = std::min(first, entry->m_lastProgress);
        ++count;
        bytes += entry->m_left;
    }
    if (exceedsLimits(count, bytes))
        return first + graceFor(bytes);
    return count == 0 || currentLimits.timeout < 0 ? Clock::time_point::max()
                                                   : first + std::chrono::milliseconds(currentLimits.timeout.load());
}

int Lingering::interval() const
{
    const std::lock_guard lock(m_mutex);
    return currentLimits.timeout < 0 ? 1000 : std::clamp(currentLimits.timeout / 4, 10, 1000);
}

// Starts the thread that checks the limits. Without a thread, they are checked whenever an entry
// begins.
void Lingering::startWatching()
{
    if (!m_isWatched)
        m_isWatched = os::startBackgroundThread([this] { watch(); });
}

void Lingering::watch()
{
    Lock lock(m_mutex);
    while (m_inBackground > 0) {
        enforceLimits(lock);
        if (m_inBackground == 0)
            break;
        const auto next = nextCheck();
        if (next == Clock::time_point::max())
            m_forWatcher.wait(lock);
        else
            m_forWatcher.wait_for(lock, next - Clock::now());
    }
    m_isWatched = false;
}

void Lingering::setLimits(const LingerLimits &limits)
{
    Lock lock(m_mutex);
    currentLimits.timeout = limits.timeout();
    currentLimits.count = limits.count();
    currentLimits.bytes = limits.bytes();
    enforceLimits(lock);
    m_forWatcher.notify_one();
}

LingerLimits Lingering::limits() const
{
    const std::lock_guard lock(m_mutex);
    return { currentLimits.timeout, currentLimits.count, currentLimits.bytes };
}

LingerStatus Lingering::status() const
{
    const std::lock_guard lock(m_mutex);
    qint64 bytes = 0;
    for (const Entry *const entry : m_entries)
        bytes += entry->m_left;
    return { int(m_entries.size()), bytes, m_abandoned };
}

// ---- the end of the program

void Lingering::noteLoss()
{
    const std::lock_guard lock(m_mutex);
    m_lost = true;
}

bool Lingering::drain(QDeadlineTimer deadline)
{
    Lock lock(m_mutex);
    const auto nothingLeft = [this] { return m_inBackground == 0; };
    if (deadline.isForever())
        m_changed.wait(lock, nothingLeft);
    else
        m_changed.wait_for(lock, std::chrono::nanoseconds(std::max<qint64>(deadline.remainingTimeNSecs(), 0)),
                           nothingLeft);
    const bool lost = std::exchange(m_lost, false);
    return nothingLeft() && !lost;
}

} // namespace QtInterprocess
