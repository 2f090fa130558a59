// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/signalinfo.h>
#include <QtInterprocess/termination.h>

#include <QtCore/qlist.h>

namespace QtInterprocess {

// Each platform defines these once.

// A signal that asks a program to end. A second one from the keyboard ends the program at once.
struct TerminationSignal
{
    int number;
    bool isInterrupt;
    QList<Termination::Reason> reasons; // the reasons it can stand for
};
QList<TerminationSignal> terminationSignals();

Termination::Reason terminationReason(const SignalInfo &info);
// Returns the exit status of a program that ends for this signal.
int terminationStatus(const SignalInfo &info);
// Returns how long the system waits for the program, in ms; -1 is forever.
int terminationGrace(const SignalInfo &info);

} // namespace QtInterprocess
