// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/outputqueue.h"

namespace QtInterprocess {

OutputQueue &OutputQueue::operator=(OutputQueue &&other) noexcept
{
    outputEnds(isEmpty());
    m_calls = other.m_calls;
    m_bytes.append(std::move(other.m_bytes));
    m_handles = std::move(other.m_handles);
    m_blocked = std::exchange(other.m_blocked, false);
    return *this;
}

Failure OutputQueue::append(int fd, const char *data, qint64 size)
{
    if (m_bytes.isEmpty() && size >= DirectFrom && !m_blocked) {
        if (Failure failure = sendDirectly(fd, data, size))
            return failure;
    }
    m_bytes.append(data, size);
    return m_bytes.size() >= CorkLimit ? send(fd) : Failure();
}

Failure OutputQueue::sendDirectly(int fd, const char *&data, qint64 &size)
{
    while (size > 0) {
        const ByteQueue::View view { data, qsizetype(size) };
        const auto sent = m_calls->write(fd, &view, 1);
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
    return m_calls->write(fd, views, m_bytes.views(views, ViewsPerSend));
}

Failure OutputQueue::send(int fd)
{
    while (!m_bytes.isEmpty() && !m_blocked) {
        const auto sent = m_handles ? sendWithHandles(fd) : sendBytes(fd);
        if (!sent)
            return lose(sent.error());
        m_blocked = sent->outcome == os::Transfer::WouldBlock;
        m_sent += sent->bytes;
        m_bytes.discard(sent->bytes);
    }
    return {};
}

Failure OutputQueue::lose(const Error &why)
{
    if (isEmpty())
        return {};
    discard();
    return Failure::ofOutput(why);
}

void OutputQueue::discard()
{
    m_bytes.clear();
    m_handles.reset();
    m_blocked = false;
}

} // namespace QtInterprocess
