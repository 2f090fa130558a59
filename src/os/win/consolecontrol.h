// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// The numbers that the system gives the events of a console.
enum ConsoleEvent { ControlC = 0, ControlBreak = 1, ConsoleClosed = 2, LogOff = 5, Shutdown = 6 };

// The signal that stands for the event; 0 for one that nobody knows.
int signalOfConsoleEvent(quint32 event);

// Called in a thread of the system for each event, the function that was added last first. False if it is nobody's here: then the
// next one is asked, and the last one ends the process.
using ConsoleHandler = bool (*)(quint32 event);
Error addConsoleHandler(ConsoleHandler handler);
void removeConsoleHandler();

// The system ends the process when its handler returns from one of these: so this does not return.
bool endsWithItsHandler(quint32 event);
[[noreturn]] void waitForTheEnd();

// Ctrl-C alone. Children inherit it.
Error ignoreControlC(bool on);

// To the processes of this console that were started as the group.
Error sendConsoleEvent(quint32 event, quint32 group, const char *operation);

} // namespace QtInterprocess::os
