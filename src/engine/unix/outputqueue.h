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
    The bytes that a stream socket or a pipe still has to take, and the handles that go with some of them. From CorkLimit on
    they go out at once, less than that waits for send(). A large block that nothing is queued before goes out straight from the
    caller's memory: its copy would cost as much as the system call that it spares.
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
    // The handles arrive with these bytes: no later, and not before what was appended earlier.
    void append(const QByteArray &data, std::vector<OwnedHandle> &&handles);

    // The same, and sends if there is much. After a failure, here and in send(), the queue is empty: nobody will read these bytes.
    Failure write(qintptr fd, const char *data, qint64 size)
    {
        if (size >= DirectFrom || m_size + size >= CorkLimit)
            return writeMuch(int(fd), data, size);
        append(data, size);
        return {};
    }
    Failure send(qintptr fd) override;

    // What is left, to be sent elsewhere. takeSent() and failures stay here.
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
