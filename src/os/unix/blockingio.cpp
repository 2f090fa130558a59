// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/blockingio.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/pipe.h"
#include "os/unix/sendrecv.h"
#include "os/unix/socket.h"
#include "support/errortext.h"

#include <atomic>
#include <utility>

#include <limits.h>
#include <poll.h>

namespace QtInterprocess::os {

namespace {

class DescriptorIo final : public BlockingIo
{
public:
    explicit DescriptorIo(OwnedHandle handle)
        : m_handle(std::move(handle)),
          m_canBePolled(canBePolled(fd())),
          m_isSocket(isUnixSocket(fd()))
    {
        // Without the pipe, for example without free descriptors, a blocked call is not
        // interrupted.
        if (auto wake = createWakePipe()) {
            m_wakeRead = std::move(wake->first);
            m_wakeWrite = std::move(wake->second);
        }
    }

    Result<qint64> read(char *data, qint64 size) override
    {
        for (;;) {
            if (const Error error = waitFor(POLLIN))
                return error;
            const auto got = m_isSocket ? receiveWithoutHandles(fd(), data, size) : readFrom(fd(), data, size);
            if (!got && !waitOut(got.error()))
                return got.error();
            if (got && got->outcome != Transfer::WouldBlock) // another reader was faster, or set O_NONBLOCK
                return got->bytes;
        }
    }

    Result<qint64> write(const char *data, qint64 size) override
    {
        // POLLOUT promises that PIPE_BUF bytes do not block. A larger write could not be
        // cancelled.
        const ByteQueue::View view { data, qsizetype(m_canBePolled ? qMin<qint64>(size, PIPE_BUF) : size) };
        for (;;) {
            if (const Error error = waitFor(POLLOUT))
                return error;
            const auto put = writeTo(fd(), &view, 1);
            if (!put && !waitOut(put.error()))
                return put.error();
            if (put && put->outcome != Transfer::WouldBlock)
                return put->bytes;
        }
    }

    void cancel() override
    {
        m_cancelled = true;
        if (m_wakeWrite)
            writeWakeUp(int(m_wakeWrite.get()));
    }

    bool isReaderGone() const override
    {
        const auto polled = poll(fd(), PollFor::Nothing, QDeadlineTimer(0));
        return m_canBePolled && polled && polled->hangUp;
    }

    qintptr handle() const noexcept override { return m_handle.get(); }

    OwnedHandle release() noexcept override
    {
        m_wakeRead.reset();
        m_wakeWrite.reset();
        return std::move(m_handle);
    }

private:
    Error waitFor(short events)
    {
        pollfd entries[2] = { { fd(), events, 0 }, { int(m_wakeRead.get()), POLLIN, 0 } };
        while (!m_cancelled) {
            if (systemCall(Call::Poll, [&] { return ::poll(entries, 2, -1); }) == -1) {
                if (errno != ENOMEM && errno != EAGAIN && errno != EINVAL)
                    return lastError("wait for");
                pauseAfterFailure(-1);
                continue; // after a failure the entries are undefined
            }
            if (entries[0].revents != 0 && !m_cancelled)
                return {};
        }
        return Error(Error::InvalidOperation, 0, QStringLiteral("wait for"), QString(), ErrorText::tr("cancelled"));
    }

    static bool waitOut(const Error &error)
    {
        if (!passesWithTime(error))
            return false;
        pauseAfterFailure(-1);
        return true;
    }

    int fd() const noexcept { return int(m_handle.get()); }

    OwnedHandle m_handle;
    const bool m_canBePolled;
    const bool m_isSocket;
    OwnedHandle m_wakeRead;
    OwnedHandle m_wakeWrite;
    std::atomic<bool> m_cancelled { false };
};

} // namespace

std::shared_ptr<BlockingIo> BlockingIo::make(OwnedHandle handle)
{
    return std::make_shared<DescriptorIo>(std::move(handle));
}

} // namespace QtInterprocess::os
