// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/bytecalls.h"
#include "support/bytequeue.h"

#include <QtInterprocess/error.h>

#include <utility>

namespace QtInterprocess {

/*
    The bytes that a stream socket or a pipe still has to take. From CorkLimit on they go out at once, straight from the caller's
    memory if nothing is queued before them; less than that waits for send().
*/
class OutputQueue
{
public:
    static constexpr qint64 CorkLimit = 64 * 1024;

    explicit OutputQueue(const ByteCalls &calls = SocketCalls) noexcept : m_calls(&calls) { }

    bool isEmpty() const noexcept { return m_bytes.isEmpty(); }
    qint64 size() const noexcept { return m_bytes.size(); }

    // The kernel took no more; nothing is tried until unblock().
    bool isBlocked() const noexcept { return m_blocked; }
    void unblock() noexcept { m_blocked = false; }

    // After an error, here and in send(), the queue is empty: nobody will read these bytes.
    Error append(int fd, const char *data, qint64 size);
    void append(ByteQueue &&bytes) { m_bytes.append(std::move(bytes)); }
    Error send(int fd);

    // The bytes that the kernel has taken since the last call.
    bool hasSent() const noexcept { return m_sent > 0; }
    qint64 takeSent() noexcept { return std::exchange(m_sent, 0); }

    void clear();
    ByteQueue takeAll();

private:
    Error sendDirectly(int fd, const char *&data, qint64 &size);

    const ByteCalls *m_calls;
    ByteQueue m_bytes;
    qint64 m_sent = 0;
    bool m_blocked = false;
};

} // namespace QtInterprocess
