// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of a stream socket, and what happens to output that is still queued then.

#include "engine/unix/linger.h"
#include "engine/unix/unixstreamengine.h"

#include <utility>

namespace QtInterprocess {

void UnixStreamEngine::close()
{
    m_closing = m_finishing = true;
    writeSome();
    if (m_output.isEmpty()) {
        // Now, not in the next turn: a peer that waits for the end must not depend on our event loop.
        m_readFinished = m_writeFinished = true;
        closeHandle();
    }
    if (!m_output.isEmpty() || m_error.isLoss())
        rememberClosing(this);
    m_watch.wake();
    updateInterest();
}

// A peer whose input is closed with bytes unread gets ECONNRESET instead of the end of the file. So what is there is
// taken out first, after nothing more can come in.
void UnixStreamEngine::closeHandle()
{
    m_error.add(m_output.lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))));
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
    m_error.count();
    m_watch.stop();
    if (!m_output.isEmpty())
        Linger::instance().add(std::move(m_handle), m_output.takeAll());
    m_readFinished = m_writeFinished = true;
    m_watch.wake();
}

void UnixStreamEngine::stop(Stop how)
{
    if (how == Stop::Discard) {
        m_watch.stop();
        m_gate.prepareToClose();
        m_handle.reset();
        m_output.discard();
        m_error.discard();
    } else if (m_handle) {
        m_output.unblock();
        m_finishing = false;
        writeSome();
        if (!m_output.isEmpty())
            handOver();
    }
    closeHandle();
    m_error.count();
}

void UnixStreamEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void UnixStreamEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && (!m_output.isEmpty() || m_error.isLoss()))
        rememberClosing(this);
}

} // namespace QtInterprocess
