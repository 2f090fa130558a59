// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/connectattempts.h"
#include "engine/lingering.h"
#include "engine/output.h"
#include "engine/win/pipeinput.h"
#include "os/win/completionport.h"

#include <QtInterprocess/access.h>
#include <QtInterprocess/ownedhandle.h>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace QtInterprocess {

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

    void add(OwnedHandle handle, std::unique_ptr<Output> output);
    // The same, and another pipe that brings the input of the same peer.
    void add(OwnedHandle handle, OwnedHandle input, std::unique_ptr<Output> output);

    // Connects first, for output that was accepted before there was a connection.
    void add(ConnectAttempts attempts, std::unique_ptr<Output> output);

private:
    struct Job
    {
        std::unique_ptr<Lingering::Entry> entry; // ends after the handle is closed
        std::unique_ptr<Output> output;
        OwnedHandle handle; // none while it is being connected
        OwnedHandle inputHandle; // if that is another one
        std::optional<PipeInput> input; // after the handle: stops before that is closed

        qintptr readHandle() const { return inputHandle ? inputHandle.get() : handle.get(); }
    };
    class Notice;

    PipeLinger();

    quint64 begin(std::unique_ptr<Output> output);
    void take(quint64 id, OwnedHandle handle, OwnedHandle input = {});
    void lose(quint64 id, const Error &why);
    void completed(quint64 id);
    bool advance(Job &job);
    void giveWay(quint64 id);

    std::shared_ptr<Notice> m_notice;
    std::mutex m_mutex;
    std::unordered_map<quint64, Job> m_jobs; // guarded, as is the rest
    quint64 m_lastId = 0;
};

} // namespace QtInterprocess
