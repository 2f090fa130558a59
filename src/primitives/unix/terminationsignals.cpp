// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/terminationsignals.h"

#include <signal.h>

namespace QtInterprocess {

QList<TerminationSignal> terminationSignals()
{
    using Reason = Termination::Reason;
    return { { SIGINT, true, { Reason::Interrupt } },
             { SIGQUIT, true, { Reason::Quit } },
             { SIGTERM, false, { Reason::Terminate } },
             { SIGHUP, false, { Reason::HangUp } } };
}

Termination::Reason terminationReason(const SignalInfo &info)
{
    switch (info.number()) {
    case SIGINT: return Termination::Reason::Interrupt;
    case SIGQUIT: return Termination::Reason::Quit;
    case SIGHUP: return Termination::Reason::HangUp;
    default: return Termination::Reason::Terminate;
    }
}

int terminationStatus(const SignalInfo &info)
{
    return 128 + info.number();
}

int terminationGrace(const SignalInfo &)
{
    return -1;
}

} // namespace QtInterprocess
