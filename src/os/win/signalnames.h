// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

namespace QtInterprocess::os {

// Lists the signals of the C library, and two more with their usual numbers on other systems.
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
QString signalName(int number); // like "SIGTERM"; empty if there is none
QString signalSubject(int number); // the name, or the number if there is none
int signalNumber(const QString &bareName); // number of a name like "TERM"; 0 if there is none
// Returns whether the console or the session window reports the signal.
bool isCatchable(int number);
bool isFault(int number);

} // namespace QtInterprocess::os
