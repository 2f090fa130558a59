// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of a message socket, and what happens to messages that are still queued then.

#include "engine/unix/linger.h"
#include "engine/unix/unixmessageengine.h"

#include <utility>

namespace QtInterprocess {

void UnixMessageEngine::close()
{
    m_closing = m_finishing = true;
    writeSome();
    if (m_output.isEmpty()) {
        // Now, not in the next turn: a peer that waits for the end must not depend on our event loop.
        m_readFinished = m_writeFinished = true;
        closeHandle();
    }
    if (!m_output.isEmpty() || m_output.hasLoss() || m_error.isLoss())
        rememberClosing(this);
    m_watch.wake();
    updateInterest();
}

void UnixMessageEngine::closeHandle()
{
    m_error.add(m_output.lose(Error(Error::PeerClosed, 0, QStringLiteral("write to"))));
    m_watch.stop();
    if (m_handle && m_flow == Flow::Both)
        closeGracefully(std::move(m_handle), os::SocketType::SeqPacket);
    m_handle.reset();
    forgetClosing(this);
}

void UnixMessageEngine::handOver()
{
    m_error.count();
    m_output.countLosses();
    m_watch.stop();
    if (!m_output.isEmpty())
        Linger::instance().add(std::move(m_handle), os::SocketType::SeqPacket, m_output.takeAll());
    m_readFinished = m_writeFinished = true;
    m_watch.wake();
}

void UnixMessageEngine::stop(Stop how)
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
    m_output.countLosses();
}

void UnixMessageEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void UnixMessageEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && (!m_output.isEmpty() || m_output.hasLoss() || m_error.isLoss()))
        rememberClosing(this);
}

} // namespace QtInterprocess
