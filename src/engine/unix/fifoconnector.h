// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connector.h"
#include "loop/reactor.h"
#include "os/unix/fifo.h"

#include <QtCore/qbytearray.h>

#include <optional>

namespace QtInterprocess {

// What a FIFO is opened for, and how long its other side is waited for.
struct FifoTarget
{
    QByteArray path;
    os::FifoEnd end = os::FifoEnd::Reader;
    int timeout = -1; // milliseconds, -1: for ever
};

/*
    Opens a FIFO without blocking, and is done when there is somebody at the other side.

    A reader has the file open already, and waits for bytes, for the hang-up of a writer that wrote nothing, or for a notice
    that somebody has opened the file. A writer gets ENXIO until there is a reader. Nothing tells of that: a reader that waits
    for a writer is still inside of open(), which is before inotify counts it. So it is tried with growing delays.
*/
class FifoConnector final : public Connector, private ReadySource
{
public:
    FifoConnector(const FifoTarget &target, ConnectObserver &observer);
    ~FifoConnector() override;

    bool wait(QDeadlineTimer deadline) override;
    void linger(ByteQueue &&bytes, const std::vector<qint64> &messages) override;
    void leaveThread() override;
    void joinThread() override;

private:
    void ready(ReadySet what) override;
    void attempt();
    Result<OwnedHandle> tryOnce();
    bool report();
    void watch();
    bool isReader() const noexcept { return m_target.end == os::FifoEnd::Reader; }

    const FifoTarget m_target;
    const QDeadlineTimer m_deadline;
    ConnectObserver &m_observer;
    OwnedHandle m_reader; // open, without a writer yet
    OwnedHandle m_notices;
    Watch m_watch; // of the reader, and of time
    Watch m_noticeWatch;
    std::optional<Result<OwnedHandle>> m_outcome;
    QDeadlineTimer m_nextAttempt { QDeadlineTimer::Forever };
    int m_delay = 1; // milliseconds
};

} // namespace QtInterprocess
