// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/win/pipeoutput.h"
#include "os/win/completionport.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qdeadlinetimer.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace QtInterprocess {

struct PipeTarget;

/*
    Delivers what closed or destroyed objects still had to send, in the thread of the completion port. A handle is closed
    when the last write is over: what the pipe has taken stays readable for the peer after that, as long as nobody
    disconnects it.
*/
class PipeLinger
{
public:
    // Never destroyed: the port may outlive every static object.
    static PipeLinger &instance();

    void add(OwnedHandle handle, std::unique_ptr<PipeOutput> output);

    // Connects first, for output that was accepted before there was a connection.
    void add(const PipeTarget &target, std::unique_ptr<PipeOutput> output);

    // Bytes were lost elsewhere; the next drain() says so.
    void noteLoss();

    // Waits until nothing is left. False if something is, or if a peer went away without taking its bytes since the
    // last call.
    bool drain(QDeadlineTimer deadline);

private:
    struct Job
    {
        std::unique_ptr<PipeOutput> output;
        char nothing = 0;
        OwnedHandle handle;
        os::Overlapped input; // cancelled before the handle is closed
    };
    class Notice;

    PipeLinger();

    void completed(quint64 id);
    bool advance(Job &job);
    void take(OwnedHandle handle, std::unique_ptr<PipeOutput> output);

    std::shared_ptr<Notice> m_notice;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::unordered_map<quint64, Job> m_jobs; // guarded, as is the rest
    quint64 m_lastId = 0;
    int m_left = 0; // jobs, and connections that are being made
    bool m_failed = false;
};

} // namespace QtInterprocess
