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
    Delivers the output of closed or destroyed objects, in the thread of the completion port.

    A handle is closed when its last write completes. The peer can still read the data afterwards,
    unless the pipe is disconnected.
*/
class PipeLinger
{
public:
    // Never destroyed: the port may outlive every static object.
    static PipeLinger &instance();

    void add(OwnedHandle handle, std::unique_ptr<Output> output);
    // Adds a pipe for output, and the pipe that brings the same peer's input.
    void add(OwnedHandle handle, OwnedHandle input, std::unique_ptr<Output> output);

    // Adds output that was accepted before there was a connection; connects first.
    void add(ConnectAttempts attempts, std::unique_ptr<Output> output);

private:
    struct Job
    {
        std::unique_ptr<Lingering::Entry> entry; // ended after the handle is closed
        std::unique_ptr<Output> output;
        OwnedHandle handle; // invalid while it connects
        OwnedHandle inputHandle; // set if it is a separate handle
        std::optional<PipeInput> input; // after the handle: stops before it is closed

        qintptr readHandle() const { return inputHandle ? inputHandle.get() : handle.get(); }
    };
    class CompletionTarget;

    PipeLinger();

    quint64 begin(std::unique_ptr<Output> output);
    void take(quint64 id, OwnedHandle handle, OwnedHandle input = {});
    void lose(quint64 id, const Error &why);
    void completed(quint64 id);
    bool advance(Job &job);
    void giveUpIfRequested(quint64 id);

    std::shared_ptr<CompletionTarget> m_target;
    std::mutex m_mutex;
    std::unordered_map<quint64, Job> m_jobs; // guarded by the mutex, like all members below
    quint64 m_lastId = 0;
};

} // namespace QtInterprocess
