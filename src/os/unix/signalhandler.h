// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// Options of one reader of a signal for the shared handler.
struct SignalUse
{
    bool interruptsSystemCalls = false;
    bool ignoresChildStops = false;
    bool callsPrevious = false;
};

// Register and unregister a reader of a signal, in any thread. End each use with the same
// options.
//
// The first use of a number installs the handler. The end of the last use restores the previous
// action.
Error beginSignalUse(int number, const SignalUse &use);
void endSignalUse(int number, const SignalUse &use);

// Unblocks the signal in this thread if every thread blocks it, for example because the parent
// blocked it. A pending signal is then delivered at once. The last endSignalUse() blocks the
// signal again if it runs in the same thread.
void admitSignal(int number);

enum class SignalAction { Default, Ignore, Function };
SignalAction signalAction(int number);
// Sets the action. Fails while the handler of this library is installed.
Error setSignalAction(int number, SignalAction action);

} // namespace QtInterprocess::os
