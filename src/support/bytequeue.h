// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "support/sparebuffers.h"

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

#include <cstring>
#include <utility>

namespace QtInterprocess {

/*
    A first-in first-out queue of bytes, kept in chunks so that nothing is moved when the front is taken. Small
    appends share a chunk; a whole buffer is taken over without a copy. An empty queue owns no memory.
*/
class ByteQueue
{
public:
    struct View
    {
        const char *data;
        qsizetype size;
    };

    qint64 size() const noexcept { return m_size; }
    bool isEmpty() const noexcept { return m_size == 0; }

    void append(const char *data, qint64 size);
    // Only if it costs no more than the copy: the queue is not empty, and there is room behind its last byte.
    bool appendInPlace(const char *data, qint64 size);
    // Takes over a buffer; worth it for large ones only, since it becomes a chunk of its own.
    void append(QByteArray &&chunk);
    // The same with a buffer that is not full: what comes later goes behind the first size bytes.
    void appendPart(QByteArray &&chunk, qsizetype size);
    void append(ByteQueue &&other);

    // Each of these takes at most size bytes and returns how many that were.
    qint64 read(char *data, qint64 size);
    qint64 discard(qint64 size);
    // The same as an array of its own, without a copy if it was appended as such.
    QByteArray take(qint64 size);

    // The position of the first c among the first limit bytes, or -1.
    qint64 indexOf(char c, qint64 limit) const;

    // The first chunks, for writing them out together. Returns how many views were filled in.
    int views(View *views, int count) const;

    // Gives back a large buffer that is mostly room, for a copy of what is in it.
    void squeeze();
    void clear();

private:
    static constexpr qsizetype ChunkSize = SpareBuffers::Small;
    // Keeps connections cheap that now and then exchange a few bytes.
    static constexpr qsizetype SmallestChunk = 512;

    struct Chunk
    {
        QByteArray data;
        qsizetype begin = 0; // the bytes before have been taken
        qsizetype end = 0; // those from here on are room
        qsizetype size() const noexcept { return end - begin; }
        qsizetype room() const noexcept { return data.size() - end; }
        void append(const char *bytes, qint64 count)
        {
            std::memcpy(data.data() + end, bytes, size_t(count));
            end += qsizetype(count);
        }
    };

    Chunk &last() { return m_more.isEmpty() ? m_first : m_more.last(); }

    void addChunk(const char *data, qsizetype size);

    Chunk m_first; // without bytes only if the queue is empty
    QList<Chunk> m_more;
    qint64 m_size = 0;
};

inline bool ByteQueue::appendInPlace(const char *data, qint64 size)
{
    if (m_size == 0 || size <= 0)
        return false;
    Chunk &chunk = last();
    if (size > chunk.room())
        return false;
    chunk.append(data, size);
    m_size += size;
    return true;
}

inline void ByteQueue::append(QByteArray &&chunk)
{
    const qsizetype size = chunk.size();
    appendPart(std::move(chunk), size);
}

} // namespace QtInterprocess
