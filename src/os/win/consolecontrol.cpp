// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/consolecontrol.h"

#include "os/win/call.h"
#include "os/win/errormap.h"
#include "os/win/keeploaded.h"
#include "os/win/signalnames.h"

#include <atomic>
#include <mutex>

namespace QtInterprocess::os {

static std::atomic<ConsoleHandler> s_handler { nullptr };

// Keeps the handler from returning, because then the system would end the process.
[[noreturn]] static void blockForever()
{
    for (;;)
        ::Sleep(INFINITE);
}

static BOOL WINAPI routine(DWORD event)
{
    if (event == LogOff || !s_handler.load()(event))
        return FALSE;
    if (endsWithItsHandler(event))
        blockForever();
    return TRUE;
}

int signalOfConsoleEvent(quint32 event)
{
    switch (event) {
    case ControlC: return Interrupt;
    case ControlBreak: return Break;
    case ConsoleClosed: return HangUp;
    case LogOff:
    case Shutdown:
    case CloseRequested: return Terminate;
    default: return 0;
    }
}

Error installConsoleHandler(ConsoleHandler handler)
{
    static std::mutex s_mutex;
    static HWND s_console = nullptr;
    const std::lock_guard lock(s_mutex);
    const HWND console = ::GetConsoleWindow();
    if (s_handler.exchange(handler) && console == s_console)
        return {};
    keepLoaded();
    s_console = console;
    if (systemCall(Call::HandleConsole, [] { return ::SetConsoleCtrlHandler(routine, TRUE); }))
        return {};
    s_handler = nullptr;
    return lastError("watch the console");
}

bool endsWithItsHandler(quint32 event)
{
    return event == ConsoleClosed || event == LogOff || event == Shutdown;
}

Error ignoreControlC(bool on)
{
    if (!systemCall(Call::HandleConsole, [=] { return ::SetConsoleCtrlHandler(nullptr, on); }))
        return lastError("set the action of", signalSubject(Interrupt));
    return {};
}

Error sendConsoleEvent(quint32 event, quint32 group, const char *operation)
{
    if (!systemCall(Call::SendConsoleEvent, [=] { return ::GenerateConsoleCtrlEvent(event, group); }))
        return lastError(operation, QString::number(group));
    return {};
}

} // namespace QtInterprocess::os
