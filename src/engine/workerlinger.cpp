// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/workerlinger.h"

#include <chrono>
#include <utility>

namespace QtInterprocess {

WorkerLinger &WorkerLinger::instance()
{
    static WorkerLinger *const linger = new WorkerLinger;
    return *linger;
}

void WorkerLinger::begun()
{
    const std::lock_guard lock(m_mutex);
    ++m_left;
}

void WorkerLinger::ended(bool allWentOut)
{
    const std::lock_guard lock(m_mutex);
    --m_left;
    m_lost |= !allWentOut;
    m_changed.notify_all();
}

void WorkerLinger::noteLoss()
{
    const std::lock_guard lock(m_mutex);
    m_lost = true;
}

bool WorkerLinger::drain(QDeadlineTimer deadline)
{
    std::unique_lock lock(m_mutex);
    const auto nobodyLeft = [this] { return m_left == 0; };
    if (deadline.isForever())
        m_changed.wait(lock, nobodyLeft);
    else
        m_changed.wait_for(lock, std::chrono::nanoseconds(qMax<qint64>(deadline.remainingTimeNSecs(), 0)), nobodyLeft);
    return m_left == 0 && !std::exchange(m_lost, false);
}

} // namespace QtInterprocess
