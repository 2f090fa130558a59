// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// How an end of a pipe comes to its own end: closing, lingering, and changing threads.

#include "engine/win/pipeengine.h"
#include "engine/win/pipelinger.h"
#include "engine/workerlinger.h"

#include <utility>

namespace QtInterprocess {

void PipeEngine::close()
{
    if (!std::exchange(m_closing, true))
        rememberClosing(this);
    m_finishing = true;
    writeSome();
    if (m_output->isEmpty()) {
        // Now, not in the next turn: a peer that waits for the end must not depend on our event loop.
        m_readFinished = m_writeFinished = true;
        closeGracefully();
    }
    m_watch.wake();
}

void PipeEngine::closeGracefully()
{
    m_wait.cancel();
    os::discardUnread(m_handle.get());
    closeHandle();
}

// The pipe keeps what it has taken readable for the peer.
void PipeEngine::closeHandle()
{
    m_watch.stop();
    m_wait.cancel();
    m_handle.reset();
    forgetClosing(this);
}

void PipeEngine::handOver()
{
    m_watch.stop();
    m_wait.cancel();
    const bool keepsMessages = m_bounds;
    PipeLinger::instance().add(std::move(m_handle),
                               std::exchange(m_output, std::make_unique<PipeOutput>(keepsMessages)));
    m_readFinished = m_writeFinished = true;
    m_watch.wake();
}

void PipeEngine::stop(Stop how)
{
    if (how == Stop::Linger && m_handle) {
        const bool pending = !m_output->isEmpty();
        writeSome();
        if (!m_output->isEmpty())
            handOver();
        else
            closeGracefully();
        if (pending && m_writeFailed)
            PipeLinger::instance().noteLoss(); // nobody else is left to be told
    }
    m_output->clear();
    closeHandle();
}

void PipeEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void PipeEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && m_handle)
        rememberClosing(this);
}

bool drainLingering(QDeadlineTimer deadline)
{
    handOverClosing();
    const bool byThreads = WorkerLinger::instance().drain(deadline);
    return PipeLinger::instance().drain(deadline) && byThreads;
}

} // namespace QtInterprocess
