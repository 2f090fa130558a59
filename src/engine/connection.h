// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/closingengines.h"
#include "engine/port.h"
#include "engine/streamengine.h"
#include "loop/reactor.h"
#include "os/processmark.h"

#include <memory>

namespace QtInterprocess {

/*
    Implements StreamEngine for every transport; a Port makes the system calls.

    The class runs turns, waits, flushes, ends halves, closes, hands over to the background and
    changes threads.

    Output: small writes are queued. They leave together when the handler that made them returns,
    or from the event loop (Watch::wake()). Each port decides from which size a write is sent at
    once.

    Input: a turn reads a bounded amount, so that one busy peer does not delay the others.

    Failure: a failed write ends the connection after all data that the peer had sent was read.

    Halves: if the port has none, the end of one direction ends both.

    Forked child: the connection does not read, send or wait until it belongs to the child
    (os::ProcessMark). The child may end it, which closes the child's copy of the handle.
*/
class Connection final : public StreamEngine, private ClosingEngine, private ReadySource
{
public:
    Connection(std::unique_ptr<Port> port, StreamObserver &observer);
    ~Connection() override;

    void setOutput(std::unique_ptr<Output> output) override;
    void setReadLimit(qint64 limit) override;
    void inputTaken() override;
    qint64 readDirectly(char *data, qint64 size) override;
    void write(const char *data, qint64 size) override { written(m_port->write(data, size)); }
    qint64 bytesToWrite() const override { return m_output->size(); }
    bool isWritable() const override { return m_out == Out::Open && !isClosing() && isOwned(); }
    bool flush() override;
    bool canFinishWriting() const override { return m_port->supportsHalfClose() || m_port->flow() == Flow::Out; }
    void finishWriting() override;
    void close() override;
    void stop(Stop how) override;
    bool wait(QDeadlineTimer deadline) override;
    void leaveThread() override;
    void joinThread() override;
    qintptr handle() const override { return m_port->handle(); }
    Result<OwnedHandle> takeHandle(StreamTurn &turn) override;
    void setMaximumMessageSize(qint64 size) override { m_port->setMaximumMessageSize(size); }
    Error check(qint64 size) override { return m_port->check(size); }

    Port &port() noexcept { return *m_port; }
    // Reports the outcome of a write that the owner made on the port directly.
    void written(Failure failure = {});

private:
    // The states of the two halves; the source has tables of the transitions.
    enum class In : quint8 {
        Open,
        Ended, // no more input follows; not yet reported
        Reported, // the end was reported to the observer
        Discarding, // close() was called: input is read and dropped
        Discarded, // no more input follows
    };
    enum class Out : quint8 {
        Open,
        Finishing, // finishWriting() or close() was called: the half ends once all output is sent
        Finished,
        Failed, // the peer accepts no more output
    };

    void set(In next);
    void set(Out next);
    bool isClosing() const noexcept { return m_in == In::Discarding || m_in == In::Discarded; }
    bool inputIsOver() const noexcept { return m_in != In::Open && m_in != In::Discarding; }
    bool isOwned() const { return m_mark.isThisProcess() || const_cast<Connection *>(this)->takeOver(); }
    Q_DECL_COLD_FUNCTION bool takeOver();
    bool outputIsOver() const noexcept { return m_out == Out::Finished || m_out == Out::Failed; }

    // ---- turns
    void ready(ReadySet what) override;
    bool runTurn(ReadySet what);
    void read(StreamTurn &turn);
    void send();
    bool isPeerGone(ReadySet what) const;
    void settle(ReadySet what, StreamTurn &turn);
    void takeOutcomes(StreamTurn &turn) // inline, because every turn calls it
    {
        turn.bytesWritten = m_output->takeSent();
        if (m_output->hasFailures())
            turn.addFailures(m_output->takeFailures());
    }
    ReadySet interest() const;
    void updateInterest();

    // ---- the end
    Q_DECL_COLD_FUNCTION void fail(Failure &&failure);
    void closeHandle(Port::Closing how);
    bool hasLoss() const { return m_error.isLoss() || m_output->hasLoss(); }
    void countLosses();
    void rememberIfClosing();
    void handOver() override; // the turn with closed follows
    void giveUp(const Error &why) override { fail(m_output->lose(why)); }

    const std::unique_ptr<Port> m_port;
    Output *m_output; // owned by the port
    StreamObserver &m_observer;
    Watch m_watch;
    Failure m_error; // reported together with closed
    ReadySet m_interest;
    In m_in;
    Out m_out;
    os::ProcessMark m_mark;
};

} // namespace QtInterprocess
