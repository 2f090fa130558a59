// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// Those of the C library, and two that others have given their usual numbers.
enum SignalNumber {
    HangUp = 1,
    Interrupt = 2,
    Illegal = 4,
    FloatFault = 8,
    Kill = 9,
    Segment = 11,
    Terminate = 15,
    Break = 21,
    Abort = 22
};

bool isSignal(int number);
QList<int> allSignals();
QString signalName(int number); // empty if there is none
QString signalSubject(int number); // or else the number
int signalNumber(const QString &bareName); // of "TERM"; 0 if there is none
// Whether the console or the session window tells of it.
bool isCatchable(int number);
bool isFault(int number);

} // namespace QtInterprocess::os
