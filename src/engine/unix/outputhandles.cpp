// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Sends handles; a part of OutputQueue.

#include "engine/unix/outputqueue.h"

#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

void OutputQueue::append(const QByteArray &data, std::vector<OwnedHandle> &&handles)
{
    if (!m_handles)
        m_handles = std::make_unique<HandleQueue>();
    m_handles->append(m_size, data.size(), std::move(handles));
    append(data.constData(), data.size());
}

// Cuts the views to limit bytes. Returns the number of views left.
static int cutViews(ByteQueue::View *views, int count, qint64 limit)
{
    for (int i = 0; i < count; ++i) {
        if (views[i].size >= limit) {
            views[i].size = qsizetype(limit);
            return i + 1;
        }
        limit -= views[i].size;
    }
    return count;
}

// Sends the bytes of a write with handles in a call of their own. With earlier bytes, the handles
// would arrive too early. With later bytes, the reader could not tell which bytes they belong to.
Result<os::Transfer> OutputQueue::sendWithHandles(int fd)
{
    const qint64 before = m_handles->bytesBeforeFirst();
    const bool haveTurn = before == 0;
    ByteQueue::View views[ViewsPerSend];
    const int count = cutViews(views, m_bytes.views(views, ViewsPerSend), haveTurn ? m_handles->first().size : before);
    auto sent = haveTurn ? os::sendMessage(fd, views, count, m_handles->first().handles) : os::send(fd, views, count);
    if (!sent || sent->outcome != os::Transfer::Progress)
        return sent;
    if (haveTurn)
        m_handles->removeFirst();
    if (sent->handlesRefused) // only the bytes have arrived
        m_failures.push_back(os::handlesRefused());
    m_handles->bytesTaken(sent->bytes);
    if (m_handles->isEmpty())
        m_handles.reset();
    return sent;
}

} // namespace QtInterprocess
