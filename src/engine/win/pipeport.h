// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/port.h"
#include "engine/win/pipeinput.h"
#include "engine/win/pipeoutput.h"

#include <QtInterprocess/ownedhandle.h>

#include <memory>

namespace QtInterprocess {

class MessageBounds;

/*
    An end of a named or anonymous pipe, of bytes or of messages.

    - Input: waits for data and reads it at once. See PipeInput.
    - Output: small writes are queued; the next turn starts the write. See PipeOutput.
    - A pipe has no halves: the end of the input ends the connection.
*/
class PipePort final : public Port
{
public:
    // With bounds, the pipe carries messages.
    PipePort(OwnedHandle handle, ByteQueue &input, MessageBounds *bounds = nullptr);
    // Makes a one-way port, whatever else the handle permits.
    PipePort(OwnedHandle handle, Flow flow, ByteQueue &input);

    qintptr handle() const override { return m_handle.get(); }
    bool hasRoom() const override;
    bool read(StreamTurn &turn) override;
    qint64 readDirectly(char *data, qint64 size, Failure &failure) override;
    bool discardInput() override;
    Output &output() override { return *m_output; }
    void setOutput(std::unique_ptr<Output> output) override;
    Failure write(const char *data, qint64 size) override;
    Failure send() override { return m_output->send(m_handle.get()); }
    bool isPeerClosed() const override { return flow() == Flow::Both && !m_output->writing().isPending(); }
    void close(Closing how) override;
    bool isReaderGone() const override { return os::isClosing(m_handle.get()); }
    void handOver() override;
    void handOverWith(Port &reader) override;
    Result<OwnedHandle> takeHandle() override;
    Error join(ReadySource &source, Watch &watch) override;
    void setInterest(Watch &watch, ReadySet interest) override;
    ReadySet poll(ReadySet interest, QDeadlineTimer deadline) override;
    ReadySet pollBoth(Port &writer, ReadySet interest, QDeadlineTimer deadline) override;
    void setMaximumMessageSize(qint64 size) override
    {
        m_maximumMessageSize = size;
        m_reading.setMaximumMessageSize(size);
    }

private:
    PipePort(OwnedHandle handle, Flow flow, ByteQueue &input, MessageBounds *bounds);
    void readBytes(const os::Peeked &found, StreamTurn &turn);
    void readMessage(const os::Peeked &found, StreamTurn &turn);

    MessageBounds *const m_bounds;
    OwnedHandle m_handle; // before the operations: they are abandoned before it is closed
    std::unique_ptr<PipeOutput> m_output;
    PipeInput m_reading;
    qint64 m_maximumMessageSize = 0;
    bool m_isKnownToPort = false; // added to the completion port
};

} // namespace QtInterprocess
