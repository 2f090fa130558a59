// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/port.h"
#include "engine/unix/handlegate.h"
#include "os/unix/socket.h"

#include <QtInterprocess/ownedhandle.h>

#include <memory>
#include <optional>

namespace QtInterprocess {

// The common part of the descriptor ports: poll(), and how the descriptor is closed.
class UnixPort : public Port
{
public:
    qintptr handle() const final { return m_handle.get(); }
    bool supportsHalfClose() const final { return m_type && m_type != os::SocketType::Datagram; }
    Error shutDownWriting() final;
    bool isPeerClosed() const final;
    void close(Closing how) final;
    void handOver() final;
    void handOverWith(Port &reader) final;
    Result<OwnedHandle> takeHandle() final;
    Error join(ReadySource &, Watch &) final { return {}; }
    ReadySet poll(ReadySet interest, QDeadlineTimer deadline) final;
    ReadySet pollBoth(Port &writer, ReadySet interest, QDeadlineTimer deadline) final;
    bool reportsHangUps() const final { return true; }

protected:
    // No type means a pipe, or a descriptor used like one.
    UnixPort(OwnedHandle handle, ByteQueue &input, std::optional<os::SocketType> type, Flow flow);

    // Takes the queued output, to send it elsewhere.
    virtual std::unique_ptr<Output> takeOutput() = 0;

    std::optional<os::SocketType> type() const noexcept { return m_type; }
    int fd() const noexcept { return int(m_handle.get()); }
    HandleGate &gate() noexcept { return m_gate; }

    // Whether the error is temporary. If so, reading continues after a pause.
    bool retryReadLater(const Error &error);

    // Converts a read error. ECONNRESET means that the peer went away without reading all its
    // input.
    static Failure failureOf(const Error &error)
    {
        return error.code() == Error::PeerClosed ? Failure::ofOutput(error) : Failure(error);
    }

private:
    const std::optional<os::SocketType> m_type;
    OwnedHandle m_handle;
    HandleGate m_gate;
};

} // namespace QtInterprocess
