// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The common part of the fuzz targets.

#pragma once

#include <QtCore/qbytearray.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace Fuzzing {

// Ends the program and names the line if an invariant does not hold. Unlike assert(), it also
// works in release builds.
inline void require(bool condition, const char *file = __builtin_FILE(), int line = __builtin_LINE())
{
    if (condition)
        return;
    std::fprintf(stderr, "%s:%d: this invariant does not hold\n", file, line);
    std::abort();
}

// Takes an input apart from its beginning. At its end, further values are 0 or empty.
class Input
{
public:
    Input(const uint8_t *data, size_t size) : m_bytes(reinterpret_cast<const char *>(data), qsizetype(size)) { }

    bool isAtEnd() const { return m_at == m_bytes.size(); }
    int byte() { return isAtEnd() ? 0 : uint8_t(m_bytes[m_at++]); }
    int bytePair() { return byte() << 8 | byte(); }
    QByteArray bytes(qsizetype count)
    {
        const QByteArray taken = m_bytes.mid(m_at, count);
        m_at += taken.size();
        return taken;
    }
    QByteArray rest() { return bytes(m_bytes.size() - m_at); }

private:
    const QByteArray m_bytes;
    qsizetype m_at = 0;
};

// Calls the function with each piece of the bytes. The last piece may be shorter.
template <typename Function>
void inPieces(const QByteArray &bytes, qsizetype piece, Function function)
{
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        function(bytes.mid(at, piece));
}

// Limits the processor time until the end of the scope. libFuzzer limits the memory.
class TimeLimit
{
public:
    explicit TimeLimit(int seconds = 5) : m_end(std::clock() + std::clock_t(seconds) * CLOCKS_PER_SEC) { }
    ~TimeLimit() { require(std::clock() <= m_end); }

private:
    Q_DISABLE_COPY_MOVE(TimeLimit)

    const std::clock_t m_end;
};

} // namespace Fuzzing
