// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "device/readlimit.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

void ReadLimit::setSize(qint64 size) noexcept
{
    m_size = std::max<qint64>(size, 0);
    reset();
}

void ReadLimit::setMaximumPacketSize(qint64 size) noexcept
{
    m_maximumPacketSize = std::max<qint64>(size, 0);
}

bool ReadLimit::grow(qint64 held) noexcept
{
    constexpr qint64 Unlimited = std::numeric_limits<qint64>::max();
    const qint64 ceiling = m_maximumPacketSize == 0 ? Unlimited : std::max(m_size, m_maximumPacketSize);
    if (m_now >= ceiling)
        return false;
    const qint64 base = std::max(m_now, std::min(held, ceiling)); // one message may exceed the limit
    m_now = base > ceiling / 2 ? ceiling : 2 * base;
    m_tooLargeNoted = false;
    return true;
}

void ReadLimit::reset() noexcept
{
    m_now = m_size;
    m_tooLargeNoted = false;
}

void ReadLimit::beginConnection() noexcept
{
    reset();
    beginSlot();
    m_lastTaken = 0;
}

void ReadLimit::took(qint64 bytes) noexcept
{
    m_lastTaken = bytes;
    m_taken = true;
    m_tooLargeNoted = false;
}

void ReadLimit::transacted(qint64 bytes) noexcept
{
    m_lastTaken = bytes;
    m_transacted = true;
}

bool ReadLimit::noteTooLarge() noexcept
{
    return !std::exchange(m_tooLargeNoted, true);
}

} // namespace QtInterprocess
