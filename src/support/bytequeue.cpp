// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/bytequeue.h"

#include "support/threadlocal.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace QtInterprocess {

namespace {

// One emptied chunk per thread, which the next queue that fills takes up: a request and its answer pass without the
// heap, and idle queues still own nothing. Null at the very end of a thread.
struct Spare
{
    QList<QByteArray> chunks;
};

} // namespace

void ByteQueue::append(const char *data, qint64 size)
{
    if (size <= 0)
        return;
    if (m_chunks.isEmpty() && size <= ChunkSize) {
        if (auto *const spare = threadLocal<Spare>())
            m_chunks.swap(spare->chunks);
    }
    m_size += size;
    if (!m_chunks.isEmpty()) {
        QByteArray &last = m_chunks.last();
        const auto room = std::min<qint64>(last.capacity() - last.size(), size);
        if (room > 0) {
            last.append(data, qsizetype(room));
            data += room;
            size -= room;
        }
    }
    if (size > 0) {
        QByteArray chunk;
        // A small first chunk keeps connections cheap that now and then exchange a few bytes.
        chunk.reserve(std::max(qsizetype(size), m_chunks.isEmpty() ? qsizetype(512) : ChunkSize));
        chunk.append(data, qsizetype(size));
        m_chunks.append(std::move(chunk));
    }
}

void ByteQueue::append(QByteArray &&chunk)
{
    if (chunk.isEmpty())
        return;
    m_size += chunk.size();
    m_chunks.append(std::move(chunk));
}

void ByteQueue::append(ByteQueue &&other)
{
    if (other.m_head > 0)
        other.m_chunks.first().remove(0, other.m_head);
    m_size += other.m_size;
    m_chunks.append(std::move(other.m_chunks));
    other.clear();
}

qint64 ByteQueue::read(char *data, qint64 size)
{
    qint64 done = 0;
    while (done < size && m_size > 0) {
        const QByteArray &first = m_chunks.first();
        const auto count = std::min<qint64>(first.size() - m_head, size - done);
        std::memcpy(data + done, first.constData() + m_head, size_t(count));
        done += discard(count);
    }
    return done;
}

qint64 ByteQueue::discard(qint64 size)
{
    const qint64 wanted = std::min(size, m_size);
    for (qint64 left = wanted; left > 0;) {
        const auto count = std::min<qint64>(m_chunks.first().size() - m_head, left);
        left -= count;
        m_size -= count;
        m_head += qsizetype(count);
        if (m_head == m_chunks.first().size() && m_size > 0) {
            m_chunks.removeFirst();
            m_head = 0;
        }
    }
    if (m_size == 0)
        recycle();
    return wanted;
}

void ByteQueue::recycle()
{
    if (m_chunks.size() == 1 && m_chunks.first().capacity() <= ChunkSize) {
        if (auto *const spare = threadLocal<Spare>(); spare && spare->chunks.isEmpty()) {
            m_chunks.first().resize(0);
            m_chunks.swap(spare->chunks);
        }
    }
    clear();
}

qint64 ByteQueue::indexOf(char c, qint64 limit) const
{
    qint64 offset = 0;
    qsizetype head = m_head;
    for (const QByteArray &chunk : m_chunks) {
        if (offset >= limit)
            break;
        const auto count = size_t(std::min<qint64>(chunk.size() - head, limit - offset));
        const char *start = chunk.constData() + head;
        if (const void *found = std::memchr(start, c, count))
            return offset + (static_cast<const char *>(found) - start);
        offset += qint64(count);
        head = 0;
    }
    return -1;
}

int ByteQueue::views(View *views, int count) const
{
    const int filled = int(std::min<qsizetype>(count, m_chunks.size()));
    for (int i = 0; i < filled; ++i) {
        const qsizetype head = i == 0 ? m_head : 0;
        views[i] = { m_chunks[i].constData() + head, m_chunks[i].size() - head };
    }
    return filled;
}

void ByteQueue::clear()
{
    m_chunks = QList<QByteArray>();
    m_head = 0;
    m_size = 0;
}

} // namespace QtInterprocess
