// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// The numbers that the system gives the events of a console. The last one is no console's: it is WM_CLOSE.
enum ConsoleEvent { ControlC = 0, ControlBreak = 1, ConsoleClosed = 2, LogOff = 5, Shutdown = 6, CloseRequested = 16 };

// How long Windows lets a program handle one that ends it, unless its settings say otherwise: milliseconds.
constexpr int EndGrace = 5000;

// The signal that stands for the event; 0 for one that nobody knows.
int signalOfConsoleEvent(quint32 event);

// Called in a thread of the system for each event. False if nobody here watches it: then the system asks the handler that was
// installed before, and the last one ends the process.
using ConsoleHandler = bool (*)(quint32 event);

/*
    Once for the whole process, and for good; once more for each console that the process gets, because the system forgets the
    handlers in AttachConsole(), AllocConsole() and FreeConsole(). The handler is not called for LogOff, which services get for
    every user.

    The system holds a lock of its own while a handler runs, and a handler of an event that ends the process never returns: who
    removed one then would wait for ever. Call this without a lock that the handler takes.
*/
Error installConsoleHandler(ConsoleHandler handler);

// The system ends the process when its handler returns from one of these: so it does not return.
bool endsWithItsHandler(quint32 event);

// Ctrl-C alone. Children inherit it.
Error ignoreControlC(bool on);

// To the processes of this console that were started as the group.
Error sendConsoleEvent(quint32 event, quint32 group, const char *operation);

} // namespace QtInterprocess::os
