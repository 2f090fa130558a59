// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// What numbers of signals there can be: from 1 to below this. POSIX has no limit; FreeBSD has the highest, 126.
constexpr int SignalLimit = 128;

bool isSignal(int number);
bool isRealTimeSignal(int number);
// The first one that programs may use, and the last one; 0 where there are none. Not constant: the C library decides.
int firstRealTimeSignal();
int lastRealTimeSignal();

QList<int> allSignals();

// "SIGTERM", "SIGRTMIN+1", or empty.
QString signalName(int number);
// For errors: the number if there is no name.
QString signalSubject(int number);
// The number of "TERM", without the prefix; 0.
int signalNumber(const QString &bareName);

bool isCatchable(int number);
// What the processor raises, and returns to when the handler returns.
bool isFault(int number);

} // namespace QtInterprocess::os
