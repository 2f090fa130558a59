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

std::vector<OwnedHandle> AncillaryInput::takeHandles(int maximum)
{
    const int count = maximum < 0 ? pendingHandles() : std::min(maximum, pendingHandles());
    const auto end = m_handles.begin() + count;
    std::vector<OwnedHandle> taken { std::move_iterator(m_handles.begin()), std::move_iterator(end) };
    m_handles.erase(m_handles.begin(), end);
    if (count > 0)
        m_lossNoted = false;
    return taken;
}

void AncillaryInput::keep(os::Ancillary &received)
{
    m_news = m_news || !received.handles.empty();
    std::move(received.handles.begin(), received.handles.end(), std::back_inserter(m_handles));
}

// Notes that handles were lost. A flood is reported once, not with every message.
void AncillaryInput::noteLoss(bool full)
{
    if (std::exchange(m_lossNoted, true))
        return;
    const QString operation = QStringLiteral("receive handles from");
    if (full)
        m_loss = Error(Error::ResourceExhausted, 0, operation, QString(),
                       ErrorText::tr("more than %1 handles were pending; the rest was closed").arg(m_handleLimit));
    else
        m_loss = os::systemError(EMFILE, "receive handles from");
}

// ---- credentials

void AncillaryInput::setWantsCredentials(bool on)
{
    m_wantsCredentials = on;
    m_runs.clear();
    m_received = 0;
}

void AncillaryInput::noteSender(qint64 bytes, const std::optional<os::SenderCredentials> &credentials)
{
    m_received += bytes;
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
    // Bytes received before credentials were requested have a negative position.
    const qint64 position = m_received - unread;
    if (position < 0 || m_runs.isEmpty())
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
    options.maximumHandles = std::clamp(m_handleLimit - pendingHandles(), 0, os::MaximumHandlesPerMessage);
    os::Received received;
    const auto taken = os::receiveMessage(fd, data, size, options, received);
    if (taken && taken->outcome == os::Transfer::Progress) {
        if (m_handleLimit > 0 && received.ancillary.truncated)
            noteLoss(int(received.ancillary.handles.size()) >= options.maximumHandles);
        keep(received.ancillary);
        if (m_wantsCredentials)
            noteSender(taken->bytes, received.ancillary.credentials);
    }
    return taken;
}

void AncillaryInput::clear()
{
    m_handles.clear();
    m_runs.clear();
    m_received = 0;
    m_loss = Error();
    m_news = m_lossNoted = false;
}

} // namespace QtInterprocess
