// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/frontqueue.h"

#include <QtCore/qglobal.h>

namespace QtInterprocess {

/*
    Knows where messages end in an input that holds them as bytes.

    Reading bytes needs no bookkeeping. The position of the reader is the total of appended bytes
    minus the bytes held for the reader. The bytes in QIODevice count as held. Thus it follows
    reads, peeks and rolled-back transactions. Only messages without bytes must be taken one by
    one.
*/
class MessageBounds
{
public:
    void append(qint64 size);
    void clear();

    // Returns the bytes left of the first message that is not taken; −1 if there is none. The
    // argument is the number of bytes held for the reader.
    qint64 nextSize(qint64 held)
    {
        const qint64 position = m_total - held;
        // Nearly every call is at the beginning of the message that was found last.
        return m_next < m_ends.size() && startOf(m_next) == position ? m_ends[m_next] - position : findNext(position);
    }

    // Count and number messages from 0 in the order of append().
    //
    // - count(): how many were appended
    // - nextNumber(): the number of the message of nextSize()
    // - lastRead(): the number of the message that is being read or was read last; −1 if there is
    //   none
    qint64 count() const noexcept { return m_first + qint64(m_ends.size()); }
    qint64 nextNumber(qint64 held);
    qint64 nextNumber() const noexcept { return m_first + qint64(m_next); } // from the last search
    qint64 lastRead(qint64 held);

    // Returns whether all messages were forgotten by trim().
    bool isEmpty() const noexcept { return m_ends.isEmpty(); }

    // Takes the first message: it was read, or it has no bytes left and was seen.
    void takeFirst() noexcept { ++m_next; }

    // Returns about how much memory the messages need here, in bytes. Messages without bytes need
    // no other.
    qint64 overhead() const noexcept { return qint64(m_ends.size()) * 2 * qint64(sizeof(qint64)); }

    // Forgets the taken messages. Do not call it while a transaction may be rolled back.
    void trim();

private:
    qint64 findNext(qint64 position);
    qint64 startOf(size_t index) const { return index == 0 ? m_start : m_ends[index - 1]; }

    FrontQueue<qint64> m_ends; // positions since the beginning; those before are forgotten
    size_t m_next = 0; // the first message that is not taken
    qint64 m_start = 0; // where the first message begins
    qint64 m_first = 0; // number of the first message
    qint64 m_total = 0;
};

} // namespace QtInterprocess
