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

    A console tells of the end of the session only those that have not loaded user32.dll, and Qt loads it. A window for messages
    alone (HWND_MESSAGE) is not told either.

    Does not wait for the window, because the caller may hold the lock of the loader. If there can be none, the next call tries again.
*/
void openSessionWindow(ConsoleHandler handler);

} // namespace QtInterprocess::os
