// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

#include <deque>

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
    qint64 nextSize(qint64 held);

    // The first message has no bytes (left), and has been seen.
    void takeEmpty();

    // The memory that this takes itself, which is all that messages without bytes take.
    qint64 overhead() const noexcept { return qint64(m_ends.size()) * qint64(sizeof(qint64)); }

    // Forgets what has been taken; not to be called while it may be rolled back.
    void trim();

private:
    qint64 startOf(size_t index) const { return index == 0 ? m_start : m_ends[index - 1]; }

    std::deque<qint64> m_ends; // absolute
    qint64 m_start = 0; // of the first of them
    qint64 m_total = 0;
    size_t m_next = 0; // the first that is not taken
};

} // namespace QtInterprocess
