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

// Closes a socket of a connection so that the peer sees the end of the data even if it sent some that was never read.
void closeGracefully(OwnedHandle handle, os::SocketType type = os::SocketType::Stream);

/*
    Delivers what closed or destroyed objects still had to send. One thread for the whole process, which exists only while
    there is something to deliver. It takes no signals: every one is blocked in it.
*/
class Linger
{
public:
    // Use instance(); a forked child has one of its own.
    Linger() = default;
    static Linger &instance();

    // No type: a pipe, which brings no input.
    void add(OwnedHandle handle, std::optional<os::SocketType> type, std::unique_ptr<Output> output);
    // A pipe, and another one that brings the input of the same peer.
    void add(OwnedHandle handle, OwnedHandle input, std::unique_ptr<Output> output);
    // Connects first, for output that was accepted before there was a connection.
    void add(ConnectAttempts attempts, std::optional<os::SocketType> type, std::unique_ptr<Output> output);

private:
    struct Job
    {
        OwnedHandle handle;
        OwnedHandle input; // if that is another one, as of two pipes
        decltype(os::readFrom) *readInput = nullptr;
        std::unique_ptr<Output> output;
        std::optional<os::SocketType> type;
        std::optional<ConnectAttempts> attempts; // until there is a handle
        bool inputEnded = false;

        std::unique_ptr<Lingering::Entry> entry; // ends after the handle was closed

        bool hasHalves() const { return type && *type != os::SocketType::Datagram; }
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
    void giveWayIfAsked(Job &job);
    void wait();

    std::mutex m_mutex;
    std::vector<Job> m_added; // guarded, as are the next three
    OwnedHandle m_wakeRead;
    OwnedHandle m_wakeWrite;
    bool m_running = false;

    std::vector<Job> m_jobs; // of the thread alone
};

} // namespace QtInterprocess
