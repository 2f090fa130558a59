// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "engine/processengine.h"
#include "loop/backoff.h"
#include "loop/doorbell.h"
#include "loop/reactor.h"
#include "os/win/handlewait.h"
#include "os/win/process.h"
#include "os/win/signalnames.h"
#include "support/errortext.h"

#include <limits>

namespace QtInterprocess {

namespace {

const char watching[] = "watch the process";

class WinProcessEngine final : public ProcessEngine, private ReadySource
{
public:
    WinProcessEngine(ProcessObserver &observer, quint32 process, OwnedHandle handle)
        : m_observer(observer),
          m_process(process),
          m_handle(std::move(handle)),
          m_look(*this)
    {
        beginToWait();
    }

    qint64 processId() const override { return m_process; }

    std::optional<ProcessExit> waitForEnd(QDeadlineTimer deadline) override
    {
        if (!os::waitForProcess(m_handle.get(), deadline))
            return std::nullopt;
        endToWait();
        return exit();
    }

    Error send(int number, const char *operation) override
    {
        if (number != os::Kill && number != os::Terminate)
            return refusal(
                Error::Unsupported, operation,
                ErrorText::tr("Windows cannot send this signal to a single process; use SIGTERM or SIGKILL"));
        if (os::waitForProcess(m_handle.get(), QDeadlineTimer(0)))
            return refusal(Error::NotFound, operation, ErrorText::tr("the process has ended"));
        return os::terminateProcess(m_handle.get(), quint32(number), operation);
    }

    Error queue(int, int, const char *operation) override
    {
        return refusal(Error::Unsupported, operation,
                       ErrorText::tr("Windows has no signals with a value; call send()"));
    }

    Error askToEnd(const char *operation) override
    {
        if (os::waitForProcess(m_handle.get(), QDeadlineTimer(0)))
            return refusal(Error::NotFound, operation, ErrorText::tr("the process has ended"));
        os::closeWindowsOf(m_process); // the ID belongs to this process while a handle is open
        return {};
    }

    Error kill(const char *operation) override { return send(os::Kill, operation); }

    void leaveThread() override { endToWait(); }
    // Starts a new wait, which also reports an end that came in between.
    void joinThread() override { beginToWait(); }

private:
    // Starts to wait. If no system thread is left for that, checks with growing pauses find the
    // end.
    void beginToWait()
    {
        m_doorbell = makeDoorbell(*this);
        if (auto wait = os::HandleWait::begin(m_handle.get(), [this] { m_doorbell->ring(); }))
            m_wait = std::move(*wait);
        else
            m_look.wakeAfter(m_pauses.next());
    }

    void endToWait()
    {
        m_wait.reset();
        m_doorbell.reset();
        m_look.stop();
    }

    void ready(ReadySet) override
    {
        if (!os::waitForProcess(m_handle.get(), QDeadlineTimer(0))) {
            if (!m_wait)
                m_look.wakeAfter(m_pauses.next());
            return;
        }
        m_wait.reset();
        m_observer.processEnded(exit());
    }

    ProcessExit exit() const
    {
        ProcessExit exit;
        exit.setProcessId(m_process);
        exit.setExitCode(int(os::exitCodeOf(m_handle.get())));
        return exit;
    }

    Error refusal(Error::Code code, const char *operation, const ErrorText &why) const
    {
        return Error(code, 0, QString::fromLatin1(operation), QString::number(m_process), why);
    }

    ProcessObserver &m_observer;
    const quint32 m_process;
    const OwnedHandle m_handle;
    std::unique_ptr<Doorbell> m_doorbell;
    std::unique_ptr<os::HandleWait> m_wait; // destroyed before the doorbell that it rings
    Watch m_look;
    Backoff m_pauses { 5, 500 };
};

std::unique_ptr<ProcessEngine> start(ProcessObserver &observer, quint32 process, OwnedHandle handle)
{
    return std::make_unique<WinProcessEngine>(observer, process, std::move(handle));
}

} // namespace

Result<std::unique_ptr<ProcessEngine>> openProcess(ProcessObserver &observer, qint64 processId)
{
    if (processId < 1 || processId > std::numeric_limits<quint32>::max())
        return Error(Error::InvalidOperation, 0, QString::fromLatin1(watching), QString::number(processId),
                     ErrorText::tr("not a valid process ID"));
    auto handle = os::openProcess(quint32(processId), os::ProcessUse::WaitAndEnd, watching);
    if (!handle)
        return handle.error();
    return start(observer, quint32(processId), std::move(*handle));
}

Result<std::unique_ptr<ProcessEngine>> adoptProcess(ProcessObserver &observer, OwnedHandle process)
{
    // The value of an invalid handle (-1) stands for this process in Windows.
    if (!process)
        return Error(Error::InvalidOperation, 0, QString::fromLatin1(watching), QString(),
                     ErrorText::tr("not a process handle"));
    const auto id = os::processOf(process.get());
    if (!id)
        return id.error();
    return start(observer, *id, std::move(process));
}

} // namespace QtInterprocess
