// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/port.h"

#include <memory>

namespace QtInterprocess {

/*
    Combines two ports of one class: the first is read, the second is written.

    Each half therefore has a handle of its own. The connection's watch observes the read handle; a
    second watch here observes the written one. A hang-up of the read handle ends the input only.
*/
class DuplexPort final : public Port
{
public:
    DuplexPort(std::unique_ptr<Port> reader, std::unique_ptr<Port> writer, ByteQueue &input);

    qintptr handle() const override { return m_reader->handle(); }
    qintptr writtenHandle() const { return m_writer->handle(); }
    bool supportsHalfClose() const override { return true; }
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

    bool isPeerClosed() const override { return m_writer->isReaderGone(); }
    void close(Closing how) override;
    void handOver() override;
    // Returns the read handle and stores the written one; see setTaken(). Fails with Unsupported
    // without setTaken().
    Result<OwnedHandle> takeHandle() override;
    // Sets where takeHandle() stores the written handle.
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
    std::unique_ptr<Watch> m_writerWatch; // destroyed before the port that it watches
    OwnedHandle *m_taken = nullptr;
    QDeadlineTimer m_quietUntil { QDeadlineTimer::Forever }; // until then a thread may still report input
};

} // namespace QtInterprocess
