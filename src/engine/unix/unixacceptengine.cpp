// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixacceptengine.h"

#include "os/unix/descriptor.h"
#include "os/unix/socket.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int ConnectionsPerTurn = 32; // so that many new clients do not delay the connected ones
constexpr int TurnsOfOne = 7; // after a look in vain

} // namespace

UnixAcceptEngine::UnixAcceptEngine(OwnedHandle handle, os::SocketType type, const QString &subject,
                                   AcceptObserver &observer)
    : m_handle(std::move(handle)),
      m_type(type),
      m_subject(subject),
      m_observer(observer),
      m_watch(*this)
{
    m_watch.setHandle(m_handle.get());
}

void UnixAcceptEngine::setRoom(int connections)
{
    m_room = connections;
    updateInterest();
    if (m_room > 0 && !m_former.empty())
        m_watch.wake();
}

void UnixAcceptEngine::updateInterest()
{
    m_watch.setInterest(m_room > 0 && !m_pauses.hasPaused() ? ReadySet(Ready::Readable) : ReadySet());
}

void UnixAcceptEngine::ready(ReadySet)
{
    AcceptTurn turn;
    if (takeTurn(turn))
        m_observer.acceptTurn(std::move(turn));
}

bool UnixAcceptEngine::takeTurn(AcceptTurn &turn)
{
    // Paused from outside during a shortage: the next accept() shows whether the shortage is over.
    if (m_room == 0)
        m_pauses.reset();
    while (m_room > 0 && turn.handles.size() < ConnectionsPerTurn && (turn.handles.empty() || mayHaveMore())) {
        auto peer = accept();
        if (!peer) {
            pause(peer.error(), turn);
            break;
        }
        m_pauses.reset();
        if (!peer->isValid())
            break;
        turn.handles.push_back(std::move(*peer));
        --m_room;
    }
    updateInterest();
    return !turn.handles.empty() || turn.error;
}

Result<OwnedHandle> UnixAcceptEngine::accept()
{
    for (;;) {
        OwnedHandle &from = m_former.empty() ? m_handle : m_former.front();
        // If the listener refuses handles, its connections have refused them from the start.
        const bool sealed = os::HandleClosing::of(from) == os::HandleClosing::Sealed;
        auto peer = os::acceptFrom(int(from.get()), sealed ? os::HandleClosing::Sealed : os::closingOf(m_type));
        if (m_former.empty() || !peer || peer->isValid())
            return peer;
        m_former.erase(m_former.begin());
    }
}

void UnixAcceptEngine::replaceHandle(OwnedHandle handle)
{
    const ReadySet interest = m_watch.interest();
    m_watch.stop();
    m_former.push_back(std::exchange(m_handle, std::move(handle)));
    m_watch.setHandle(m_handle.get());
    m_watch.setInterest(interest);
    m_watch.wake();
}

// Whether a further client may wait in this turn. Looking costs a system call, which clients that
// come one by one would waste in each turn. In a burst, only the first turns accept one each.
bool UnixAcceptEngine::mayHaveMore()
{
    if (m_turnsOfOne > 0 && m_former.empty()) {
        --m_turnsOfOne;
        return false;
    }
    const bool isMore = hasMore();
    m_turnsOfOne = isMore ? 0 : TurnsOfOne;
    return isMore;
}

// Whether a client waits. An accept() in vain costs several times as much: it makes a socket and
// drops it.
bool UnixAcceptEngine::hasMore() const
{
    if (!m_former.empty())
        return true;
    const auto polled = os::poll(int(m_handle.get()), os::PollFor::Reading, QDeadlineTimer(0));
    return polled && polled->any();
}

// Stops watching for a while when descriptors or memory run out: the socket stays readable all the
// time.
void UnixAcceptEngine::pause(const Error &error, AcceptTurn &turn)
{
    if (!m_pauses.hasPaused())
        turn.error = error.withSubject(m_subject);
    m_watch.wakeAfter(m_pauses.next());
}

// Returns the time of a turn without a new event: after a shortage, or for clients at a former
// handle.
QDeadlineTimer UnixAcceptEngine::nextTurn() const
{
    if (m_pauses.hasPaused())
        return m_pauses.resumesAt();
    return QDeadlineTimer(m_room > 0 && !m_former.empty() ? 0 : -1);
}

bool UnixAcceptEngine::wait(QDeadlineTimer deadline)
{
    for (;;) {
        const int fd = m_pauses.hasPaused() || m_room == 0 ? -1 : int(m_handle.get());
        const QDeadlineTimer turn = nextTurn();
        const auto polled = os::poll(fd, os::PollFor::Reading, std::min(deadline, turn));
        if (!polled)
            return false;
        const bool isDue = polled->any() || turn.hasExpired();
        AcceptTurn result;
        if (isDue && takeTurn(result)) {
            m_observer.acceptTurn(std::move(result));
            return true;
        }
        if (deadline.hasExpired())
            return false;
    }
}

} // namespace QtInterprocess
