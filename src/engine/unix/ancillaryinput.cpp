// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/ancillaryinput.h"

#include "os/unix/errormap.h"
#include "os/unix/sendrecv.h"
#include "support/errortext.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace QtInterprocess {

// ---- handles

void AncillaryInput::setHandleLimit(int limit, Limit kind) noexcept
{
    m_handleLimit = limit;
    m_limitKind = kind;
}

std::vector<OwnedHandle> AncillaryInput::takeFirst(std::ptrdiff_t count)
{
    const auto end = m_handles.begin() + count;
    std::vector<OwnedHandle> taken;
    taken.reserve(size_t(count));
    for (auto next = m_handles.begin(); next != end; ++next)
        taken.push_back(std::move(next->handle));
    m_handles.erase(m_handles.begin(), end);
    return taken;
}

std::vector<OwnedHandle> AncillaryInput::takeHandles(int maximum)
{
    const int count = maximum < 0 ? pendingHandles() : std::min(maximum, pendingHandles());
    if (count > 0)
        m_lossNoted = false;
    return takeFirst(count);
}

TakenHandles AncillaryInput::takeHandlesOfRead(qint64 unread)
{
    const qint64 read = m_received - unread;
    const auto isRead = [read](const Pending &pending) { return pending.position < read; };
    const auto end = std::find_if_not(m_handles.begin(), m_handles.end(), isRead);
    TakenHandles taken { takeFirst(end - m_handles.begin()), {} };
    if (m_lossNoted && m_lossPosition < read) {
        taken.loss = std::exchange(m_loss, Error());
        m_lossNoted = false;
    }
    return taken;
}

void AncillaryInput::keep(os::Ancillary &received, qint64 position)
{
    m_news = m_news || !received.handles.empty();
    for (OwnedHandle &handle : received.handles)
        m_handles.push_back({ std::move(handle), position });
}

// Notes that handles were lost. A flood is reported once, not with every message.
void AncillaryInput::noteLoss(bool full, qint64 position)
{
    if (std::exchange(m_lossNoted, true))
        return;
    m_lossPosition = position;
    m_loss = !full ? os::systemError(EMFILE, "receive handles from")
        : m_limitKind == Limit::PerMessage
        ? tooManyHandles(m_handleLimit)
        : Error(Error::ResourceExhausted, 0, QStringLiteral("receive handles from"), QString(),
                ErrorText::tr("more than %1 handles were pending; the rest was closed").arg(m_handleLimit));
}

// ---- credentials

void AncillaryInput::setWantsCredentials(bool on)
{
    m_wantsCredentials = on;
    m_runs.clear();
    m_credentialsFrom = m_received;
}

void AncillaryInput::noteSender(const std::optional<os::SenderCredentials> &credentials)
{
    if (!m_runs.isEmpty() && m_runs.last().credentials == credentials)
        m_runs.last().end = m_received;
    else
        m_runs.append(Run { m_received, credentials });
}

QList<AncillaryInput::Run>::const_iterator AncillaryInput::runAt(qint64 position) const
{
    return std::upper_bound(m_runs.cbegin(), m_runs.cend(), position,
                            [](qint64 wanted, const Run &run) { return wanted < run.end; });
}

AncillaryInput::Sender AncillaryInput::sender(qint64 unread) const
{
    const qint64 position = m_received - unread;
    if (position < m_credentialsFrom || m_runs.isEmpty())
        return {};
    const auto run = runAt(position);
    if (run == m_runs.cend())
        return { m_runs.last().credentials, 0 };
    return { run->credentials, run->end - position };
}

void AncillaryInput::trim(qint64 unread)
{
    const auto run = runAt(m_received - unread);
    m_runs.erase(m_runs.cbegin(), run == m_runs.cend() && !m_runs.isEmpty() ? std::prev(run) : run);
}

// ---- both

Result<os::Transfer> AncillaryInput::receive(int fd, char *data, qint64 size)
{
    os::ReceiveOptions options;
    const int room = m_limitKind == Limit::PerMessage ? m_handleLimit : m_handleLimit - pendingHandles();
    options.maximumHandles = std::clamp(room, 0, os::MaximumHandlesPerMessage);
    os::Received received;
    const auto taken = os::receiveMessage(fd, data, size, options, received);
    if (taken && taken->outcome == os::Transfer::Progress) {
        const qint64 first = std::exchange(m_received, m_received + taken->bytes);
        const qint64 position = os::HandlesComeWithLastByte ? m_received - 1 : first;
        if (m_handleLimit > 0 && received.ancillary.truncated)
            noteLoss(int(received.ancillary.handles.size()) >= options.maximumHandles, position);
        keep(received.ancillary, position);
        if (m_wantsCredentials)
            noteSender(received.ancillary.credentials);
    }
    return taken;
}

void AncillaryInput::clear()
{
    m_handles.clear();
    m_runs.clear();
    m_received = m_credentialsFrom = m_lossPosition = 0;
    m_loss = Error();
    m_news = m_lossNoted = false;
}

} // namespace QtInterprocess
