// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/Error>

#include <QtCore/qbytearray.h>

#include <cstdio>

// Writes a line that the test waits for.
inline void say(const QByteArray &line)
{
    std::fputs((line + '\n').constData(), stdout);
    std::fflush(stdout);
}

// Prints the error, and returns the exit code of a peer that failed.
inline int fail(const QtInterprocess::Error &error)
{
    std::fprintf(stderr, "testpeer: error %d: %s\n", int(error.code()), qPrintable(error.message()));
    return 3;
}
