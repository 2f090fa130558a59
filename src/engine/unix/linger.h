// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connectattempts.h"
#include "engine/lingering.h"
#include "engine/output.h"
#include "os/unix/descriptor.h"
#include "os/unix/pipe.h"
#include "os/unix/socket.h"

#include <QtInterprocess/ownedhandle.h>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace QtInterprocess {

// Closes a connected socket so that the peer sees the end of the data, even if its input was not
// read.
void closeGracefully(OwnedHandle handle, os::SocketType type = os::SocketType::Stream);

/*
    Delivers the output of closed or destroyed objects, in one thread for the whole process.

    The thread exists only while there is output. All signals are blocked in it.
*/
class Linger
{
public:
    // Use instance(); a forked child has its own.
    Linger() = default;
    static Linger &instance();

    // Adds a handle with its output. No type means a pipe, which has no input.
    void add(OwnedHandle handle, std::optional<os::SocketType> type, std::unique_ptr<Output> output);
    // Adds a pipe for output, and the pipe that brings the same peer's input.
    void add(OwnedHandle handle, OwnedHandle input, std::unique_ptr<Output> output);
    // Adds output that was accepted before there was a connection; connects first.
    void add(ConnectAttempts attempts, std::optional<os::SocketType> type, std::unique_ptr<Output> output);

private:
    struct Job
    {
        OwnedHandle handle;
        OwnedHandle input; // set if it is a separate handle, as with two pipes
        decltype(os::readFrom) *readInput = nullptr;
        std::unique_ptr<Output> output;
        std::optional<os::SocketType> type;
        std::optional<ConnectAttempts> attempts; // until there is a handle
        bool inputEnded = false;

        std::unique_ptr<Lingering::Entry> entry; // ended after the handle is closed

        bool supportsHalfClose() const { return type && *type != os::SocketType::Datagram; }
        void setHandle(OwnedHandle connected);
        void takeOutcome();
        bool discardInput();
        Failure send();
        os::PollEntry pollEntry() const;
        os::PollEntry inputEntry() const { return { inputEnded ? -1 : int(input.get()), os::PollFor::Reading }; }
    };

    void add(Job job);
    void startThread();
    void run();
    void wakeThread();
    bool advance(Job &job);
    void giveUpIfRequested(Job &job);
    void wait();

    std::mutex m_mutex;
    std::vector<Job> m_added; // guarded by the mutex, like the next three members
    OwnedHandle m_wakeRead;
    OwnedHandle m_wakeWrite;
    bool m_running = false;

    std::vector<Job> m_jobs; // used by the thread alone
};

} // namespace QtInterprocess
