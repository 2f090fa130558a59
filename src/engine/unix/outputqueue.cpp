// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/outputqueue.h"

namespace QtInterprocess {

Error OutputQueue::append(int fd, const char *data, qint64 size)
{
    if (m_bytes.isEmpty() && size >= DirectFrom && !m_blocked) {
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

Result<os::Transfer> OutputQueue::sendBytes(int fd)
{
    ByteQueue::View views[ViewsPerSend];
    return m_calls->write(fd, views, m_bytes.views(views, ViewsPerSend));
}

Error OutputQueue::send(int fd)
{
    while (!m_bytes.isEmpty() && !m_blocked) {
        const auto sent = m_handles ? sendWithHandles(fd) : sendBytes(fd);
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
    m_handles.reset();
    m_blocked = false;
}

OutputQueue OutputQueue::takeAll()
{
    OutputQueue all(*m_calls);
    all.m_bytes = std::move(m_bytes);
    all.m_handles = std::move(m_handles);
    clear();
    return all;
}

} // namespace QtInterprocess
