// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/channelhandles.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

// ---- received

void ChannelHandles::add(TakenHandles &&taken, int limit)
{
    if (taken.loss && !m_current.loss)
        m_current.loss = taken.loss;
    for (OwnedHandle &handle : taken.handles) {
        if (int(m_current.handles.size()) >= limit) {
            m_current.loss = tooManyHandles(limit);
            break; // the rest is closed with taken
        }
        m_current.handles.push_back(std::move(handle));
    }
}

Error ChannelHandles::endMessage()
{
    m_ofMessage = std::exchange(m_current.handles, {});
    return std::exchange(m_current.loss, Error());
}

std::vector<OwnedHandle> ChannelHandles::take()
{
    return std::exchange(m_ofMessage, {});
}

// ---- queued

void ChannelHandles::enqueue(qint64 queued, qint64 size, std::vector<OwnedHandle> &&handles)
{
    const qint64 before = queued - m_covered;
    m_covered += before + size;
    m_queue.push_back({ before, size, std::move(handles) });
    handles.clear();
}

qint64 ChannelHandles::bytesBeforeNext(qint64 most) const
{
    return m_queue.empty() ? most : std::min(most, m_queue.front().before);
}

void ChannelHandles::bytesTaken(qint64 count)
{
    if (m_queue.empty())
        return;
    m_queue.front().before -= count;
    m_covered -= count;
}

void ChannelHandles::nextTaken()
{
    m_covered -= m_queue.front().size;
    m_queue.pop_front();
}

void ChannelHandles::clearQueue()
{
    m_queue.clear();
    m_covered = 0;
}

void ChannelHandles::clear()
{
    m_current = {};
    clearQueue();
}

} // namespace QtInterprocess
