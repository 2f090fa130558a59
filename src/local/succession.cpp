// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// How the role of an instance changes after the election.

#include "local/singleinstance_p.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

using Role = SingleInstance::Role;

// ---- succession

void SingleInstancePrivate::setWaitsForSuccession(bool on)
{
    waitsForSuccession = on;
    if (!on) {
        m_attempt.stop();
        m_watch.reset();
    } else if (role == Role::Secondary && !m_watch) {
        watchPrimary();
    }
}

void SingleInstancePrivate::watchPrimary()
{
    m_watch = std::make_unique<LocalSocket>(q);
    // Require the user explicitly: a sandbox makes the name a path, which other users may serve.
    m_watch->setRequiredServer(isForAll() ? Access::Everyone : Access::User);
    m_watch->setReadBufferSize(instance::LargestHello);
    auto *const channel = new MessageChannel(m_watch.get(), m_watch.get());
    channel->setMaximumMessageSize(instance::LargestHello);
    const auto again = [this] {
        if (!m_attempt.isActive())
            m_attempt.start(m_pauses.next());
    };
    const auto heard = [this, again, channel, isGreeted = false](const QByteArray &message) mutable {
        if (!std::exchange(isGreeted, true) && instance::decodeHello(message))
            return m_pauses.succeeded();
        channel->setPaused(true); // not a primary
        again();
    };
    QObject::connect(channel, &MessageChannel::messageReceived, q, heard);
    QObject::connect(m_watch.get(), &LocalSocket::disconnected, q, again);
    QObject::connect(m_watch.get(), &LocalSocket::errorOccurred, q, again);
    m_watch->connectToServer(m_name);
}

void SingleInstancePrivate::retryElection()
{
    if (!m_process.isOwned()) // in a forked child only the parent waits
        return m_attempt.start(LongestWait);
    m_watch.reset();
    if (claim()) // another process was faster, or the name is unavailable now
        return watchPrimary();
    hangUp();
    announceSuccession();
}

// ---- a primary

void SingleInstancePrivate::setMaximumRequestSize(qint64 size)
{
    maximumRequestSize = std::max<qint64>(size, 0);
    if (m_primary)
        m_primary->maximumRequestSize = maximumRequestSize;
}

void SingleInstancePrivate::serve()
{
    if (m_primary)
        m_primary->serve();
}

void SingleInstancePrivate::release()
{
    if (role != Role::Primary)
        return;
    m_primary->release();
    role = Role::Undecided;
    Q_EMIT q->roleChanged();
}

// Handles the loss of the name. Another process may be the primary by now.
void SingleInstancePrivate::nameLost(const Error &why)
{
    error = why;
    role = Role::Undecided;
    m_isRolePending = m_isLossPending = true;
    emitPending();
}

} // namespace QtInterprocess
