// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/terminationsignals.h"

#include "os/win/consolecontrol.h"
#include "os/win/signalnames.h"

namespace QtInterprocess {

QList<TerminationSignal> terminationSignals()
{
    return { { os::Interrupt, true }, { os::Break, true }, { os::HangUp, false }, { os::Terminate, false } };
}

Termination::Reason terminationReason(const SignalInfo &info)
{
    switch (info.code) {
    case os::ConsoleClosed: return Termination::Reason::HangUp;
    case os::LogOff: return Termination::Reason::LogOff;
    case os::Shutdown: return Termination::Reason::Shutdown;
    default: return Termination::Reason::Interrupt;
    }
}

int terminationGrace(const SignalInfo &info)
{
    // What Windows leaves a console program, unless its settings say otherwise.
    return os::endsWithItsHandler(quint32(info.code)) ? 5000 : -1;
}

} // namespace QtInterprocess
