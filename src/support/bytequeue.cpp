// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/bytequeue.h"

#include "support/threadlocal.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace QtInterprocess {

namespace {

// The memory of one emptied chunk per thread, which the next queue that fills takes up: a request and its answer pass
// without the heap, and idle queues still own nothing. Null at the very end of a thread.
struct Spare
{
    QByteArray data;
};

} // namespace

void ByteQueue::takeSpare()
{
    if (auto *const spare = threadLocal<Spare>())
        m_first.data.swap(spare->data);
}

void ByteQueue::append(const char *data, qint64 size)
{
    if (size <= 0)
        return;
    if (m_size == 0 && size <= ChunkSize)
        takeSpare();
    m_size += size;
    Chunk &chunk = last();
    const auto room = std::min<qint64>(chunk.room(), size);
    if (room > 0)
        chunk.append(data, room);
    if (room < size)
        addChunk(data + room, qsizetype(size - room));
}

void ByteQueue::addChunk(const char *data, qsizetype size)
{
    const bool isFirst = m_first.size() == 0;
    // A small first chunk keeps connections cheap that now and then exchange a few bytes.
    Chunk chunk { QByteArray(std::max(size, isFirst ? qsizetype(512) : ChunkSize), Qt::Uninitialized), 0, size };
    std::memcpy(chunk.data.data(), data, size_t(size));
    if (isFirst)
        m_first = std::move(chunk);
    else
        m_more.append(std::move(chunk));
}

void ByteQueue::append(QByteArray &&chunk)
{
    const qsizetype size = chunk.size();
    if (size == 0)
        return;
    if (m_size == 0)
        m_first = { std::move(chunk), 0, size };
    else
        m_more.append({ std::move(chunk), 0, size });
    m_size += size;
}

void ByteQueue::append(ByteQueue &&other)
{
    if (m_size == 0) {
        std::swap(*this, other);
    } else if (!other.isEmpty()) {
        m_more.append(std::move(other.m_first));
        m_more.append(std::move(other.m_more));
        m_size += other.m_size;
    }
    other.clear();
}

qint64 ByteQueue::read(char *data, qint64 size)
{
    qint64 done = 0;
    while (done < size && m_size > 0) {
        const auto count = std::min<qint64>(m_first.size(), size - done);
        std::memcpy(data + done, m_first.data.constData() + m_first.begin, size_t(count));
        done += discard(count);
    }
    return done;
}

qint64 ByteQueue::discard(qint64 size)
{
    const qint64 wanted = std::min(size, m_size);
    m_size -= wanted;
    for (qint64 left = wanted; left > 0;) {
        const auto count = std::min<qint64>(m_first.size(), left);
        left -= count;
        m_first.begin += qsizetype(count);
        if (m_first.size() == 0 && !m_more.isEmpty())
            m_first = m_more.takeFirst();
    }
    if (m_size == 0)
        recycle();
    return wanted;
}

void ByteQueue::recycle()
{
    // A buffer that was taken over may be somebody else's too.
    if (m_first.data.size() <= ChunkSize && m_first.data.isDetached()) {
        if (auto *const spare = threadLocal<Spare>(); spare && spare->data.isEmpty())
            m_first.data.swap(spare->data);
    }
    clear();
}

qint64 ByteQueue::indexOf(char c, qint64 limit) const
{
    qint64 offset = 0;
    for (qsizetype i = -1; i < m_more.size() && offset < limit; ++i) {
        const Chunk &chunk = i < 0 ? m_first : m_more[i];
        const auto count = size_t(std::min<qint64>(chunk.size(), limit - offset));
        if (count == 0)
            return -1;
        const char *const start = chunk.data.constData() + chunk.begin;
        if (const void *found = std::memchr(start, c, count))
            return offset + (static_cast<const char *>(found) - start);
        offset += qint64(count);
    }
    return -1;
}

int ByteQueue::views(View *views, int count) const
{
    if (m_size == 0)
        return 0;
    const int filled = int(std::min<qsizetype>(count, m_more.size() + 1));
    for (int i = 0; i < filled; ++i) {
        const Chunk &chunk = i == 0 ? m_first : m_more[i - 1];
        views[i] = { chunk.data.constData() + chunk.begin, chunk.size() };
    }
    return filled;
}

void ByteQueue::clear()
{
    m_first = Chunk();
    if (!m_more.isEmpty())
        m_more = {};
    m_size = 0;
}

} // namespace QtInterprocess
