// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/lingering.h"
#include "engine/output.h"
#include "os/unix/descriptor.h"
#include "os/unix/socket.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace QtInterprocess {

// Closes a socket of a connection so that the peer sees the end of the data even if it sent some that was never read.
void closeGracefully(OwnedHandle handle, os::SocketType type = os::SocketType::Stream);

/*
    Delivers what closed or destroyed objects still had to send. One thread for the whole process, which exists only while
    there is something to deliver. It takes no signals: every one is blocked in it.
*/
class Linger
{
public:
    // What to open first, for output that was accepted before there was a connection.
    struct Target
    {
        // An invalid handle: nobody is there yet, or there is no room; called again until the deadline.
        std::function<Result<OwnedHandle>()> open;
        QDeadlineTimer deadline;
        std::optional<os::SocketType> type; // none: a FIFO
    };

    // Never destroyed: the thread may outlive every static object.
    static Linger &instance();

    // No type: a pipe, which brings no input.
    void add(OwnedHandle handle, std::optional<os::SocketType> type, std::unique_ptr<Output> output);
    void add(Target target, std::unique_ptr<Output> output);

private:
    struct Job
    {
        OwnedHandle handle;
        std::unique_ptr<Output> output;
        std::optional<os::SocketType> type;
        std::optional<Target> target;
        QDeadlineTimer nextAttempt; // to open it
        int delay = FirstDelay; // milliseconds between two of them
        bool inputEnded = false;

        std::unique_ptr<Lingering::Entry> entry; // ends after the handle was closed

        bool hasHalves() const { return type && *type != os::SocketType::Datagram; }
        bool discardInput();
        Failure send();
        os::PollEntry pollEntry() const;
    };

    static constexpr int FirstDelay = 20;
    static constexpr int LongestDelay = 500;

    Linger() = default;

    void add(Job job);
    void startThread();
    void run();
    void wakeThread();
    bool advance(Job &job);
    void giveWayIfAsked(Job &job);
    Error openFirst(Job &job);
    void wait();

    std::mutex m_mutex;
    std::vector<Job> m_added; // guarded, as are the next three
    OwnedHandle m_wakeRead;
    OwnedHandle m_wakeWrite;
    bool m_running = false;

    std::vector<Job> m_jobs; // of the thread alone
};

} // namespace QtInterprocess
