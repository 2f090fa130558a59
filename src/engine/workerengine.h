// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/closingengines.h"
#include "engine/streamengine.h"
#include "engine/worker.h"
#include "loop/doorbell.h"
#include "loop/reactor.h"

#include <memory>

namespace QtInterprocess {

/*
    A handle that does not tell when it is ready, one way: a thread makes the calls that may block (see Worker), and this side
    takes over what has come of them. The thread exists from the first byte that is asked for or written to the end.

    Reading ahead of the reader is bounded by the read limit, and by a few calls where there is none.
*/
class WorkerEngine final : public StreamEngine, private ClosingEngine, private ReadySource
{
public:
    // In or Out.
    WorkerEngine(OwnedHandle handle, Flow flow, ByteQueue &input, StreamObserver &observer);
    ~WorkerEngine() override;

    void setReadLimit(qint64 limit) override;
    void inputTaken() override { updateAllowance(); }
    qint64 readDirectly(char *, qint64) override { return 0; }
    void write(const char *data, qint64 size) override;
    void write(ByteQueue &&bytes) override;
    qint64 bytesToWrite() const override { return m_worker->bytesToWrite(); }
    bool isWritable() const override { return m_flow == Flow::Out && !m_finishing && !m_ended; }
    bool flush() override { return false; } // the thread is at it
    bool canFinishWriting() const override { return m_flow == Flow::Out; }
    void finishWriting() override;
    void close() override;
    void stop(Stop how) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override { return m_worker->handle(); }

private:
    void ready(ReadySet what) override;
    void handOver() override;
    void giveUp(const Error &why) override { m_worker->giveUp(why); }
    bool takeTurn(StreamTurn &turn);
    void updateAllowance();
    void leaveAlone();
    void hangUpBell();

    const Flow m_flow;
    ByteQueue &m_input;
    StreamObserver &m_observer;
    Watch m_watch;
    const std::shared_ptr<Worker> m_worker;
    std::unique_ptr<Doorbell> m_bell; // of the worker
    Failure m_error; // to be reported with closed
    qint64 m_readLimit = 0;
    bool m_ended = false;
    bool m_finishing = false; // finishWriting() or close() was called
    bool m_closing = false; // close() was called
};

} // namespace QtInterprocess
