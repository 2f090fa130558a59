// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

namespace QtInterprocess {

/*
    How many bytes a device holds unread: size(), or more, step by step up to ceiling(), while its reader is in the middle
    of a packet that does not fit.

    The reader is in the middle of a packet if it reads in a transaction, or if its last read was no larger than a header and
    it has only asked for bytesAvailable() since. A reader that merely looks never gets more: its peer would decide how
    much memory that is.
*/
class ReadLimit
{
public:
    static constexpr qint64 Default = 16 * 1024 * 1024;

    // 0: unlimited.
    qint64 size() const noexcept { return m_size; }
    void setSize(qint64 size) noexcept;
    qint64 maximumPacketSize() const noexcept { return m_maximumPacketSize; }
    void setMaximumPacketSize(qint64 size) noexcept;

    // The limit as it is now; 0: none.
    qint64 now() const noexcept { return m_now; }
    bool isFull(qint64 held) const noexcept { return m_now > 0 && held >= m_now; }
    bool hasGrown() const noexcept { return m_now > m_size; }
    bool grow(qint64 held) noexcept; // false: not any more
    void reset() noexcept;
    void beginConnection() noexcept;

    // What the reader does.
    void beginSlot() noexcept { m_queried = m_taken = m_transacted = false; }
    void noteQuery() noexcept { m_queried = true; }
    void took(qint64 bytes) noexcept;
    void transacted(qint64 bytes) noexcept;

    // Whether that asks for more than is held.
    bool wantsMore() const noexcept { return m_transacted || (m_queried && !m_taken && hasHeader()); }
    // Returns true once for every packet that is too large, which stalls it until something is taken.
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
