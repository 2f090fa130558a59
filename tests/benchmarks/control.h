// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qglobal.h>

// The child's side of the protocol with the measuring program, over standard input and output.
namespace control {

// Reports that the server listens, or that the client is connected.
void ready();

// Waits for the next measurement. Returns false if there is none. The amount is a time in
// milliseconds, or a count that depends on the role.
bool awaitGo(qint64 *amount);

void result(qint64 nanoseconds, qint64 operations);

[[noreturn]] void fail(const char *what);

qint64 now(); // nanoseconds

// Counts operations until a given time is over.
class Stopwatch
{
public:
    void start(qint64 milliseconds);
    // Counts one operation. Returns true if it was the last.
    bool lap();
    void report() const { result(m_elapsed, m_laps); }

private:
    qint64 m_begin = 0;
    qint64 m_wanted = 0;
    qint64 m_elapsed = 0;
    qint64 m_laps = 0;
};

} // namespace control
