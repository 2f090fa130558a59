// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of a message socket, and what happens to messages that are still queued then.

#include "engine/unix/linger.h"
#include "engine/unix/unixmessageengine.h"

#include <utility>

namespace QtInterprocess {

void UnixMessageEngine::close()
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

void UnixMessageEngine::closeHandle()
{
    m_watch.stop();
    if (m_handle && m_flow == Flow::Both)
        closeGracefully(std::move(m_handle), os::SocketType::SeqPacket);
    m_handle.reset();
    forgetClosing(this);
}

void UnixMessageEngine::handOver()
{
    m_watch.stop();
    Linger::instance().add(std::move(m_handle), os::SocketType::SeqPacket, m_output.takeAll());
    m_readFinished = m_writeFinished = true;
    m_watch.wake();
}

void UnixMessageEngine::stop(Stop how)
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
        else if (pending && (m_writeFailed || !m_output.takeFailures().empty()))
            Linger::instance().noteLoss(); // nobody else is left to be told
    }
    closeHandle();
}

void UnixMessageEngine::leaveThread()
{
    m_watch.leaveThread();
    forgetClosing(this);
}

void UnixMessageEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && m_handle)
        rememberClosing(this);
}

} // namespace QtInterprocess
