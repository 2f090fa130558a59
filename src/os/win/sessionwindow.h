// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/consolecontrol.h"

namespace QtInterprocess::os {

constexpr wchar_t SessionWindowClass[] = L"QtInterprocess session";

/*
    Creates a hidden window, once for the whole process, and calls the handler in the thread of
    the window.

    - LogOff, Shutdown: the session ends. Windows may end the process once the window has
      answered. Therefore the window waits for EndGrace if the handler returns true.
    - CloseRequested: a program (WM_CLOSE) or the Restart Manager asks this process to end.

    Once a process has loaded user32.dll, as Qt does, its console handlers get no session end. A
    message-only window (HWND_MESSAGE) does not get it either.

    The call waits for the window. If a process ends while a thread creates a window, Wine may
    never end it. The wait is at most 1 second, because no thread starts while the caller holds
    the loader lock. If the window cannot be created, the next call tries again.
*/
void openSessionWindow(ConsoleHandler handler);

} // namespace QtInterprocess::os
