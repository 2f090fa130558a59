// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/outputqueue.h"

#include "os/unix/errormap.h"

namespace QtInterprocess {

// Handles a failed write. After a shortage the rest stays queued and is tried again.
Failure OutputQueue::failed(const Error &error)
{
    if (!os::passesWithTime(error))
        return isEmpty() ? Failure::ofOutput(error) : lose(error);
    m_retry.wait();
    return {};
}

Failure OutputQueue::writeMuch(int fd, const char *data, qint64 size)
{
    if (isEmpty() && size >= DirectFrom && canSend()) {
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
            return failed(sent.error());
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
    (void)m_retry.isDue();
    while (m_size > 0 && canSend()) {
        const auto sent = m_handles ? sendWithHandles(int(fd)) : sendBytes(int(fd));
        if (!sent)
            return failed(sent.error());
        m_retry.succeeded();
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
