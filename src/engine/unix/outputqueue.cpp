// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/outputqueue.h"

namespace QtInterprocess {

static constexpr int ViewsPerSend = 32;

Error OutputQueue::append(int fd, const char *data, qint64 size)
{
    if (m_bytes.isEmpty() && size >= CorkLimit && !m_blocked) {
        if (const Error error = sendDirectly(fd, data, size))
            return error;
    }
    m_bytes.append(data, size);
    return m_bytes.size() >= CorkLimit ? send(fd) : Error();
}

Error OutputQueue::sendDirectly(int fd, const char *&data, qint64 &size)
{
    while (size > 0) {
        const ByteQueue::View view { data, qsizetype(size) };
        const auto sent = m_calls->write(fd, &view, 1);
        if (!sent)
            return sent.error();
        m_blocked = sent->outcome == os::Transfer::WouldBlock;
        if (m_blocked)
            break;
        m_sent += sent->bytes;
        data += sent->bytes;
        size -= sent->bytes;
    }
    return {};
}

Error OutputQueue::send(int fd)
{
    while (!m_bytes.isEmpty() && !m_blocked) {
        ByteQueue::View views[ViewsPerSend];
        const auto sent = m_calls->write(fd, views, m_bytes.views(views, ViewsPerSend));
        if (!sent) {
            clear();
            return sent.error();
        }
        m_blocked = sent->outcome == os::Transfer::WouldBlock;
        m_sent += sent->bytes;
        m_bytes.discard(sent->bytes);
    }
    return {};
}

void OutputQueue::clear()
{
    m_bytes.clear();
    m_blocked = false;
}

ByteQueue OutputQueue::takeAll()
{
    m_blocked = false;
    ByteQueue bytes(std::move(m_bytes));
    m_bytes.clear();
    return bytes;
}

} // namespace QtInterprocess
