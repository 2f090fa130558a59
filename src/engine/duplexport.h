// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/port.h"

#include <memory>

namespace QtInterprocess {

/*
    Two ports of one class as one: the first is read, the second is written. So there are two halves, each with a handle of its own.

    The watch of the connection is that of the handle that is read; a second one is here. A hang-up of the handle that is read is
    the end of the input, and says nothing about the other one.
*/
class DuplexPort final : public Port
{
public:
    DuplexPort(std::unique_ptr<Port> reader, std::unique_ptr<Port> writer, ByteQueue &input);

    qintptr handle() const override { return m_reader->handle(); }
    qintptr writtenHandle() const { return m_writer->handle(); }
    bool hasHalves() const override { return true; }
    bool isOneHandle() const override { return false; }

    void setReadLimit(qint64 limit) override { m_reader->setReadLimit(limit); }
    bool hasRoom() const override { return m_reader->hasRoom(); }
    bool read(StreamTurn &turn) override;
    bool isReadEmpty() override;
    qint64 readDirectly(char *data, qint64 size, Failure &failure) override
    {
        return m_reader->readDirectly(data, size, failure);
    }
    bool discardInput() override { return m_reader->discardInput(); }

    Output &output() override { return m_writer->output(); }
    Failure write(const char *data, qint64 size) override { return m_writer->write(data, size); }
    Failure send() override { return m_writer->send(); }
    void finishWriting() override { m_writer->finishWriting(); }
    Error shutDownWriting() override;

    bool peerHasClosed() const override { return m_writer->readerHasGone(); }
    void close(Closing how) override;
    void handOver() override;
    // Both handles, if setTaken() was called before.
    Result<OwnedHandle> takeHandle() override;
    // Where takeHandle() puts the handle that is written.
    void setTaken(OwnedHandle *writer) noexcept { m_taken = writer; }
    void takeOver(ReadySource &source) override;

    Error join(ReadySource &source, Watch &watch) override;
    void leave() override;
    void setInterest(Watch &watch, ReadySet interest) override;
    ReadySet poll(ReadySet interest, QDeadlineTimer deadline) override;

private:
    static ReadySet alwaysOf(const Port &reader, const Port &writer);
    void stopWriting(Closing how);

    const std::unique_ptr<Port> m_reader;
    const std::unique_ptr<Port> m_writer;
    std::unique_ptr<Watch> m_writerWatch; // goes before the port that it watches
    OwnedHandle *m_taken = nullptr;
    QDeadlineTimer m_quietUntil { QDeadlineTimer::Forever }; // of a thread that may be about to report
};

} // namespace QtInterprocess
