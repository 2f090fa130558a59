// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/win/pipeconnector.h"

#include "engine/retryingconnector.h"
#include "engine/win/pipelinger.h"
#include "os/background.h"
#include "os/win/errormap.h"
#include "os/win/security.h"
#include "support/errortext.h"

#include <mutex>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr int Comeback = 500; // ms for which a busy pipe may be gone

Error fail(const PipeTarget &target, const Error &error)
{
    return Error(error.code(), error.nativeCode(), QStringLiteral("connect to"), target.path,
                 ErrorText::detailOf(error));
}

Result<OwnedHandle> tryOnce(const PipeTarget &target)
{
    auto pipe = os::openPipe(target.path, target.access, target.impersonation);
    if (!pipe && pipe.error().nativeCode() == ERROR_PIPE_BUSY)
        return OwnedHandle();
    if (!pipe)
        return fail(target, pipe.error());
    if (const Error error = os::checkServer(pipe->get(), target.options.requiredServer))
        return fail(target, error);
    return pipe;
}

// Makes the attempts. When its connection is closed, a pipe with one instance is gone until its
// server makes it again. So if the pipe was busy before, its absence does not fail the attempt at
// once.
ConnectAttempt attemptAt(const PipeTarget &target)
{
    return [target, comeback = QDeadlineTimer()]() mutable -> Result<OwnedHandle> {
        auto pipe = tryOnce(target);
        if (pipe && !pipe->isValid())
            comeback = QDeadlineTimer(Comeback, Qt::PreciseTimer);
        else if (!pipe && pipe.error().code() == Error::NotFound && !comeback.hasExpired())
            return OwnedHandle();
        return pipe;
    };
}

ConnectAttempts attemptsAt(const PipeTarget &target, ConnectAttempt attempt)
{
    const Error timedOut(Error::TimedOut, 0, QStringLiteral("connect to"), target.path,
                         ErrorText::tr("timed out; all instances of the pipe are in use"));
    return ConnectAttempts(std::move(attempt), timedOut, target.options.timeout, Backoff(1, 50));
}

// An attempt at another machine, which can block for long and so has a thread. The thread shares
// this object with the connector, which may be gone when the answer arrives.
struct RemoteAttempt
{
    std::mutex mutex;
    Result<OwnedHandle> outcome = OwnedHandle(); // invalid means no answer yet

    Result<OwnedHandle> take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(outcome, OwnedHandle());
    }

    static std::shared_ptr<RemoteAttempt> start(const PipeTarget &target)
    {
        const auto attempt = std::make_shared<RemoteAttempt>();
        const auto run = [attempt, target] {
            auto result = attemptsAt(target, attemptAt(target)).run();
            const std::lock_guard lock(attempt->mutex);
            attempt->outcome = std::move(result);
        };
        if (!os::startBackgroundThread(run))
            attempt->outcome = fail(target, os::systemError(ERROR_NOT_ENOUGH_MEMORY, "start a thread"));
        return attempt;
    }
};

ConnectAttempts connectTo(const PipeTarget &target)
{
    if (const Error error = target.invalid ? target.invalid : os::checkPipePath(target.path))
        return attemptsAt(target, [failure = fail(target, error)] { return Result<OwnedHandle>(failure); });
    if (os::isRemotePath(target.path))
        return attemptsAt(target, [remote = RemoteAttempt::start(target)] { return remote->take(); });
    return attemptsAt(target, attemptAt(target));
}

class PipeConnector final : public RetryingConnector
{
public:
    PipeConnector(const PipeTarget &target, ConnectObserver &observer) : RetryingConnector(connectTo(target), observer)
    {
        attempt();
    }

private:
    void deliver(ConnectAttempts attempts, std::unique_ptr<Output> output) override
    {
        PipeLinger::instance().add(std::move(attempts), std::move(output));
    }
};

} // namespace

std::unique_ptr<Connector> makePipeConnector(const PipeTarget &target, ConnectObserver &observer)
{
    return std::make_unique<PipeConnector>(target, observer);
}

} // namespace QtInterprocess
