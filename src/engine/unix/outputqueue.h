// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/output.h"
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
    The bytes that a stream socket or pipe has not taken yet, and the handles that accompany them.

    From CorkLimit bytes on the queue is sent at once; a smaller one waits for send(). If the queue
    is empty, a large block is sent from the caller's memory. Copying it would cost as much as the
    system call.
*/
class OutputQueue final : public Output
{
public:
    static constexpr qint64 CorkLimit = 64 * 1024;
    static constexpr qint64 DirectFrom = 16 * 1024;

    explicit OutputQueue(const ByteCalls &calls = SocketCalls) noexcept : m_calls(calls) { }

    void append(const char *data, qint64 size) override
    {
        m_size += size;
        if (!m_bytes.appendInPlace(data, size))
            m_bytes.append(data, size);
    }
    // Appends bytes with handles. The handles arrive with these bytes, not later, and not before
    // earlier ones.
    void append(const QByteArray &data, std::vector<OwnedHandle> &&handles);

    // Appends bytes, and sends if there are many. After a failure the queue is empty, as in send():
    // nobody will read these bytes.
    Failure write(qintptr fd, const char *data, qint64 size)
    {
        if (size >= DirectFrom || m_size + size >= CorkLimit)
            return writeMuch(int(fd), data, size);
        append(data, size);
        return {};
    }
    Failure send(qintptr fd) override;

    // Takes the unsent bytes, to send them elsewhere. takeSent() and the failures stay here.
    std::unique_ptr<OutputQueue> takeAll();

private:
    static constexpr int ViewsPerSend = 32;

    void clear() override;
    Failure writeMuch(int fd, const char *data, qint64 size);
    bool canSend() const noexcept { return !m_blocked && !m_retry.isWaiting(); }
    Failure failed(const Error &error);
    Failure sendDirectly(int fd, const char *&data, qint64 &size);
    Result<os::Transfer> sendBytes(int fd);
    Result<os::Transfer> sendWithHandles(int fd);

    const ByteCalls &m_calls;
    ByteQueue m_bytes;
    std::unique_ptr<HandleQueue> m_handles; // null if there are none
};

} // namespace QtInterprocess
