// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeconnector.h"

#include "engine/win/pipelinger.h"
#include "loop/reactor.h"
#include "os/background.h"
#include "os/win/completionport.h"
#include "os/win/errormap.h"
#include "os/win/security.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int LongestDelay = 50; // milliseconds
constexpr int Comeback = 500; // milliseconds that a busy pipe may be gone

using Outcome = std::optional<Result<OwnedHandle>>; // nothing: it has to be tried again

QDeadlineTimer deadlineIn(int milliseconds)
{
    return milliseconds < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(milliseconds, Qt::PreciseTimer);
}

Error fail(const PipeTarget &target, const Error &error)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("connect to"), target.path, error.reason());
}

Error timedOut(const PipeTarget &target)
{
    return Error(Error::TimedOut, 0, QStringLiteral("connect to"), target.path,
                 QStringLiteral("timed out waiting for a free instance of the pipe"));
}

// The owner of the pipe is who made it, or an administrator that he is.
Error checkServer(qintptr handle, Access required)
{
    if (required == Access::Everyone)
        return {};
    if (required == Access::Group)
        return os::sddlFor(required).error();
    const auto owner = os::ownerOf(handle);
    if (!owner)
        return owner.error();
    const auto user = os::currentUser();
    if (!user)
        return user.error();
    if (*owner == *user || os::isSystem(*owner))
        return {};
    return Error(Error::AccessDenied, 0, QString(), QString(),
                 QStringLiteral("the pipe belongs to the user %1").arg(*owner));
}

Outcome tryOnce(const PipeTarget &target)
{
    auto pipe = os::openPipe(target.path, target.access, target.impersonation);
    if (!pipe && pipe.error().nativeCode() == ERROR_PIPE_BUSY)
        return std::nullopt;
    if (!pipe)
        return fail(target, pipe.error());
    if (const Error error = checkServer(pipe->get(), target.options.requiredServer))
        return fail(target, error);
    return std::move(*pipe);
}

// A pipe of one instance is gone for a moment when that is closed, until its server has made it again: if it was busy
// before, nobody being there is no reason to give up yet.
class Attempts
{
public:
    Outcome next(const PipeTarget &target)
    {
        Outcome outcome = tryOnce(target);
        if (!outcome)
            m_comeback = deadlineIn(Comeback);
        else if (!*outcome && outcome->error().code() == Error::NotFound && !m_comeback.hasExpired())
            return std::nullopt;
        return outcome;
    }

private:
    QDeadlineTimer m_comeback;
};

// Asking another machine can block for a long time, so that a thread of its own does it. The thread shares this with the
// connector, which may be gone when there is an answer.
struct RemoteAttempt
{
    std::mutex mutex;
    Outcome outcome;

    Outcome take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(outcome, std::nullopt);
    }

    static std::shared_ptr<RemoteAttempt> start(const PipeTarget &target)
    {
        const auto attempt = std::make_shared<RemoteAttempt>();
        const auto run = [attempt, target] {
            auto result = connectPipe(target);
            const std::lock_guard lock(attempt->mutex);
            attempt->outcome = std::move(result);
        };
        if (!os::startBackgroundThread(run))
            attempt->outcome = fail(target, os::systemError(ERROR_NOT_ENOUGH_MEMORY, "start a thread"));
        return attempt;
    }
};

class PipeConnector final : public Connector, private ReadySource
{
public:
    PipeConnector(const PipeTarget &target, ConnectObserver &observer)
        : m_target(target),
          m_deadline(deadlineIn(target.options.timeout)),
          m_observer(observer),
          m_watch(*this)
    {
        const Error error = target.invalid ? target.invalid : os::checkPipePath(target.path);
        if (error)
            m_outcome = fail(target, error);
        else if (os::isRemotePath(target.path))
            m_remote = RemoteAttempt::start(target);
        attempt();
    }

    bool wait(QDeadlineTimer deadline) override;
    void linger(ByteQueue &&bytes, const std::vector<qint64> &messages) override;
    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override { m_watch.joinThread(); }

private:
    void ready(ReadySet what) override;
    void attempt();
    bool report();

    PipeTarget m_target;
    const QDeadlineTimer m_deadline;
    ConnectObserver &m_observer;
    Watch m_watch;
    Attempts m_attempts;
    std::shared_ptr<RemoteAttempt> m_remote;
    Outcome m_outcome;
    QDeadlineTimer m_nextAttempt;
    int m_delay = 1; // milliseconds
};

void PipeConnector::attempt()
{
    if (!m_outcome)
        m_outcome = m_remote ? m_remote->take() : m_attempts.next(m_target);
    if (!m_outcome && m_deadline.hasExpired())
        m_outcome = timedOut(m_target);
    if (m_outcome) {
        m_watch.wake();
        return;
    }
    m_nextAttempt = std::min(deadlineIn(m_delay), m_deadline);
    m_watch.wakeAfter(int(os::waitTimeout(m_nextAttempt)));
    m_delay = std::min(m_delay * 2, LongestDelay);
}

bool PipeConnector::report()
{
    if (!m_outcome)
        return false;
    auto outcome = *std::exchange(m_outcome, std::nullopt);
    m_observer.connectFinished(std::move(outcome));
    return true;
}

void PipeConnector::ready(ReadySet what)
{
    if (what & Ready::Timer) {
        attempt();
        m_watch.cancelWake();
    }
    report();
}

bool PipeConnector::wait(QDeadlineTimer deadline)
{
    while (!m_outcome) {
        (void)os::waitForAny({}, std::min(deadline, m_nextAttempt));
        if (m_nextAttempt.hasExpired())
            attempt();
        else if (deadline.hasExpired())
            return false;
    }
    m_watch.stop();
    return report();
}

void PipeConnector::linger(ByteQueue &&bytes, const std::vector<qint64> &messages)
{
    m_watch.stop();
    if (m_remote && !m_outcome)
        m_outcome = m_remote->take();
    auto output = PipeOutput::of(std::move(bytes), messages);
    if (m_outcome && *m_outcome) {
        PipeLinger::instance().add(std::move(**m_outcome), std::move(output));
    } else if (m_outcome) {
        output->lose(m_outcome->error()).count();
    } else {
        m_target.options.timeout = m_deadline.isForever() ? -1 : int(m_deadline.remainingTime());
        PipeLinger::instance().add(m_target, std::move(output));
    }
    m_outcome.reset();
}

} // namespace

std::unique_ptr<Connector> makePipeConnector(const PipeTarget &target, ConnectObserver &observer)
{
    return std::make_unique<PipeConnector>(target, observer);
}

Result<OwnedHandle> connectPipe(const PipeTarget &target)
{
    const QDeadlineTimer deadline = deadlineIn(target.options.timeout);
    Attempts attempts;
    for (int delay = 1;; delay = std::min(delay * 2, LongestDelay)) {
        if (Outcome outcome = attempts.next(target))
            return std::move(*outcome);
        if (deadline.hasExpired())
            return timedOut(target);
        (void)os::waitForAny({}, std::min(deadlineIn(delay), deadline));
    }
}

} // namespace QtInterprocess
