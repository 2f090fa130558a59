// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/outputqueue.h"

namespace QtInterprocess {

Failure OutputQueue::writeMuch(int fd, const char *data, qint64 size)
{
    if (isEmpty() && size >= DirectFrom && !m_blocked) {
        if (Failure failure = sendDirectly(fd, data, size))
            return failure;
    }
    append(data, size);
    return m_size >= CorkLimit ? send(fd) : Failure();
}

Failure OutputQueue::sendDirectly(int fd, const char *&data, qint64 &size)
{
    while (size > 0) {
        const ByteQueue::View view { data, qsizetype(size) };
        const auto sent = m_calls.write(fd, &view, 1);
        if (!sent)
            return Failure::ofOutput(sent.error());
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
    return m_calls.write(fd, views, m_bytes.views(views, ViewsPerSend));
}

Failure OutputQueue::send(qintptr fd)
{
    while (m_size > 0 && !m_blocked) {
        const auto sent = m_handles ? sendWithHandles(int(fd)) : sendBytes(int(fd));
        if (!sent)
            return lose(sent.error());
        m_blocked = sent->outcome == os::Transfer::WouldBlock;
        m_sent += sent->bytes;
        m_size -= sent->bytes;
        m_bytes.discard(sent->bytes);
    }
    return {};
}

std::unique_ptr<OutputQueue> OutputQueue::takeAll()
{
    auto all = std::make_unique<OutputQueue>(m_calls);
    all->m_size = m_size;
    all->m_bytes = std::move(m_bytes);
    all->m_handles = std::move(m_handles);
    reset();
    return all;
}

void OutputQueue::clear()
{
    m_bytes.clear();
    m_handles.reset();
}

} // namespace QtInterprocess
