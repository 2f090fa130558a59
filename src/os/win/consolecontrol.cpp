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

} // namespace QtInterprocess::os
