// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/terminationsignals.h"

#include "os/win/consolecontrol.h"
#include "os/win/signalnames.h"

namespace QtInterprocess {

QList<TerminationSignal> terminationSignals()
{
    using Reason = Termination::Reason;
    return { { os::Interrupt, true, { Reason::Interrupt } },
             { os::Break, true, { Reason::Interrupt } },
             { os::HangUp, false, { Reason::HangUp } },
             { os::Terminate, false, { Reason::Terminate, Reason::LogOff, Reason::Shutdown } } };
}

Termination::Reason terminationReason(const SignalInfo &info)
{
    switch (info.code()) {
    case os::CloseRequested: return Termination::Reason::Terminate;
    case os::ConsoleClosed: return Termination::Reason::HangUp;
    case os::LogOff: return Termination::Reason::LogOff;
    case os::Shutdown: return Termination::Reason::Shutdown;
    default: return Termination::Reason::Interrupt;
    }
}

int terminationStatus(const SignalInfo &)
{
    return int(0xC000013Au); // STATUS_CONTROL_C_EXIT, as in Windows's default handler, for any event
}

int terminationGrace(const SignalInfo &info)
{
    return os::endsWithItsHandler(quint32(info.code())) ? os::EndGrace : -1;
}

} // namespace QtInterprocess
