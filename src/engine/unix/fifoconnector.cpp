// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/unix/fifoconnector.h"

#include "engine/unix/linger.h"
#include "engine/unix/outputqueue.h"
#include "os/unix/descriptor.h"

#include <QtCore/qfile.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int LongestDelay = 100; // milliseconds

QDeadlineTimer deadlineIn(int milliseconds)
{
    return milliseconds < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(milliseconds, Qt::PreciseTimer);
}

// An invalid handle means that nobody reads yet.
Result<OwnedHandle> openOnce(const FifoTarget &target)
{
    auto fifo = os::openFifo(target.path, target.end);
    const bool nobodyReads = target.end == os::FifoEnd::Writer && !fifo && fifo.error().nativeCode() == ENXIO;
    return nobodyReads ? Result<OwnedHandle>(OwnedHandle()) : std::move(fifo);
}

std::unique_ptr<Output> toQueue(ByteQueue &&bytes)
{
    auto output = std::make_unique<OutputQueue>(PipeCalls);
    output->append(std::move(bytes));
    return output;
}

} // namespace

FifoConnector::FifoConnector(const FifoTarget &target, ConnectObserver &observer)
    : m_target(target),
      m_deadline(deadlineIn(target.timeout)),
      m_observer(observer),
      m_watch(*this),
      m_noticeWatch(*this)
{
    attempt();
}

FifoConnector::~FifoConnector()
{
    m_watch.stop();
    m_noticeWatch.stop();
}

// An invalid handle means that nobody is there yet.
Result<OwnedHandle> FifoConnector::tryOnce()
{
    if (!m_reader) {
        auto opened = openOnce(m_target);
        if (!opened || !isReader())
            return opened;
        m_reader = std::move(*opened);
        if (auto notices = os::watchForOpening(int(m_reader.get())))
            m_notices = std::move(*notices);
    }
    const auto polled = os::poll(int(m_reader.get()), os::PollFor::Reading, QDeadlineTimer(0));
    if ((polled && polled->any()) || os::hasWriter(int(m_reader.get())))
        return std::move(m_reader);
    return OwnedHandle();
}

void FifoConnector::attempt()
{
    auto result = tryOnce();
    if (!result || result->isValid()) {
        m_watch.stop();
        m_noticeWatch.stop();
        m_outcome = std::move(result);
        m_watch.wake();
    } else if (m_deadline.hasExpired()) {
        m_outcome = Error(Error::TimedOut, 0, QStringLiteral("open"), QFile::decodeName(m_target.path),
                          isReader() ? QStringLiteral("timed out waiting for a writer")
                                     : QStringLiteral("timed out waiting for a reader"));
        m_watch.wake();
    } else {
        watch();
    }
}

void FifoConnector::watch()
{
    if (isReader()) {
        m_watch.setHandle(m_reader.get());
        m_watch.setInterest(Ready::Readable);
        m_noticeWatch.setHandle(m_notices.get());
        m_noticeWatch.setInterest(m_notices ? ReadySet(Ready::Readable) : ReadySet());
        m_nextAttempt = m_deadline;
    } else {
        m_nextAttempt = std::min(deadlineIn(m_delay), m_deadline);
        m_delay = std::min(m_delay * 2, LongestDelay);
    }
    if (!m_nextAttempt.isForever())
        m_watch.wakeAfter(os::pollTimeout(m_nextAttempt));
}

bool FifoConnector::report()
{
    if (!m_outcome)
        return false;
    m_watch.stop();
    auto outcome = *std::exchange(m_outcome, std::nullopt);
    m_observer.connectFinished(std::move(outcome));
    return true;
}

void FifoConnector::ready(ReadySet)
{
    if (m_notices)
        os::takeNotices(int(m_notices.get()));
    if (!m_outcome)
        attempt();
    report();
}

bool FifoConnector::wait(QDeadlineTimer deadline)
{
    while (!m_outcome) {
        const std::vector<os::PollEntry> entries { { int(m_reader.get()), os::PollFor::Reading },
                                                   { int(m_notices.get()), os::PollFor::Reading } };
        os::pollAll(entries, os::pollTimeout(std::min(deadline, m_nextAttempt)));
        if (m_notices)
            os::takeNotices(int(m_notices.get()));
        attempt();
        if (!m_outcome && deadline.hasExpired())
            return false;
    }
    return report();
}

void FifoConnector::linger(ByteQueue &&bytes, const std::vector<qint64> &)
{
    m_watch.stop();
    auto output = toQueue(std::move(bytes));
    if (m_outcome && *m_outcome) {
        Linger::instance().add(std::move(**m_outcome), std::nullopt, std::move(output));
    } else if (m_outcome) {
        output->lose(m_outcome->error()).count();
    } else {
        const auto open = [target = m_target] { return openOnce(target); };
        Linger::instance().add({ open, m_deadline, std::nullopt }, std::move(output));
    }
    m_outcome.reset();
}

void FifoConnector::leaveThread()
{
    m_watch.leaveThread();
    m_noticeWatch.leaveThread();
}

void FifoConnector::joinThread()
{
    m_watch.joinThread();
    m_noticeWatch.joinThread();
}

} // namespace QtInterprocess
