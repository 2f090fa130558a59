// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/port.h"
#include "engine/worker.h"
#include "loop/doorbell.h"
#include "os/processmark.h"

#include <memory>

namespace QtInterprocess {

/*
    A one-way port for a handle that does not report readiness.

    A thread makes the calls that may block (see Worker), and the port collects the results. The
    thread runs from the first requested or written byte to the end. The read limit bounds reading
    ahead; without a limit a few calls do.
*/
class WorkerPort final : public Port
{
public:
    // flow is In or Out.
    WorkerPort(OwnedHandle handle, Flow flow, ByteQueue &input);

    qintptr handle() const override;
    bool read(StreamTurn &turn) override;
    bool discardInput() override { return false; }
    Output &output() override { return m_output; }
    Failure write(const char *data, qint64 size) override { return m_output.append(data, size), Failure(); }
    Failure send() override { return m_output.send(0); }
    void finishWriting() override { m_worker->finish(); }
    bool isPeerClosed() const override { return false; }
    void close(Closing how) override;
    void handOver() override;
    void handOverWith(Port &reader) override;
    bool isReaderGone() const override { return m_mark.isThisProcess() && m_worker->isReaderGone(); }
    void takeOver(ReadySource &source) override;
    Error join(ReadySource &source, Watch &watch) override;
    void leave() override;
    void setInterest(Watch &watch, ReadySet interest) override;
    ReadySet poll(ReadySet interest, QDeadlineTimer deadline) override;
    ReadySet pollBoth(Port &writer, ReadySet interest, QDeadlineTimer deadline) override;

private:
    // The output that the worker has not confirmed yet.
    class Unconfirmed final : public Output
    {
    public:
        explicit Unconfirmed(const std::shared_ptr<Worker> &worker) : m_worker(worker) { }
        void append(const char *data, qint64 size) override;
        void confirm(qint64 size);
        Failure send(qintptr) override; // collects the results of the thread, which does the writing
        void leaveToWorker() { reset(); }

    private:
        void clear() override { }
        const std::shared_ptr<Worker> &m_worker;
    };

    void setNotifier(const std::function<void()> &notifier) { m_worker->setNotifier(notifier); }
    void useDoorbell();

    std::shared_ptr<Worker> m_worker;
    os::ProcessMark m_mark; // the process that has the thread
    Unconfirmed m_output;
    std::unique_ptr<Doorbell> m_bell; // rung by the worker
};

} // namespace QtInterprocess
