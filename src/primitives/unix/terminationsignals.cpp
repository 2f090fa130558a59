// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/terminationsignals.h"

#include <signal.h>

namespace QtInterprocess {

QList<TerminationSignal> terminationSignals()
{
    return { { SIGINT, true }, { SIGQUIT, true }, { SIGTERM, false }, { SIGHUP, false } };
}

Termination::Reason terminationReason(const SignalInfo &info)
{
    switch (info.number) {
    case SIGINT: return Termination::Reason::Interrupt;
    case SIGQUIT: return Termination::Reason::Quit;
    case SIGHUP: return Termination::Reason::HangUp;
    default: return Termination::Reason::Terminate;
    }
}

int terminationGrace(const SignalInfo &)
{
    return -1;
}

} // namespace QtInterprocess
