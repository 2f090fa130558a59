// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/frontqueue.h"

#include <QtCore/qglobal.h>

namespace QtInterprocess {

/*
    Where messages end in an input that holds them as bytes.

    Nothing has to be noted when bytes are read. The position of the reader is all that was ever appended less what is
    held for him (what QIODevice keeps included), so that reading, peeking and transactions that are rolled back move it
    by themselves. Only messages without bytes have to be taken one by one.
*/
class MessageBounds
{
public:
    // A message was appended to the input.
    void append(qint64 size);
    void clear();

    // What is left of the first message that is not taken; −1: there is none. held: the bytes held for the reader.
    qint64 nextSize(qint64 held)
    {
        const qint64 position = m_total - held;
        // At the beginning of the one that was found last: what nearly every call is about.
        return m_next < m_ends.size() && startOf(m_next) == position ? m_ends[m_next] - position : findNext(position);
    }

    // Messages are numbered from 0 as they are appended. How many there have been; the number of that of nextSize(); and that
    // of the one that was read last, or is being read; −1: none.
    qint64 count() const noexcept { return m_first + qint64(m_ends.size()); }
    qint64 nextNumber(qint64 held);
    qint64 nextNumber() const noexcept { return m_first + qint64(m_next); } // as it was found last
    qint64 lastRead(qint64 held);

    // Whether nothing is left but what has been forgotten.
    bool isEmpty() const noexcept { return m_ends.isEmpty(); }

    // The first message has been read, or has no bytes (left) and has been seen.
    void takeFirst() noexcept { ++m_next; }

    // The memory that the messages need here, about, which is all that those without bytes take.
    qint64 overhead() const noexcept { return qint64(m_ends.size()) * 2 * qint64(sizeof(qint64)); }

    // Forgets what has been taken; not to be called while it may be rolled back.
    void trim();

private:
    qint64 findNext(qint64 position);
    qint64 startOf(size_t index) const { return index == 0 ? m_start : m_ends[index - 1]; }

    FrontQueue<qint64> m_ends; // absolute; those before are forgotten
    size_t m_next = 0; // the first that is not taken
    qint64 m_start = 0; // of the first
    qint64 m_first = 0; // and its number
    qint64 m_total = 0;
};

} // namespace QtInterprocess
