// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/closingengines.h"
#include "engine/streamengine.h"
#include "engine/unix/ancillaryinput.h"
#include "engine/unix/handlegate.h"
#include "engine/unix/outputqueue.h"
#include "loop/reactor.h"
#include "support/result.h"

namespace QtInterprocess {

/*
    A stream socket, or an end of a pipe.

    Output: small writes are only queued; they leave together in one sendmsg() when the handler that made them returns, or
    else from the event loop (Watch::wake). See OutputQueue for large ones.

    Input: a turn reads into a buffer of the thread; what is small is copied out of it, what is large takes the
    buffer along. An idle connection holds no buffer.

    A failed write ends the connection, after what the peer had sent before has been read.

    Handles and credentials cost only those who use them: the plain calls are made until somebody asks for more.

    An end of a pipe goes one way, and what ends that way ends it all. The one that writes is told at once when nobody reads
    any more: poll() reports that as an error of the descriptor, whatever it is asked for.
*/
class UnixStreamEngine final : public StreamEngine, private ClosingEngine, private ReadySource
{
public:
    UnixStreamEngine(OwnedHandle handle, ByteQueue &input, StreamObserver &observer,
                     const ByteCalls &calls = SocketCalls, Flow flow = Flow::Both);
    ~UnixStreamEngine() override;

    void setReadLimit(qint64 limit) override;
    void inputTaken() override;
    qint64 readDirectly(char *data, qint64 size) override;
    void write(const char *data, qint64 size) override;
    void write(ByteQueue &&bytes) override;
    qint64 bytesToWrite() const override { return m_output.size(); }
    bool isWritable() const override { return !m_writeFinished && !m_finishing; }
    bool flush() override;
    bool canFinishWriting() const override { return m_calls.hasHalves || m_flow == Flow::Out; }
    void finishWriting() override;
    void close() override;
    void stop(Stop how) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override { return m_handle.get(); }

    // The handles arrive with these bytes; see HandleQueue for how many can.
    void write(const QByteArray &data, std::vector<OwnedHandle> &&handles);
    // Those of the bytes that are going to be written first.
    void attach(HandleQueue &&handles) { m_output.attach(std::move(handles)); }
    // Where to put what comes beside the bytes; null: it is not received. Outlives the engine.
    void setAncillaryInput(AncillaryInput *ancillary);

private:
    void ready(ReadySet what) override;
    void handOver() override; // the turn with closed follows
    void giveUp(const Error &why) override { writeFailed(m_output.lose(why)); }
    bool takeTurn(ReadySet what, StreamTurn &turn);

    bool wantsInput() const noexcept;
    void readSome(StreamTurn &turn);
    Result<os::Transfer> receive(char *data, qint64 size);
    void throwInputAway();
    void readFailed(const Error &error);
    bool peerHasClosed();
    void written(Failure failure);
    void writeSome();
    void writeFailed(Failure failure);
    void endWriting();
    void settle(ReadySet what, StreamTurn &turn);
    void closeHandle();
    void updateInterest();
    int fd() const noexcept { return int(m_handle.get()); }

    const ByteCalls &m_calls;
    const Flow m_flow;
    OwnedHandle m_handle;
    HandleGate m_gate;
    ByteQueue &m_input;
    AncillaryInput *m_ancillary = nullptr;
    StreamObserver &m_observer;
    Watch m_watch;
    OutputQueue m_output;
    Failure m_error; // to be reported with closed
    qint64 m_readLimit = 0;
    bool m_readFinished = false;
    bool m_reportedReadFinished = false;
    bool m_writeFinished = false; // shut down, or failed
    bool m_writeFailed = false;
    bool m_peerHasClosed = false; // both halves, and all it had sent has been read
    bool m_finishing = false; // finishWriting() was called
    bool m_closing = false; // close() was called
};

} // namespace QtInterprocess
