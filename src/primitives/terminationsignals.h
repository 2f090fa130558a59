// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/signalinfo.h>
#include <QtInterprocess/termination.h>

#include <QtCore/qlist.h>

namespace QtInterprocess {

// Defined once per platform.

// The signals that ask a program to end. Those of the keyboard end it at once when they come again.
struct TerminationSignal
{
    int number;
    bool isInterrupt;
    QList<Termination::Reason> reasons; // that it can stand for
};
QList<TerminationSignal> terminationSignals();

Termination::Reason terminationReason(const SignalInfo &info);
// What a program that ends for that exits with.
int terminationStatus(const SignalInfo &info);
// How long the system waits for the program: milliseconds, -1 for ever.
int terminationGrace(const SignalInfo &info);

} // namespace QtInterprocess
