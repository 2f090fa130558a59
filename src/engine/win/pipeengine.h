// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/closingengines.h"
#include "engine/messageengine.h"
#include "engine/win/pipeoutput.h"
#include "loop/reactor.h"
#include "os/win/overlapped.h"
#include "os/win/pipe.h"

#include <memory>
#include <optional>

namespace QtInterprocess {

class MessageBounds;

/*
    An end of a pipe: named or not, of bytes or of messages.

    Input: a read of nothing is what waits. It is over when there is something to read, and what there is is read then, at
    once. So an idle connection holds no buffer, no byte is ever in a read that may have to be cancelled, and the end
    of the thread that had begun a read costs nothing.

    Output: small writes are only queued; the first turn after them begins the write. See PipeOutput.

    A pipe has no halves: the end of the input is the end of it all. A failed write ends the connection after what the
    peer had sent before has been read.
*/
class PipeEngine final : public MessageEngine, private ClosingEngine, private ReadySource
{
public:
    // Of messages if there are bounds.
    PipeEngine(OwnedHandle handle, ByteQueue &input, MessageBounds *bounds, StreamObserver &observer);
    ~PipeEngine() override;

    void setReadLimit(qint64 limit) override;
    void setMaximumMessageSize(qint64 size) override { m_maximumMessageSize = size; }
    void inputTaken() override;
    qint64 readDirectly(char *data, qint64 size) override;
    void write(const char *data, qint64 size) override;
    void write(ByteQueue &&bytes) override;
    qint64 bytesToWrite() const override { return m_output->size(); }
    bool isWritable() const override;
    bool flush() override;
    bool canFinishWriting() const override { return !os::canRead(m_access); }
    void finishWriting() override;
    void close() override;
    void stop(Stop how) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override { return m_handle.get(); }

private:
    void ready(ReadySet what) override;
    void handOver() override;
    void giveUp(const Error &why) override { writeFailed(m_output->lose(why)); }
    bool takeTurn(StreamTurn &turn);

    bool wantsInput() const noexcept;
    bool somethingIsThere();
    void readSome(StreamTurn &turn);
    bool readBytes(StreamTurn &turn);
    bool readMessage(StreamTurn &turn);
    void messageRead(StreamTurn &turn, QByteArray &&message);
    qint64 readNow(char *data, quint32 size);
    void throwInputAway();
    void inputEnded(quint32 error);
    void fail(Failure failure);
    void writeSome();
    void writeFailed(Failure failure);
    void settle(StreamTurn &turn);
    void closeGracefully();
    void closeHandle();

    ByteQueue &m_input;
    MessageBounds *const m_bounds;
    StreamObserver &m_observer;
    Watch m_watch;
    os::PipeAccess m_access = os::PipeAccess::ReadWrite;
    std::unique_ptr<PipeOutput> m_output;
    OwnedHandle m_handle; // after the output and before the input: what is under way is cancelled before it closes
    char m_nothing = 0;
    os::Overlapped m_wait; // the read of nothing, and for moments the read of what is there
    std::optional<quint32> m_end; // how the input has ended; told in the next turn without bytes
    Failure m_error; // to be reported with closed
    qint64 m_readLimit = 0;
    qint64 m_maximumMessageSize = 0;
    bool m_readFinished = false;
    bool m_reportedReadFinished = false;
    bool m_writeFinished = false;
    bool m_writeFailed = false;
    bool m_finishing = false; // finishWriting() was called
    bool m_closing = false; // close() was called
};

} // namespace QtInterprocess
