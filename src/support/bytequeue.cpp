// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/bytequeue.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace QtInterprocess {

void ByteQueue::append(const char *data, qint64 size)
{
    if (size <= 0)
        return;
    if (m_size == 0 && size <= ChunkSize)
        SpareBuffers::takeSmall(m_first.data);
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
    Chunk chunk { QByteArray(std::max(size, isFirst ? SmallestChunk : ChunkSize), Qt::Uninitialized), 0, size };
    std::memcpy(chunk.data.data(), data, size_t(size));
    if (isFirst)
        m_first = std::move(chunk);
    else
        m_more.append(std::move(chunk));
}

void ByteQueue::appendPart(QByteArray &&chunk, qsizetype size)
{
    if (size == 0)
        return;
    if (m_size == 0) {
        m_first.data.swap(chunk);
        m_first.begin = 0;
        m_first.end = size;
    } else {
        m_more.append({ std::move(chunk), 0, size });
    }
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
    if (wanted == m_size) {
        clear();
        return wanted;
    }
    m_size -= wanted;
    for (qint64 left = wanted; left > 0;) {
        const auto count = std::min<qint64>(m_first.size(), left);
        left -= count;
        m_first.begin += qsizetype(count);
        if (m_first.size() == 0) {
            SpareBuffers::giveBack(m_first.data);
            m_first = m_more.takeFirst();
        }
    }
    return wanted;
}

QByteArray ByteQueue::take(qint64 size)
{
    const auto wanted = qsizetype(std::min(size, m_size));
    QByteArray bytes;
    if (wanted < m_first.size()) { // most likely one message of many
        bytes = QByteArray(m_first.data.constData() + m_first.begin, wanted);
        m_first.begin += wanted;
        m_size -= wanted;
    } else if (m_first.begin == 0 && m_first.end == wanted && 2 * wanted >= m_first.data.size()) {
        bytes.swap(m_first.data);
        bytes.truncate(wanted); // keeps the rest of the memory
        discard(wanted);
    } else {
        bytes = QByteArray(wanted, Qt::Uninitialized);
        read(bytes.data(), wanted);
    }
    return bytes;
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

void ByteQueue::squeeze()
{
    Chunk &chunk = last();
    if (chunk.data.size() < SpareBuffers::Large || 2 * chunk.size() > chunk.data.size())
        return;
    QByteArray tight(std::max(chunk.size(), SmallestChunk), Qt::Uninitialized);
    std::memcpy(tight.data(), chunk.data.constData() + chunk.begin, size_t(chunk.size()));
    tight.swap(chunk.data);
    chunk.end -= std::exchange(chunk.begin, 0);
    SpareBuffers::giveBack(tight);
}

void ByteQueue::clear()
{
    SpareBuffers::giveBack(m_first.data);
    if (!m_first.data.isNull())
        m_first.data = QByteArray();
    m_first.begin = m_first.end = 0;
    if (!m_more.isEmpty())
        m_more = {};
    m_size = 0;
}

} // namespace QtInterprocess
