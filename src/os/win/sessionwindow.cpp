// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/win/sessionwindow.h"

#include "os/background.h"
#include "os/win/event.h"
#include "os/win/keeploaded.h"
#include "os/win/winapi.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>

namespace QtInterprocess::os {

constexpr std::chrono::seconds LongestOpening(1);

static std::atomic<ConsoleHandler> s_sessionHandler { nullptr };

static quint32 eventOf(LPARAM flags)
{
    if (flags & LPARAM(ENDSESSION_LOGOFF))
        return LogOff;
    return flags & ENDSESSION_CLOSEAPP ? CloseRequested : Shutdown;
}

static void dispatchMessages()
{
    MSG message;
    while (::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE))
        ::DispatchMessageW(&message);
}

// Waits for the end of the process. It answers messages, so that programs that send to all
// windows do not wait.
static void holdTheSession()
{
    const QDeadlineTimer deadline(EndGrace);
    while (!deadline.hasExpired()) {
        ::MsgWaitForMultipleObjectsEx(0, nullptr, waitTimeout(deadline), QS_ALLINPUT, MWMO_INPUTAVAILABLE);
        dispatchMessages();
    }
}

static LRESULT CALLBACK answer(HWND window, UINT message, WPARAM wParam, LPARAM lParam)
{
    switch (message) {
    case WM_QUERYENDSESSION: return TRUE; // no event yet, because another program may still refuse
    case WM_ENDSESSION:
        if (wParam && s_sessionHandler.load()(eventOf(lParam)))
            holdTheSession();
        return 0;
    case WM_CLOSE: // the default would destroy the window
        s_sessionHandler.load()(CloseRequested);
        return 0;
    default: return ::DefWindowProcW(window, message, wParam, lParam);
    }
}

static bool makeWindow()
{
    WNDCLASSEXW windowClass = {};
    windowClass.cbSize = sizeof windowClass;
    windowClass.lpfnWndProc = answer;
    windowClass.lpszClassName = SessionWindowClass;
    // The class belongs to this module, because another copy of the library may be loaded.
    ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                         reinterpret_cast<const wchar_t *>(&answer), &windowClass.hInstance);
    if (!::RegisterClassExW(&windowClass) && ::GetLastError() != ERROR_CLASS_ALREADY_EXISTS)
        return false;
    return ::CreateWindowExW(0, SessionWindowClass, L"", 0, 0, 0, 0, 0, nullptr, nullptr, windowClass.hInstance,
                             nullptr)
        != nullptr;
}

static void runWindow(std::promise<void> &isDecided)
{
    const bool isMade = makeWindow();
    if (!isMade)
        s_sessionHandler = nullptr;
    isDecided.set_value();
    MSG message;
    while (isMade && ::GetMessageW(&message, nullptr, 0, 0) > 0)
        ::DispatchMessageW(&message);
}

void openSessionWindow(ConsoleHandler handler)
{
    if (s_sessionHandler.exchange(handler))
        return;
    keepLoaded();
    const auto isDecided = std::make_shared<std::promise<void>>();
    if (startBackgroundThread([isDecided] { runWindow(*isDecided); }))
        isDecided->get_future().wait_for(LongestOpening);
    else
        s_sessionHandler = nullptr;
}

} // namespace QtInterprocess::os
