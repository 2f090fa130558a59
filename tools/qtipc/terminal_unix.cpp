// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "terminal.h"

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

} // namespace terminal
