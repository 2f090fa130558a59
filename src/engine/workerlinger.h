// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qdeadlinetimer.h>

#include <condition_variable>
#include <mutex>

namespace QtInterprocess {

// Counts the worker threads that go on after their engine to deliver what it had accepted.
class WorkerLinger
{
public:
    // Never destroyed: a thread may outlive every static object.
    static WorkerLinger &instance();

    void begun();
    void ended(bool allWentOut);
    // Bytes were lost elsewhere; the next drain() says so.
    void noteLoss();

    // Waits until nobody is left. False if somebody is, or if something was lost since the last call.
    bool drain(QDeadlineTimer deadline);

private:
    WorkerLinger() = default;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_left = 0;
    bool m_lost = false;
};

} // namespace QtInterprocess
