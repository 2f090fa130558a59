// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/win/consolecontrol.h"

namespace QtInterprocess::os {

constexpr wchar_t SessionWindowClass[] = L"QtInterprocess session";

/*
    Makes a hidden window, once for the whole process and for good, and calls the handler in the thread of the window:

    - LogOff or Shutdown when the session ends. Windows may end the process when the window has answered, so this waits for EndGrace
      if the handler returns true.
    - CloseRequested when a program asks for the end of this one: WM_CLOSE, and the Restart Manager.

    The system tells a console handler of the end of the session only if the process has not loaded user32.dll, and Qt loads it.
    It tells no message-only window (HWND_MESSAGE).

    Waits until there is the window: if a process ends while a thread makes one, Wine may never end it. Not longer than a second,
    because no thread starts while the caller holds the lock of the loader. If there can be none, the next call tries again.
*/
void openSessionWindow(ConsoleHandler handler);

} // namespace QtInterprocess::os
