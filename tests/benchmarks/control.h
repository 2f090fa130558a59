// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

// The child's side of the conversation with the program that measures, over standard input and output.
namespace control {

// The server listens, or the client is connected.
void ready();

// Blocks until the next measurement is to begin; false if there is none. The amount is a time in milliseconds, or
// whatever else the role counts.
bool awaitGo(qint64 *amount);

void result(qint64 nanoseconds, qint64 operations);

[[noreturn]] void fail(const char *what);

qint64 now(); // nanoseconds

// A measurement of a given time: counts operations until the time is over.
class Stopwatch
{
public:
    void start(qint64 milliseconds);
    // Counts one; true if that was the last.
    bool lap();
    void report() const { result(m_elapsed, m_laps); }

private:
    qint64 m_begin = 0;
    qint64 m_wanted = 0;
    qint64 m_elapsed = 0;
    qint64 m_laps = 0;
};

} // namespace control
