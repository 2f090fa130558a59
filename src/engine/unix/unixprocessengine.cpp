// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/processengine.h"
#include "loop/backoff.h"
#include "loop/reactor.h"
#include "os/processmark.h"
#include "os/unix/descriptor.h"
#include "os/unix/process.h"
#include "os/unix/signalsend.h"
#include "support/errortext.h"

#include <algorithm>
#include <limits>

#include <signal.h>

namespace QtInterprocess {

namespace {

constexpr int StatusTime = 5000; // at most, in ms, from the end of a child until it can be waited for

// The pauses between two checks, on systems without process handles.
Backoff pausesBetweenLooks()
{
    return Backoff(5, 500);
}

class UnixProcessEngine final : public ProcessEngine, private ReadySource
{
public:
    UnixProcessEngine(ProcessObserver &observer, pid_t process, OwnedHandle handle)
        : m_observer(observer),
          m_process(process),
          m_handle(std::move(handle)),
          m_watch(*this)
    {
        m_exit.setProcessId(process);
        m_watch.setHandle(m_handle.get());
        if (!m_handle)
            (void)hasEnded(); // finds out whether it is a child
        waitOn();
    }

    ~UnixProcessEngine() override
    {
        m_watch.stop();
        os::forgetInheritedProcess(m_handle, m_mark);
    }

    qint64 processId() const override { return m_process; }

    std::optional<ProcessExit> waitForEnd(QDeadlineTimer deadline) override
    {
        Backoff pauses = pausesBetweenLooks();
        while (!hasEnded()) {
            if (deadline.hasExpired())
                return std::nullopt;
            if (canPollEnd()) {
                (void)os::poll(int(m_handle.get()), os::PollFor::Reading, deadline);
            } else {
                pauses.next();
                (void)os::poll(-1, os::PollFor::Nothing, std::min(deadline, pauses.resumesAt()));
            }
        }
        m_watch.stop();
        return m_exit;
    }

    Error send(int number, const char *operation) override
    {
        if (hasEnded())
            return endedError(operation);
        return m_handle ? os::sendSignalTo(int(m_handle.get()), m_process, number, operation)
                        : os::sendSignal(m_process, number, operation);
    }

    Error queue(int number, int value, const char *operation) override
    {
        if (hasEnded())
            return endedError(operation);
        return m_handle ? os::queueSignalTo(int(m_handle.get()), m_process, number, value, operation)
                        : os::queueSignal(m_process, number, value, operation);
    }

    // Asks with SIGTERM, then sends SIGCONT: a stopped process would not receive it until it is
    // continued.
    Error askToEnd(const char *operation) override
    {
        const Error error = send(SIGTERM, operation);
        if (!error)
            (void)send(SIGCONT, operation);
        return error;
    }

    Error kill(const char *operation) override { return send(SIGKILL, operation); }

    void leaveThread() override { m_watch.leaveThread(); }
    void joinThread() override { m_watch.joinThread(); }

private:
    void ready(ReadySet) override
    {
        if (!hasEnded())
            return waitOn();
        m_watch.stop();
        m_observer.processEnded(m_exit);
    }

    bool canPollEnd() const noexcept { return m_handle && !m_isEnding; }

    void waitOn()
    {
        m_watch.setInterest(canPollEnd() ? Ready::Readable : ReadySet());
        if (!canPollEnd())
            m_watch.wakeAfter(m_pauses.next());
    }

    // Whether the process has ended. Its status is certain only now: another waiter may take it at
    // any time.
    bool hasEnded()
    {
        if (m_hasEnded)
            return true;
        os::forgetInheritedProcess(m_handle, m_mark);
        return m_handle ? hasEndedByHandle() : hasEndedByNumber();
    }

    // Whether the handle reports the end. The status of an ended child may follow a moment later. A
    // kqueue reports before there is a zombie, and a tracer gets the status first. Meanwhile
    // another child may get its process ID.
    bool hasEndedByHandle()
    {
        const int handle = int(m_handle.get());
        const auto polled = os::poll(handle, os::PollFor::Reading, QDeadlineTimer(0));
        if (!polled || !polled->any())
            return false;
        const os::ChildState state = os::lookAtChild(m_process, handle, m_exit);
        if (state == os::ChildState::Running && !m_isEnding)
            m_statusBy.setRemainingTime(StatusTime);
        m_isEnding = state == os::ChildState::Running;
        if (m_isEnding && !m_statusBy.hasExpired())
            return false;
        if (state != os::ChildState::Ended)
            (void)os::askForExit(handle, m_exit);
        return m_hasEnded = true;
    }

    bool hasEndedByNumber()
    {
        switch (os::lookAtChild(m_process, -1, m_exit)) {
        case os::ChildState::Running: m_isChild = true; return false;
        case os::ChildState::Ended: return m_hasEnded = true;
        case os::ChildState::NotChild: break;
        }
        // If it was a child and is none any more, it was waited for. Another process may have its
        // ID now.
        return m_hasEnded = (m_isChild && m_mark.isThisProcess()) || !os::isRunning(m_process);
    }

    Error endedError(const char *operation) const
    {
        return Error(Error::NotFound, 0, QString::fromLatin1(operation), QString::number(m_process),
                     ErrorText::tr("the process has ended"));
    }

    ProcessObserver &m_observer;
    const pid_t m_process;
    OwnedHandle m_handle;
    ProcessExit m_exit;
    Backoff m_pauses = pausesBetweenLooks();
    bool m_isChild = false;
    bool m_isEnding = false;
    QDeadlineTimer m_statusBy;
    const os::ProcessMark m_mark; // of the parent, if the process is a child
    bool m_hasEnded = false;
    Watch m_watch;
};

Error refusal(qint64 process, Error::Code code, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("watch the process"), QString::number(process), why);
}

} // namespace

Result<std::unique_ptr<ProcessEngine>> openProcess(ProcessObserver &observer, qint64 processId)
{
    if (processId < 1 || processId > std::numeric_limits<pid_t>::max())
        return refusal(processId, Error::InvalidOperation, ErrorText::tr("not a valid process ID"));
    const auto process = pid_t(processId);
    auto handle = os::openProcess(process);
    if (!handle && handle.error().code() != Error::Unsupported)
        return handle.error();
    if (!handle && !os::isProcess(process))
        return refusal(processId, Error::NotFound, ErrorText::tr("no process has that ID"));
    return std::unique_ptr<ProcessEngine>(
        std::make_unique<UnixProcessEngine>(observer, process, handle ? std::move(*handle) : OwnedHandle()));
}

Result<std::unique_ptr<ProcessEngine>> adoptProcess(ProcessObserver &observer, OwnedHandle process)
{
    const auto id = os::processOf(int(process.get()));
    if (!id)
        return id.error();
    return std::unique_ptr<ProcessEngine>(std::make_unique<UnixProcessEngine>(observer, *id, std::move(process)));
}

} // namespace QtInterprocess
