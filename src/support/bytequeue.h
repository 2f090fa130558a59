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
    Queues bytes, first in, first out, in chunks, so that nothing moves when bytes are taken from
    the front.

    Small appends share a chunk. A whole buffer is taken over without a copy. An empty queue owns
    no memory.
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
    // Appends in the last chunk if the queue is not empty and the chunk has room; returns false
    // otherwise.
    bool appendInPlace(const char *data, qint64 size);
    // Takes over the buffer as a chunk of its own. Use it for large buffers only.
    void append(QByteArray &&chunk);
    // Takes over a buffer of which the first size bytes are used; later bytes are appended behind
    // them.
    void appendPart(QByteArray &&chunk, qsizetype size);
    void append(ByteQueue &&other);

    // Takes at most size bytes and returns their number.
    qint64 read(char *data, qint64 size);
    qint64 discard(qint64 size);
    // Takes at most size bytes as an array, without a copy if they fill at least half of one chunk.
    QByteArray take(qint64 size);

    // Returns the position of the first c among the first limit bytes, or -1.
    qint64 indexOf(char c, qint64 limit) const;

    // Fills in views of the first chunks, for one write of all of them. Returns the number of
    // views.
    int views(View *views, int count) const;

    // Frees the last chunk if it is large and mostly empty; its bytes are copied to a smaller
    // one.
    void squeeze();
    void clear();

private:
    static constexpr qsizetype ChunkSize = SpareBuffers::Small;
    // A small first chunk saves memory on connections that exchange a few bytes now and then.
    static constexpr qsizetype SmallestChunk = 512;

    struct Chunk
    {
        QByteArray data;
        qsizetype begin = 0; // bytes before this have been taken
        qsizetype end = 0; // bytes from here on are free room
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
