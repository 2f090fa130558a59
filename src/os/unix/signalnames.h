// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// Bounds signal numbers, which are 1 to SignalLimit − 1. POSIX sets no limit; the highest number
// is 126, on FreeBSD.
constexpr int SignalLimit = 128;

bool isSignal(int number);
bool isRealTimeSignal(int number);
// Return the range of real-time signals for programs; 0 if there are none. The C library decides
// it at run time.
int firstRealTimeSignal();
int lastRealTimeSignal();

QList<int> allSignals();

// Returns a name like "SIGTERM" or "SIGRTMIN+1", or an empty string.
QString signalName(int number);
// Returns the name for an error text, or the number if there is no name.
QString signalSubject(int number);
// Returns the number of a name without prefix, like "TERM"; 0 if there is none.
int signalNumber(const QString &bareName);

bool isCatchable(int number);
// Returns whether the processor raises the signal. If its handler returns, the faulting
// instruction runs again.
bool isFault(int number);

} // namespace QtInterprocess::os
