// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/unixport.h"

#include "engine/unix/linger.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"

#include <algorithm>
#include <array>
#include <utility>

namespace QtInterprocess {

UnixPort::UnixPort(OwnedHandle handle, ByteQueue &input, std::optional<os::SocketType> type, Flow flow)
    : Port(input, flow),
      m_type(type),
      m_handle(std::move(handle)),
      m_gate(type ? &m_handle : nullptr, type.value_or(os::SocketType::Stream))
{ }

Error UnixPort::shutDownWriting()
{
    return supportsHalfClose() ? os::shutdownSocket(fd(), os::Half::Writing) : Error();
}

// Whether the peer has closed. Then, or after its death, both halves hang up; ending only its
// writing hangs up one.
bool UnixPort::isPeerClosed() const
{
    if (m_type == os::SocketType::Datagram)
        return true;
    const auto polled = os::poll(fd(), os::PollFor::Nothing, QDeadlineTimer(0));
    return !polled || polled->hangUp;
}

void UnixPort::close(Closing how)
{
    m_isOpen = false;
    if (!m_handle)
        return;
    if (how != Closing::Copy && (how == Closing::Abort || m_type == os::SocketType::Datagram))
        m_gate.prepareToClose();
    else if (how == Closing::Graceful && supportsHalfClose())
        closeGracefully(std::move(m_handle), *m_type);
    m_handle.reset();
}

void UnixPort::handOver()
{
    m_isOpen = false;
    Linger::instance().add(std::move(m_handle), m_type, takeOutput());
}

void UnixPort::handOverWith(Port &reader)
{
    auto &other = static_cast<UnixPort &>(reader);
    m_isOpen = other.m_isOpen = false;
    Linger::instance().add(std::move(m_handle), std::move(other.m_handle), takeOutput());
}

Result<OwnedHandle> UnixPort::takeHandle()
{
    m_gate.leaveOpen();
    m_isOpen = false;
    return std::move(m_handle);
}

bool UnixPort::retryReadLater(const Error &error)
{
    if (!os::passesWithTime(error))
        return false;
    m_readRetry.wait();
    return true;
}

ReadySet UnixPort::poll(ReadySet interest, QDeadlineTimer deadline)
{
    const bool reading = interest & Ready::Readable;
    const bool writing = interest & Ready::Writable;
    const auto what = reading ? (writing ? os::PollFor::Both : os::PollFor::Reading)
                              : (writing ? os::PollFor::Writing : os::PollFor::Nothing);
    const QDeadlineTimer retryAt = std::min(output().retryAt(), m_readRetry.at());
    const auto polled = os::poll(interest ? fd() : -1, what, std::min(deadline, retryAt));
    ReadySet ready;
    if (polled) {
        ready.setFlag(Ready::Readable, polled->readable);
        ready.setFlag(Ready::Writable, polled->writable);
        ready.setFlag(Ready::HangUp, polled->hangUp);
    }
    ready.setFlag(Ready::Timer, retryAt.hasExpired());
    return ready;
}

// Polls both handles. A handle without a requested event is not polled: its hang-up would be
// reported without end. For the end of the input alone, the hang-up of the written handle is
// awaited.
ReadySet UnixPort::pollBoth(Port &writer, ReadySet interest, QDeadlineTimer deadline)
{
    const bool writes = interest & (Ready::Writable | Ready::HangUp);
    const std::array<os::PollEntry, 2> entries = { {
        { interest & Ready::Readable ? fd() : -1, os::PollFor::Reading },
        { writes ? static_cast<UnixPort &>(writer).fd() : -1,
          interest & Ready::Writable ? os::PollFor::Writing : os::PollFor::Nothing },
    } };
    const QDeadlineTimer retryAt = std::min(writer.output().retryAt(), m_readRetry.at());
    const auto polled = os::poll(entries, std::min(deadline, retryAt));
    ReadySet ready;
    if (polled) {
        ready.setFlag(Ready::Readable, (*polled)[0].any());
        ready.setFlag(Ready::Writable, (*polled)[1].any());
    }
    ready.setFlag(Ready::Timer, retryAt.hasExpired());
    return ready;
}

} // namespace QtInterprocess
