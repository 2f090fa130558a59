// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The end of a stream socket, and what happens to output that is still queued then.

#include "engine/unix/linger.h"
#include "engine/unix/unixstreamengine.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace QtInterprocess {

using EngineList = std::vector<UnixStreamEngine *>;

// Engines of this thread between close() and closed; drainLingering() hands them to the background. Null at the very end of
// a thread: objects with static storage are destroyed after it.
static EngineList *closingEngines()
{
    thread_local bool isGone = false; // has no destructor, so it outlives the other
    struct List
    {
        EngineList engines;
        bool *isGone;
        ~List() { *isGone = true; }
    };
    thread_local List list { {}, &isGone };
    return isGone ? nullptr : &list.engines;
}

static void forget(UnixStreamEngine *engine)
{
    if (EngineList *const closing = closingEngines())
        closing->erase(std::remove(closing->begin(), closing->end(), engine), closing->end());
}

static void remember(UnixStreamEngine *engine)
{
    if (EngineList *const closing = closingEngines())
        closing->push_back(engine);
}

void UnixStreamEngine::close()
{
    if (!std::exchange(m_closing, true))
        remember(this);
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
        closeGracefully(std::move(m_handle));
        m_handle.reset();
    }
    forget(this);
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
    forget(this);
}

void UnixStreamEngine::joinThread()
{
    m_watch.joinThread();
    if (m_closing && m_handle)
        remember(this);
}

bool drainLingering(QDeadlineTimer deadline)
{
    if (EngineList *const closing = closingEngines()) {
        for (UnixStreamEngine *engine : std::exchange(*closing, {}))
            engine->handOver();
    }
    return Linger::instance().drain(deadline);
}

} // namespace QtInterprocess
