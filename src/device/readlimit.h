// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

namespace QtInterprocess {

/*
    Decides how many unread bytes a device holds: size(), or more while a packet does not fit.

    The limit then grows in steps up to ceiling(). Two kinds of readers are inside a packet. One
    reads in a transaction. The other last read no more than a header, and has since only called
    bytesAvailable(). A reader that only looks never gets more: otherwise its peer could decide how
    much memory is used.
*/
class ReadLimit
{
public:
    static constexpr qint64 Default = 16 * 1024 * 1024;

    // 0 is unlimited.
    qint64 size() const noexcept { return m_size; }
    void setSize(qint64 size) noexcept;
    qint64 maximumPacketSize() const noexcept { return m_maximumPacketSize; }
    void setMaximumPacketSize(qint64 size) noexcept;

    // Returns the current limit; 0 is unlimited.
    qint64 now() const noexcept { return m_now; }
    bool isFull(qint64 held) const noexcept { return m_now > 0 && held >= m_now; }
    bool hasGrown() const noexcept { return m_now > m_size; }
    bool grow(qint64 held) noexcept; // returns false at the ceiling
    void reset() noexcept;
    void beginConnection() noexcept;

    // Record what the reader does.
    void beginSlot() noexcept { m_queried = m_taken = m_transacted = false; }
    void noteQuery() noexcept { m_queried = true; }
    void took(qint64 bytes) noexcept;
    void transacted(qint64 bytes) noexcept;

    // Whether the reader has asked for more than is held.
    bool wantsMore() const noexcept { return m_transacted || (m_queried && !m_taken && hasHeader()); }
    // Returns true once for each packet that is too large. The device stalls until input is taken.
    bool noteTooLarge() noexcept;
    bool isStalled() const noexcept { return m_tooLargeNoted; }

private:
    static constexpr qint64 LargestHeader = 64;

    bool hasHeader() const noexcept { return m_lastTaken > 0 && m_lastTaken <= LargestHeader; }

    qint64 m_size = Default;
    qint64 m_maximumPacketSize = Default;
    qint64 m_now = Default;
    qint64 m_lastTaken = 0;
    bool m_queried = false;
    bool m_taken = false;
    bool m_transacted = false;
    bool m_tooLargeNoted = false;
};

} // namespace QtInterprocess
