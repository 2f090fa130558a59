// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "terminal.h"

#include <io.h>

namespace terminal {

bool isStandardInput()
{
    return ::_isatty(0);
}

bool isStandardOutput()
{
    return ::_isatty(1);
}

bool isStandardError()
{
    return ::_isatty(2);
}

void surviveFileLimits() { }

} // namespace terminal
