// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

namespace QtInterprocess::os {

// What one reader of a signal asks of the one handler that there is.
struct SignalUse
{
    bool interruptsSystemCalls = false;
    bool ignoresChildStops = false;
    bool callsPrevious = false;
};

// The first use of a number installs the handler, the end of the last one brings back what was there before. Each use is ended by
// the same use. In any thread.
Error beginSignalUse(int number, const SignalUse &use);
void endSignalUse(int number, const SignalUse &use);

// Unblocks the signal in this thread if no thread of the process takes it, as when the parent had it blocked. What waits then comes
// at once. The last endSignalUse() blocks it again, if that is in the same thread.
void admitSignal(int number);

enum class SignalAction { Default, Ignore, Function };
SignalAction signalAction(int number);
// Refused while a handler of ours is there.
Error setSignalAction(int number, SignalAction action);

} // namespace QtInterprocess::os
