// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/consolecontrol.h"

#include "os/win/errormap.h"
#include "os/win/signalnames.h"
#include "os/win/winapi.h"

#include <atomic>

namespace QtInterprocess::os {

static std::atomic<ConsoleHandler> s_handler { nullptr };

static BOOL WINAPI routine(DWORD event)
{
    const ConsoleHandler handler = s_handler;
    if (!handler || !handler(event))
        return FALSE;
    if (endsWithItsHandler(event))
        waitForTheEnd();
    return TRUE;
}

int signalOfConsoleEvent(quint32 event)
{
    switch (event) {
    case ControlC: return Interrupt;
    case ControlBreak: return Break;
    case ConsoleClosed: return HangUp;
    case LogOff:
    case Shutdown: return Terminate;
    default: return 0;
    }
}

Error addConsoleHandler(ConsoleHandler handler)
{
    s_handler = handler;
    if (!::SetConsoleCtrlHandler(routine, TRUE))
        return lastError("watch the console");
    return {};
}

void removeConsoleHandler()
{
    ::SetConsoleCtrlHandler(routine, FALSE);
}

bool endsWithItsHandler(quint32 event)
{
    return event == ConsoleClosed || event == LogOff || event == Shutdown;
}

void waitForTheEnd()
{
    for (;;)
        ::Sleep(INFINITE);
}

Error ignoreControlC(bool on)
{
    if (!::SetConsoleCtrlHandler(nullptr, on))
        return lastError("set the action of", signalSubject(Interrupt));
    return {};
}

Error sendConsoleEvent(quint32 event, quint32 group, const char *operation)
{
    if (!::GenerateConsoleCtrlEvent(event, group))
        return lastError(operation, QString::number(group));
    return {};
}

// What the system says of a process that is not there is ERROR_INVALID_PARAMETER.
static Error notOpened(quint32 processId, const char *operation)
{
    const DWORD error = ::GetLastError();
    if (error == ERROR_INVALID_PARAMETER)
        return Error(Error::NotFound, int(error), QString::fromLatin1(operation), QString::number(processId),
                     QStringLiteral("there is no such process"));
    return systemError(error, operation, QString::number(processId));
}

Error terminateProcess(quint32 processId, quint32 exitCode, const char *operation)
{
    const OwnedHandle process(toNative(::OpenProcess(PROCESS_TERMINATE, FALSE, processId)));
    if (!process)
        return notOpened(processId, operation);
    if (!::TerminateProcess(toHandle(process.get()), exitCode))
        return lastError(operation, QString::number(processId));
    return {};
}

Error findProcess(quint32 processId, const char *operation)
{
    const OwnedHandle process(toNative(::OpenProcess(SYNCHRONIZE, FALSE, processId)));
    if (!process)
        return notOpened(processId, operation);
    if (::WaitForSingleObject(toHandle(process.get()), 0) == WAIT_OBJECT_0)
        return Error(Error::NotFound, 0, QString::fromLatin1(operation), QString::number(processId),
                     QStringLiteral("the process has ended"));
    return {};
}

} // namespace QtInterprocess::os
