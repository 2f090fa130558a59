// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/fifoconnector.h"

#include "engine/retryingconnector.h"
#include "engine/unix/unixconnector.h"
#include "os/unix/descriptor.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

#include <cerrno>
#include <utility>

namespace QtInterprocess {

namespace {

Error timedOut(const FifoTarget &target, const ErrorText &why)
{
    return Error(Error::TimedOut, 0, QStringLiteral("open"), QFile::decodeName(target.path), why);
}

// Returns the attempts of a writer, or of a reader that also writes and so needs no peer.
ConnectAttempts attemptsToOpen(const FifoTarget &target)
{
    const auto tryOnce = [target] {
        auto fifo = os::openFifo(target.path, target.end);
        const bool nobodyReads = !fifo && fifo.error().nativeCode() == ENXIO;
        return nobodyReads ? Result<OwnedHandle>(OwnedHandle()) : std::move(fifo);
    };
    return { tryOnce, timedOut(target, ErrorText::tr("timed out; no process opened the FIFO for reading")),
             target.timeout, Backoff(1, 100) };
}

class FifoReader final : public RetryingConnector
{
public:
    FifoReader(const FifoTarget &target, ConnectObserver &observer)
        : RetryingConnector({ [this] { return tryOnce(); },
                              timedOut(target, ErrorText::tr("timed out; no process opened the FIFO for writing")),
                              target.timeout, std::nullopt },
                            observer),
          m_target(target),
          m_openEventsWatch(*this)
    {
        attempt();
        watchFor(watch(), m_fifo);
        watchFor(m_openEventsWatch, m_openEvents);
    }

    ~FifoReader() override { watch().stop(); } // before m_fifo is closed

    void leaveThread() override
    {
        RetryingConnector::leaveThread();
        m_openEventsWatch.leaveThread();
    }

    void joinThread() override
    {
        RetryingConnector::joinThread();
        m_openEventsWatch.joinThread();
    }

private:
    Result<OwnedHandle> tryOnce()
    {
        if (!m_fifo) {
            auto opened = os::openFifo(m_target.path, m_target.end);
            if (!opened)
                return opened;
            m_fifo = std::move(*opened);
            if (auto events = os::watchForOpening(int(m_fifo.get())))
                m_openEvents = std::move(*events);
        }
        if (m_openEvents)
            os::drainOpenEvents(int(m_openEvents.get()));
        const auto polled = os::poll(int(m_fifo.get()), os::PollFor::Reading, QDeadlineTimer(0));
        if (!(polled && polled->any()) && !os::hasWriter(int(m_fifo.get())))
            return OwnedHandle();
        watch().stop();
        m_openEventsWatch.stop();
        m_openEvents.reset();
        return std::move(m_fifo);
    }

    static void watchFor(Watch &watch, const OwnedHandle &handle)
    {
        if (!handle)
            return;
        watch.setHandle(handle.get());
        watch.setInterest(Ready::Readable);
    }

    bool pause(QDeadlineTimer until) override
    {
        os::pollAll({ { int(m_fifo.get()), os::PollFor::Reading }, { int(m_openEvents.get()), os::PollFor::Reading } },
                    os::pollTimeout(until));
        return true;
    }

    // A reader has no output.
    void deliver(ConnectAttempts, std::unique_ptr<Output>) override { }

    const FifoTarget m_target;
    OwnedHandle m_fifo; // open, still without a writer
    OwnedHandle m_openEvents;
    Watch m_openEventsWatch;
};

} // namespace

std::unique_ptr<Connector> makeFifoConnector(const FifoTarget &target, ConnectObserver &observer)
{
    if (target.end == os::FifoEnd::Reader)
        return std::make_unique<FifoReader>(target, observer);
    return std::make_unique<UnixConnector>(attemptsToOpen(target), observer, std::nullopt);
}

} // namespace QtInterprocess
