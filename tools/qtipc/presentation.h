// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "printable.h"

#include <QtCore/qbytearray.h>

#include <functional>

// The number of bytes that may wait on each side of a conversation. If one side is full, the other
// one waits.
inline constexpr qint64 MostWaiting = 256 * 1024;

// How received bytes are written. Without options they are written unchanged.
struct OutputStyle
{
    bool escapes = false; // escapes control sequences
    bool hex = false; // writes a dump, 16 bytes per line
    bool timestamps = false; // writes the time in front of each line
};

// Returns the UTC time, such as 2026-11-30T05:33:10.123Z.
QByteArray timestamp();

// Formats data of a peer in an OutputStyle.
//
// A dump shows bytes when they arrive, so its lines may have fewer than 16 bytes.
class Presentation
{
public:
    explicit Presentation(OutputStyle style = {}) : m_style(style) { }

    // Formats the next bytes of a stream.
    QByteArray add(const QByteArray &bytes);
    // Formats the rest that add() has kept: an incomplete character.
    QByteArray finish();

    // Formats a message as a line, or as its own dump.
    QByteArray line(const QByteArray &message) const;

private:
    QByteArray stamped(const QByteArray &text);

    OutputStyle m_style;
    Printable m_printable;
    quint64 m_offset = 0;
    bool m_inLine = false;
};

// Returns a function for Pump::setTransform() that formats a stream.
std::function<QByteArray(const QByteArray &)> presentedAs(OutputStyle style);
