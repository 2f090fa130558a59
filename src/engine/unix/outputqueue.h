// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/failure.h"
#include "engine/unix/bytecalls.h"
#include "engine/unix/handlequeue.h"
#include "os/unix/transfer.h"
#include "support/bytequeue.h"
#include "support/result.h"

#include <QtInterprocess/error.h>

#include <memory>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    The bytes that a stream socket or a pipe still has to take, and the handles that go with some of them. From CorkLimit on
    they go out at once, less than that waits for send(). A large block that nothing is queued before goes out straight from the
    caller's memory: its copy would cost as much as the system call that it spares.
*/
class OutputQueue
{
public:
    static constexpr qint64 CorkLimit = 64 * 1024;
    static constexpr qint64 DirectFrom = 16 * 1024;

    explicit OutputQueue(const ByteCalls &calls = SocketCalls) noexcept : m_calls(&calls) { }
    OutputQueue(OutputQueue &&other) noexcept { *this = std::move(other); }
    OutputQueue &operator=(OutputQueue &&other) noexcept;
    ~OutputQueue() { outputEnds(isEmpty()); }

    bool hasHalves() const noexcept { return m_calls->hasHalves; }
    bool isEmpty() const noexcept { return m_bytes.isEmpty(); }
    qint64 size() const noexcept { return m_bytes.size(); }

    // The kernel took no more; nothing is tried until unblock().
    bool isBlocked() const noexcept { return m_blocked; }
    void unblock() noexcept { m_blocked = false; }

    // The quick way for one of many small writes: false if it takes more than a copy to the end of the queue.
    bool appendInPlace(const char *data, qint64 size)
    {
        return m_bytes.size() + size < CorkLimit && m_bytes.appendInPlace(data, size);
    }
    // After a failure, here and in send(), the queue is empty: nobody will read these bytes.
    Failure append(int fd, const char *data, qint64 size);
    void append(ByteQueue &&bytes) { m_bytes.append(std::move(bytes)); }
    // The handles arrive with these bytes: no later, and not before what was appended earlier.
    Failure append(int fd, const QByteArray &data, std::vector<OwnedHandle> &&handles);
    // Those of the bytes that are going to be appended first.
    void attach(HandleQueue &&handles);
    Failure send(int fd);

    // The bytes that the kernel has taken since the last call.
    bool hasSent() const noexcept { return m_sent > 0; }
    qint64 takeSent() noexcept { return std::exchange(m_sent, 0); }

    // Handles have gone out without being taken: the bytes alone have arrived. Since the last call.
    bool takeHandlesRefused() noexcept { return std::exchange(m_handlesRefused, false); }

    // What is left, to be sent elsewhere. takeSent() stays here.
    OutputQueue takeAll() { return std::move(*this); }
    // What is left will not be sent, for this reason; no failure if nothing is.
    Failure lose(const Error &why);
    void discard();

private:
    static constexpr int ViewsPerSend = 32;

    Failure sendDirectly(int fd, const char *&data, qint64 &size);
    Result<os::Transfer> sendBytes(int fd);
    Result<os::Transfer> sendWithHandles(int fd);

    const ByteCalls *m_calls;
    ByteQueue m_bytes;
    std::unique_ptr<HandleQueue> m_handles; // null if there are none
    qint64 m_sent = 0;
    bool m_blocked = false;
    bool m_handlesRefused = false;
};

} // namespace QtInterprocess
