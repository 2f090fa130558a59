// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// How an end of a pipe comes to its own end: closing, lingering, and changing threads.

#include "engine/win/pipeengine.h"
#include "engine/win/pipelinger.h"

#include <utility>

namespace QtInterprocess {

void PipeEngine::close()
{
    m_closing = m_finishing = true;
    writeSome();
    if (m_output->isEmpty()) {
        // Now, not in the next turn: a peer that waits for the end must not depend on our event loop.
        m_readFinished = m_writeFinished = true;
        closeGracefully();
    }
    if (!m_output->isEmpty() || m_error.isLoss())
        rememberClosing(this);
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
    m_error.add(m_output->lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))));
    m_watch.stop();
    m_wait.cancel();
    m_handle.reset();
    forgetClosing(this);
}

void PipeEngine::handOver()
{
    m_error.count();
    m_watch.stop();
    m_wait.cancel();
    const bool keepsMessages = m_bounds;
    if (!m_output->isEmpty()) {
        PipeLinger::instance().add(std::move(m_handle),
                                   std::exchange(m_output, std::make_unique<PipeOutput>(keepsMessages)));
    }
    m_readFinished = m_writeFinished = true;
    m_watch.wake();
}

void PipeEngine::stop(Stop how)
{
    if (how == Stop::Discard) {
        m_output->discard();
        m_error.discard();
    } else if (m_handle) {
        writeSome();
        if (!m_output->isEmpty())
            handOver();
        else
            closeGracefully();
    }
    closeHandle();
    m_error.count();
}

void PipeEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void PipeEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && (!m_output->isEmpty() || m_error.isLoss()))
        rememberClosing(this);
}

} // namespace QtInterprocess
