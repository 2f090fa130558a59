// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/messageextras.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace QtInterprocess {

// Estimates the memory of an extra. Both queues hold up to twice the used places. A name is
// allocated unless it equals the name of the message before.
static qint64 overheadOf(const MessageExtra &extra)
{
    constexpr qint64 Allocation = 64;
    const qint64 name = extra.sender.bytes.isEmpty() ? 0 : extra.sender.bytes.size() + Allocation;
    return 2 * qint64(sizeof(MessageExtra)) + name + 2 * extra.handles * qint64(sizeof(OwnedHandle));
}

void MessageExtras::append(qint64 number, os::Received &&received)
{
    MessageExtra &extra = m_extras.append();
    extra.number = number;
    extra.sender = std::move(received.sender);
    extra.credentials = received.ancillary.credentials;
    extra.firstHandle = m_dropped + qint64(m_handles.size());
    extra.handles = int(received.ancillary.handles.size());
    extra.dataTruncated = received.truncated;
    extra.handlesTruncated = received.ancillary.truncated;
    for (OwnedHandle &handle : received.ancillary.handles)
        m_handles.append(std::move(handle));
    m_left += extra.handles;
    m_overhead += overheadOf(extra);
}

size_t MessageExtras::indexOf(qint64 number) const
{
    // Nearly every call is about the message that was read last or comes next; the first extra has
    // it.
    const size_t near = std::min<size_t>(m_extras.size(), 2);
    for (size_t i = 0; i < near; ++i) {
        if (m_extras[i].number == number)
            return i;
    }
    const auto isBefore = [](const MessageExtra &extra, qint64 wanted) { return extra.number < wanted; };
    const auto found = std::lower_bound(m_extras.begin(), m_extras.end(), number, isBefore);
    return found != m_extras.end() && found->number == number ? size_t(found - m_extras.begin()) : m_extras.size();
}

const MessageExtra *MessageExtras::find(qint64 number) const
{
    const size_t index = indexOf(number);
    return index < m_extras.size() ? &m_extras[index] : nullptr;
}

std::vector<OwnedHandle> MessageExtras::takeHandles(qint64 number)
{
    const size_t index = indexOf(number);
    if (index == m_extras.size() || m_extras[index].handles == 0 || std::exchange(m_extras[index].handlesTaken, true))
        return {};
    const MessageExtra &extra = m_extras[index];
    m_left -= extra.handles;
    OwnedHandle *const first = &m_handles[size_t(extra.firstHandle - m_dropped)];
    return { std::make_move_iterator(first), std::make_move_iterator(first + extra.handles) };
}

void MessageExtras::dropBefore(qint64 number)
{
    size_t count = 0;
    size_t handles = 0;
    for (; count < m_extras.size() && m_extras[count].number < number; ++count) {
        const MessageExtra &extra = m_extras[count];
        handles += size_t(extra.handles);
        m_left -= extra.handlesTaken ? 0 : extra.handles;
        m_overhead -= overheadOf(extra);
    }
    if (count > 0)
        m_extras.removeFirst(count);
    if (handles > 0)
        m_handles.removeFirst(handles);
    m_dropped += qint64(handles);
}

void MessageExtras::clear()
{
    m_extras.clear();
    m_handles.clear();
    m_dropped = 0;
    m_left = 0;
    m_overhead = 0;
}

} // namespace QtInterprocess
