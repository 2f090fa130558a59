// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/messageoutput.h"
#include "engine/unix/outputqueue.h"
#include "os/unix/descriptor.h"
#include "os/unix/socket.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <condition_variable>
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
        os::SocketType type = os::SocketType::Stream;
    };

    // Never destroyed: the thread may outlive every static object.
    static Linger &instance();

    void add(OwnedHandle handle, OutputQueue &&output);
    void add(Target target, OutputQueue &&output);
    // The same for sockets that keep messages.
    void add(OwnedHandle handle, os::SocketType type, std::unique_ptr<MessageOutput> output);
    void add(Target target, std::unique_ptr<MessageOutput> output);

    // Bytes were lost elsewhere; the next drain() says so.
    void noteLoss();

    // Waits until nothing is left. False if something is, or if a peer went away without taking its bytes since the
    // last call.
    bool drain(QDeadlineTimer deadline);

private:
    struct Job
    {
        OwnedHandle handle;
        OutputQueue output;
        std::unique_ptr<MessageOutput> messages; // in its place, for sockets that keep them
        std::optional<Target> target;
        QDeadlineTimer nextAttempt; // to open it
        int delay = FirstDelay; // milliseconds between two of them
        os::SocketType type = os::SocketType::Stream;
        bool inputEnded = false;

        bool isEmpty() const { return messages ? messages->isEmpty() : output.isEmpty(); }
        void clear();
        bool throwInputAway();
        bool send();
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
    bool openFirst(Job &job);
    void wait();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Job> m_added; // guarded, as are the next four
    OwnedHandle m_wakeRead;
    OwnedHandle m_wakeWrite;
    int m_left = 0;
    bool m_running = false;
    bool m_failed = false;

    std::vector<Job> m_jobs; // of the thread alone
};

} // namespace QtInterprocess
