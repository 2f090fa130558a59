// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// Lists the numbers of console events. The last one is no console event but stands for WM_CLOSE.
enum ConsoleEvent { ControlC = 0, ControlBreak = 1, ConsoleClosed = 2, LogOff = 5, Shutdown = 6, CloseRequested = 16 };

// Is the time, in milliseconds, that Windows by default gives a program to handle an event that
// ends it.
constexpr int EndGrace = 5000;

// Returns the signal that stands for the event; 0 for an unknown event.
int signalOfConsoleEvent(quint32 event);

// Handles an event, in a thread of the system. Returns false if there is no watcher. Then the
// system calls the handler that was installed before, and the last handler ends the process.
using ConsoleHandler = bool (*)(quint32 event);

/*
    Installs the handler for the whole process; it is never removed.

    Call it again for each console that the process gets. The system forgets all handlers in
    AttachConsole(), AllocConsole() and FreeConsole(). The handler is not called for LogOff, which
    services get for every user.

    Do not hold a lock that the handler takes. The system holds a lock of its own while a handler
    runs. A handler of an event that ends the process never returns. For the same reason, removing
    a handler could wait forever.
*/
Error installConsoleHandler(ConsoleHandler handler);

// Returns whether the system ends the process when its handler returns from the event.
bool endsWithItsHandler(quint32 event);

// Ignores Ctrl-C, or stops ignoring it; no other event changes. Children inherit the setting.
Error ignoreControlC(bool on);

// Sends the event to the process group on this console.
Error sendConsoleEvent(quint32 event, quint32 group, const char *operation);

} // namespace QtInterprocess::os
