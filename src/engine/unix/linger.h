// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connectattempts.h"
#include "engine/lingering.h"
#include "engine/unix/messageoutput.h"
#include "engine/unix/outputqueue.h"
#include "os/unix/descriptor.h"
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
    // Never destroyed: the thread may outlive every static object.
    static Linger &instance();

    void add(OwnedHandle handle, OutputQueue &&output);
    // Connects first, for output that was accepted before there was a connection.
    void add(ConnectAttempts attempts, OutputQueue &&output);
    // The same for sockets that keep messages.
    void add(OwnedHandle handle, os::SocketType type, std::unique_ptr<MessageOutput> output);
    void add(ConnectAttempts attempts, os::SocketType type, std::unique_ptr<MessageOutput> output);

private:
    struct Job
    {
        OwnedHandle handle;
        OutputQueue output;
        std::unique_ptr<MessageOutput> messages; // in its place, for sockets that keep them
        std::optional<ConnectAttempts> attempts; // until there is a handle
        os::SocketType type = os::SocketType::Stream;
        bool inputEnded = false;

        std::unique_ptr<Lingering::Entry> entry; // ends after the handle was closed

        bool isEmpty() const { return messages ? messages->isEmpty() : output.isEmpty(); }
        qint64 left() const { return messages ? messages->left() : output.size(); }
        void setHandle(OwnedHandle connected);
        void takeOutcome();
        bool throwInputAway();
        Failure send();
        Failure lose(const Error &why) { return messages ? messages->lose(why) : output.lose(why); }
        os::PollEntry pollEntry() const;
    };

    Linger() = default;

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
