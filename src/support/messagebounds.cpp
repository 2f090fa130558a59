// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/messagebounds.h"

#include <algorithm>
#include <utility>

namespace QtInterprocess {

void MessageBounds::append(qint64 size)
{
    m_total += size;
    m_ends.append(m_total);
}

void MessageBounds::clear()
{
    *this = MessageBounds();
}

qint64 MessageBounds::findNext(qint64 position)
{
    while (m_next > 0 && m_ends[m_next - 1] > position) // a transaction was rolled back
        --m_next;
    const auto isTaken = [&](size_t index) {
        return m_ends[index] < position || (m_ends[index] == position && startOf(index) < position);
    };
    while (m_next < m_ends.size() && isTaken(m_next))
        ++m_next;
    return m_next < m_ends.size() ? m_ends[m_next] - std::max(position, startOf(m_next)) : -1;
}

qint64 MessageBounds::nextNumber(qint64 held)
{
    (void)nextSize(held);
    return nextNumber();
}

qint64 MessageBounds::lastRead(qint64 held)
{
    const qint64 left = nextSize(held);
    const bool isBegun = left >= 0 && left < m_ends[m_next] - startOf(m_next);
    return nextNumber() - (isBegun ? 0 : 1);
}

void MessageBounds::trim()
{
    if (m_next == 0)
        return;
    m_start = m_ends[m_next - 1];
    m_first += qint64(m_next);
    m_ends.removeFirst(std::exchange(m_next, 0));
}

} // namespace QtInterprocess
