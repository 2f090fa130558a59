// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of a stream socket, and what happens to output that is still queued then.

#include "engine/unix/linger.h"
#include "engine/unix/unixstreamengine.h"
#include "engine/workerlinger.h"

#include <utility>

namespace QtInterprocess {

void UnixStreamEngine::close()
{
    if (!std::exchange(m_closing, true))
        rememberClosing(this);
    m_finishing = true;
    writeSome();
    if (m_output.isEmpty()) {
        // Now, not in the next turn: a peer that waits for the end must not depend on our event loop.
        m_readFinished = m_writeFinished = true;
        closeHandle();
    }
    m_watch.wake();
    updateInterest();
}

// A peer whose input is closed with bytes unread gets ECONNRESET instead of the end of the file. So what is there is
// taken out first, after nothing more can come in.
void UnixStreamEngine::closeHandle()
{
    m_watch.stop();
    if (m_handle) {
        if (m_calls.hasHalves && !m_peerHasClosed)
            closeGracefully(std::move(m_handle));
        m_handle.reset();
    }
    forgetClosing(this);
}

void UnixStreamEngine::handOver()
{
    m_watch.stop();
    Linger::instance().add(std::move(m_handle), m_output.takeAll());
    m_readFinished = m_writeFinished = true;
    m_watch.wake();
}

void UnixStreamEngine::stop(Stop how)
{
    if (how == Stop::Discard) {
        m_watch.stop();
        m_handle.reset();
        m_output.clear();
    } else if (m_handle) {
        m_output.unblock();
        m_finishing = false;
        const bool pending = !m_output.isEmpty();
        writeSome();
        if (!m_output.isEmpty())
            handOver();
        else if (pending && m_writeFailed)
            Linger::instance().noteLoss(); // nobody else is left to be told
    }
    closeHandle();
}

void UnixStreamEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void UnixStreamEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && m_handle)
        rememberClosing(this);
}

bool drainLingering(QDeadlineTimer deadline)
{
    handOverClosing();
    const bool byThreads = WorkerLinger::instance().drain(deadline);
    return Linger::instance().drain(deadline) && byThreads;
}

} // namespace QtInterprocess
