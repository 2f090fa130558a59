// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "terminal.h"

#include <signal.h>
#include <unistd.h>

namespace terminal {

bool isStandardInput()
{
    return ::isatty(0);
}

bool isStandardOutput()
{
    return ::isatty(1);
}

bool isStandardError()
{
    return ::isatty(2);
}

// Installs a handler and not SIG_IGN, because children inherit ignored signals.
void surviveFileLimits()
{
    struct sigaction action = {};
    action.sa_handler = [](int) {};
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGXFSZ, &action, nullptr);
}

} // namespace terminal
